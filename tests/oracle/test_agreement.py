"""The product and the slow counter, written apart from one text, agree on ten thousand lists."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from oracle.comparison import differences
from oracle.event_lists import Chooser, lawful_case, lawful_cases, odd_case, odd_cases
from oracle.known_days import regional
from oracle.product import due
from oracle.slow_counter import ANY, OPEN, SlowCounter
from oracle.worked import PUBLISHED, TODAY, WORKED, document

CHUNK = 500
LAWFUL_CHUNKS, ODD_CHUNKS = 14, 6  # 7,000 + 3,000 lists


def disagreements(cases):
    found = []
    for case, as_of in cases:
        found += [(text, as_of, case) for text in differences(case, as_of, due(case, as_of))]
    return found


def seeds(chunk):
    return range(chunk * CHUNK, (chunk + 1) * CHUNK)


@pytest.mark.parametrize("chunk", range(LAWFUL_CHUNKS))
def test_they_agree_on_lawful_lists(chunk):
    assert disagreements(lawful_case(Chooser(seed)) for seed in seeds(chunk)) == []


@pytest.mark.parametrize("chunk", range(ODD_CHUNKS))
def test_they_agree_on_odd_lists(chunk):
    assert disagreements(odd_case(Chooser(seed)) for seed in seeds(chunk)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(lawful_cases())
def test_they_agree_on_lists_that_hypothesis_finds(case):
    assert disagreements([case]) == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(odd_cases())
def test_they_agree_on_odd_lists_that_hypothesis_finds(case):
    assert disagreements([case]) == []


def year_end_case(seed):
    """A case of the weeks in which the next year's notice isn't out, asked about at once."""
    chooser = Chooser(seed)
    year = chooser.number(2019, 2026)
    start = date(year, 8, 1) + timedelta(days=chooser.number(0, 100))
    events = [{"kind": "submitted", "on": start.isoformat(), "channel": "in_person"}]
    today = start + timedelta(days=chooser.number(0, 14))
    if chooser.chance(40):
        events.append({"kind": "extended", "on": today.isoformat(), "length": 20})
    if chooser.chance(50):
        sent = {"kind": "consultation_sent", "id": "c1", "party": "third_party"}
        events.append({**sent, "on": today.isoformat()})
        if chooser.chance(70):
            events.append({"kind": "consultation_received", "id": "c1", "on": today.isoformat()})
    if chooser.chance(30):
        answer = {"kind": "dispatched", "outcome": "A12", "way": "post"}
        events += [
            {**answer, "on": today.isoformat()},
            {"kind": "served", "on": today.isoformat()},
        ]
    return {"law": "auto", "region": None, "events": events}, today


def test_they_agree_where_no_notice_is_known_yet():
    cases = [year_end_case(seed) for seed in range(600)]
    assert disagreements(cases) == []
    provisional = sum(
        any(one["not_before"] for one in due(case, as_of)["deadlines"]) for case, as_of in cases
    )
    assert provisional > 150  # the rule of law.md 6.2 was really tried


def test_the_lists_try_what_was_decided_about_delays_and_caps():
    moved = capped = 0
    for seed in range(4 * CHUNK):
        case, as_of = lawful_case(Chooser(seed))
        counter = SlowCounter(case, as_of, regional(case["region"]))
        reply = counter.reply
        moved += bool(not reply.doubt and reply.agency_date and counter.intervals())
        lengths = [one["length"] for one in case["events"] if one["kind"] == "extended"]
        capped += sum(lengths) > 20
    assert moved > 10  # a letter moves the date that the agency set
    assert capped > 10  # each reply period has its own cap


@pytest.mark.parametrize(("name", "region", "events", "dates"), WORKED, ids=[w[0] for w in WORKED])
def test_every_worked_deadline_of_the_law(name, region, events, dates):
    case = document(region, events)
    answer = due(case, TODAY)
    found = {one["clock"]: one["due"] for one in answer["deadlines"]}
    assert {clock: found[clock] for clock in dates} == dates
    assert differences(case, TODAY, answer) == []


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["name"] for case in PUBLISHED])
def test_every_published_case(case):
    as_of = date.fromisoformat(case["as_of"]) if case["as_of"] else TODAY
    answer = due(case["case"], as_of)
    found = {one["clock"]: one for one in answer["deadlines"]}
    assert {clock: found[clock]["due"] for clock in case["expect"]} == case["expect"]
    assert answer["received_on"] == case.get("received", answer["received_on"])
    also = case.get("also", {})
    assert not set(also.get("absent", [])) & set(found)
    for field in ("state", "provisional"):
        assert found["reply"][field] == also.get(field, found["reply"][field])
    assert differences(case["case"], as_of, answer) == []


def test_events_may_lie_in_the_future():
    tried = 0
    for seed in range(400):
        case, _ = lawful_case(Chooser(seed))
        as_of = date.fromisoformat(case["events"][0]["on"])
        counter = SlowCounter(case, as_of, regional(case["region"]))
        expected = {key: clock.due for key, clock in counter.clocks().items()}
        if OPEN in expected.values() or counter.reply.doubt:
            continue  # whether such an event is in time depends on a notice not yet known
        for one in due(case, as_of)["deadlines"]:
            wanted = expected.get((one["clock"], one["id"]), ANY)
            if wanted != ANY:
                assert (one["due"] and date.fromisoformat(one["due"])) == wanted, (seed, one)
                tried += 1
    assert tried > 600


def test_nine_of_ten_lawful_lists_leave_nothing_in_doubt():
    doubts = 0
    for seed in range(500):
        case, as_of = lawful_case(Chooser(seed))
        doubts += SlowCounter(case, as_of, regional(case["region"])).reply.doubt is not None
    assert doubts < 50


CASE = document(
    None,
    [
        {"kind": "submitted", "on": "2024-03-01", "channel": "in_person"},
        {"kind": "consultation_sent", "on": "2024-03-08", "id": "c1", "party": "third_party"},
        {"kind": "consultation_received", "on": "2024-03-11", "id": "c1"},
        {"kind": "dispatched", "on": "2024-04-10", "outcome": "A12", "way": "post"},
        {"kind": "served", "on": "2024-04-12"},
    ],
)


@pytest.mark.parametrize(
    ("clock", "field", "value"),
    [
        ("reply", "due", "2024-04-24"),
        ("reply", "state", "late"),
        ("reply", "provisional", True),
        ("reply", "waiting_for", "payment"),
        ("reply", "history", []),
        ("reply", "basis", []),
        ("reply", "warnings", [{"code": "", "message": ""}]),
        ("third_party", "id", "c2"),
        ("third_party", "due", "2024-03-29"),
        ("lawsuit", "due", "2024-10-11"),
        ("reconsideration", "clock", "confirmation"),
    ],
)
def test_the_comparison_sees_a_changed_answer(clock, field, value):
    answer = due(CASE, TODAY)
    assert differences(CASE, TODAY, answer) == []
    wrong = deepcopy(answer)
    next(one for one in wrong["deadlines"] if one["clock"] == clock)[field] = value
    assert differences(CASE, TODAY, wrong) != []


@pytest.mark.parametrize("clock", ["reply", "third_party", "reconsideration", "lawsuit"])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.pop(3),
        lambda rows: rows.pop(),
        lambda rows: rows.pop(0),
        lambda rows: rows[6].update(counted=False, day=None, why="weekend"),
        lambda rows: rows[2].update(day=7),
    ],
)
def test_the_comparison_sees_a_changed_proof(clock, change):
    answer = due(CASE, TODAY)
    change(next(one for one in answer["deadlines"] if one["clock"] == clock)["proof"])
    assert differences(CASE, TODAY, answer) != []
