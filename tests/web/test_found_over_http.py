"""What fuzzing over HTTP found, kept: each was once a defect's number and is now an answer."""

from pathlib import Path

import pytest

from workflow.app.sign_in import form_token

BROKEN = Path(__file__).parents[1] / "trust" / "data" / "ledger-relations.xlsx"


@pytest.mark.parametrize("year", ["-1", "10000", "99999999999999999999"])
def test_a_year_that_no_calendar_has_finds_nothing(browser, year):
    wang = browser("wang")
    assert wang.get(f"/cases?year={year}").status == 200
    assert wang.get(f"/ledger/export.xlsx?year={year}").status in {200, 400}


def test_a_ledger_with_a_broken_relation_is_named_as_broken(browser):
    wang = browser("wang")
    token = form_token(wang.cookies["workflow_session"])
    page = wang.post(
        "/ledger/file", {"form_token": token}, {"file": ("台账.xlsx", BROKEN.read_bytes())}
    )
    assert page.status == 400
    assert "台账.xlsx" in page.text


def test_a_day_that_no_page_can_count_with_is_no_setting(browser):
    admin = browser("admin")
    path = "/settings/agencies/hewan"
    page = admin.submit(path, f"{path}/law", report_month_day="2026年11月20日")
    assert page.status == 400
    assert browser("wang").get("/calendar").status == 200
