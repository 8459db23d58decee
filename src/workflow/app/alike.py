"""The dates of many cases at once: those of equal clock facts are worked out one time.

Open cases are many, and what their dates hang on is little: a receipt on one of some thirty days,
a channel, now and then an extension or a letter. So a journal is first stripped of what is a
case's own and moves no date: names and texts (which stand there as references anyway), numbers,
who wrote an entry and when. The dates are then a function of what is left, and of nothing else:
two cases that share it share them by construction.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.asides import ASIDES, RECALCULATED
from workflow.app.calendars import Sources
from workflow.app.folding import Rules, fold
from workflow.app.imported import LEDGER
from workflow.app.projecting import dates_of_case, deadline_rows
from workflow.core.journal import Entry
from workflow.statutes.settings import effective
from workflow.store.journals import JOURNAL
from workflow.store.prepared import Prepared

#: So many different cases are remembered, some 2 KB each.
KEPT = 20_000
_PASSED_OVER = frozenset({RECALCULATED, *ASIDES})
#: So many sets of rules: agencies that share theirs share what was derived for one of them.
FRAMES_KEPT = 256
#: What is a case's own, in canonical JSON: where a personal value lies, its number, its agency.
_OWN = re.compile(
    r'"(?:digest":"[0-9a-f]*","ref":"[^"]*|(?:document_)?number":"[^"\\]*(?:\\.[^"\\]*)*'
    r'|agency":"[^"]*)"'
)
#: What stands in its place, and what the fold asks of a registration all the same.
_SAME, _NAMED = '"":""', {"agency": "", "number": ""}
#: What the record time of an entry is where nothing depends on it.
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = NO_TIME.isoformat()

#: What the dates of a case stand in: columns of its row, and of its deadlines.
CASE_DATES = ("due", "warn_on", "waiting_for", "reply_state", "reach")
DEADLINE_DATES = (
    "place", "clock", "child", "due", "warn_on", "state", "open", "duty", "waiting_for",
    "ended_on", "provisional", "not_before", "not_after",
)  # fmt: skip
_CASE, _DEADLINE = itemgetter(*CASE_DATES), itemgetter(*DEADLINE_DATES)
_TOLD = ("entry", "trigger", "on", "recorded_at", "via", "child", "facts", "supersedes")
_READ = Prepared(
    sa.select(JOURNAL.c.chain, *(JOURNAL.c[name] for name in _TOLD))
    .where(JOURNAL.c.chain.in_(sa.bindparam("chains", expanding=True)))
    .order_by(JOURNAL.c.chain, JOURNAL.c.entry)
)

#: The rows of derived tables in the order of the names above.
Values = tuple[Any, ...]


class Told(NamedTuple):
    """An entry as far as dates can hang on it; ``facts`` are canonical JSON, stripped."""

    entry: int
    trigger: str
    on: str
    recorded_at: str
    via: str
    child: str | None
    facts: str
    supersedes: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What else dates hang on: the agency's rules, and the day as of which it is asked."""

    rules: Rules
    as_of: date

    @property
    def calendar(self) -> str:
        """The version of the calendar."""
        return self.rules.calendar_on(self.as_of).version


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """The dates of a case: of its row and of its deadlines."""

    case: Values
    deadlines: tuple[Values, ...]


@lru_cache(FRAMES_KEPT)
def frame_of(sources: Sources, settings: str, as_of: date) -> Frame:
    """Return the one frame of the same rules: what was derived in it is remembered by it."""
    return Frame(Rules(lru_cache(sources.calendar), effective(json.loads(settings))), as_of)


def read_told(session: Session, chains: Sequence[str]) -> dict[str, tuple[Told, ...]]:
    """Return the stripped journals of cases, by their chains."""
    found: dict[str, list[Told]] = {}
    for chain, *row in _READ.all(session, {"chains": chains}):
        found.setdefault(chain, []).append(_stripped(row))
    return {chain: tuple(told) for chain, told in found.items()}


def _stripped(row: Sequence[Any]) -> Told:
    entry, trigger, on, recorded_at, via, child, facts, supersedes = row
    kept = "{}" if trigger in _PASSED_OVER else _OWN.sub(_SAME, facts)
    moment = recorded_at if via == LEDGER else _MOMENT
    return Told(entry, trigger, on, moment, via, child, kept, supersedes)


@lru_cache(KEPT)
def dates_of(frame: Frame, told: tuple[Told, ...]) -> Dates:
    """Return the dates of all cases that are told so."""
    case = fold("", [_entry(one) for one in told], frame.rules, frame.as_of)
    rows = deadline_rows(case)
    return Dates(_CASE(dates_of_case(case)), tuple(map(_DEADLINE, rows)))


def _entry(told: Told) -> Entry:
    return Entry(
        chain="",
        entry=told.entry,
        trigger=told.trigger,
        on=date.fromisoformat(told.on),
        recorded_at=datetime.fromisoformat(told.recorded_at),
        actor="",
        role="",
        child=told.child,
        facts=_NAMED | json.loads(told.facts),
        supersedes=told.supersedes,
        via=told.via,
    )
