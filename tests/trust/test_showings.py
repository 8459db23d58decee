"""Whose personal data was shown to whom: by construction on record, found again by every side."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from workflow.app import keeping
from workflow.app.agencies import change_agency
from workflow.app.casefiles import casefile
from workflow.app.showings import (
    REPEATED,
    SHOWING,
    Showings,
    Viewer,
    forget_old,
    packed,
    unpacked,
)
from workflow.app.who_saw import Asked, who_saw
from workflow.cli.main import run
from workflow.store.journals import JOURNAL
from workflow.store.opening import Opened, noting

from .conftest import ADMIN, CONTENT, NAME, PERSON

LI = Viewer("li", "clerk", "liangtian", "web", "GET /cases/{ident}")


def opened(*idents, what=("applicant",)):
    return Opened({f"request:{ident}" for ident in idents}, set(what))


@pytest.fixture
def showings(office):
    return Showings(office)


@pytest.fixture
def numbers(clerk):
    return [clerk.register() for _ in range(3)]


def seen(office, *asked, **more):
    return who_saw(office, Asked(*asked, **more))


@given(st.sets(st.integers(1, 400)))
def test_packed_numbers_are_the_numbers(numbers):
    text = packed(sorted(numbers))
    assert {one for some in unpacked(text) for one in some} == numbers if numbers else text == ""


def test_what_the_vault_opens_is_noted_whoever_asked_for_it(office, numbers):
    with noting() as found:
        casefile(office, numbers[1])
    assert found.chains == {"request:2"}
    assert {"applicant", "content", "person"} <= found.what


def test_outside_of_a_request_nothing_is_noted(office, numbers):
    with noting() as found:
        pass
    casefile(office, numbers[0])
    assert found.chains == set()


def test_a_showing_is_found_by_its_case_its_applicant_its_officer_and_its_day(
    office, numbers, showings
):
    assert showings.keep(opened(2, what=("applicant", "document")), LI)
    (found,) = seen(office, numbers[1])
    assert found == seen(office, applicant=NAME)[0] == seen(office, person="li")[0]
    assert found == seen(office, applicant=PERSON["id_number"], since=date(2026, 11, 24))[0]
    assert (found.number, found.kinds, found.via) == (numbers[1], ("applicant", "document"), "web")
    assert found.message == f"2026-11-24 12:00  li（经办人）  {numbers[1]}  查看申请人、文书"
    for other in (
        Asked(numbers[0]), Asked(applicant="李四（示例）"), Asked(person="wang"),
        Asked(agency="shili"), Asked(until=date(2026, 11, 23)), Asked(since=date(2026, 11, 25)),
    ):  # fmt: skip
        assert who_saw(office, other) == []


def test_a_list_of_many_is_one_row_and_each_of_its_cases_finds_it(office, numbers, showings):
    showings.keep(opened(1, 3), LI)
    with office.store.read() as session:
        rows = session.execute(sa.select(SHOWING.c.cases, SHOWING.c.count)).all()
    assert [tuple(row) for row in rows] == [("1,3", 2)]
    assert [one.count for one in seen(office, numbers[0])] == [2]
    assert seen(office, numbers[1]) == []  # between them, and not in it
    (whole,) = seen(office)
    assert whole.numbers == (numbers[0], numbers[2])


def test_the_record_holds_nothing_personal(office, numbers, showings):
    with noting() as found:
        casefile(office, numbers[0])
    showings.keep(found, LI)
    with office.store.read() as session:
        text = str(session.execute(sa.select(SHOWING)).all())
    assert not [one for one in (NAME, CONTENT, *PERSON.values()) if one in text]


def test_the_same_look_within_ten_minutes_is_one_and_another_is_another(
    office, numbers, showings, clock
):
    assert showings.keep(opened(1), LI)
    assert not showings.keep(opened(1), LI)
    assert showings.keep(opened(1, what=("document",)), LI)
    assert showings.keep(opened(2), LI)
    assert showings.keep(opened(1), Viewer("wang", "reviewer", "liangtian", "web", LI.act))
    clock.at += REPEATED
    assert showings.keep(opened(1), LI)
    assert len(seen(office)) == 5


def test_what_is_no_case_is_no_showing(office, showings):
    assert not showings.keep(Opened({"draft:li", "agency:liangtian", "task:1"}, {"x"}), LI)
    assert seen(office) == []


def test_any_day_may_be_asked_about(office, numbers, showings):
    showings.keep(opened(1), LI)
    assert len(seen(office, since=date.min, until=date.max)) == 1
    assert seen(office, since=date.max) == seen(office, until=date.min) == []


def test_with_a_limit_the_latest_are_told(office, numbers, showings, clock):
    for ident in (1, 2, 3):
        clock.at += timedelta(minutes=1)
        showings.keep(opened(ident), LI)
    latest = who_saw(office, Asked(), 2)
    assert [one.number for one in latest] == numbers[1:]


def test_the_record_goes_by_rule_and_the_journal_says_so(office, numbers, showings, clock):
    clock.at = datetime(2026, 12, 31, 15, tzinfo=UTC)  # the last hour of the year, in China
    showings.keep(opened(1), LI)
    clock.at += timedelta(hours=2)
    showings.keep(opened(2), LI)
    clock.set(date(2029, 12, 31))
    assert forget_old(office) == 0
    clock.set(date(2030, 1, 1))
    assert forget_old(office) == 1
    assert [one.number for one in seen(office)] == [numbers[1]]
    with office.store.read() as session:
        noted = sa.select(JOURNAL.c.facts).where(JOURNAL.c.trigger == "forget_showings")
        assert session.execute(noted).scalars().all() == ['{"rows":1}']
    assert keeping.verify(office).broken == ()


def test_an_agency_may_keep_the_record_longer_and_never_shorter_than_three_years(
    office, numbers, showings, clock
):
    change_agency(office, "liangtian", {"settings": {"showing_years": 10}}, ADMIN)
    showings.keep(opened(1), LI)
    showings.keep(opened(1), Viewer("cli", "", "", "cli", "case show"))
    clock.set(date(2035, 6, 1))
    assert forget_old(office) == 1
    assert [one.actor for one in seen(office)] == ["li"]
    with pytest.raises(Exception, match="showing_years"):
        change_agency(office, "liangtian", {"settings": {"showing_years": 1}}, ADMIN)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WORKFLOW_LANG", "zh")
    assert run(["agency", "add", "--code", "liangtian", "--name", "良田镇（示例）"]) == 0
    words = ["case", "register", "--agency", "liangtian", "--channel", "in_person", "--submitted"]
    words += ["2026-01-05", "--class", "natural", "--applicant", NAME, "--content", CONTENT]
    assert run([*words, "--as", "li"]) == 0


def test_the_command_line_is_on_record_too_and_answers(folder, capsys):
    capsys.readouterr()
    assert run(["case", "list"]) == 0
    number = capsys.readouterr().out.split()[0]
    assert run(["case", "show", number, "--json"]) == 0
    assert run(["worker", "--once"]) == 0
    capsys.readouterr()
    assert run(["journal", "who-saw", "--case", number]) == 0
    said = capsys.readouterr().out
    assert "cli（未写明角色）" in said
    assert NAME not in said
    assert run(["journal", "who-saw", "--applicant", "李四（示例）"]) == 0
    assert "没有查看个人信息的记录" in capsys.readouterr().err
