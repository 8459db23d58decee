"""Ledgers as they come: each made by a function, with what must come out of it.

``good`` maps numbers to (state, received_on, decided_on, outcome or row); ``bad`` lists
(row, column, code); ``error`` is the code where the file can't be read as a ledger at all.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ledger.ledgers import DAY, HEADER, NUMBER, fill, line, row, text, xlsx

#: What the plain row is, whatever it is wrapped in.
USUAL = {NUMBER: ("served", DAY("2020-05-11"), DAY("2020-06-01"), "A12")}


@dataclass(frozen=True)
class Ugly:
    """A ledger and what must come out of it."""

    make: Callable[[Any], Any]
    good: dict[str, tuple] = field(default_factory=lambda: USUAL)
    bad: tuple = ()
    error: str | None = None
    doubts: dict[str, int] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    notes: frozenset = frozenset()


CORPUS: dict[str, Ugly] = {}


def ugly(name, **expected):
    def keep(make):
        CORPUS[name] = Ugly(make, **expected)
        return make

    return keep


def book(path, draw):
    """Write a workbook that ``draw`` fills."""
    made = Workbook()
    draw(made.active)
    made.save(path)
    return path


@ugly("a title above the header")
def _(folder):
    def draw(sheet):
        sheet.append(["良田镇2020年依申请公开台账（示例）"])
        sheet.merge_cells("A1:N1")
        sheet.append([None, "填表单位：示例"])
        fill(sheet, [row()])

    return book(folder / "a.xlsx", draw)


@ugly("a header over two merged rows", notes=frozenset({"联系电话"}))
def _(folder):
    def draw(sheet):
        sheet.append(["申请编号", "申请人信息", None, None, "受理", None, None, "答复", None, None])
        sheet.append([None, "申请人", "申请人类别", "联系电话", "受理渠道", "提交日期", "申请内容",
                      "答复日期", "办理结果", "送达日期"])  # fmt: skip
        for area in ("A1:A2", "B1:D1", "E1:G1", "H1:J1"):
            sheet.merge_cells(area)
        sheet.append([NUMBER, "张三（示例）", "自然人", 13900000000, "当面", "2020-05-11", "示例",
                      "2020-06-01", "A12", "2020-06-03"])  # fmt: skip

    return book(folder / "a.xlsx", draw)


@ugly("days as Excel keeps them")
def _(folder):
    days = {"提交日期": datetime(2020, 5, 11), "答复日期": date(2020, 6, 1), "送达日期": 43985}
    return xlsx(folder / "a.xlsx", row(**days))


@ugly("days in full-width digits and Chinese")
def _(folder):
    days = {"提交日期": "２０２０年５月１１日", "答复日期": "2020.6.1", "送达日期": "20200603"}
    return xlsx(folder / "a.xlsx", row(**days))


@ugly("serial numbers of an old Macintosh file")
def _(folder):
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    # 42,500 days after 1904-01-01 is 2020-05-11; the others lie 21 and 23 days later
    fill(made.active, [row(提交日期=42500, 答复日期=42521, 送达日期=42523)])
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@ugly("a CSV that Excel saved in GB18030")
def _(folder):
    return text(folder / "a.csv", row(), encoding="gb18030")


@ugly("a CSV in UTF-8 with its mark")
def _(folder):
    return text(folder / "a.csv", row(), encoding="utf-8-sig")


@ugly("a CSV in UTF-16 with tabs, as Excel's Unicode text")
def _(folder):
    return text(folder / "a.csv", row(), encoding="utf-16", delimiter="\t")


@ugly("a CSV with semicolons and numbers kept from being numbers")
def _(folder):
    return text(folder / "a.csv", row(申请编号=f'="{NUMBER}"'), delimiter=";")


@ugly("a text over several lines in a quoted cell")
def _(folder):
    return text(folder / "a.csv", row(申请内容="示例：\n1. 方案\n2. 批复，附图"))


@ugly("columns in another order, with spaces, marks and remarks in their names")
def _(folder):
    names = [*reversed(HEADER)]
    shown = {"申请编号": "* 申请编号：", "提交日期": "提交\n日期（必填）", "申请人": "申 请 人"}

    def draw(sheet):
        sheet.append([shown.get(name, name) for name in names])
        sheet.append(line(row(), names))

    return book(folder / "a.xlsx", draw)


@ugly("only the columns that must be there", doubts={"applicant_unknown": 1},
      good={"1": ("received", DAY("2020-05-11"), None, None)})  # fmt: skip
def _(folder):
    header = ("申请编号", "申请人类别", "受理渠道", "提交日期")
    return xlsx(folder / "a.xlsx", row(申请编号=1), header=header)


@ugly("extra columns", notes=frozenset({"承办科室", "身份证号", "备注2"}))
def _(folder):
    header = (*HEADER, "承办科室", "身份证号", "备注2")
    extra = {"承办科室": "国土所", "身份证号": "（示例）", "备注2": "示例"}
    return xlsx(folder / "a.xlsx", row(**extra), header=header)


@ugly("blank rows between, a sum at the end, the header again on each printed page")
def _(folder):
    def draw(sheet):
        fill(sheet, [row()])
        sheet.append([])
        sheet.append([None, "  ", "/"])
        sheet.append(list(HEADER))
        sheet.append(["合计", None, "1件"])

    return book(folder / "a.xlsx", draw)


@ugly("instructions on the first sheet, one sheet a year", good={
    **USUAL,
    "示例〔2021〕1号": ("served", DAY("2021-05-11"), DAY("2021-06-01"), "A12"),
})  # fmt: skip
def _(folder):
    made = Workbook()
    made.active.append(["填表说明", "请逐行填写"])
    fill(made.create_sheet("2020年"), [row()])
    days = {"提交日期": "2021-05-11", "答复日期": "2021-06-01", "送达日期": "2021-06-03"}
    fill(made.create_sheet("2021年"), [row(申请编号="示例〔2021〕1号", **days)])
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@ugly("variants of class and channel", doubts={"mail_taken_as_signed": 1})
def _(folder):
    return xlsx(folder / "a.xlsx", row(申请人类别="法人或其他组织（社会组织）", 受理渠道="邮寄"))


@ugly("printed labels for outcomes", good={
    "1": ("answered", DAY("2020-05-11"), DAY("2020-06-01"), "granted"),
    "2": ("answered", DAY("2020-05-11"), DAY("2020-06-01"), "A10"),
    "3": ("withdrawn", DAY("2020-05-11"), DAY("2020-06-01"), "A23"),
    "4": ("answered", DAY("2020-05-11"), DAY("2020-06-01"), "other_total"),
}, doubts={"outcome_unknown": 2})  # fmt: skip
def _(folder):
    results = ("（一）予以公开", "属于行政执法案卷", "申请人撤回", "（六）其他处理")
    rows = [row(申请编号=str(n), 办理结果=text, 送达日期=None) for n, text in enumerate(results, 1)]
    return xlsx(folder / "a.xlsx", *rows)


@ugly("mail that wasn't confirmed yet", good={
    "1": ("submitted", None, None, None),
    "2": ("received", DAY("2020-05-15"), None, None),
})  # fmt: skip
def _(folder):
    open_ = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
    rows = (
        row(申请编号="1", 受理渠道="平信", **open_),
        row(申请编号="2", 受理渠道="平信", 收到日期="2020-05-15", **open_),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("an extension, and one beyond the cap",
      good={**USUAL, "2": ("served", DAY("2020-05-11"), DAY("2020-06-01"), "A12")},
      doubts={"extension_over_cap": 1})  # fmt: skip
def _(folder):
    rows = (
        row(延期日期="2020-05-20", 延期工作日="20个工作日"),
        row(申请编号="2", 延期日期="2020-05-20", 延期工作日=25),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("a request of 2015, under the earlier Regulation",
      good={"1": ("served", DAY("2015-05-11"), DAY("2015-06-01"), "A12")})  # fmt: skip
def _(folder):
    days = {"提交日期": "2015-05-11", "答复日期": "2015-06-01", "送达日期": "2015-06-03"}
    return xlsx(folder / "a.xlsx", row(申请编号="1", **days))


@ugly("a withdrawal that was 'served'", doubts={"withdrawal_served": 1},
      good={NUMBER: ("withdrawn", DAY("2020-05-11"), DAY("2020-06-01"), "A23")})  # fmt: skip
def _(folder):
    return xlsx(folder / "a.xlsx", row(办理结果="A23"))


@ugly("other headers, mapped", mapping={"登记号": "申请编号", "答复时间": "答复日期",
      "说明2": "备注"})  # fmt: skip
def _(folder):
    names = {"申请编号": "登记号", "答复日期": "答复时间", "备注": "说明2"}
    header = tuple(names.get(name, name) for name in HEADER)
    made = {names.get(name, name): cell for name, cell in row(备注="示例").items()}
    return xlsx(folder / "a.xlsx", made, header=header)


@ugly("everything wrong at once", good={}, bad=(
    (2, "提交日期", "date_unreadable"),
    (2, "受理渠道", "channel_unknown"),
    (2, "办理结果", "result_unknown"),
    (2, "申请编号", "cell_empty"),
    (2, "申请人类别", "class_unknown"),
    (2, "延期工作日", "length_unreadable"),
))  # fmt: skip
def _(folder):
    wrong = {"申请编号": "", "提交日期": "5月11日", "受理渠道": "微信", "办理结果": "已办",
             "申请人类别": "法人", "延期工作日": "若干", "送达日期": None}  # fmt: skip
    return xlsx(folder / "a.xlsx", row(**wrong))


@ugly("one bad row among good ones", good={}, bad=((3, "办理结果", "result_heading"),))
def _(folder):
    return xlsx(folder / "a.xlsx", row(), row(申请编号="2", 办理结果="（三）不予公开"))


@ugly("days out of order", good={}, bad=(
    (2, "答复日期", "out_of_order"),
    (3, "收到日期", "out_of_order"),
    (4, "送达日期", "out_of_order"),
    (5, "延期日期", "out_of_order"),
))  # fmt: skip
def _(folder):
    rows = (
        row(申请编号="1", 答复日期="2020-05-10"),
        row(申请编号="2", 收到日期="2020-05-10"),
        row(申请编号="3", 送达日期="2020-05-31"),
        row(申请编号="4", 延期日期="2020-05-10", 延期工作日=10),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("days that can't be", good={}, bad=(
    (2, "提交日期", "before_all_law"),
    (3, "提交日期", "date_in_future"),
    (3, "答复日期", "out_of_order"),
    (4, "提交日期", "cell_empty"),
))  # fmt: skip
def _(folder):
    rows = (
        row(申请编号="1", 提交日期="2008-04-30"),
        row(申请编号="2", 提交日期="2062-05-11"),
        row(申请编号="3", 提交日期=None),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("answers that lack half of themselves", good={}, bad=(
    (2, "办理结果", "answer_without_result"),
    (3, "答复日期", "result_without_day"),
    (4, "答复日期", "served_without_answer"),
    (5, "答复日期", "document_without_day"),
    (6, "收到日期", "answered_unreceived"),
))  # fmt: skip
def _(folder):
    alone = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
    rows = (
        row(申请编号="1", 办理结果=None),
        row(申请编号="2", 答复日期=None, 答复文号=None, 送达日期=None),
        row(申请编号="3", **{**alone, "送达日期": "2020-06-03"}),
        row(申请编号="4", **{**alone, "答复文号": "示例"}),
        row(申请编号="5", 受理渠道="网络"),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("extensions that lack half of themselves", good={}, bad=(
    (2, "延期工作日", "extension_without_length"),
    (3, "延期日期", "extension_without_day"),
    (4, "收到日期", "extended_unreceived"),
))  # fmt: skip
def _(folder):
    open_ = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
    rows = (
        row(申请编号="1", 延期日期="2020-05-20"),
        row(申请编号="2", 延期工作日=10),
        row(申请编号="3", 受理渠道="传真", 延期日期="2020-05-20", 延期工作日=10, **open_),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("rows that a report computes, and 其他处理 in a year that divides it", good={}, bad=(
    (2, "办理结果", "result_computed"),
    (3, "办理结果", "result_computed"),
    (4, "办理结果", "result_other_total"),
))  # fmt: skip
def _(folder):
    later = {"提交日期": "2021-05-11", "答复日期": "2021-06-01", "送达日期": "2021-06-03"}
    rows = (
        row(申请编号="1", 办理结果="carried_out", 答复日期=None, 答复文号=None, 送达日期=None),
        row(申请编号="2", 办理结果="（七）总计"),
        row(申请编号="3", 办理结果="其他处理", **later),
    )
    return xlsx(folder / "a.xlsx", *rows)


@ugly("the same number twice", good={}, bad=((3, "申请编号", "number_twice"),))
def _(folder):
    return xlsx(folder / "a.xlsx", row(), row())


@ugly("a number that Excel made a day of", good={}, bad=((2, "申请编号", "number_is_day"),))
def _(folder):
    return xlsx(folder / "a.xlsx", row(申请编号=datetime(2020, 1, 1)))


@ugly("merged cells below the header", good={}, bad=(
    (3, "申请人类别", "cell_empty"), (3, "受理渠道", "cell_empty")))  # fmt: skip
def _(folder):
    def draw(sheet):
        fill(sheet, [row(), row(申请编号="2", 申请人类别=None, 受理渠道=None)])
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("D2:D3")

    return book(folder / "a.xlsx", draw)


@ugly("appeals that can't be", good={}, bad=(
    (2, "类型", "appeal_unknown"),
    (3, "收到日期", "cell_empty"),
    (4, "结案日期", "closed_without_day"),
    (5, "结果", "closed_without_result"),
    (6, "结案日期", "out_of_order"),
    (8, "申请编号", "appeal_twice"),
    (9, "申请编号", "appeal_of_unknown"),
    (10, "收到日期", "out_of_order"),
))  # fmt: skip
def _(folder):
    base = {"申请编号": NUMBER, "类型": "行政复议", "收到日期": "2020-07-01"}
    appeals = [
        {**base, "类型": "行政诉讼"},
        {**base, "收到日期": None},
        {**base, "结果": "结果维持"},
        {**base, "结案日期": "2020-09-01"},
        {**base, "结案日期": "2020-06-01", "结果": "结果维持"},
        base,
        base,
        {**base, "申请编号": "9"},
        {**base, "收到日期": "2020-05-01"},
    ]
    return xlsx(folder / "a.xlsx", row(), appeals=appeals)


@ugly("a header under other names, unmapped", error="columns_missing")
def _(folder):
    names = {"申请编号": "登记号", "提交日期": "申请时间"}
    header = tuple(names.get(name, name) for name in HEADER)
    return xlsx(folder / "a.xlsx", row(), header=header)


@ugly("answers under a name that would be lost", error="columns_alike")
def _(folder):
    header = tuple("答复时间" if name == "答复日期" else name for name in HEADER)
    return xlsx(folder / "a.xlsx", row(), header=header)


@ugly("a column twice", error="columns_twice")
def _(folder):
    return xlsx(folder / "a.xlsx", row(), header=(*HEADER, "答复日期"))


@ugly("no header at all", error="no_header")
def _(folder):
    return book(folder / "a.xlsx", lambda sheet: sheet.append(line(row())))


@ugly("an empty workbook", error="no_header")
def _(folder):
    return book(folder / "a.xlsx", lambda _: None)


@ugly("an empty file", error="empty_file")
def _(folder):
    (folder / "a.csv").write_bytes(b" \n")
    return folder / "a.csv"


@ugly("an old .xls, or one with a password", error="old_excel")
def _(folder):
    (folder / "a.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    return folder / "a.xls"


@ugly("an .xlsx cut in half", error="broken_file")
def _(folder):
    whole = xlsx(folder / "b.xlsx", row()).read_bytes()
    (folder / "a.xlsx").write_bytes(whole[: len(whole) // 2])
    return folder / "a.xlsx"


@ugly("a zip that is no workbook", error="broken_file")
def _(folder):
    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        archive.writestr("读我.txt", "示例")
    return folder / "a.xlsx"


@ugly("bytes in no encoding", error="unknown_encoding")
def _(folder):
    (folder / "a.csv").write_bytes(b"\xff\xff\x80\x00\x81" * 40)
    return folder / "a.csv"


@ugly("a web page that calls itself .xls", error="web_page")
def _(folder):
    cells = "".join(f"<td>{name}</td>" for name in HEADER)
    page = f"\ufeff\n<html><body><table><tr>{cells}</tr></table></body></html>"
    (folder / "a.xls").write_text(page, "utf-8")
    return folder / "a.xls"


@ugly("XML of Excel 2003", error="web_page")
def _(folder):
    page = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
    (folder / "a.xml").write_text(page, "utf-8")
    return folder / "a.xml"


@ugly("signs without width from a web page, and line ends as Excel escapes them")
def _(folder):
    changed = {
        "申请编号": f"\ufeff{NUMBER}\u200b",
        "申请人类别": "自然\u200d人",
        "申请内容": "示例：_x000D_\n第二行",
        "提交日期": "2020-05-11\u200b",
    }
    return xlsx(folder / "a.xlsx", row(**changed))


@ugly("one applicant's cell merged over his requests", doubts={"applicant_unknown": 1},
      good=USUAL | {"2": ("served", DAY("2020-05-11"), DAY("2020-06-01"), "A12")})  # fmt: skip
def _(folder):
    def draw(sheet):
        fill(sheet, [row(), row(申请编号="2", 申请人=None)])
        sheet.merge_cells("B2:B3")

    return book(folder / "a.xlsx", draw)


@ugly("texts in several colours")
def _(folder):
    def draw(sheet):
        fill(sheet, [row()])
        red = InlineFont(color="FFFF0000")
        sheet["A2"] = CellRichText("示例", TextBlock(red, "〔2020〕"), "1号")
        sheet["L2"] = CellRichText("A", TextBlock(red, "12"))

    return book(folder / "a.xlsx", draw)


@ugly("errors of formulas where a day should stand", good={},
      bad=((2, "答复日期", "date_unreadable"), (2, "送达日期", "date_unreadable")))  # fmt: skip
def _(folder):
    return xlsx(folder / "a.xlsx", row(答复日期="#REF!", 送达日期="#N/A"))
