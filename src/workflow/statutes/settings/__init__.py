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
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflow.errors import DefinitionError, InputError
from workflow.messages import say

AREAS = ("clocks", "procedure", "counting", "notices", "retention")


@dataclass(frozen=True, slots=True)
class LawSetting:
    """One open question of law and the answer that this office gives.

    ``key`` is its name in journal and JSON, ``default`` the value the product ships with,
    ``article`` the text that leaves it open, ``mark`` how sure the default is (``J``, ``M75`` …).
    ``choices`` lists the values allowed (empty: any value of the default's type). Its label and
    its doubt are the sentences ``settings_<area>.<key>`` and ``settings_<area>.<key>_doubt``.
    """

    area: str
    key: str
    default: Any
    article: str
    mark: str
    choices: tuple[Any, ...] = ()

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
        kind_fits = type(value) is type(self.default) or self.default is None
        if not kind_fits or (self.choices and value not in self.choices):
            raise InputError(
                "settings.not_allowed",
                key=self.key,
                value=value,
                choices="、".join(map(str, self.choices)) or type(self.default).__name__,
            )
        return value


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
