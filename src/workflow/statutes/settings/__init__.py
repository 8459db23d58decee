"""Settings of the law pack: what the law leaves open, and the answer that an office gives.

Every judgement [J] and every fact from memory [M] is one, with its default, its source and its
doubt. An agency may set another value; the officer sees the doubt beside the date or text that
it touches.

Each area keeps its own file (``clocks.py``, ``procedure.py``, ``counting.py`` and so on)
with a tuple ``SETTINGS``; this module joins them.
"""

import importlib
import importlib.util
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from workflow.errors import DefinitionError, InputError
from workflow.messages import say

#: No number of days or years that the law leaves open is larger.
MOST = 1000
AREAS = ("clocks", "procedure", "counting", "notices", "retention")


@dataclass(frozen=True, slots=True)
class LawSetting:
    """One open question of law and the answer that this office gives.

    ``key`` is its name in journal and JSON, ``default`` the value the product ships with,
    ``article`` the text that leaves it open, ``mark`` how sure the default is (``J``, ``M75`` …).
    ``choices`` lists the values allowed (of a table: the values in it; empty: any value of the
    default's type, a number from 1 to MOST). ``month_day`` is a day of each year, ``01-31``.
    Its label and its doubt are the sentences ``settings_<area>.<key>`` and
    ``settings_<area>.<key>_doubt``.
    """

    area: str
    key: str
    default: Any
    article: str
    mark: str
    choices: tuple[Any, ...] = ()
    month_day: bool = False

    @property
    def label(self) -> str:
        """Its name as an officer reads it."""
        return say(f"settings_{self.area}.{self.key}")

    @property
    def doubt(self) -> str:
        """What is not settled about it, as an officer reads it."""
        return say(f"settings_{self.area}.{self.key}_doubt")

    def accept(self, value: Any) -> Any:
        """Return the value if it may be set, else raise InputError naming what may."""
        if not self._fits(value):
            raise InputError(
                "settings.not_allowed",
                key=self.key,
                value=value,
                choices="、".join(map(str, self.choices)) or self._range,
            )
        return value

    def _fits(self, value: Any) -> bool:
        if type(value) is not type(self.default):
            return False
        if self.month_day:
            return _is_month_day(value)
        if type(value) is int and not self.choices:
            return 1 <= value <= MOST
        inner = value.values() if isinstance(value, dict) else [value]
        return not self.choices or all(one in self.choices for one in inner)

    @property
    def _range(self) -> str:
        if self.month_day:
            return "01-01…12-31"
        return f"1…{MOST}" if type(self.default) is int else type(self.default).__name__


def _is_month_day(text: str) -> bool:
    """Tell whether a text is a day of every year, written ``01-31``."""
    with suppress(ValueError):
        return date.fromisoformat(f"2001-{text}").strftime("%m-%d") == text
    return False


@cache
def all_settings() -> Mapping[str, LawSetting]:
    """Return every law setting by key; two of one key are a defect of the product."""
    found: dict[str, LawSetting] = {}
    for area in AREAS:
        if not importlib.util.find_spec(f"{__name__}.{area}"):
            continue
        for setting in importlib.import_module(f"{__name__}.{area}").SETTINGS:
            if setting.key in found:
                raise DefinitionError("settings.twice", key=setting.key)
            found[setting.key] = setting
    return found


def effective(chosen: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the value of every setting: the chosen ones over the defaults."""
    chosen = chosen or {}
    known = all_settings()
    for key in chosen:
        if key not in known:
            raise InputError("settings.unknown", key=key)
    return {
        key: setting.accept(chosen[key]) if key in chosen else setting.default
        for key, setting in known.items()
    }
