"""Search without readable text: keyed digests of bigrams, matched all together."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.texts import in_clear
from workflow.errors import Reason
from workflow.store.keyring import Keyring
from workflow.store.prepared import insert_into
from workflow.store.tables import DerivedCase, DerivedSearch, table_of

SEARCH = table_of(DerivedSearch)
CASE = table_of(DerivedCase)
_INSERT = insert_into(SEARCH)
#: The facts by whose text a case is found.
INDEXED = ("applicant", "content", "corrected_content", "number")
#: How much of a text another must hold to ask for the same.
ALIKE = 0.6
#: What a name alone is worth beside an identity document: two people may have one name.
NAME_ONLY = 0.8


def grams(text: str) -> set[str]:
    """Return the single characters and the bigrams of each unbroken piece of a text.

    >>> sorted(grams("土地 A1"))
    ['1', 'a', 'a1', '土', '土地', '地']
    """
    found: set[str] = set()
    for piece in _pieces(text):
        found |= set(piece)
        found |= {piece[at : at + 2] for at in range(len(piece) - 1)}
    return found


def _pieces(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


def asked(text: str) -> set[str]:
    """Return the grams that a case must have: bigrams where a piece has them, else its character.

    >>> sorted(asked("低保 户"))
    ['低保', '户']
    """
    found: set[str] = set()
    for piece in _pieces(text):
        found |= {piece[at : at + 2] for at in range(len(piece) - 1)} or {piece}
    return found


def index_case(office: Office, session: Session, case: Case) -> None:
    """Replace what a case is found by: its texts, and who asks (exactly, for duplicates)."""
    session.execute(sa.delete(SEARCH).where(SEARCH.c.chain == case.chain))
    index_new(office, session, [case])


def index_new(office: Office, session: Session, cases: Sequence[Case]) -> None:
    """Write what cases are found by that no index has yet."""
    entries = [entry for case in cases for entry in case.holding]
    clear = iter(in_clear(office, session, entries))
    found: list[tuple[int, str]] = []
    for case in cases:
        facts = [entry.facts for entry in islice(clear, len(case.holding))]
        digests = digests_of(facts, office.keys.search_digest)
        found += [(digest, case.chain) for digest in digests]
    add_digests(session, found)


def digests_of(facts: Iterable[Mapping[str, Any]], digest: Callable[[str], int]) -> list[int]:
    """Return all that a case is found by: ``facts`` of its entries in clear, the opening first."""
    opening, *later = facts
    texts = [
        text
        for one in (opening, *later)
        for name in INDEXED
        if isinstance(text := one.get(name), str)
    ]
    found = {gram for text in texts for gram in grams(text)}
    found.update(_keywords(_document(opening.get("person")), opening.get("applicant")))
    return [*{*map(digest, found)}]


def add_digests(session: Session, rows: Iterable[tuple[int, str]]) -> None:
    """Write pairs of a digest and the chain that has it, in the order of their index."""
    _INSERT.rows(session, sorted(rows))


def chains_of_person(session: Session, keys: Keyring, said: str) -> frozenset[str]:
    """Return the chains whose applicant has exactly this name, or this identity document."""
    digests = [keys.search_digest(f"={kind}:{said}") for kind in ("id", "name")]
    found = sa.select(SEARCH.c.chain).where(SEARCH.c.digest.in_(digests))
    return frozenset(session.execute(found).scalars())


def _document(person: Any) -> str | None:
    return person.get("id_number") if isinstance(person, Mapping) else None


def _keywords(document: str | None, name: Any) -> Iterator[str]:
    """Yield by what an applicant is known again: his document, his name, his name alone."""
    if document:
        yield f"=id:{document}"
    if isinstance(name, str):
        yield f"=name:{name}"
        if not document:
            yield f"=name only:{name}"


@dataclass(frozen=True, slots=True)
class Likely:
    """A request that a new one may repeat: ``score`` of 100, and why."""

    number: str
    score: int
    reasons: tuple[Reason, ...]


def duplicates(
    session: Session,
    keys: Keyring,
    agency: str,
    person: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> list[str]:
    """Return the numbers of the same applicant's requests for about the same information."""
    return sorted(one.number for one in likely(session, keys, agency, person, facts))


