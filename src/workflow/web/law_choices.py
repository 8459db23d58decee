"""The law pack's settings as a form: each with its label, its default, its source, its doubt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.errors import InputError
from workflow.forms import all_forms
from workflow.messages import catalogue, language, say
from workflow.statutes.settings import LawSetting, all_settings
from workflow.web.typed import plain, read_number

ROWS = "row_of_"


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as it stands: ``choices`` (value, label) are empty where it is typed.

    ``fixed`` ones are tables of the law pack that no form changes.
    """

    setting: LawSetting
    value: str
    said: str
    default: str
    own: bool
    choices: tuple[tuple[str, str], ...]
    fixed: bool


def shown(chosen: Mapping[str, Any]) -> Iterator[Shown]:
    """Yield every setting with the value that holds in an agency."""
    for setting in all_settings().values():
        value = chosen.get(setting.key, setting.default)
        yield Shown(
            setting,
            spelt(value),
            label(setting, value),
            label(setting, setting.default),
            setting.key in chosen and value != setting.default,
            tuple((spelt(one), label(setting, one)) for one in options(setting)),
            isinstance(setting.default, Mapping),
        )


def options(setting: LawSetting) -> tuple[Any, ...]:
    """Return the values between which a setting chooses; none where any may be typed."""
    if isinstance(setting.default, Mapping):
        return ()  # a table is no choice
    return (True, False) if isinstance(setting.default, bool) else setting.choices


def spelt(value: Any) -> str:
    """Return a value as a field of a form carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if isinstance(value, Mapping) else str(value)


def label(setting: LawSetting, value: Any) -> str:
    """Return a value as an officer reads it: in words where it is a code."""
    if isinstance(value, Mapping):
        return say("web_settings.a_table", n=len(value))
    if setting.key.startswith(ROWS):
        return list(all_forms().values())[-1].row_label("received", str(value))
    code = f"web_settings.choice_{spelt(value)}"
    return say(code) if code in catalogue(language()) else str(value)


def chosen_in(typed: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a form chose: those that differ from the default, and no others.

    InputError names the setting whose value can't be read or isn't allowed.
    """
    found: dict[str, Any] = {}
    for setting in all_settings().values():
        if setting.key not in typed or isinstance(setting.default, Mapping):
            value = before.get(setting.key, setting.default)
        else:
            value = setting.accept(read(setting, typed[setting.key]))
        if value != setting.default:
            found[setting.key] = value
    return found


def read(setting: LawSetting, text: str) -> Any:
    """Return a typed value in the kind of the setting."""
    said = plain(text)
    if isinstance(setting.default, bool):
        return said == "true"
    if not isinstance(setting.default, int):
        return said
    number = read_number(said)
    if number is None or number < 1:
        raise InputError("web_settings.number_wrong", label=setting.label, said=text)
    return number
