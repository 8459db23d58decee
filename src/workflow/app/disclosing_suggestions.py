"""What several people asked for and may be public anyway: worth publishing once (art. 44).

多个申请人就相同政府信息向同一行政机关提出公开申请，且该政府信息属于可以公开的，行政机关可以纳入主动公开的范围.
Different applicants alone count; how alike two texts are is said with the score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.disclosing_reading import read_items
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reading import read_case
from workflow.app.searching import asked
from workflow.app.texts import in_clear
from workflow.ledger.results import row_of

#: How alike two texts must be, of 100, to ask for the same information.
ALIKE = 75
#: So many applicants are several.
SEVERAL = 2
#: Results by which the information may be public: given whole or in part.
GIVEN = ("granted", "partial")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as it is compared: who asked is a keyed digest."""

    chain: str
    number: str
    on: date
    who: int
    text: str
    row: str | None
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Requests of several applicants for the same information, that was given at least once."""

    text: str
    numbers: list[str]
    chains: list[str]
    applicants: int
    since: date
    given: bool
    alike: int
    published: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``disclosure suggest``."""
        return {
            "text": self.text,
            "requests": self.numbers,
            "applicants": self.applicants,
            "since": self.since,
            "alike": self.alike,
            "published": self.published,
        }


def suggestions(office: Office, agency: str, year: int | None = None) -> list[Suggestion]:
    """Return what several applicants asked for (in a year) and got, the most asked first.

    ``published`` is the number of an item that seems to hold it already.
    """
    with office.store.read() as session:
        get_agency(session, agency)
        requests = list(_requests(office, session, agency, year))
        titles = {item.title: item.number for item in read_items(office, session, agency)
                  if item.state in {"published", "revised"}}  # fmt: skip
    found = [_suggest(group, titles) for group in _groups(requests)]
    worth = [one for one in found if one.applicants >= SEVERAL and one.given]
    return sorted(worth, key=lambda one: (-one.applicants, one.since, one.numbers))


def _requests(office: Office, session: Session, agency: str, year: int | None) -> Iterator[_Asked]:
    names = ("chain", "number", "submitted_on", "row", "outcome")
    found = sa.select(*(CASE.c[name] for name in names)).where(CASE.c.agency == agency)
    if year is not None:
        found = found.where(CASE.c.submitted_on.between(date(year, 1, 1), date(year, 12, 31)))
    for row in session.execute(found.order_by(CASE.c.submitted_on, CASE.c.number)).all():
        case = read_case(office, session, row.chain)
        facts = in_clear(office, session, case.holding[:1])[0].facts
        text, name = facts.get("content"), facts.get("applicant")
        if isinstance(text, str) and isinstance(name, str):
            known = (facts.get("person") or {}).get("id_number") or name
            who = office.keys.search_digest(f"={known}")
            yield _Asked(
                row.chain,
                row.number,
                row.submitted_on,
                who,
                text.strip(),
                _result(row),
                frozenset(asked(text)),
            )


def _result(row: Any) -> str | None:
    """Return the report's row of a request's result, None while it has none."""
    if row.row:
        return str(row.row)
    return row_of(row.outcome) if row.outcome else None


def _groups(requests: Sequence[_Asked]) -> list[list[tuple[_Asked, int]]]:
    """Gather requests around the first one that each is like; only texts with words in common."""
    groups: list[list[tuple[_Asked, int]]] = []
    by_gram: dict[str, list[int]] = {}
    for one in requests:
        near = {at for gram in one.grams for at in by_gram.get(gram, ())}
        scores = {at: round(fuzz.ratio(one.text, groups[at][0][0].text)) for at in sorted(near)}
        best = max(scores, key=lambda at: scores[at], default=None)
        if best is not None and scores[best] >= ALIKE:
            groups[best].append((one, scores[best]))
            continue
        groups.append([(one, 100)])
        for gram in one.grams:
            by_gram.setdefault(gram, []).append(len(groups) - 1)
    return groups


def _suggest(group: Sequence[tuple[_Asked, int]], titles: dict[str, str]) -> Suggestion:
    first = group[0][0]
    best = max(titles, key=lambda title: fuzz.partial_ratio(title, first.text), default=None)
    holds = best is not None and fuzz.partial_ratio(best, first.text) >= ALIKE
    return Suggestion(
        text=first.text,
        numbers=[one.number for one, _ in group],
        chains=[one.chain for one, _ in group],
        applicants=len({one.who for one, _ in group}),
        since=min(one.on for one, _ in group),
        given=any(one.row in GIVEN for one, _ in group),
        alike=min(score for _, score in group),
        published=titles[best] if holds and best is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """A request that an item comes from; ``ident`` addresses its page."""

    number: str
    ident: str
    text: str


def origins_of(office: Office, agency: str, numbers: Sequence[str]) -> list[Origin]:
    """Return the requests of an agency by their numbers; those that aren't there are left out."""
    mine = (CASE.c.agency == agency, CASE.c.number.in_(list(numbers)))
    found = sa.select(CASE.c.chain, CASE.c.number).where(*mine).order_by(CASE.c.number)
    with office.store.read() as session:
        return [
            Origin(row.number, row.chain.partition(":")[2], _text(office, session, row.chain))
            for row in session.execute(found).all()
        ]


def _text(office: Office, session: Session, chain: str) -> str:
    text = in_clear(office, session, read_case(office, session, chain).holding[:1])[0].facts.get(
        "content"
    )
    return text.strip() if isinstance(text, str) else ""
