"""A template tried with a real case before it is installed: nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.adapters.templated import TemplatedNotices
from workflow.core.casefile import CaseFile
from workflow.messages import say


@dataclass(frozen=True, slots=True)
class _Tried:
    """A template that is only tried: it stands before every other."""

    data: bytes

    def own(self, agency: str, statute: str, keys: Sequence[str]) -> tuple[str, bytes]:  # noqa: ARG002
        return "preview", self.data


def letter_of(data: bytes, key: str, file: CaseFile, on: date) -> bytes:
    """Return the letter that a template of a key makes of a case; it bears no number."""
    notice, number = key.partition("-")[0], say("web_templates.preview_number")
    return TemplatedNotices(_Tried(data)).render(notice, key, file, on, number, None).content
