"""Until when a step stays lawful: one derivation says what each day's own would say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workflow.app.asking import for_anybody, possible_moves
from workflow.app.folding import deadlines_on, situation
from workflow.app.reading import find_case
from workflow.app.supposing import last_days
from workflow.core.procedure import Move, hindrances

DAY = timedelta(days=1)
BEGUN = date(2026, 11, 2)
WAYS = {
    "just received": [],
    "accepted": [("acknowledge", {})],
    "in correction": [
        ("acknowledge", {}),
        (
            "request_correction",
            {"items": "示例", "period": {"length": 15, "unit": "working_days"}},
        ),
    ],
    "fee asked for": [("acknowledge", {}), ("notify_fee", {"tariff": "items", "count": 35})],
    "answer in review": [
        ("acknowledge", {}),
        ("submit_answer", {"outcome": "A12", "search_record": "示例"}),
    ],
}


def as_each_day_says(office, case, moves):
    """Ask the rules about every day's end with the deadlines derived anew for that day."""
    found = []
    for one in moves:
        step = one.verdict.step
        guards = [guard for guard in step.guards if not guard.about_facts and not guard.warns]
        if one.child is None and one.verdict.allowed and guards:
            dues = sorted({line.due for line in case.deadlines.deadlines if line.due})
            ends = [due for due in dues if due >= office.today and turns(office, case, step, due)]
            found += [(one.verdict.label, due) for due in ends[:1]]
    return found


def turns(office, case, step, due):
    return lawful(office, case, step, due) and not lawful(office, case, step, due + DAY)


def lawful(office, case, step, on):
    known = case.rules.calendar_on(office.today)
    anew = deadlines_on(case.events, replace(case.rules, calendar_on=lambda _: known), on)
    here = situation(replace(case, deadlines=anew, as_of=on), on, max(on, office.today))
    return not hindrances(step, here, Move(step.trigger, on, "", step.roles[0]))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("today", [date(2026, 11, 4), date(2026, 11, 13), date(2026, 12, 30)])
def test_the_last_safe_days_are_those_that_each_days_own_dates_give(
    office, clerk, clock, way, today
):
    clock.set(BEGUN)
    number = clerk.register(BEGUN)
    for trigger, facts in WAYS[way]:
        clerk.move(number, trigger, BEGUN, role="office_head" if trigger == "notify_fee" else None,
                   **facts)  # fmt: skip
    clock.set(today)
    with office.store.read() as session:
        case = find_case(office, session, number)
    moves = for_anybody(possible_moves(office, case, "li", "clerk"))
    assert last_days(office, case, moves) == as_each_day_says(office, case, moves)


def test_an_answer_may_be_extended_until_its_own_last_day(office, clerk, clock):
    clock.set(BEGUN)
    number = clerk.register(BEGUN)
    clerk.move(number, "acknowledge", BEGUN)
    with office.store.read() as session:
        case = find_case(office, session, number)
    found = dict(last_days(office, case, for_anybody(possible_moves(office, case, "li", "clerk"))))
    assert case.deadlines.clock("reply").due in found.values()
