"""Search without readable text: keyed digests of bigrams, matched all together."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app import gram_rows
from workflow.app.folding import Case
from workflow.app.gram_rows import CASE, Gathering, chains_having, few_having, has_all
from workflow.app.office import Office
from workflow.app.reading import portions
from workflow.app.texts import in_clear
from workflow.errors import Reason
from workflow.store.keyring import Keyring

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
    ((chain, digests),) = _digests(office, session, [case])
    gram_rows.replace(session, chain, digests)


def index_new(office: Office, session: Session, cases: Sequence[Case], index: Gathering) -> None:
    """Gather what cases are found by that no index has yet; its ``close`` writes the last."""
    for chain, digests in _digests(office, session, cases):
        index.add(chain, digests)


def index_all(office: Office, session: Session) -> None:
    """Make the whole index again: under another master key every digest is another one."""
    gram_rows.remove_all(session)
    index = Gathering(session)
    for cases in portions(office, session):
        index_new(office, session, cases, index)
    index.close()


def _digests(
    office: Office, session: Session, cases: Sequence[Case]
) -> Iterator[tuple[str, set[int]]]:
    entries = [entry for case in cases for entry in case.holding]
    clear = iter(in_clear(office, session, entries))
    for case in cases:
        facts = [entry.facts for entry in islice(clear, len(case.holding))]
        yield case.chain, digests_of(facts, office.keys.search_digest)


def digests_of(facts: Iterable[Mapping[str, Any]], digest: Callable[[str], int]) -> set[int]:
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
    return {*map(digest, found)}


def chains_of_person(session: Session, keys: Keyring, said: str) -> frozenset[str]:
    """Return the chains whose applicant has exactly this name, or this identity document."""
    digests = [keys.search_digest(f"={kind}:{said}") for kind in ("id", "name")]
    return frozenset(chain for _, some in chains_having(session, digests) for chain in some)


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
        for number, shared in _sharing(session, agency, keys.search_digest(keyword), what):
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


def _sharing(
    session: Session, agency: str, keyword: int, what: set[int]
) -> Iterator[tuple[str, int]]:
    """Yield the numbers among those with a keyword that share enough of a text, and how much."""
    same = [chain for _, some in chains_having(session, [keyword]) for chain in some]
    shared = {chain: len(what.intersection(digests))
              for chain, digests in gram_rows.digests_of(session, same)}  # fmt: skip
    alike = {chain: many for chain, many in shared.items() if many >= ALIKE * len(what)}
    yield from ((row.number, alike[row.chain]) for row in cases_of(session, agency, [*alike]))


def cases_of(session: Session, agency: str, chains: Sequence[str]) -> Iterator[sa.Row[Any]]:
    """Yield chain and number of those of some cases that are an agency's, in the order given."""
    for first in range(0, len(chains), gram_rows.CHAINS_AT_ONCE):
        some = chains[first : first + gram_rows.CHAINS_AT_ONCE]
        mine = (CASE.c.chain.in_(some), CASE.c.agency == agency)
        rows = session.execute(sa.select(CASE.c.chain, CASE.c.number).where(*mine))
        by_chain = {row.chain: row for row in rows}
        yield from (by_chain[chain] for chain in some if chain in by_chain)


def sharing(session: Session, agency: str, what: set[int], most: int) -> dict[str, int]:
    """Return the chains of an agency, at most so many, that share most of some digests.

    With how many they share: at least ALIKE of them.
    """
    shared: Counter[str] = Counter()
    for _, chains in chains_having(session, what):
        shared.update(chains)
    alike = [chain for chain, many in shared.most_common() if many >= ALIKE * len(what)]
    return {row.chain: shared[row.chain] for row in islice(cases_of(session, agency, alike), most)}


#: So many cases with all that is wanted are still few: sorted in a moment.
FEW = 1000


def matching(session: Session, keys: Keyring, text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a case (``CASE``) holds every gram of a text.

    Few that hold them all are named. Where they are many, the cases are gone through in the order
    of the list and each is asked: so many match that a page is full soon, and nothing has to be
    sorted.
    """
    wanted = {keys.search_digest(gram) for gram in asked(text)}
    if not wanted:
        return sa.false()
    few = few_having(session, wanted, FEW)
    if few is None:
        return has_all(session, wanted)
    chains, unasked = few
    return sa.and_(CASE.c.chain.in_(chains), has_all(session, unasked))
