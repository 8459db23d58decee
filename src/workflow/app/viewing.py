"""One case as its page shows it: the fold, the texts in clear, the moves, the documents."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asking import Possible, possible_moves, why
from workflow.app.casefiles import assemble
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.reading import PREFIX, read_case
from workflow.app.texts import in_clear
from workflow.app.users import people_of
from workflow.core.casefile import CaseFile
from workflow.core.journal import Entry
from workflow.errors import NotFoundError
from workflow.store.prepared import Prepared
from workflow.store.tables import Agency, Document, table_of

AGENCY = table_of(Agency)
DOCUMENT = table_of(Document)
#: What a page says of a document, without its content.
LISTED = ("id", "entry", "notice", "key", "child", "number", "status", "issued_on")
_DOCUMENTS = Prepared(
    sa.select(*(DOCUMENT.c[name] for name in LISTED))
    .where(DOCUMENT.c.chain == sa.bindparam("chain"))
    .order_by(DOCUMENT.c.id)
)
#: Steps that every case comes to: shown, refused with their reason, before their turn.
LATER = ("dispatch", "record_service", "archive")


@dataclass(frozen=True, slots=True)
class Viewed:
    """A case opened by somebody: ``entries`` are all entries as written, texts in clear.

    ``mended`` are the numbers of entries that a rectification superseded.
    """

    case: Case
    file: CaseFile
    entries: tuple[Entry, ...]
    mended: frozenset[int]
    documents: tuple[dict[str, Any], ...]
    moves: tuple[Possible, ...]

    @property
    def allowed(self) -> tuple[Possible, ...]:
        """The moves against which nothing stands."""
        return tuple(one for one in self.moves if one.verdict.allowed)

    @property
    def refused(self) -> tuple[Possible, ...]:
        """The moves that a rule refuses, with every reason."""
        return tuple(one for one in self.moves if not one.verdict.allowed)


def agencies_seen(session: Session, agency: str, role: str) -> frozenset[str]:
    """Return the agencies whose cases a role reads: a supervisor also sees those below."""
    if role != "supervisor":
        return frozenset({agency})
    below = sa.select(AGENCY.c.code).where(AGENCY.c.parent == agency)
    return frozenset({agency, *session.execute(below).scalars()})


def open_case(
    office: Office, session: Session, ident: int | str, agencies: Collection[str]
) -> Case:
    """Fold a case by the number of its chain; NotFoundError where it is another agency's."""
    case = read_case(office, session, f"{PREFIX}{ident}")
    if case.agency not in agencies:
        raise NotFoundError("case.unknown", number=ident)
    return case


def view(office: Office, ident: int | str, actor: str, role: str, agency: str) -> Viewed:
    """Return a case as somebody may see it today; NotFoundError where it isn't his."""
    with office.store.read() as session:
        case = open_case(office, session, ident, agencies_seen(session, agency, role))
        entries = in_clear(office, session, case.entries)
        file = assemble(office, session, case, entries)
        documents = tuple(_documents(session, case.chain))
    moves = (*possible_moves(office, case, actor, role), *_later(office, case, actor, role))
    mended = frozenset(one.supersedes for one in case.entries if one.supersedes is not None)
    return Viewed(case, file, entries, mended, documents, moves)


def _later(office: Office, case: Case, actor: str, role: str) -> Iterator[Possible]:
    """Yield what is refused only because its turn hasn't come."""
    if not case.open:
        return
    for trigger in LATER:
        steps = case.procedure.steps_of(trigger)
        if not any(case.state in step.sources for step in steps):
            verdict = why(office, case, trigger, office.today, actor, role)
            yield Possible(None, replace(verdict, reasons=verdict.reasons[:1]))


def _documents(session: Session, chain: str) -> Iterator[dict[str, Any]]:
    """Yield the documents of a case without their content, each with the entry that caused it."""
    for row in _DOCUMENTS.all(session, {"chain": chain}):
        yield dict(zip(LISTED, row, strict=True))


def names_of(office: Office, names: Collection[str]) -> dict[str, str]:
    """Return the display names of users by user name."""
    with office.store.read() as session:
        return people_of(session, list(names))
