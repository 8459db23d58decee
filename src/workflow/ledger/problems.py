"""What is wrong or doubtful in a file, with the place where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.errors import Reason
from workflow.messages import say


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a sheet, numbered as Excel shows it; ``sheet`` is empty for a CSV."""

    row: int
    sheet: str = ""

    def __str__(self) -> str:
        """Return the place as a person looks it up."""
        code = "ledger.place_in_sheet" if self.sheet else "ledger.place"
        return say(code, sheet=self.sheet, row=self.row)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with (or doubtful about) a row, in one of its columns."""

    place: Place
    column: str
    reason: Reason

    @property
    def message(self) -> str:
        """The sentence with row, column and mend."""
        return say("ledger.problem", place=self.place, column=self.column, what=self.reason.message)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape: where, which column, the code, the sentence."""
        return {
            "sheet": self.place.sheet or None,
            "row": self.place.row,
            "column": self.column,
            "code": self.reason.code,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be taken: its cells as they were, by column, and all that is wrong.

    ``appeal`` tells that it stood on the sheet of reconsiderations and suits.
    """

    place: Place
    cells: Mapping[str, Any]
    problems: tuple[Problem, ...]
    appeal: bool = False


@dataclass(slots=True)
class Complaints:
    """Collects what is wrong with one row and what is doubtful about it."""

    place: Place
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, column: str, code: str, **values: Any) -> None:
        """Note something wrong; of one column the first thing is told."""
        if not self.about(column):
            self.problems.append(Problem(self.place, column, Reason(f"ledger.{code}", values)))

    def about(self, column: str) -> bool:
        """Tell whether something is wrong in a column already."""
        return any(problem.column == column for problem in self.problems)

    def warn(self, column: str, code: str, **values: Any) -> None:
        """Note something doubtful."""
        self.warnings.append(Problem(self.place, column, Reason(f"ledger.{code}", values)))
