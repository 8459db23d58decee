"""A ledger that fits a published table gives that table back, through the year end too.

宿迁市政府信息公开工作年度报告 2023 and 2024: 3,607 and 3,646 requests, of which 121 are in both.
"""

import json
from pathlib import Path

import pytest

from ledger.fitted import Fitted
from ledger.ledgers import APPEALS, HEADER, codes, text, xlsx
from workflow.app.annual_report import Inputs, build
from workflow.app.keeping import verify
from workflow.app.report_register import OfficeRegister

DATA = Path(__file__).parents[1] / "reports" / "data" / "published"


def published(name):
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def test_a_fitted_ledger_has_as_many_rows_as_its_report():
    fitted = Fitted()
    rows, appeals = fitted.year(published("2023_suqian_city"))
    assert (len(rows), len(appeals)) == (3511 + 96, 440 + 24 + 89)
    rows, appeals = fitted.year(published("2024_suqian_city"))
    assert (len(rows), len(appeals)) == (3525 + 121, 170 + 25 + 52)


@pytest.fixture
def register(local_desk):
    return OfficeRegister(local_desk.office)


def tables(register, year):
    built = build(register, "liangtian", year, Inputs())
    assert built.checked.violations == ()
    return built.report.received, built.report.appeals


def test_the_ledgers_of_two_years_give_both_published_tables_back(local_desk, register, tmp_path):
    fitted, reports = Fitted(), [published("2023_suqian_city"), published("2024_suqian_city")]
    taken = []
    for report in reports:
        rows, appeals = fitted.year(report)
        ledger = text(tmp_path / f"{report['year']}.csv", *rows, header=HEADER)
        beside = text(tmp_path / "appeals.csv", *appeals, header=APPEALS)
        taken.append(local_desk.take(ledger, appeals=beside))
        assert codes(taken[-1]) == []
        assert tables(register, report["year"]) == (report["received"], report["appeals"])
    first, second = taken
    assert (first.requests.added, first.appeals.added) == (3607, 553)
    # 121 were open at the end of 2023, 41 appeals pending (26 + 6 + 9): they are known already
    assert (second.requests.added, second.requests.changed) == (3525, 121)
    assert second.appeals.added + 41 == 170 + 25 + 52
    assert tables(register, 2023) == (reports[0]["received"], reports[0]["appeals"])


def small(year, carried_in, new, ends, carried_out, review):
    """Return a report in the shape of the published ones, all of it natural persons."""

    def cells(n):
        return {"natural": n, "enterprise": 0, "research": 0, "social": 0, "legal": 0,
                "other": 0, "total": n}  # fmt: skip

    base = published("2024_suqian_city")
    received = {key: cells(0) for key in base["received"]}
    received |= {"carried_in": cells(carried_in), "new_received": cells(new)}
    received |= {key: cells(n) for key, n in ends.items()}
    received |= {"total_handled": cells(sum(ends.values())), "carried_out": cells(carried_out)}
    names = ("upheld", "corrected", "other", "pending")
    appeals = {key: dict.fromkeys([*names, "total"], 0) for key in base["appeals"]}
    appeals["review"] = {**dict(zip(names, review, strict=True)), "total": sum(review)}
    return {"year": year, "received": received, "appeals": appeals}


def test_a_year_end_chains_on_both_databases_and_from_csv(desk, tmp_path):
    # 2 + 10 = 9 + 3; then 3 + 8 = 11 + 0
    reports = [
        small(2023, 2, 10, {"granted": 4, "partial": 2, "other_misc": 3}, 3, (1, 1, 0, 2)),
        small(2024, 3, 8, {"granted": 8, "deny_process": 3}, 0, (2, 1, 0, 1)),
    ]
    fitted, register = Fitted(), OfficeRegister(desk.office)
    for report in reports:
        rows, appeals = fitted.year(report)
        ledger = text(tmp_path / "a.csv", *rows, header=HEADER, encoding="gb18030")
        beside = text(tmp_path / "b.csv", *appeals, header=APPEALS)
        result = desk.take(ledger, appeals=beside)
        assert codes(result) == []
        assert tables(register, report["year"]) == (report["received"], report["appeals"])
    assert verify(desk.office, derived=True).broken == ()


def test_a_six_sub_row_in_a_2019_form_year_is_added_into_other_total(
    local_desk, register, tmp_path
):
    days = {"提交日期": "2020-05-11", "答复日期": "2020-06-01"}
    base = {"申请人": "张三（示例）", "申请人类别": "自然人", "受理渠道": "当面", **days}
    ends = ("other_overdue_correction", "other_overdue_fee", "other_misc", "（六）其他处理", "A23")
    rows = [{**base, "申请编号": str(n), "办理结果": end} for n, end in enumerate(ends)]
    assert codes(local_desk.take(xlsx(tmp_path / "a.xlsx", *rows))) == []
    received, _ = tables(register, 2020)
    assert received["other_total"]["natural"] == received["total_handled"]["total"] == 5
