"""Likely repeats (条例第三十六条第（六）项) and the counts that art. 35 and the fee ask for.

Same applicant: the same identity document, else the same name. Alike: the texts by their longest
common pieces (``difflib``). Both are said with the score, so that an officer can judge.
"""

import unicodedata
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.searching import NAME_ONLY, asked
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, effective
from workflow.core.past import latest
from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.ledger.results import label_of, row_of
from workflow.store import journals

#: How much of two texts must be the same, and of their bigrams before they are compared at all.
ALIKE = 0.6
WORTH_A_LOOK = 0.4
#: So many requests are read at once.
AT_ONCE = 500
_READ = ("chain", "number", "submitted_on", "received_on", "decided_on", "outcome", "row")
#: The day of a request: its receipt, its submission while that isn't known.
DAY = sa.func.coalesce(CASE.c.received_on, CASE.c.submitted_on)
COLUMNS = tuple(CASE.c[name] for name in _READ)
_ROWS = (
    sa.select(*COLUMNS)
    .where(CASE.c.agency == sa.bindparam("agency"))
    .order_by(CASE.c.submitted_on, CASE.c.number)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared of a request. ``who`` are the keyed digests of document and name."""

    number: str
    on: date
    document_digest: int | None
    name_digest: int | None
    text: str
    grams: frozenset[str]
    decided_on: date | None
    result: str
    document_number: str

    def same_applicant(self, other: "Asked") -> float:
        """Return how sure it is that one person asked both: 1, ``NAME_ONLY`` or 0."""
        mine, theirs = self.document_digest, other.document_digest
        if mine and theirs:
            return float(mine == theirs)
        return NAME_ONLY if self.name_digest and self.name_digest == other.name_digest else 0.0


@dataclass(frozen=True, slots=True)
class Alike:
    """Two requests that look like one: ``score`` of 100, and why."""

    later: Asked
    earlier: Asked
    score: int
    reasons: tuple[Reason, ...]

    @property
    def earlier_answer(self) -> str:
        """What the answer to a repeat must name: the earlier answer, or its case, by number."""
        return self.earlier.document_number or self.earlier.number

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``ledger repeats``."""
        return {
            "number": self.later.number,
            "on": self.later.on,
            "earlier": self.earlier.number,
            "earlier_on": self.earlier.on,
            "score": self.score,
            "reasons": [reason.to_json() for reason in self.reasons],
            "earlier_answer": self.earlier_answer if self.earlier.decided_on else None,
            "earlier_answered_on": self.earlier.decided_on,
        }


def repeats(office: Office, agency: str, number: str | None = None) -> list[Alike]:
    """Return for each request (or one) the earlier one it most likely repeats, surest first."""
    with office.store.read() as session:
        everything = [*_read(office, session, agency)]
    found = [
        best
        for later, before in _beside_earlier(everything)
        if number in (None, later.number) and (best := best_of(later, before))
    ]
    return sorted(found, key=lambda one: (-one.score, one.later.on, one.later.number))


def _read(office: Office, session: Session, agency: str) -> Iterator[Asked]:
    """Yield the requests of an agency in the order of their days, many a question."""
    yield from read_asked(office, session, session.execute(_ROWS, {"agency": agency}).all())


def read_asked(office: Office, session: Session, rows: Sequence[sa.Row[Any]]) -> Iterator[Asked]:
    """Yield what is compared of requests, rows of ``COLUMNS``, many a question."""
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        read = journals.read_chains(session, [row.chain for row in some])
        holding = {chain: effective(entries) for chain, entries in read.items()}
        openings = in_clear(office, session, [holding[row.chain][0] for row in some])
        for row, opening in zip(some, openings, strict=True):
            yield _asked(office, row, opening.facts, latest(holding[row.chain], "dispatch"))


def _asked(office: Office, case: Any, opening: Mapping[str, Any], sent: Entry | None) -> Asked:
    text = opening.get("content")
    plain = _plain(text) if isinstance(text, str) else ""
    row = case.row or row_of(str(case.outcome))
    return Asked(
        number=case.number,
        on=case.received_on or case.submitted_on,
        document_digest=_digest(office, "id", (opening.get("person") or {}).get("id_number")),
        name_digest=_digest(office, "name", opening.get("applicant")),
        text=plain,
        grams=frozenset(asked(plain)),
        decided_on=case.decided_on,
        result=label_of(row) if row else "",
        document_number=str(sent.facts.get("document_number") or "") if sent else "",
    )


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isalnum()).lower()


