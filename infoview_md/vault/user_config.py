"""UserConfig: the user's own config as values, unknown keys refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from infoview_md.core.account import MailSettings
from infoview_md.core.values import did_you_mean
from infoview_md.vault import folders
from infoview_md.vault.config import located, parse_toml, read_config_text
from infoview_md.vault.mail_settings import read_mail, read_whole_path
from infoview_md.vault.settings import Setting, SettingFault, Type, read_settings

USER_SETTINGS = (
    Setting("default_vault", Type.TEXT, "The vault used where no other is named.", '"~/vault"'),
    Setting("editor", Type.TEXT, "The command that opens a note.", '"code --wait"'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserConfig:
    """The user's own settings; unlike a vault's, they may name commands and places."""

    default_vault: Path | None = None
    editor: str = ""
    mail: MailSettings = field(default_factory=MailSettings)


def find_user_config() -> Path | None:
    """Where the user's config file is looked for; None for a user without a home."""
    file = folders.find_user_config()
    return Path(file) if file is not None else None


def read_user_config(file: Path | None = None) -> UserConfig:
    """The user's config, empty where there is no file; ConfigFault names the line of a fault."""
    file = file or find_user_config()
    if file is None or not file.exists():
        return UserConfig()
    return parse_user_config(read_config_text(file, str(file)), str(file))


def parse_user_config(text: str, shown: str) -> UserConfig:
    """The config in the text of a config.toml; `shown` is the file's name in a fault."""
    data = parse_toml(text, shown)
    try:
        _check_known(list(data))
        values = read_settings(data, USER_SETTINGS)
        vault = _read_default_vault(values.get("default_vault", ""))
        mail = read_mail(data)
    except SettingFault as fault:
        raise located(shown, text, fault) from None
    return UserConfig(default_vault=vault, editor=values.get("editor", ""), mail=mail)


def _check_known(keys: list[str]) -> None:
    known = [*(setting.name for setting in USER_SETTINGS), "mail"]
    for key in keys:
        if key not in known:
            hint = did_you_mean(key, known) or "; delete it"
            raise SettingFault((key,), f"nothing reads `{key}`{hint}")


def _read_default_vault(written: str) -> Path | None:
    return Path(read_whole_path(("default_vault",), written)) if written else None
