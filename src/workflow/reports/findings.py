"""What a check finds: a violation blocks publishing, a warning doesn't."""

from dataclasses import dataclass
from typing import Any

from workflow.forms import Form
from workflow.messages import say
from workflow.reports.cells import Number, plain


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule, the place by keys, both figures, and the sentence."""

    rule: str
    table: str
    row: str | None
    column: str | None
    expected: Any
    found: Any
    message: str

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape."""
        return {
            "rule": self.rule,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "expected": _plain(self.expected),
            "found": _plain(self.found),
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """A report's findings under the form of its year."""

    form: str
    violations: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return what ``workflow report check --json`` prints."""
        return {
            "form": self.form,
            "violations": [finding.to_json() for finding in self.violations],
            "warnings": [finding.to_json() for finding in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a report, and how a form prints it."""

    form: Form
    table: str
    row: str | None = None
    column: str | None = None

    def find(
        self,
        rule: str,
        expected: Any = None,
        found: Any = None,
        sentence: str | None = None,
        **values: Any,
    ) -> Finding:
        """Make the finding of a rule here; its sentence is ``report.<sentence or rule>``."""
        message = say(
            f"report.{sentence or rule}",
            table=say(f"report.table_{self.table}"),
            row=self.form.row_label(self.table, self.row),
            column=self.form.column_label(self.table, self.row, self.column),
            expected=_plain(expected),
            found=_plain(found),
            **values,
        )
        return Finding(rule, self.table, self.row, self.column, expected, found, message)


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, Number) and not isinstance(value, bool) else value
