"""Registers of requests, and a count of them made slowly in another way (law.md 4.7)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from workflow.forms import Form, of_year
from workflow.reports.counting import Rules
from workflow.reports.facts import AppealFacts, FeeFacts, RedoFacts, RequestFacts
from workflow.statutes.settings import effective

CLASSES = ("natural", "enterprise", "research", "social", "legal", "other")
CHANNELS = ("in_person", "signed_mail", "ordinary_mail", "web", "email", "fax")
GROUPS = ("review", "litigation_direct", "litigation_after_review")
#: Outcome → row of the 2021 form, written down once more from lifecycle.md.
ROWS = {
    "A1": "granted",
    "A2": "granted",
    "A3": "partial",
    "A4": "deny_state_secret",
    "A5": "deny_law_forbidden",
    "A6": "deny_three_security",
    "A7": "deny_third_party",
    "A8": "deny_internal",
    "A9": "deny_process",
    "A10": "deny_enforcement_file",
    "A11": "deny_admin_query",
    "A12": "unable_not_held",
    "A13": "unable_not_held",
    "A14": "unable_needs_creation",
    "A15": "unable_unclear",
    "A16": "reject_petition",
    "A17": "reject_repeat",
    "A18": "reject_publication",
    "A19": "reject_massive",
    "A20": "reject_reissue",
    "A21": "other_overdue_correction",
    "A22": "other_overdue_fee",
    "A23": "other_misc",
    "A24": "other_misc",
}


def rules(year: int, **chosen: Any) -> Rules:
    """Return the rules of a year with these settings over the defaults."""
    return Rules(of_year(year), year, effective(chosen))


def request(
    received: str | None,
    decided: str | None = None,
    outcome: str | None = None,
    number: str = "1",
    applicant: str = "natural",
    **more: Any,
) -> RequestFacts:
    """Return a request from dates as text; it is dispatched on the day of its decision."""
    end = date.fromisoformat(decided) if decided else None
    facts = {"dispatched_on": end, **more}
    return RequestFacts(
        number=number,
        applicant=applicant,
        received_on=date.fromisoformat(received) if received else None,
        decided_on=end,
        outcome=outcome,
        **facts,
    )


DAYS = st.dates(date(2018, 12, 1), date(2023, 2, 1))


RESULTS = ("upheld", "corrected", "other")


@st.composite
def appeals(draw: st.DrawFn) -> AppealFacts:
    """Draw a reconsideration or suit: pending, closed, or judged in one or two instances."""
    received = draw(DAYS)
    days = sorted(draw(st.lists(st.integers(0, 500), max_size=3)))
    dates = [received + timedelta(one) for one in days]
    judged, appealed, closed = {
        0: (None, None, None),
        1: (None, None, dates[-1:]),
        2: (dates[:1], dates[1:], None),
        3: (dates[:1], dates[1:2], dates[2:]),
    }[len(days)]
    return AppealFacts(
        id=draw(st.sampled_from(["r1", "l1"])),
        group=draw(st.sampled_from(GROUPS)),
        received_on=received,
        decided_on=closed[0] if closed else None,
        result=draw(st.sampled_from(RESULTS)) if closed else None,
        first_decided_on=judged[0] if judged else None,
        first_result=draw(st.sampled_from(RESULTS)) if judged else None,
        appealed_on=appealed[0] if appealed else None,
    )


@st.composite
def redos(draw: st.DrawFn) -> RedoFacts:
    """Draw an order to answer anew, answered or not."""
    ordered = draw(DAYS)
    took = draw(st.none() | st.integers(0, 400))
    if took is None:
        return RedoFacts(ordered)
    return RedoFacts(ordered, ordered + timedelta(took), draw(st.sampled_from(sorted(ROWS))))


@st.composite
def fees(draw: st.DrawFn) -> FeeFacts:
    """Draw a fee notice, paid in part, in whole or not."""
    noticed, fen = draw(DAYS), draw(st.integers(10, 900)) * 1000
    took = draw(st.none() | st.integers(0, 60))
    if took is None:
        return FeeFacts(noticed, fen)
    return FeeFacts(noticed, fen, noticed + timedelta(took), draw(st.sampled_from([fen, 1000])))


@st.composite
def requests(draw: st.DrawFn) -> RequestFacts:
    received = draw(st.none() | DAYS)
    took = draw(st.none() | st.integers(0, 400))
    decided = None if received is None or took is None else received + timedelta(took)
    served = draw(st.none() | st.integers(0, 30)) if decided else None
    return RequestFacts(
        number=str(draw(st.integers(1, 10_000))),
        applicant=draw(st.sampled_from(CLASSES)),
        received_on=received,
        decided_on=decided,
        dispatched_on=decided,
        served_on=None if served is None or decided is None else decided + timedelta(served),
        outcome=draw(st.sampled_from(sorted(ROWS))) if decided else None,
        appeals=tuple(draw(st.lists(appeals(), max_size=2))),
        redos=tuple(draw(st.lists(redos(), max_size=1))),
        channel=draw(st.sampled_from(CHANNELS)),
        fees=tuple(draw(st.lists(fees(), max_size=2))),
    )


REGISTERS = st.lists(requests(), max_size=12)


def slow_received(register: Iterable[RequestFacts], year: int) -> dict[str, dict[str, int]]:
    """Count table 2 by going through the register once for every cell (decided by dispatch)."""
    kept = list(register)
    form = of_year(year)
    return {
        row.key: {
            column.key: sum(_in_cell(r, form, row.key, column.key, year) for r in kept)
            for column in form.columns
        }
        for row in form.rows
    }


def _in_cell(r: RequestFacts, form: Form, row: str, column: str, year: int) -> bool:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if r.received_on is None or r.received_on > last or column not in (r.applicant, "total"):
        return False
    if row == "new_received":
        return r.received_on >= first
    if row == "carried_in":
        return r.received_on < first and not (r.decided_on and r.decided_on < first)
    if row == "carried_out":
        return r.decided_on is None or r.decided_on > last
    if r.decided_on is None or not first <= r.decided_on <= last:
        return False
    name = ROWS[r.outcome or ""]
    if form.key == "2019" and name.startswith("other_"):
        name = "other_total"
    return row in (name, "total_handled")


def slow_appeals(register: Iterable[RequestFacts], year: int) -> dict[str, dict[str, int]]:
    """Count table 3 appeal by appeal, each told as it stood on 31 December of both years."""
    names = ("upheld", "corrected", "other", "pending", "total")
    table = {group: dict.fromkeys(names, 0) for group in GROUPS}
    for r in register:
        for a in r.appeals:
            stood = _stood(a, date(year, 12, 31))
            if stood is None or (stood[0] is not None and stood[0].year < year):
                continue
            table[a.group][stood[1] if stood[0] else "pending"] += 1
            table[a.group]["total"] += 1
    return table


def _stood(a: AppealFacts, day: date) -> tuple[date | None, str] | None:
    """Tell an appeal's story up to a day: when it was closed and how; None before it came."""
    story = [
        (a.received_on, None, "pending"),
        (a.first_decided_on, a.first_decided_on, a.first_result),
        (a.appealed_on, None, "pending"),
        (a.decided_on, a.decided_on, a.result),
    ]
    known = [(closed, result) for on, closed, result in story if on is not None and on <= day]
    return known[-1] if known else None


def slow_fees(register: Iterable[RequestFacts], year: int) -> tuple[int, int, int]:
    """Count notices of a year, what they ask for and what was paid in it, one by one."""
    notices = asked = paid = 0
    for r in register:
        for one in r.fees:
            if one.notified_on.year == year:
                notices, asked = notices + 1, asked + one.fen
            if one.paid_on and one.paid_on.year == year:
                paid += one.paid_fen
    return notices, asked, paid
