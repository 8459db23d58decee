"""The request of 2020 from registration to archive, each move through the engine (issue A)."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from reports.registers import rules
from workflow.app import keeping
from workflow.app.casefiles import casefile
from workflow.app.facts_of_case import request_facts
from workflow.app.listing import Filter, list_cases
from workflow.app.reading import find_case
from workflow.app.report_cells import counted
from workflow.app.showing import show
from workflow.reports.counting import count
from workflow.reports.facts import RequestFacts
from workflow.store import journals
from workflow.store.tables import METADATA

from .conftest import CONTENT, NAME, PERSON


@pytest.fixture
def year_2020(clerk):
    """Registered 2020-05-11, due 2020-06-10 by the regional calendar; extended, answered, filed."""
    number = clerk.register()
    clerk.move(number, "acknowledge", date(2020, 5, 12))
    clerk.move(
        number, "extend", date(2020, 6, 9), "zhao", length=20, consented_on="2020-06-08",
        grounds_text="示例：要查旧档",
    )  # fmt: skip
    clerk.answer(number, date(2020, 6, 18))
    clerk.move(number, "record_service", date(2020, 6, 22), evidence="示例：回执")
    clerk.move(number, "archive", date(2020, 7, 1))
    return number


def test_the_case_runs_from_registration_to_archive(office, year_2020):
    shown = show(office, year_2020, "li")
    assert year_2020 == "良政公开〔2020〕1号"
    assert shown["state"] == "archived"
    assert [entry["trigger"] for entry in shown["journal"]] == [
        "register", "acknowledge", "extend", "submit_answer", "pass_secrecy_review",
        "pass_legal_review", "approve", "dispatch", "record_service", "archive",
    ]  # fmt: skip
    assert [(event["kind"], str(event["on"])) for event in shown["events"]] == [
        ("submitted", "2020-05-11"),
        ("extended", "2020-06-09"),
        ("dispatched", "2020-06-18"),
        ("served", "2020-06-22"),
    ]


def test_the_reply_was_due_on_the_regional_day_before_the_extension(office, year_2020):
    reply = next(d for d in show(office, year_2020, "li")["deadlines"] if d["clock"] == "reply")
    # law.md 9, example 16: 2020-06-10; 20 working days more, 端午 25-27 June off, 28 June worked
    assert reply["history"][0]["due"] == "2020-06-10"
    assert reply["due"] == "2020-07-09"
    assert reply["state"] == "met"
    assert len([row for row in reply["proof"] if row["counted"]]) == 40


def test_the_report_counts_it_by_the_derived_tables(office, year_2020):
    with office.store.read() as session:
        facts = request_facts(find_case(office, session, year_2020))
        tables = [counted(session, "liangtian", rules(year)) for year in (2019, 2020)]
    assert facts == RequestFacts(
        number=year_2020,
        applicant="natural",
        received_on=date(2020, 5, 11),
        decided_on=date(2020, 6, 18),
        dispatched_on=date(2020, 6, 18),
        served_on=date(2020, 6, 22),
        outcome="A12",
        channel="in_person",
    )
    assert tables == [count([facts], rules(year)) for year in (2019, 2020)]
    assert tables[1].received["unable_not_held"]["natural"] == 1


def test_the_journal_and_what_is_derived_of_it_are_sound(office, year_2020):
    found = keeping.verify(office, derived=True)
    assert found.broken == ()
    assert found.chains == 4  # the installation, two agencies, the case
    with office.store.read() as session:
        assert len(journals.read_chain(session, "request:1")) == 10


def test_the_case_file_holds_the_person_in_clear(office, year_2020):
    file = casefile(office, year_2020)
    assert file.applicant.name == NAME
    assert file.applicant.id_number == PERSON["id_number"]
    assert file.content == CONTENT
    assert file.texts["search_record"].startswith("示例")
    assert file.people["sun"] == "sun（示例）"
    assert file.agency.region == "ningxia"
    extend = next(entry for entry in file.entries if entry.trigger == "extend")
    assert extend.facts["grounds_text"] == "示例：要查旧档"


def test_nothing_personal_stands_in_any_table_in_clear(office, year_2020):
    personal = [NAME, CONTENT, PERSON["id_number"], PERSON["telephone"], "检索了档案室", "要查旧档"]
    with office.store.read() as session:
        for table in METADATA.sorted_tables:
            for row in session.execute(sa.select(table)):
                said = " ".join(
                    bytes(value).decode("utf-8", "replace")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                )
                for value in personal:
                    assert value not in said, table.name
                    assert json.dumps(value) not in said, table.name


@pytest.fixture
def database_files(office, tmp_path, request):
    """All files in which the database keeps its rows, written out."""
    if office.store.sqlite:
        office.store.close()
        return list(tmp_path.glob("workflow.db*"))
    with office.store.write() as session:
        number = session.execute(
            sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")
        ).scalar_one()
    with office.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.execute(sa.text("CHECKPOINT"))
    data = request.getfixturevalue("postgres").folder / "data"
    return list((data / "base" / str(number)).iterdir())


def test_nothing_personal_stands_in_the_bytes_of_the_database(year_2020, database_files):
    content = b"".join(file.read_bytes() for file in database_files)
    assert "良政公开".encode() in content  # what is not personal can be read there
    for value in (NAME, CONTENT, PERSON["id_number"], PERSON["telephone"]):
        assert value.encode() not in content


def test_a_list_shows_it_by_year_and_state(office, clerk, year_2020):
    other = clerk.register(date(2026, 11, 20))
    numbers = lambda **wanted: [row["number"] for row in list_cases(office, Filter(**wanted))]  # noqa: E731
    assert numbers(year=2020) == [year_2020]
    assert numbers(state="archived") == [year_2020]
    assert numbers(open=True) == [other]
    assert sorted(numbers(text="征收补偿")) == sorted([year_2020, other])
    assert numbers(text="征收补偿 水库") == []
    assert numbers(agency="nobody") == []
