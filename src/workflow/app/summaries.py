"""Who asks for what, in clear, for a list of cases: only what a row shows is opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from workflow.app.casefiles import GONE
from workflow.app.office import Office
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, effective
from workflow.store import journals


@dataclass(frozen=True, slots=True)
class Summary:
    """What a row says of a case besides its dates; ``entries`` are the effective ones."""

    chain: str
    applicant: str
    content: str
    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The newest entry of the request itself."""
        return next(one for one in reversed(self.entries) if one.child is None)


def summaries(office: Office, session: Session, chains: Iterable[str]) -> dict[str, Summary]:
    """Return the summaries of cases by chain."""
    return {chain: _summary(office, session, chain) for chain in dict.fromkeys(chains)}


def _summary(office: Office, session: Session, chain: str) -> Summary:
    entries = effective(journals.read_chain(session, chain))
    opening = in_clear(office, session, entries[:1])[0].facts
    return Summary(chain, _text(opening.get("applicant")), _text(opening.get("content")), entries)


def _text(value: object) -> str:
    """Return a text, or what stands for one whose key was destroyed."""
    if value is None:
        return ""
    return value if isinstance(value, str) else GONE
