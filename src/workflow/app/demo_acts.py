"""What happens in the demonstration: acts on their days, read from the package's stories."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Literal

from workflow.core.calendar import Calendar

#: What an act is done in: a case, or one of the registers beside the cases.
Register = Literal["request", "disclosure", "catalogue", "figures"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """One move of a story: on a day, by an officer, in a case or document (by its name).

    ``facts`` are what the move says; of the catalogue and of figures, what is kept.
    """

    on: date
    case: str
    trigger: str
    by: str
    facts: Mapping[str, Any]
    child: str | None = None
    person: Mapping[str, str] = field(default_factory=dict)
    example: bool = True
    register: Register = "request"
    reason: str | None = None


def read(name: str, **words: object) -> dict[str, Any]:
    """Return a file of the package; ``{year}`` and the like in its texts are replaced."""
    text = (files("workflow.app") / "demo_data" / f"{name}.toml").read_text("utf-8")
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", str(value))
    return tomllib.loads(text)


def plain(value: Any) -> Any:
    """Return a fact as the journal takes it: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def days_before(calendar: Calendar, today: date, count: int) -> date:
    """Return the latest working day that lies so many working days before today."""
    day, counted = today, 0
    while counted < count or not calendar.day(day).works:
        counted += calendar.day(day).works
        day -= ONE_DAY
    return day