def likely(
    session: Session,
    keys: Keyring,
    agency: str,
    person: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> list[Likely]:
    """Return what a new request may repeat, surest first.

    About the same: at least ALIKE of the bigrams of the new text stand in the old one. The same
    applicant: by his document; or, scored lower, by his name where one of the two requests (an
    imported one, say) knows no document. Two documents are two people.
    """
    what = {keys.search_digest(gram) for gram in asked(str(facts.get("content") or ""))}
    if not what:
        return []
    found: dict[str, Likely] = {}
    for keyword, worth, code in _wanted(_document(person), facts.get("applicant")):
        same = sa.select(SEARCH.c.chain).where(SEARCH.c.digest == keys.search_digest(keyword))
        for number, shared in session.execute(_sharing(agency, same, what)):
            share = shared / len(what)
            alike = Reason("ledger.why_content", {"percent": int(100 * share)})
            one = Likely(number, round(100 * worth * share), (Reason(code), alike))
            found.setdefault(number, one)
    return sorted(found.values(), key=lambda one: (-one.score, one.number))


def _wanted(document: str | None, name: Any) -> Iterator[tuple[str, float, str]]:
    """Yield the keyword of the same applicant, what it is worth, and its explanation."""
    if document:
        yield f"=id:{document}", 1.0, "ledger.why_document"
    if isinstance(name, str):
        yield f"=name{' only' if document else ''}:{name}", NAME_ONLY, "ledger.why_name"


def _sharing(agency: str, same: sa.Select[Any], what: set[int]) -> sa.Select[Any]:
    """Return the statement for the numbers among some chains that share enough of a text."""
    alike = (
        sa.select(SEARCH.c.chain, sa.func.count().label("shared"))
        .where(SEARCH.c.chain.in_(same), SEARCH.c.digest.in_(what))
        .group_by(SEARCH.c.chain)
        .having(sa.func.count() >= ALIKE * len(what))
        .subquery()
    )
    return (
        sa.select(CASE.c.number, alike.c.shared)
        .join(alike, alike.c.chain == CASE.c.chain)
        .where(CASE.c.agency == agency)
    )


def matching(session: Session, keys: Keyring, text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a case (``CASE``) holds every gram of a text.

    A seldom gram is where the search begins: its few chains are looked at one by one. Where all
    are frequent, the cases are gone through in the order of the list and each is asked: so many
    match that a page is full soon, and nothing has to be sorted.
    """
    wanted = {keys.search_digest(gram) for gram in asked(text)}
    if not wanted:
        return sa.false()
    seldom = next((one for one in sorted(wanted) if _is_seldom(session, one)), None)
    others = [_has(one) for one in sorted(wanted - {seldom})]
    if seldom is None:
        return sa.and_(*others)
    chains = sa.select(SEARCH.c.chain).where(SEARCH.c.digest == seldom)
    return sa.and_(CASE.c.chain.in_(chains), *others)


def _has(digest: int) -> sa.ColumnElement[bool]:
    found = sa.select(SEARCH.c.chain).where(SEARCH.c.digest == digest)
    return found.where(SEARCH.c.chain == CASE.c.chain).correlate(CASE).exists()


#: So many cases with a gram are still few: sorted in a moment.
FEW = 1000
_FEW = sa.select(sa.func.count()).select_from(
    sa.select(SEARCH.c.chain)
    .where(SEARCH.c.digest == sa.bindparam("digest"))
    .limit(FEW + 1)
    .subquery()
)


def _is_seldom(session: Session, digest: int) -> bool:
    return int(session.execute(_FEW, {"digest": digest}).scalar_one()) <= FEW
