"""Ledgers made by tests: rows as an office types them, files as it saves them."""

import csv
from datetime import date

from openpyxl import Workbook, load_workbook

HEADER = (
    "申请编号", "申请人", "申请人类别", "受理渠道", "提交日期", "收到日期", "申请内容",
    "延期日期", "延期工作日", "答复日期", "答复文号", "办理结果", "送达日期", "备注",
)  # fmt: skip
APPEALS = ("申请编号", "类型", "收到日期", "结案日期", "结果")
NUMBER = "示例〔2020〕1号"
#: An answered request of 2020; invented, as everything personal here.
PLAIN = {
    "申请编号": NUMBER,
    "申请人": "张三（示例）",
    "申请人类别": "自然人",
    "受理渠道": "当面",
    "提交日期": "2020-05-11",
    "申请内容": "示例村土地征收补偿方案",
    "答复日期": "2020-06-01",
    "答复文号": "示例答〔2020〕1号",
    "办理结果": "A12",
    "送达日期": "2020-06-03",
}
APPEAL = {"申请编号": NUMBER, "类型": "行政复议", "收到日期": "2020-07-01"}


def row(**changes):
    """Return the plain row with some cells changed."""
    return {**PLAIN, **changes}


def line(made, header=HEADER):
    return [made.get(name) for name in header]


def fill(sheet, rows, header=HEADER):
    sheet.append(list(header))
    for made in rows:
        sheet.append(line(made, header))


def xlsx(path, *rows, appeals=(), header=HEADER):
    """Write a ledger as .xlsx, with a second sheet where there are appeals."""
    book = Workbook()
    fill(book.active, rows, header)
    if appeals:
        fill(book.create_sheet("复议诉讼"), appeals, APPEALS)
    book.save(path)
    return path


def text(path, *rows, header=HEADER, encoding="utf-8", delimiter=","):
    """Write a ledger as .csv."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows([made.get(name, "") for name in header] for made in rows)
    return path


def cells(path, sheet=0):
    """Return a saved sheet as rows of values."""
    return [
        list(found) for found in load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    ]


def table(path, sheet=0):
    """Return a saved sheet as dicts by header, days as dates."""
    header, *rows = cells(path, sheet)
    return [
        {
            name: value.date() if hasattr(value, "date") else value
            for name, value in zip(header, found, strict=True)
        }
        for found in rows
    ]


DAY = date.fromisoformat


def codes(result):
    """Return what was wrong: (row, column, code without its area)."""
    return [
        (problem.place.row, problem.column, problem.reason.code.removeprefix("ledger."))
        for bad in result.bad
        for problem in bad.problems
    ]


def doubts(result):
    """Return what was doubtful: code without its area → how often."""
    return {code.removeprefix("ledger."): doubt.count for (_, code), doubt in result.doubts.items()}
