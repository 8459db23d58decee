"""What must follow a step, as plain values: the outbox keeps them, a handler carries them out."""

from dataclasses import dataclass

#: Stands for the notice that the outcome demands (N10 or N11); a procedure resolves it.
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class DraftNotice:
    """Prepare a notice that may still change. ``key`` is the template's (``N10-A12``)."""

    notice: str
    key: str = ""

    @property
    def template(self) -> str:
        """The template wanted: the narrow key, else the notice's own."""
        return self.key or self.notice


@dataclass(frozen=True, slots=True)
class IssueNotice:
    """Make the final text of a notice: it goes out with this step and never changes again."""

    notice: str
    key: str = ""

    @property
    def template(self) -> str:
        """The template wanted: the narrow key, else the notice's own."""
        return self.key or self.notice


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell everybody who holds a role in the agency that the case now waits for them."""

    role: str


@dataclass(frozen=True, slots=True)
class TakeNumber:
    """Take the next number of the agency's yearly series, in the same transaction."""

    series: str


@dataclass(frozen=True, slots=True)
class BundleCase:
    """Put index, notices, proofs and journal extract of the case together (案卷)."""


Effect = DraftNotice | IssueNotice | Notify | TakeNumber | BundleCase
