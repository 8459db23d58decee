"""What the use cases ask of the world: adapters and the document compiler fit these shapes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from workflow.core.casefile import CaseFile


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice as it was made: the .docx, the data in it, and the template's version."""

    content: bytes
    data: dict[str, Any]
    template: str
    template_digest: str


class Documents(Protocol):
    """Makes the .docx of a notice."""

    def render(
        self,
        notice: str,
        key: str,
        case: CaseFile,
        on: date,
        number: str,
        child: str | None,
        *,
        clock: str = "reply",
    ) -> Rendered:
        """Return the notice of a case as it stands; ``key`` is the narrow template wanted.

        ``clock`` is the one whose date an N16 proves.
        Raises WorkflowError where the case lacks what the notice must carry.
        """
        ...
