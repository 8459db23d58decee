"""Lists and searches: right on several agencies and pages, and read in the order of an index."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from workflow.app import browsing, searching
from workflow.app.browsing import Wanted, browse
from workflow.app.office import Actor
from workflow.app.projecting import CASE
from workflow.app.registering import Application, register

from .conftest import PERSON

BOTH = frozenset({"liangtian", "shili"})
TEXTS = ("示例村土地征收补偿方案", "土地承包合同", "低保发放名单", "示例村道路合同")


@pytest.fixture
def registered(office):
    """Eight requests, one a day, two agencies in turn."""
    numbers = []
    for at in range(8):
        facts = {
            "channel": "in_person",
            "applicant_class": "natural",
            "applicant": f"张{at}（示例）",
        }
        facts |= {"content": TEXTS[at % len(TEXTS)], "form_wanted": "纸质"}
        agency = ("liangtian", "shili")[at % 2]
        on = date(2026, 11, 10) + timedelta(days=at)
        wanted = Application(agency, on, facts, PERSON)
        numbers.append(register(office, wanted, Actor("li", "clerk")).case.number)
    return numbers


def pages(office, **wanted):
    """Return the numbers of all pages of a list, one list a page."""
    found = []
    while True:
        page = browse(office, Wanted(page=len(found) + 1, **wanted))
        found.append([row.number for row, _ in page.rows])
        if not page.more:
            return found


@pytest.mark.parametrize("size", [3, 8, 30])
def test_the_pages_of_two_agencies_are_one_list_the_newest_first(
    office, registered, monkeypatch, size
):
    monkeypatch.setattr(browsing, "PAGE", size)
    found = pages(office, agencies=BOTH, kind="all")
    assert [number for page in found for number in page] == registered[::-1]
    assert all(len(page) == size for page in found[:-1])


def test_open_cases_of_two_agencies_are_one_list_those_due_first_on_top(
    office, registered, monkeypatch
):
    monkeypatch.setattr(browsing, "PAGE", 3)
    found = [number for page in pages(office, agencies=BOTH) for number in page]
    with office.store.read() as session:
        warn_on = {row.number: row.warn_on for row in session.execute(sa.select(CASE))}
    days = [warn_on[number] for number in found]
    assert days == sorted(days)
    assert sorted(found) == sorted(registered)


def test_a_case_without_a_day_stands_last(office, clerk, registered):
    clerk.move(
        registered[0], "request_correction", date(2026, 11, 12), items="示例",
        period={"length": 15, "unit": "working_days"},
    )  # fmt: skip
    (page,) = pages(office, agencies=frozenset({"liangtian"}))
    assert page[-1] == registered[0]
    assert len(page) == 4


def test_frequent_and_seldom_words_find_the_same(office, registered, monkeypatch):
    for text in ("土", "土地", "示例村 合同", "同", "土地 名单", "无", "张3"):
        monkeypatch.setattr(searching, "FEW", 1000)
        as_seldom = pages(office, agencies=BOTH, kind="all", text=text)
        monkeypatch.setattr(searching, "FEW", -1)
        assert pages(office, agencies=BOTH, kind="all", text=text) == as_seldom
        assert pages(office, agencies=BOTH, kind="closed", text=text) == [[]]
        by_hand = [
            number
            for at, number in enumerate(registered)
            if all(piece in f"{TEXTS[at % len(TEXTS)]} 张{at}" for piece in text.split())
        ]
        assert as_seldom == [by_hand[::-1]]


def test_blank_text_in_a_search_finds_nothing(office, registered):
    assert pages(office, agencies=BOTH, kind="all", text="、。") == [[]]


def plan(office, **wanted):
    """Return how SQLite would go about a page."""
    with office.store.read() as session:
        asked = Wanted(frozenset({"liangtian"}), **wanted)
        text = [searching.matching(session, office.keys, asked.text)] if asked.text else []
        statement = browsing._page(asked, office.today, *text)
        places = {"skipped": 0, "until": 31, "shown": 31}
        said = statement.compile(session.connection()).construct_expanded_state(places)
        values = tuple(said.parameters[name] for name in said.positiontup)
        explain = f"EXPLAIN QUERY PLAN {said.statement}"
        rows = session.connection().exec_driver_sql(explain, values)
        return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"kind": "open"}, "ix_derived_case_open"),
        ({"kind": "late"}, "ix_derived_case_open"),
        ({"kind": "open", "page": 40}, "ix_derived_case_open"),
        ({"kind": "all"}, "ix_derived_case_agency_submitted_on_chain"),
        ({"kind": "closed"}, "ix_derived_case_agency_submitted_on_chain"),
        ({"kind": "all", "year": 2020}, "ix_derived_case_agency_submitted_on_chain"),
    ],
)
def test_a_page_is_read_in_the_order_of_an_index_and_nothing_is_sorted(office, wanted, index):
    told = plan(office, **wanted)
    assert index in told
    assert "TEMP B-TREE" not in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_frequent_words_are_asked_of_each_case_in_the_order_of_the_list(
    office, registered, monkeypatch
):
    monkeypatch.setattr(searching, "FEW", -1)
    told = plan(office, kind="all", text="土地")
    assert "ix_derived_case_agency_submitted_on_chain" in told
    assert "TEMP B-TREE" not in told
