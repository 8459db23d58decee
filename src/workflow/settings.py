"""Settings of one installation: WORKFLOW_* variables over ``workflow.toml`` over defaults."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time
from difflib import get_close_matches
from inspect import isclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from workflow.app.addresses import is_safe
from workflow.errors import InputError
from workflow.messages import say

TOML_FILE = Path("workflow.toml")
#: What a name in workflow.toml may not contain: secrets are files or variables.
SECRET_WORDS = ("password", "secret", "token", "key", "mail_url")
#: Names that contain such a word and are paths of files.
SECRET_PATHS = frozenset({"key_file", "secret_file", "password_list"})


class ReminderSettings(BaseModel):
    """``[reminders]``: the habits of reminding (``app.reminder_rules`` says what each means)."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    thresholds: dict[str, tuple[int, ...]] = {}
    """Working days left at which to remind, by role or `clock/role`; without one for `clerk` it is
    `remind_days`."""
    internal_days: int = Field(default=0, ge=0, le=15)
    """Working days before the statutory last day on which the office's own last day lies."""
    review_days: int = Field(default=2, ge=1, le=15)
    """Working days after which a draft that waits for review is reminded of."""
    quiet_from: time = time(20)
    """From here on nothing is sent."""
    quiet_until: time = time(8)
    """Until here nothing is sent."""
    working_days_only: bool = True
    """Whether messages wait for a working day; the inbox of the pages never waits."""
    digest_at: time = time(8, 30)
    """When a person's digest of the day goes out."""


class OidcSettings(BaseModel):
    """``[oidc]``: the office's own sign-in, an OpenID Connect provider (extra ``oidc``)."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    issuer: str
    """The provider's issuer, as its discovery document says it: https, or http on the loopback."""
    client_id: str
    """What the provider calls this installation."""
    secret_file: Path | None = None
    """The file of the client's secret, if it has one (or the variable `WORKFLOW_OIDC_SECRET`)."""
    claim: str = "preferred_username"
    """The claim of the identity token that names the person. `email` counts only when verified."""
    users: dict[str, str] = {}
    """What the claim says → the user name here. Empty: the claim is the user name. Nobody who isn't
    a user here is let in, and nobody is made one."""
    acr: tuple[str, ...] = ()
    """Classes of authentication that are asked for, one of which the token must name: how a
    provider says that a second factor was used."""
    local_sign_in: bool = True
    """Whether passwords of this installation still open a session."""
    ca_file: Path | None = None
    """Certificates that are trusted instead of the machine's: an inner network's own."""

    @field_validator("issuer")
    @classmethod
    def _safe(cls, issuer: str) -> str:
        if not is_safe(issuer):
            raise ValueError(say("oidc.not_https"))
        return issuer


class Settings(BaseSettings):
    """Where this installation lives. Secrets are files or variables, never in workflow.toml."""

    model_config = SettingsConfigDict(
        env_prefix="WORKFLOW_",
        toml_file=TOML_FILE,
        extra="ignore",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    data_dir: Path = Path("workflow-data")
    """The folder of the register: database, key, secret, files."""
    database_url: str | None = None
    """The database's address, `postgresql://…`; without one it is a SQLite file in `data_dir`."""
    key_file: Path | None = None
    """The file of the master key that opens personal data (default: `key` in `data_dir`)."""
    secret_file: Path | None = None
    """The file of the secret that signs sessions (default: `secret` in `data_dir`)."""
    lang: str = "zh"
    """The language of sentences: `zh` or `en`."""
    remind_days: tuple[int, ...] = (5, 3, 1)
    """Working days before a last day on which people are reminded, besides the day itself and each
    working day after it."""
    documents_dir: Path | None = None
    """Where documents are written for people to open (default: nowhere beside the register)."""
    reminders: ReminderSettings = ReminderSettings()
    mail_url: SecretStr | None = None
    """The mail server as apprise writes it (`mailtos://user:password@host:465?from=…`): a variable
    only, since it holds a password."""
    base_url: str = ""
    """Where people reach the pages: links in messages begin with it."""
    password_list: Path | None = None
    """A file of passwords that nobody may take, one a line, besides the easy ones."""
    oidc: OidcSettings | None = None
    """The office's own sign-in, see `docs/operating.md`."""
    oidc_secret: SecretStr | None = None
    """The secret of `[oidc]`'s client: a variable only."""
    anchor_dir: Path | None = None
    """Where the worker writes the journal's anchor of each day (default: `anchors` in `data_dir`;
    better on another machine)."""
    cipher: Literal["aes-gcm", "sm4-gcm"] = "aes-gcm"
    """What encrypts new personal values; what the other one encrypted opens all the same."""

    @property
    def database(self) -> str:
        """The address of the database: a SQLite file at the top of the data folder by default."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'workflow.db'}"

    @property
    def key_path(self) -> Path:
        """The file of the master key."""
        return self.key_file or self.data_dir / "key"

    @property
    def anchor_path(self) -> Path:
        """The folder of the daily anchors."""
        return self.anchor_dir or self.data_dir / "anchors"

    @property
    def secret_path(self) -> Path:
        """The file of the secret that signs sessions."""
        return self.secret_file or self.data_dir / "secret"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables win over the file; neither .env nor secret folders are read."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**given: Any) -> Settings:
    """Read the settings; InputError names what is wrong with a file or variable."""
    _check_file(TOML_FILE)
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        what = first.get("ctx", {}).get("error") or first["msg"]
        raise InputError("store.setting_wrong", name=place, what=what) from error


def _check_file(path: Path) -> None:
    if not path.exists():
        return
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("store.toml_broken", path=path, what=error) from error
    for name, value in _named(table):
        if _is_secret(name, value):
            raise InputError("store.secret_in_file", path=path, name=name)
    for name, known in _unknown(table, Settings):
        raise InputError("store.setting_unknown", **_told(path, text, name, known))


def _named(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every setting of a file, those of its sections too."""
    for name, value in table.items():
        yield name, value
        if isinstance(value, dict) and name != "users":  # whose names are people's, not settings'
            yield from _named(value)


def _unknown(
    table: Mapping[str, Any], model: type[BaseModel], above: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """Yield each name in a table that is no setting, with the names that are."""
    for name, value in table.items():
        field = model.model_fields.get(name)
        if field is None:
            yield above + name, [above + one for one in model.model_fields]
        elif isclass(field.annotation) and issubclass(field.annotation, BaseModel):
            yield from _unknown(value, field.annotation, f"{name}.")


def _told(path: Path, text: str, name: str, known: list[str]) -> dict[str, Any]:
    """Return what the sentence about an unknown name says: where it stands, what was meant."""
    last = re.escape(name.rpartition(".")[2])
    written = re.compile(rf"""\s*\[?["']?(?:[\w-]+\.)?{last}["']?\s*[=.\]]""")
    lines = enumerate(text.splitlines(), 1)
    line = next((number for number, one in lines if written.match(one)), 1)
    meant = get_close_matches(name, known, n=1)
    hint = say("store.setting_meant", name=meant[0]) if meant else say("store.setting_delete")
    return {"path": path, "line": line, "name": name, "hint": hint}


def _is_secret(name: str, value: Any) -> bool:
    if name.lower() in SECRET_PATHS:
        return False
    if any(word in name.lower() for word in SECRET_WORDS):
        return True
    credentials = str(value).partition("://")[2].partition("@")[0]
    return name.lower() == "database_url" and ":" in credentials
