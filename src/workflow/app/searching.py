"""Search without readable text: keyed digests of bigrams, matched all together."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.texts import in_clear
from workflow.store.keyring import Keyring
from workflow.store.tables import DerivedCase, DerivedSearch, table_of

SEARCH = table_of(DerivedSearch)
CASE = table_of(DerivedCase)
#: The facts by whose text a case is found.
INDEXED = ("applicant", "content", "corrected_content", "number")
#: How much of a text another must hold to ask for the same.
ALIKE = 0.6


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
    clear = in_clear(office, session, case.holding)
    texts = [
        text for one in clear for name in INDEXED if isinstance(text := one.facts.get(name), str)
    ]
    person = clear[0].facts.get("person")
    keywords = _who(person if isinstance(person, Mapping) else {}, clear[0].facts)
    digests = {office.keys.search_digest(gram) for text in texts for gram in grams(text)}
    digests |= {office.keys.search_digest(keyword) for keyword in keywords}
    session.execute(sa.delete(SEARCH).where(SEARCH.c.chain == case.chain))
    if digests:
        rows = [{"chain": case.chain, "digest": digest} for digest in sorted(digests)]
        session.execute(sa.insert(SEARCH), rows)


def _who(person: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """Return by what an applicant is known again: his document's number, else his name."""
    if person.get("id_number"):
        return [f"=id:{person['id_number']}"]
    name = facts.get("applicant")
    return [f"=name:{name}"] if isinstance(name, str) else []


def duplicates(
    session: Session,
    keys: Keyring,
    agency: str,
    person: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> list[str]:
    """Return the numbers of the same applicant's requests for about the same information.

    About the same: at least ALIKE of the bigrams of the new text stand in the old one.
    """
    who = [keys.search_digest(keyword) for keyword in _who(person, facts)]
    what = {keys.search_digest(gram) for gram in asked(str(facts.get("content") or ""))}
    if not who or not what:
        return []
    same = sa.select(SEARCH.c.chain).where(SEARCH.c.digest.in_(who))
    alike = (
        sa.select(SEARCH.c.chain)
        .where(SEARCH.c.chain.in_(same), SEARCH.c.digest.in_(what))
        .group_by(SEARCH.c.chain)
        .having(sa.func.count() >= ALIKE * len(what))
    )
    found = sa.select(CASE.c.number).where(CASE.c.agency == agency, CASE.c.chain.in_(alike))
    return list(session.execute(found.order_by(CASE.c.number)).scalars())


def matching(keys: Keyring, text: str) -> sa.Select[tuple[str]] | None:
    """Return the statement for the chains that hold every gram of a text; None for no text."""
    wanted = {keys.search_digest(gram) for gram in asked(text)}
    if not wanted:
        return None
    return (
        sa.select(SEARCH.c.chain)
        .where(SEARCH.c.digest.in_(wanted))
        .group_by(SEARCH.c.chain)
        .having(sa.func.count() == len(wanted))
    )
