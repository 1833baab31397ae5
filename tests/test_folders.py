"""Where this machine keeps what is ours: with and without an XDG variable, a home, platformdirs."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from infoview_md.vault.folders import find_folder

ASKED = {
    "config": platformdirs.user_config_dir,
    "cache": platformdirs.user_cache_dir,
    "state": platformdirs.user_state_dir,
}
PLACES = [
    {"HOME": "/home/zoe"},
    {"HOME": "/home/zoe/"},
    {"HOME": "/home/zoe", "XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/k", "XDG_STATE_HOME": "/s"},
    {"HOME": "/home/zoe", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "k", "XDG_STATE_HOME": "~/s"},
    {"XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/k", "XDG_STATE_HOME": "/s"},
]


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("places", PLACES, ids=str)
def test_the_short_way_and_platformdirs_agree(
    monkeypatch: pytest.MonkeyPatch, places: dict[str, str], what: str
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in places.items():
        monkeypatch.setenv(name, value)
    found = find_folder(what)
    assert found is not None
    assert Path(found) == Path(ASKED[what]("infoview"))


@pytest.mark.parametrize("fault", [RuntimeError("no home"), "~/.cache/infoview"])
def test_a_user_without_a_home_has_no_folder(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | str
) -> None:
    def ask(_: str) -> str:
        if isinstance(fault, Exception):
            raise fault
        return fault

    monkeypatch.setattr(platformdirs, "user_cache_dir", ask)
    assert find_folder("cache", {}) is None
