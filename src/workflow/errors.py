"""One tree of errors: each carries the stable code of a sentence in the catalogue.

An error's exit status is that of the command that met it: 1 where the thing asked about fails
(a move that a rule refuses), 2 where the call or its input is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from workflow.messages import say


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused or doubtful: a sentence of the catalogue, and its legal source.

    ``code`` names the sentence, ``values`` fill it, ``article`` is the source as it is cited to
    an officer (``条例第三十条``), None where no article stands behind it. ``overridable`` tells
    that the rule yields to a written reason.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    article: str | None = None
    overridable: bool = False

    @property
    def message(self) -> str:
        """The sentence as a person reads it, the article in brackets behind it."""
        text = say(self.code, **self.values)
        return f"{text}（{self.article}）" if self.article else text

    def to_json(self) -> dict[str, Any]:
        """Return the shape of the contract's ``warnings`` and refused moves."""
        return {
            "code": self.code,
            "message": self.message,
            "article": self.article,
            "overridable": self.overridable,
        }


class WorkflowError(Exception):
    """Anything that this product says no to, with a code and a sentence."""

    exit_status: ClassVar[int] = 2

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        """The sentence as a person reads it."""
        return say(self.code, **self.values)

    def __str__(self) -> str:
        """Return the sentence with its code, as the log and a terminal show it."""
        return f"{self.message} [{self.code}]"


class InputError(WorkflowError):
    """The call or its input is wrong: the sentence names file, place and mend."""


class NotFoundError(WorkflowError):
    """What was asked for doesn't exist, or isn't this agency's."""


class ConflictError(WorkflowError):
    """Somebody else was faster, or the same thing was done already."""

    exit_status = 1


class RefusedError(WorkflowError):
    """A rule refuses the move; every reason is told, not only the first."""

    exit_status = 1

    def __init__(self, code: str, /, reasons: Sequence[Reason] = (), **values: Any) -> None:
        super().__init__(code, **values)
        self.reasons = tuple(reasons)


class DefinitionError(WorkflowError):
    """A definition of the product itself (a procedure, a calendar, a form) is unsound."""


class StorageError(WorkflowError):
    """The disk, the database or the key file can't do what is needed."""


def why_unreadable(error: Exception) -> str:
    """Return why a file can't be read, in the reader's words where we have any."""
    match error:
        case UnicodeDecodeError():
            return say("error.why_not_utf8", at=error.start + 1)
        case IsADirectoryError():
            return say("error.why_folder")
        case PermissionError():
            return say("error.why_forbidden")
        case RecursionError():
            return say("error.why_deep")
        case OSError():
            return error.strerror or str(error)
        case _:
            return say("error.why_number") if "digits" in str(error) else str(error)
