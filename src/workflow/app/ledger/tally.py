"""What came of an import: counts, bad rows, and what is doubtful, each kind counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from workflow.ledger.problems import BadRow, Problem


@dataclass(slots=True)
class Tally:
    """Rows by what they did: new, adding to what was known, or nothing new."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, *, changed: bool, new: bool = False) -> None:
        """Count one row."""
        self.added += new
        self.changed += changed and not new
        self.unchanged += not changed

    def to_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {"added": self.added, "changed": self.changed, "unchanged": self.unchanged}


@dataclass(slots=True)
class Doubt:
    """One kind of warning: the first of it, and how many there are."""

    first: Problem
    count: int = 0


@dataclass(slots=True)
class Imported:
    """The result of an import. ``done``: it was written; ``kept``: extra columns kept as notes."""

    requests: Tally = field(default_factory=Tally)
    appeals: Tally = field(default_factory=Tally)
    bad: list[BadRow] = field(default_factory=list)
    doubts: dict[tuple[str, str], Doubt] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    done: bool = False

    def warn(self, warnings: Iterable[Problem]) -> None:
        """Count warnings by column and kind."""
        for warning in warnings:
            key = (warning.column, warning.reason.code)
            self.doubts.setdefault(key, Doubt(warning)).count += 1

    @property
    def changes(self) -> int:
        """How many rows changed something."""
        both = (self.requests, self.appeals)
        return sum(tally.added + tally.changed for tally in both)

    def facts(self) -> dict[str, Any]:
        """Return what the journal says of the import."""
        return {
            "requests": self.requests.to_json(),
            "appeals": self.appeals.to_json(),
            "left_out": len(self.bad),
            "notes": sorted(self.kept),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``ledger import``."""
        return {
            "done": self.done,
            "requests": self.requests.to_json(),
            "appeals": self.appeals.to_json(),
            "bad": [one.to_json() for row in self.bad for one in row.problems],
            "bad_rows": len(self.bad),
            "warnings": [
                {**doubt.first.to_json(), "count": doubt.count} for doubt in self.doubts.values()
            ],
            "notes": sorted(self.kept),
        }
