"""The builder itself: elements in order, tables that add up, files that compare."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from notices.rendering import W, part, parts
from workflow.documents.build import fonts, page, styles
from workflow.documents.build.document import Properties, build, same_bytes
from workflow.documents.build.letter import letter
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import (
    borders,
    el,
    line,
    page_field,
    paragraph,
    ppr,
    rpr,
    run,
)


def names(element):
    return [child.tag.partition("}")[2] for child in element]


def test_properties_are_sorted_however_they_are_given():
    made = ppr(outlineLvl=1, jc="both", keepNext=True, pStyle="GwBody", spacing={"line": 579})
    assert names(made) == ["pStyle", "keepNext", "spacing", "jc", "outlineLvl"]
    assert names(rpr(szCs=32, sz=32, b=True, rFonts={"ascii": "黑体"})) == [
        "rFonts", "b", "sz", "szCs",
    ]  # fmt: skip


def test_a_property_without_a_place_in_the_order_is_refused():
    with pytest.raises(ValueError, match="ilvl"):
        ppr(ilvl=0)
    with pytest.raises(ValueError, match="rPr"):
        rpr(bold=True)


def test_true_is_a_bare_element_and_false_is_nought():
    made = ppr(keepNext=True, widowControl=False)
    assert made.find(f"{W}keepNext").attrib == {}
    assert made.find(f"{W}widowControl").get(qn("w:val")) == "0"


def test_nothing_is_left_out_where_none_is_given():
    assert names(el("r", None, el("t"), None)) == ["t"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("一行", ["rPr", "t"]),
        ("两\n行", ["rPr", "t", "br", "t"]),
        ("左\t右", ["rPr", "t", "tab", "t"]),
        ("\n", ["rPr", "br"]),
        ("", ["rPr"]),
    ],
)
def test_a_run_turns_newlines_and_tabs_into_elements(text, made):
    assert names(run(text)) == made


def test_blanks_at_the_edge_of_a_run_are_kept():
    kept = run("— ").find(f"{W}t")
    assert kept.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    assert run("字").find(f"{W}t").attrib == {}


def test_a_paragraph_takes_texts_and_elements_alike():
    made = paragraph(styles.BODY, "第", run("二"), *page_field(), keepNext=True)
    assert names(made)[:3] == ["pPr", "r", "r"]
    assert made.find(f"{W}pPr/{W}pStyle").get(qn("w:val")) == styles.BODY
    assert [field.get(qn("w:fldCharType")) for field in made.iter(f"{W}fldChar")] == [
        "begin", "separate", "end",
    ]  # fmt: skip


def test_border_sides_stand_in_schema_order():
    made = borders("tblBorders", insideV=line(4), bottom=line(8), top=line(8), left=line(8))
    assert names(made) == ["top", "left", "bottom", "insideV"]


# --- tables -------------------------------------------------------------------------------------

HALVES = (4422, 4423)


def cells(*texts):
    return tuple(Cell((paragraph(styles.TABLE_TEXT, text),)) for text in texts)


def test_columns_that_do_not_fill_the_type_area_are_refused():
    with pytest.raises(ValueError, match="8844"):
        table((4422, 4422), [])


def test_a_row_that_spans_too_little_is_refused():
    with pytest.raises(ValueError, match="1 of 2"):
        table(HALVES, [Row(cells("左"))])


def test_spans_take_the_width_of_their_columns():
    made = table((2000, 3000, 3845), [Row((*cells("左"), Cell(span=2)), header=True)])
    widths = [cell.get(qn("w:w")) for cell in made.iter(f"{W}tcW")]
    assert widths == ["2000", "6845"]
    assert made.find(f".//{W}gridSpan").get(qn("w:val")) == "2"
    assert made.find(f".//{W}tblHeader") is not None
    assert made.findall(f".//{W}tc")[1].find(f"{W}p") is not None  # Word wants one in every cell


def test_vertical_merges_and_margins_are_written():
    made = table(
        HALVES, [Row((Cell(merge="restart"), Cell()), 312), Row((Cell(merge="continue"), Cell()))],
        side_margin=45, upright_margin=0,
    )  # fmt: skip
    assert [merge.get(qn("w:val")) for merge in made.iter(f"{W}vMerge")] == ["restart", "continue"]
    margins = made.find(f".//{W}tblCellMar")
    found = [
        (name, side.get(qn("w:w"))) for name, side in zip(names(margins), margins, strict=True)
    ]
    assert found == [("top", "0"), ("left", "45"), ("bottom", "0"), ("right", "45")]


# --- files --------------------------------------------------------------------------------------


def plain(on=date(2024, 6, 8)):
    body = [paragraph(styles.BODY, "正文")]
    return build(body, Properties("题名", "示例市示例区示例镇人民政府", on))


def test_the_same_content_gives_the_same_bytes():
    assert plain() == plain()


def test_the_file_tells_its_title_its_agency_and_the_day_of_the_document():
    core = Document(io.BytesIO(plain())).core_properties
    assert core.title == "题名"
    assert core.author == core.last_modified_by == "示例市示例区示例镇人民政府"
    assert (core.created.date(), core.modified.date()) == (date(2024, 6, 8), date(2024, 6, 8))
    assert core.language == "zh-CN"
    assert core.comments == ""


def test_word_opens_what_is_built_with_its_styles_by_their_chinese_names():
    document = Document(
        io.BytesIO(letter([paragraph(styles.BODY, "正文")], Properties("信"), "示"))
    )
    known = {style.name for style in document.styles}
    assert {"公文正文", "公文标题", "公文主送", "公文署名", "公文附注"} <= known
    assert document.paragraphs[0].style.name == "公文正文"
    assert document.sections[0].different_first_page_header_footer
    assert document.sections[0].first_page_header.paragraphs[0].text == "示"


def test_every_part_that_is_named_exists():
    content = plain()
    there = set(parts(content))
    for name in [name for name in there if name.endswith(".rels")]:
        folder = name.rpartition("_rels/")[0]
        for relation in part(content, name):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target")
                path = target.lstrip("/") if target.startswith("/") else folder + target
                assert path in there, path


def test_the_order_and_times_of_a_zip_do_not_matter():
    shuffled = io.BytesIO()
    content = parts(plain())
    with zipfile.ZipFile(shuffled, "w") as archive:
        for name in reversed(content):
            archive.writestr(name, content[name])
    assert same_bytes(shuffled.getvalue()) == plain()


def test_the_type_area_is_what_the_standard_says():
    millimetre = 1440 / 25.4
    width = page.WIDTH - page.LEFT - page.RIGHT
    height = page.HEIGHT - page.TOP - page.BOTTOM
    assert width == page.TEXT_WIDTH
    assert width / millimetre == pytest.approx(156, abs=0.05)
    assert height / millimetre == pytest.approx(225, abs=0.05)
    assert height // 22 == page.LINE
    # 16 pt - 842 / 4096 pt = 15.794 pt; 28 of them fill the line
    assert pytest.approx(width / 20, abs=0.05) == (16 + page.CHARACTER_SPACE / 4096) * 28


def test_every_style_is_in_one_of_the_fonts_of_the_table():
    known = {font.name for font in fonts.FONTS}
    assert {style.font for style in styles.styles()} <= known
    ids = [style.id for style in styles.styles()]
    assert len(set(ids)) == len(ids)
    shown = [style.name for style in styles.styles()]
    assert len(set(shown)) == len(shown)
