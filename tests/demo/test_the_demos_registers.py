"""The invented town's registers: every page of them has something real to show."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from workflow import calendars
from workflow.app import annual_report, demo
from workflow.app.disclosing_catalogue import catalogue_of
from workflow.app.disclosing_reading import items_of, owed_of
from workflow.app.disclosing_suggestions import suggestions
from workflow.app.figure_desk import desk_of
from workflow.app.figure_periods import read_period
from workflow.app.guide import guide_of
from workflow.app.ledger.repeats import counts, repeats
from workflow.app.report_register import OfficeRegister
from workflow.app.self_inspection import record_of
from workflow.bootstrap import build
from workflow.reports.model import to_json
from workflow.settings import load_settings
from workflow.statutes.processes import DISCLOSURE

TODAY = date(2026, 11, 24)
CALENDAR = calendars.load(as_of=TODAY)


def told(today=TODAY):
    return demo.story("hewan", calendars.load(as_of=today), today, "around_today")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    clock = demo.Winding(datetime(2025, 3, 3, tzinfo=UTC))
    folder = tmp_path_factory.mktemp("town")
    settings = load_settings(data_dir=folder / "data", documents_dir=folder / "documents")
    made = build(settings, clock)
    story = told()
    clock.wind(story.acts[0].on, time(8))
    demo.settle(made, story, lambda _own: None)
    demo.play(made, clock, story, lambda office: (), lambda act: None)
    clock.wind(TODAY, time(9))
    yield made
    made.store.close()


def test_there_is_a_document_in_every_state_and_some_changed_once(office):
    states = Counter(item.state for item in items_of(office, "hewan"))
    assert set(states) == {state.key for state in DISCLOSURE.states}
    steps = [{entry.trigger for entry in item.entries} for item in items_of(office, "hewan")]
    assert {"return"} <= set().union(*steps)
    assert any({"revise", "take_down"} & seen for seen in steps)


def test_one_document_is_due_in_three_working_days_and_none_is_late(office):
    owed = owed_of(office, "hewan")
    assert owed[0].deadline.due == CALENDAR.likely.nth_working_day(TODAY, 3)
    assert all(item.deadline.due >= TODAY for item in owed)


def test_a_document_without_an_attribute_was_sent_back(office):
    (returned,) = [item for item in items_of(office, "hewan") if not item.facts.get("attribute")]
    assert returned.entries[-1].trigger == "return"
    assert "公开属性" in returned.entries[-1].facts["comment"]


def test_everything_invented_says_so(office):
    assert all("（示例）" in item.title for item in items_of(office, "hewan"))


def test_the_catalogue_has_all_nine_attributes_where_something_is_published(office):
    rows = catalogue_of(office, "hewan")
    assert len(rows) == 8
    assert all(len(row) == 9 for row in rows if row["attribute"] == "proactive")


def test_what_two_people_asked_for_and_one_got_is_worth_publishing(office):
    (found,) = suggestions(office, "hewan", 2026)
    assert (found.applicants, found.given, found.published) == (2, True, None)


def test_repeats_have_their_scores_answered_and_open(office):
    found = {one.later.number: one for one in repeats(office, "hewan")}
    scores = sorted(one.score for one in found.values())
    answered = [one for one in found.values() if one.earlier.decided_on]
    assert scores[-1] == 100
    assert scores[0] < 75
    assert len(answered) == 1
    assert answered[0].earlier_answer
    assert counts(office, "hewan", 2026)[0].total == 2


@pytest.mark.parametrize("period", ["2024", "2025", "2025H1", "2025H2", "2026H1", "2026Q3"])
def test_the_sums_of_every_period_hold(office, period):
    sums = desk_of(office, "hewan", read_period(period)).sums
    assert (sums.violations, sums.warnings) == ((), ())


def test_a_half_year_has_last_years_beside_it(office):
    lines = {line.key: line for line in desk_of(office, "hewan", read_period("2026H1")).lines}
    assert (lines["website_items"].value, lines["website_items"].last_year) == (52, 47)
    assert lines["platform_cases_handled"].source == "2026年上半年统计（示例）"


def test_the_report_of_2025_tells_the_figures_of_both_halves(office):
    built = annual_report.build(OfficeRegister(office), "hewan", 2025, annual_report.Inputs())
    figures = to_json(built.report)["narrative"]["figures"]
    assert built.checked.violations == ()
    assert figures["website_items"] == 47 + 55
    assert sum(figures["website_categories"].values()) == 102


def test_the_papers_have_something_to_tell(office):
    record = record_of(office, "hewan", read_period("2026H1"))
    assert record.catalogue == 8
    assert record.values["service_items"] == 488
    assert guide_of(office, "hewan", TODAY).categories[0] == "机构职能"


@pytest.mark.parametrize("later", [0, 38, 45, 100, 180])
def test_played_on_another_day_nothing_lies_in_the_future_or_before_its_making(later):
    """2027-01-01 lies 38 days on: holidays and the turn of the year between the days."""
    today = TODAY + timedelta(days=later)
    kept = [act for act in told(today).acts if act.register == "disclosure"]
    by_document: dict[str, list] = {}
    for act in kept:
        by_document.setdefault(act.case, []).append(act)
    assert len(by_document) == 14
    assert all(act.on <= today for act in kept)
    for acts in by_document.values():
        assert acts[0].trigger == "draft"
        assert acts[0].facts["made_on"] <= acts[0].on.isoformat()
        assert [act.on for act in acts] == sorted(act.on for act in acts)