def _digest(office: Office, kind: str, value: Any) -> int | None:
    """Return the keyed digest of who asks: names are compared without being kept."""
    return office.keys.search_digest(f"={kind}:{value}") if isinstance(value, str) else None


def _beside_earlier(everything: Sequence[Asked]) -> Iterator[tuple[Asked, list[Asked]]]:
    """Yield each request with the earlier ones of the same document or name."""
    by: dict[int, list[Asked]] = defaultdict(list)
    for one in everything:
        keys = [key for key in (one.document_digest, one.name_digest) if key]
        yield one, list({other.number: other for key in keys for other in by[key]}.values())
        for key in keys:
            by[key].append(one)


def best_of(later: Asked, before: Sequence[Asked]) -> Alike | None:
    """Return the earlier request that a later one most likely repeats, None where none is alike."""
    found = filter(None, (_compare(later, earlier) for earlier in before))
    return max(found, key=lambda one: (one.score, one.earlier.on), default=None)


def _compare(later: Asked, earlier: Asked) -> Alike | None:
    who = later.same_applicant(earlier)
    shared = len(later.grams & earlier.grams)
    if not who or not later.text or shared < WORTH_A_LOOK * len(later.grams | earlier.grams):
        return None
    same = SequenceMatcher(None, later.text, earlier.text, autojunk=False).ratio()
    if same < ALIKE:
        return None
    return Alike(later, earlier, round(100 * who * same), tuple(_reasons(who, same, earlier)))


def _reasons(who: float, same: float, earlier: Asked) -> Iterator[Reason]:
    yield Reason("ledger.why_document" if who == 1 else "ledger.why_name")
    percent = int(100 * same)
    yield (
        Reason("ledger.why_same_content")
        if same == 1
        else Reason("ledger.why_content", {"percent": percent})
    )
    if earlier.decided_on is None:
        yield Reason("ledger.why_open")
        return
    values = {"on": day_text(earlier.decided_on), "result": earlier.result}
    if earlier.document_number:
        code = "ledger.why_answered_document"
        yield Reason(code, {**values, "document": earlier.document_number})
    else:
        yield Reason("ledger.why_answered", values)


@dataclass(frozen=True, slots=True)
class Counts:
    """One applicant's requests of a year: how many in which month, and their numbers."""

    year: int
    months: dict[str, int]
    numbers: tuple[str, ...]

    @property
    def total(self) -> int:
        """All of the year."""
        return len(self.numbers)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``ledger counts``."""
        return {
            "year": self.year,
            "total": self.total,
            "months": self.months,
            "numbers": list(self.numbers),
        }


def counts(office: Office, agency: str, year: int, month: int | None = None) -> list[Counts]:
    """Return each applicant's requests received in a year (a month) by month, the most first.

    Art. 35 looks at number and frequency, the fee (国办函〔2020〕109号) at a natural month.
    """
    by: dict[int, list[Asked]] = defaultdict(list)
    wanted = sa.select(*COLUMNS).where(*within(agency, year, month)).order_by(DAY, CASE.c.number)
    with office.store.read() as session:
        for one in read_asked(office, session, session.execute(wanted).all()):
            if who := one.document_digest or one.name_digest:
                by[who].append(one)
    found = [_counted(year, asked_for) for asked_for in by.values()]
    return sorted(found, key=lambda one: (-one.total, one.numbers))


def within(agency: str, year: int, month: int | None = None) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition that a request is an agency's and of a year, or of a month of it."""
    first, last = (
        date(year, month or 1, 1),
        date(year, month or 12, monthrange(year, month or 12)[1]),
    )
    return CASE.c.agency == agency, DAY.between(first, last)


def _counted(year: int, asked_for: Sequence[Asked]) -> Counts:
    months: dict[str, int] = defaultdict(int)
    for one in asked_for:
        months[f"{one.on:%Y-%m}"] += 1
    return Counts(year, dict(sorted(months.items())), tuple(one.number for one in asked_for))
