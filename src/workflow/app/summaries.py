"""Who asks for what, in clear, for a list of cases: only what a row shows is opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from workflow.app.casefiles import GONE
from workflow.app.office import Office
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, effective
from workflow.store import journals

#: So many cases are asked for in one question: a database takes so many parameters, no more.
AT_ONCE = 500
SHOWN = ("applicant", "content")


@dataclass(frozen=True, slots=True)
class Heading:
    """Who asks for what: what a list says of a case besides its dates."""

    chain: str
    applicant: str
    content: str


@dataclass(frozen=True, slots=True)
class Summary(Heading):
    """A heading with what was done so far; ``entries`` are the effective ones."""

    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The newest entry of the request itself."""
        return next(one for one in reversed(self.entries) if one.child is None)


def headings(office: Office, session: Session, chains: Iterable[str]) -> dict[str, Heading]:
    """Return who asks for what, by chain."""
    return {
        heading.chain: heading
        for some in _portions(chains)
        for heading in _headings(
            office, session, journals.read_chains(session, some, openings=True)
        )
    }


def summaries(office: Office, session: Session, chains: Iterable[str]) -> dict[str, Summary]:
    """Return the summaries of cases by chain."""
    found: dict[str, Summary] = {}
    for some in _portions(chains):
        read = journals.read_chains(session, some)
        for one in _headings(office, session, read):
            entries = effective(read[one.chain])
            found[one.chain] = Summary(one.chain, one.applicant, one.content, entries)
    return found


def _portions(chains: Iterable[str]) -> Iterator[Sequence[str]]:
    wanted = list(dict.fromkeys(chains))
    for first in range(0, len(wanted), AT_ONCE):
        yield wanted[first : first + AT_ONCE]


def _headings(
    office: Office, session: Session, read: Mapping[str, Sequence[Entry]]
) -> list[Heading]:
    openings = [_shown(effective(entries)[0]) for entries in read.values()]
    return [
        Heading(one.chain, *(_text(one.facts.get(name)) for name in SHOWN))
        for one in in_clear(office, session, openings)
    ]


def _shown(opening: Entry) -> Entry:
    """Leave only what is shown: the other values stay sealed."""
    facts = {name: opening.facts[name] for name in SHOWN if name in opening.facts}
    return replace(opening, facts=facts, reason=None)


def _text(value: object) -> str:
    """Return a text, or what stands for one whose key was destroyed."""
    if value is None:
        return ""
    return value if isinstance(value, str) else GONE
