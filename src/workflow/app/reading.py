"""Finding a case and folding it: what every use case about one begins with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.folding import Case, Rules, fold
from workflow.app.office import Office
from workflow.core.chain import Head
from workflow.core.journal import Entry
from workflow.errors import InputError, NotFoundError
from workflow.store import journals
from workflow.store.prepared import Prepared
from workflow.store.tables import DerivedCase, table_of

CASE = table_of(DerivedCase)
PREFIX = "request:"
#: So many cases are read at once where all are.
AT_ONCE = 500
_CALLED_SO = sa.or_(CASE.c.number == sa.bindparam("number"), CASE.c.chain == sa.bindparam("number"))
_CALLED = Prepared(sa.select(CASE.c.agency, CASE.c.chain).where(_CALLED_SO))
_LOCKED = Prepared(
    sa.select(CASE.c.agency, *journals.HEAD.columns)
    .join(journals.HEAD, journals.HEAD.c.chain == CASE.c.chain)
    .where(_CALLED_SO)
    .order_by(CASE.c.chain)
    .with_for_update(of=journals.HEAD)
)


def chain_of(session: Session, number: str, agency: str | None = None) -> str:
    """Return the chain of a case by its number (or its chain's own name).

    NotFoundError where there is none; InputError where two agencies have the number and none is
    named.
    """
    return str(_only(number, _CALLED.all(session, {"number": number}), agency).chain)


def _only(number: str, rows: Sequence[Any], agency: str | None) -> Any:
    """Return the row of the agency's case that is called so, or say why there isn't one."""
    if agency is not None:
        rows = [row for row in rows if row.agency == agency]
    if not rows:
        raise NotFoundError("case.unknown", number=number)
    if len(rows) > 1:
        raise InputError(
            "case.ambiguous", number=number, agencies="、".join(row.agency for row in rows)
        )
    return rows[0]


def read_case(office: Office, session: Session, chain: str) -> Case:
    """Fold a case as of today."""
    entries = journals.read_chain(session, chain)
    if not entries:
        raise NotFoundError("case.unknown", number=chain)
    return fold_entries(office, session, entries)


def fold_entries(office: Office, session: Session, entries: Sequence[Entry]) -> Case:
    """Fold the entries of one case as of today, by the rules of its agency."""
    agency = get_agency(session, str(entries[0].facts["agency"]))
    return fold(entries[0].chain, entries, rules_of(session, agency), office.today)


def find_case(office: Office, session: Session, number: str, agency: str | None = None) -> Case:
    """Find a case by its number and fold it as of today."""
    return read_case(office, session, chain_of(session, number, agency))


def lock_case(office: Office, session: Session, number: str, agency: str | None = None) -> Case:
    """Find a case, lock it until the transaction ends, and fold it."""
    return lock_with_head(office, session, number, agency)[0]


def lock_with_head(
    office: Office, session: Session, number: str, agency: str | None = None
) -> tuple[Case, Head]:
    """Lock a case as ``lock_case`` does; return it with the head that an entry is put behind."""
    found = _only(number, _LOCKED.all(session, {"number": number}), agency)
    _, *head = found
    return read_case(office, session, found.chain), Head(*head)


def all_cases(office: Office, session: Session) -> Iterator[Case]:
    """Fold every case, one after the other."""
    for cases in portions(office, session):
        yield from cases


def portions(
    office: Office, session: Session, days: Mapping[str, date] | None = None
) -> Iterator[list[Case]]:
    """Fold every case, so many at a time that few questions are asked.

    ``days`` gives for some chains the day as of which they are folded; the others as of today.
    """
    chains = journals.chains(session, PREFIX)
    rules: dict[str, Rules] = {}
    for first in range(0, len(chains), AT_ONCE):
        some = chains[first : first + AT_ONCE]
        read = journals.read_chains(session, some)
        cases = []
        for chain in some:
            entries = read.get(chain, ())
            as_of = (days or {}).get(chain) or office.today
            cases.append(fold(chain, entries, _rules(session, chain, entries, rules), as_of))
        yield cases


def _rules(
    session: Session, chain: str, entries: Sequence[Entry], known: dict[str, Rules]
) -> Rules:
    """Return the rules of a case; ``known`` keeps those of the agencies that were met."""
    if not entries:
        raise NotFoundError("case.unknown", number=chain)
    code = str(entries[0].facts["agency"])
    if code not in known:
        known[code] = rules_of(session, get_agency(session, code))
    return known[code]
