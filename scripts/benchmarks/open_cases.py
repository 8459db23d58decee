"""Open requests as an office has them on a day: journals of many kinds, on random days.

Applicants, channels and days of receipt are those of the one mix (``mix``). Of a hundred, ten were
extended, seven corrected, five wait for a third party; the others have only been registered. A
journal is what the product would have written, sealed under a key of its own; of personal values
only the references stand there, since nothing that is measured opens one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from benchmarks.mix import Request, requests
from benchmarks.office import AGENCY, CLERK
from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.folding import Rules, fold
from workflow.app.office import Office
from workflow.app.projecting import CASE, Rows, project_new, rows_of
from workflow.core.journal import Entry, refer
from workflow.store import journals
from workflow.store.bulk import Bulk, NewChain

#: They came within so many days: what is older is answered or late.
DAYS = 27
EXTENDED, CORRECTED, CONSULTED = 10, 7, 5
LENGTHS = (5, 10, 15, 20)
#: So many cases are written in one transaction.
PORTION = 5_000
PERSONAL = ("applicant", "contact", "content", "form_wanted", "identity_proof", "person")
C1 = "consultation:c1"


@dataclass(frozen=True, slots=True)
class Act:
    """An entry to be: what was done on which day; ``personal`` are facts that the vault keeps."""

    trigger: str
    on: date
    facts: dict[str, Any]
    personal: tuple[str, ...] = ()
    child: str | None = None


def fill(office: Office, size: int, until: date) -> None:
    """Write so many open requests that came before a day, with their derived rows."""
    lots = random.Random(2023)  # noqa: S311  (invented data)
    with office.store.read() as session:
        rules = rules_of(session, get_agency(session, AGENCY))
    portion: list[Request] = []
    known: dict[str, Rows] = {}
    for request in requests(size, until, DAYS):
        portion.append(request)
        if len(portion) == PORTION:
            _write(office, portion, rules, lots, until, known)
            portion.clear()
    _write(office, portion, rules, lots, until, known)


def _write(
    office: Office,
    portion: list[Request],
    rules: Rules,
    lots: random.Random,
    until: date,
    known: dict[str, Rows],
) -> None:
    with office.store.write() as session:
        bulk, derived = Bulk(session, office.keys), list[Rows]()
        for request in portion:
            new = bulk.begin("request:")
            done = [*acts(request, until, lots)]
            for act in done:
                new.add(_entry(office, new, act, until))
            derived.append(_rows(new, done, rules, until, known))
            made = ("open_case", request.received, office.now(), CLERK.name, CLERK.role)
            bulk.keep(new, journals.make_entry(f"agency:{AGENCY}", *made))
        bulk.flush()
        project_new(session, derived)
    assert all(rows[CASE.name][0]["open"] for rows in derived)


def _rows(
    new: NewChain, done: list[Act], rules: Rules, until: date, known: dict[str, Rows]
) -> Rows:
    """Return the derived rows of a case; of a case like one before its, under the new names."""
    own = {"chain": new.name, "number": done[0].facts["number"]}
    like = repr([replace(act, facts=act.facts | {"number": ""}) for act in done])
    if like not in known:
        known[like] = rows_of(fold(new.name, new.entries, rules, until))
    return {
        table: [row | {name: own[name] for name in own.keys() & row.keys()} for row in rows]
        for table, rows in known[like].items()
    }


def _entry(office: Office, new: NewChain, act: Act, until: date) -> Entry:
    number = len(new.entries) + 1
    salt = new.name.encode()
    facts = act.facts | {name: refer(f"{number}.{name}", salt, new.name) for name in act.personal}
    made = (act.trigger, min(act.on, until), office.now(), CLERK.name, CLERK.role)
    return Entry(new.name, number, *made, facts=facts, child=act.child, via="web")


def acts(request: Request, until: date, lots: random.Random) -> Iterator[Act]:
    """Yield what was done in a request until a day."""
    on = request.received
    facts = {
        "agency": AGENCY,
        "number": request.number,
        "channel": request.channel,
        "applicant_class": request.applicant,
        "received_on": on.isoformat(),
        "example": True,
    }
    yield Act("register", on, facts, PERSONAL)
    kind = lots.randrange(100)
    if kind < EXTENDED:
        yield from _extended(_later(on, until, lots), lots)
    elif kind < EXTENDED + CORRECTED:
        yield from _corrected(on, until, lots)
    elif kind < EXTENDED + CORRECTED + CONSULTED:
        yield from _consulted(on, until, lots)


def _later(on: date, until: date, lots: random.Random, most: int = DAYS) -> date:
    return on + timedelta(lots.randint(0, min(most, (until - on).days)))


def _extended(on: date, lots: random.Random) -> Iterator[Act]:
    facts = {"length": lots.choice(LENGTHS), "consented_on": on.isoformat()}
    yield Act("extend", on, facts, ("grounds_text",))


def _corrected(on: date, until: date, lots: random.Random) -> Iterator[Act]:
    asked = _later(on, until, lots, 7)
    period = {"length": lots.choice((5, 10, 15)), "unit": "working_days"}
    facts = {"period": period, "received_on": asked.isoformat()}
    yield Act("request_correction", asked, facts, ("items",))
    yield Act("receive_correction", _later(asked, until, lots), {}, ("corrected_content",))


def _consulted(on: date, until: date, lots: random.Random) -> Iterator[Act]:
    sent = _later(on, until, lots, 10)
    received = _later(sent, until, lots, 5)
    yield Act("draft", sent, {"party": "third_party"}, ("party_name", "summary"), C1)
    yield Act("send", sent, {}, ("evidence",), C1)
    yield Act("record_receipt", received, {}, ("evidence",), C1)
    if lots.randrange(2):
        facts = {"answer": "agree", "reasonable": True}
        yield Act("record_reply", _later(received, until, lots), facts, ("reasons",), C1)
