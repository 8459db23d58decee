"""Published reports, each beside the findings that are there and no others.

The data are copies of published reports (their ``source`` says which); the expected files were
read against the printed tables by hand: 上海 2019 leaves the 总计 of every result row blank,
洪泽 2023 prints 复议 10+1 with a total of 0, 复议后起诉 5 with a total of 0, and the request table
of the 2019 form.
"""

import json
from pathlib import Path

import pytest

from workflow.reports.checks import check
from workflow.reports.reading import read_report

DATA = Path(__file__).parent / "data" / "published"
REPORTS = sorted(p.stem for p in DATA.glob("*.json") if "expected" not in p.name)


def expected(name: str):
    return json.loads((DATA / f"{name}.expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_published_report_has_exactly_its_findings(name):
    assert check(read_report(DATA / f"{name}.json")).to_json() == expected(name)


def test_the_two_years_of_suqian_chain_and_only_the_printed_growth_is_off():
    this, last = (read_report(DATA / f"{year}_suqian_city.json") for year in (2024, 2023))
    found = check(this, last)
    assert found.violations == ()  # 121 = 121; 11+2-1 = 12; 597+50-227 = 420
    assert found.to_json() == expected("2024_suqian_city.chain")


def test_hongze_breaks_its_own_arithmetic_three_times():
    found = check(read_report(DATA / "2023_hongze_district.json")).violations
    assert [(v.rule, v.table, v.row, v.column, v.expected, v.found) for v in found] == [
        ("form_of_year", "received", "other_total", None, "2021", "2019"),
        ("appeals_sum", "appeals", "review", "total", 11, 0),  # 10 + 1
        ("appeals_sum", "appeals", "litigation_after_review", "total", 5, 0),
    ]


def test_shanghai_leaves_eleven_filled_rows_without_a_total():
    found = check(read_report(DATA / "2019_shanghai_gov_office.json")).violations
    rows = {v.row: v.expected for v in found if v.rule == "row_sum"}
    assert rows == {
        "granted": 272,  # 258+12+1+1
        "partial": 3,
        "deny_state_secret": 14,
        "deny_internal": 5,
        "deny_process": 4,  # 3+1
        "deny_admin_query": 12,  # 10+2
        "unable_not_held": 265,  # 252+12+1
        "unable_needs_creation": 47,  # 44+3
        "unable_unclear": 25,
        "reject_petition": 149,  # 148+1
        "reject_repeat": 9,  # 5+4
    }
    assert [(v.rule, v.column) for v in found if v.rule != "row_sum"] == [("results_sum", "total")]
