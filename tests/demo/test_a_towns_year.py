"""The main job, end to end: a town's year from the first request to the annual report.

``liangtian_2020_published.json`` holds the tables of the report that 良田镇 published for 2020
(金凤区良田镇人民政府 2020年政府信息公开工作年度报告): what we derive must equal it.
"""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from workflow import calendars
from workflow.app import annual_report, demo
from workflow.app.report_register import OfficeRegister
from workflow.app.working import work
from workflow.bootstrap import build
from workflow.reports.model import to_json
from workflow.settings import load_settings

PUBLISHED = json.loads((Path(__file__).parent / "liangtian_2020_published.json").read_text("utf-8"))
TODAY = date(2026, 11, 24)


@pytest.fixture
def clock():
    return demo.Winding(datetime(2020, 5, 11, tzinfo=UTC))


@pytest.fixture
def office(tmp_path, clock, empty_url):
    settings = load_settings(
        data_dir=tmp_path / "data",
        documents_dir=tmp_path / "documents",
        database_url=empty_url,
    )
    made = build(settings, clock)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def told():
    return demo.story("liangtian", calendars.load("ningxia", as_of=TODAY), TODAY)


def play(office, clock, story, sweep=lambda office: ()):
    clock.wind(story.acts[0].on, time(8))
    demo.settle(office, story, lambda _own: None)  # no password: hashing is slow on purpose
    return demo.play(office, clock, story, sweep, lambda act: None)


def tables(office, year=2020):
    built = annual_report.build(OfficeRegister(office), "liangtian", year, annual_report.Inputs())
    assert built.checked.violations == ()
    return to_json(built.report)


def changed(story, trigger, **facts):
    acts = tuple(
        replace(act, facts={**act.facts, **facts}) if act.trigger == trigger else act
        for act in story.acts
    )
    return replace(story, acts=acts)


def moved(story, days):
    acts = tuple(replace(act, on=days[act.trigger]) for act in story.acts if act.trigger in days)
    return replace(story, acts=acts)


def test_the_report_of_2020_equals_the_published_one_cell_for_cell(office, clock, told):
    play(office, clock, told)
    found = tables(office)
    assert found["received"] == PUBLISHED["received"]
    assert found["appeals"] == PUBLISHED["appeals"]
    assert found["form"] == PUBLISHED["form"] == "2019"


def test_another_ground_moves_the_cell(office, clock, told):
    story = changed(
        told,
        "submit_answer",
        outcome="A14",
        reasons="需要另行加工、分析",
    )
    play(office, clock, story)
    found = tables(office)["received"]
    assert found["unable_not_held"]["natural"] == 0
    assert found["unable_needs_creation"]["natural"] == 1
    assert found["total_handled"]["total"] == 1


def test_not_held_and_not_ours_share_a_row(office, clock, told):
    story = changed(
        told,
        "submit_answer",
        outcome="A13",
        other_agency="示例局",
        other_agency_contact="000",
    )
    play(office, clock, story)
    assert tables(office)["received"] == PUBLISHED["received"]


def test_an_answer_in_january_is_carried_over(office, clock, told):
    """Received 2020-12-14, 20 wd: 12/15=1 … 12/31=13, 1/4=14 … 1/12=20; dispatched 2021-01-08."""
    days = {
        "register": date(2020, 12, 14),
        "acknowledge": date(2020, 12, 15),
        "submit_answer": date(2021, 1, 5),
        "pass_secrecy_review": date(2021, 1, 6),
        "pass_legal_review": date(2021, 1, 6),
        "approve": date(2021, 1, 7),
        "dispatch": date(2021, 1, 8),
    }
    play(office, clock, moved(told, days))
    this_year, next_year = tables(office)["received"], tables(office, 2021)["received"]
    assert this_year["new_received"]["natural"] == 1
    assert this_year["total_handled"]["natural"] == 0
    assert this_year["carried_out"]["natural"] == 1
    assert next_year["carried_in"]["natural"] == 1
    assert next_year["unable_not_held"]["natural"] == 1
    assert next_year["carried_out"]["natural"] == 0


def test_the_reminders_come_on_the_days_before_the_due_date(office, clock, told):
    """Due 2020-06-10 before the extension of 06-08: five working days before is 06-03."""
    played = play(
        office, clock, told, sweep=lambda office: [one.code for one in work(office).reminders]
    )
    days = [on for on, code in played.reminders if code == "inbox.due_in"]
    assert date(2020, 6, 3) in days
    assert date(2020, 6, 5) in days
    assert all(on < date(2020, 7, 1) or on >= date(2020, 7, 15) for on in days)


def parts(folder):
    return {
        str(path.relative_to(folder)): {
            name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()
        }
        for path in sorted(folder.glob("**/*.docx"))
    }


def test_documents_that_were_deleted_come_back_from_the_register(office, clock, told, tmp_path):
    play(office, clock, told, sweep=lambda office: work(office) and ())
    work(office)
    before = parts(tmp_path / "documents")
    for path in (tmp_path / "documents").glob("**/*.docx"):
        path.unlink()
    work(office)
    after = parts(tmp_path / "documents")
    assert set(before) == {
        f"良政公开〔2020〕1号/{name}.docx"
        for name in (
            "登记回执（N01）",
            "受理告知书（N01）",
            "延期答复告知书（N04）",
            "延期审批单（N14）",
            "答复书（N10）",
            "审批单（N14）",
            "期限计算说明（N16）",
            "送达回证（N13）",
        )
    }
    assert after == before


@pytest.mark.parametrize("name", ["hewan"])
def test_the_invented_year_has_something_for_every_page(office, clock, name):
    story = demo.story(name, calendars.load(as_of=TODAY), TODAY, "around_today")
    play(office, clock, story)
    built = annual_report.build(OfficeRegister(office), "hewan", 2025, annual_report.Inputs())
    found = to_json(built.report)
    assert built.checked.violations == ()
    assert found["received"]["new_received"]["total"] == 5
    assert found["received"]["deny_third_party"]["enterprise"] == 1
    assert found["received"]["other_overdue_correction"]["natural"] == 1
    assert found["received"]["carried_out"]["natural"] == 1
    assert found["appeals"]["review"] == {
        "upheld": 1,
        "corrected": 0,
        "other": 0,
        "pending": 0,
        "total": 1,
    }
