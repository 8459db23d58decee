"""The catalogue and the approval sheet as they are printed: templates like every other paper."""

import io
import re
import shutil
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from disclosures.conftest import ADMIN, CLERK, LEADER, REVIEWER, TODAY
from workflow.app.catalogue_paper import catalogue_docx
from workflow.app.disclosing import sheet
from workflow.app.disclosing_catalogue import keep
from workflow.app.own_templates import Place, install
from workflow.documents.library import builtin
from workflow.documents.pdf import Converter

BUDGET = {
    "title": "财政预算、决算",
    "item_content": "预算、决算报告及报表",
    "basis": "《中华人民共和国预算法》第十四条",
    "responsible": "财政所",
    "attribute": "proactive",
    "time_limit": "批准后20日内",
    "way_published": "政府网站",
    "disclosure_kind": "定期公开",
    "site_column": "财政资金",
}
HEADERS = [
    "序号", "名称", "公开内容", "公开依据", "责任主体", "公开属性", "公开时限", "公开方式",
    "公开类型", "所属栏目",
]  # fmt: skip


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    """One database: what is tested here is paper."""
    shutil.copy(ready_sqlite, tmp_path / "workflow.db")
    return f"sqlite:///{tmp_path}/workflow.db"


def opened(content):
    return docx.Document(io.BytesIO(content))


def cells(document):
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def text_of(content):
    return "\n".join(one.text or "" for one in opened(content).element.body.iter(qn("w:t")))


class TestTheCatalogue:
    def test_it_has_the_nine_attributes_of_each_item_behind_a_number(self, office):
        keep(office, "liangtian", [BUDGET, {"title": "信访材料", "attribute": "withheld"}], CLERK)
        document = opened(catalogue_docx(office, "liangtian", date(2020, 9, 25)))
        head, first, second = cells(document)
        assert head == HEADERS
        assert first == ["1", *(BUDGET | {"attribute": "主动公开"}).values()]
        assert second == ["2", "信访材料", "", "", "", "不予公开", "", "", "", ""]

    def test_it_says_whose_how_many_and_of_which_day(self, office):
        keep(office, "liangtian", [BUDGET], CLERK)
        said = [one.text for one in opened(catalogue_docx(office, "liangtian", TODAY)).paragraphs]
        assert said[0] == "良田镇政务公开基本目录"
        assert said[1] == "编制单位：良田镇人民政府（示例）\t共1项　　更新日期：2020年9月25日"

    def test_its_sheets_lie_on_their_side_and_the_head_is_repeated(self, office):
        content = catalogue_docx(office, "liangtian", TODAY)
        (section,) = opened(content).sections
        assert section.orientation == WD_ORIENT.LANDSCAPE
        assert section.page_width > section.page_height
        width = section.page_width - section.left_margin - section.right_margin
        grid = opened(content).tables[0]._tbl.tblGrid.gridCol_lst
        assert sum(column.w for column in grid) == width
        xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert xml.count("<w:tblHeader/>") == 1

    def test_an_empty_catalogue_is_a_head_without_rows(self, office):
        assert cells(opened(catalogue_docx(office, "liangtian", TODAY))) == [HEADERS]

    def test_the_same_catalogue_gives_the_same_bytes(self, office):
        keep(office, "liangtian", [BUDGET], CLERK)
        assert catalogue_docx(office, "liangtian", TODAY) == catalogue_docx(
            office, "liangtian", TODAY
        )


def own(key, line):
    """Return the built-in template with a line of the office's own at its end."""
    document = opened(builtin("papers", key))
    document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


class TestTheApprovalSheet:
    def test_what_nobody_signed_yet_is_left_open(self, office, desk):
        item = desk.draft(document_number="良政发〔2020〕9号", basis="条例第二十条")
        said = text_of(sheet(office, "liangtian", item.number))
        assert "良政发〔2020〕9号" in said
        assert said.count("签名：　　　　　　　　年　　月　　日") == 2
        assert "■主动公开" in said

    def test_signed_it_has_opinions_names_and_days(self, office, desk):
        item = desk.publish()
        said = text_of(sheet(office, "liangtian", item.number))
        assert "签名：sun（示例）　　2020年9月16日" in said
        assert "同意公开。" in said

    def test_an_offices_own_form_serves_from_then_on_and_signed_sheets_stay(self, office, desk):
        signed = desk.publish()
        line = "示例：本机关自己的附注"
        install(office, own("APPROVAL", line), Place("APPROVAL", "papers", "liangtian"), ADMIN)
        assert line in text_of(sheet(office, "liangtian", desk.draft().number))
        assert line not in text_of(sheet(office, "liangtian", signed.number))


def test_on_libreoffices_pages_the_sheet_fits_one_and_a_long_catalogue_goes_on(office, desk):
    rows = [{**BUDGET, "title": f"事项{n}"} for n in range(1, 21)]
    keep(office, "liangtian", rows, CLERK)
    number = desk.draft(item_content="公开内容" * 20, basis="依据" * 20).number
    desk.step("pass_secrecy_review", date(2020, 9, 15), number, REVIEWER)
    desk.step("approve", date(2020, 9, 16), number, LEADER)
    made = [catalogue_docx(office, "liangtian", TODAY), sheet(office, "liangtian", number)]
    long, form = Converter().to_pdf(made)
    assert 2 <= pages_of(long) <= 4
    assert pages_of(form) == 1
    assert (sizes_of(long), sizes_of(form)) == ({(b"841", b"595")}, {(b"595", b"841")})


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def sizes_of(pdf):
    """Return the widths and heights of the pages, in points."""
    return set(re.findall(rb"/MediaBox\s*\[\s*0 0 (\d+)[\d.]* (\d+)", pdf))
