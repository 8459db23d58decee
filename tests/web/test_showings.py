"""No page shows personal data without a row of who was shown it; no other page writes one."""

import pytest
import sqlalchemy as sa

from web.town import CONTENT
from workflow.app.showings import SHOWING, Showings
from workflow.errors import StorageError
from workflow.web import guard


@pytest.fixture
def rows(office):
    """Return what the record holds: (person, role, address, cases), in order."""

    def held():
        names = ("person", "role", "act", "cases")
        found = sa.select(*(SHOWING.c[name] for name in names)).order_by(SHOWING.c.id)
        with office.store.read() as session:
            return [tuple(row) for row in session.execute(found)]

    return held


def test_a_case_page_is_on_record_for_each_person_who_opened_it(browser, rows):
    for name in ("wang", "liu"):
        assert browser(name).get("/cases/1").status == 200
    assert [row for row in rows() if row[2] == "GET /cases/{ident}"] == [
        ("wang", "clerk", "GET /cases/{ident}", "1"),
        ("liu", "reviewer", "GET /cases/{ident}", "1"),
    ]


def test_a_list_with_names_is_one_row_of_all_its_cases(browser, rows):
    assert "张文博" in browser("zheng").get("/cases").text
    (row,) = rows()
    assert row[:3] == ("zheng", "office_head", "GET /cases")
    assert "7" not in row[3]  # another town's


def test_a_document_and_an_approval_are_on_record(browser, rows):
    sun = browser("sun")
    sun.get("/approvals/2")
    assert sun.get("/cases/1/documents/1.docx").status == 200
    assert {row[2] for row in rows()} == {
        "GET /approvals/{ident}", "GET /cases/{ident}/documents/{document}.docx",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/holidays", "/templates", "/help", "/calendar/feed/none.ics"])
def test_a_page_without_persons_writes_nothing(browser, rows, path):
    browser("wang").get(path)
    assert rows() == []


def test_another_agencys_case_is_neither_shown_nor_on_record(browser, rows):
    assert browser("wang").get("/cases/7").status == 404
    assert [row[3] for row in rows() if row[3] == "7"] == []


def test_where_the_record_cannot_be_written_nothing_is_shown(browser, monkeypatch):
    def fail(*_):
        raise StorageError("store.disk_full")

    wang = browser("wang")
    monkeypatch.setattr(Showings, "keep", fail)
    page = wang.get("/cases/1")
    assert page.status == 503
    assert "磁盘满了" in page.text
    assert CONTENT not in page.html
    assert wang.get("/help").status == 200


def test_a_record_that_fails_in_the_pages_own_thread_is_tried_once_more(browser, rows, monkeypatch):
    tried = []
    keep = Showings.keep

    def fail_first(*given):
        tried.append(len(tried))
        if len(tried) == 1:
            raise StorageError("store.disk_full")
        return keep(*given)

    wang = browser("wang")
    monkeypatch.setattr(Showings, "keep", fail_first)
    assert wang.get("/cases/1").status == 200
    assert tried == [0, 1]
    assert [row[3] for row in rows()] == ["1"]


def test_the_record_of_a_page_stands_before_its_thread_is_given_back(browser, rows, monkeypatch):
    given_back = []
    shown = guard.keep_now

    def keep():
        shown()
        given_back.append(rows())

    wang = browser("wang")
    monkeypatch.setattr(guard, "keep_now", keep)
    for path in ("/cases/1", "/cases", "/", "/today"):
        assert wang.get(path).status == 200
    assert [after[-1][2] for after in given_back] == [
        "GET /cases/{ident}", "GET /cases", "GET /", "GET /today",
    ]  # fmt: skip
    assert rows() == given_back[-1]
