"""find_vault: which folder is the vault, asked before anything of it is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from infoview_md.errors import NoVault
from infoview_md.vault.whole_file import digest_file

MARKER = "infoview.toml"
"""The file that makes a folder a vault."""

VARIABLE = "INFOVIEW_VAULT"


def find_vault(
    explicit: str | None,
    cwd: str,
    environ: Mapping[str, str],
    find_default: Callable[[], str | None],
) -> str:
    """The vault's folder: `--vault`, else the one that holds the working folder, else the variable
    INFOVIEW_VAULT, else the `default_vault` that `find_default` reads in the user's config.

    The first that is named counts, and is never passed over for the next because it is no vault.
    Where one vault lies inside another, both would hold the same notes: NoVault, as where there is
    none.
    """
    if explicit == "":
        raise NoVault("--vault is empty; name a folder, or leave it out")
    if explicit is not None:
        return _check(_join(cwd, explicit), "--vault names")
    if above := find_vaults_above(cwd):
        return _only(above)
    if named := environ.get(VARIABLE):
        return _check(_join(cwd, named), f"{VARIABLE} names")
    if (default := find_default()) is not None:
        return _check(default, "default_vault in your config names")
    where = cwd or "the working folder, which is gone"
    raise NoVault(
        f"no vault holds {where}, and none is named; make one with `infoview init`, or name one "
        "with --vault"
    )


def find_working_folder() -> str:
    """The working folder; empty for one that was deleted, which no vault holds."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def find_vaults_above(folder: str) -> list[str]:
    """Every vault that holds the folder or is it, the innermost first."""
    found: list[str] = []
    if not folder:
        return found
    folder = os.path.realpath(folder)
    while True:
        if os.path.isfile(os.path.join(folder, MARKER)):
            found.append(folder)
        above = os.path.dirname(folder)
        if above == folder:
            return found
        folder = above


def _only(vaults: list[str]) -> str:
    if len(vaults) == 1:
        return vaults[0]
    shown = " and ".join(vaults)
    raise NoVault(f"two vaults hold this folder: {shown}; say which one with --vault")


def _join(cwd: str, folder: str) -> str:
    if not cwd and not os.path.isabs(folder):
        raise NoVault(f"{folder} is named from the working folder, which is gone; name it in full")
    return os.path.join(cwd, folder)


def _check(folder: str, who: str) -> str:
    if os.path.isfile(os.path.join(folder, MARKER)):
        return os.path.realpath(folder)
    from pathlib import Path  # late: nothing else on the way to a kept answer needs it

    what = f"it has no {MARKER}" if os.path.isdir(folder) else "there is no such folder"
    raise NoVault(f"{who} {Path(folder)}, but {what}; make it a vault with `infoview init`")


def digest_config(home: str) -> str:
    """The digest of the bytes of a vault's infoview.toml; empty where it cannot be read."""
    return digest_file(f"{home}/{MARKER}")
