"""What a check has to say of a template: where, what, and how to mend it."""

from dataclasses import dataclass
from typing import Any, Literal

from workflow.errors import InputError
from workflow.messages import say

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a template. ``message`` begins with the place; ``suggestion`` may be empty.

    An ``error`` would make a wrong or no document; a ``warning`` is for a person to judge. Either
    keeps a template from being installed.
    """

    code: str
    severity: Severity
    place: str
    message: str
    suggestion: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the shape of ``template check --json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "place": self.place,
            "message": self.message,
            "suggestion": self.suggestion,
        }


def finding(
    code: str, place: object, *, severity: Severity = "error", suggestion: str = "", **values: Any
) -> Finding:
    """Make a finding from a sentence of the catalogue (``template.<code>``)."""
    message = say(f"template.{code}", place=place, **values)
    return Finding(code, severity, str(place), message, suggestion)


def of_error(error: InputError) -> Finding:
    """Make a finding of what compiling refused."""
    code = error.code.rpartition(".")[2]
    return Finding(code, "error", str(error.values.get("place", "")), error.message)
