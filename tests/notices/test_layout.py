"""The values of GB/T 9704 and of documents.md, read from the XML of every built template."""

import io
import zipfile

import pytest
from docx.oxml.ns import qn

from notices.rendering import W, every_template, part, parts, template
from workflow.documents.build import styles

LETTERS = [
    (law, key)
    for law, key in every_template()
    if key[:3]
    in {"N01", "N02", "N03", "N04", "N05", "N06", "N07", "N08", "N09", "N10", "N11", "N12"}
]
FORMS = [pair for pair in every_template() if pair not in LETTERS]
ALL = every_template()

# The order of children in the schema (ECMA-376, CT_PPr, CT_RPr, CT_TblPr, CT_SectPr, CT_Settings).
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs kinsoku wordWrap "
    "snapToGrid spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i snapToGrid color spacing w sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "settings": "zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop "
    "evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore compat "
    "themeFontLang decimalSymbol listSeparator",
    "compat": "balanceSingleByteDoubleByteWidth adjustLineHeightInTable useFELayout compatSetting",
}  # fmt: skip

TWO = {"firstLineChars": "200", "firstLine": "628"}
RULE = {"left": "-453", "right": "-340"}
BLOCK = {"leftChars": "1230", "left": "3862"}
ASIDE = {"leftChars": "200", "left": "628", "rightChars": "1100", "right": "3454"}
# Style: name, font, half points, exact line, first-line or left indent, alignment.
STYLES = {
    "Normal": ("Normal", "仿宋_GB2312", 32, 579, None, "both"),
    styles.BODY: ("公文正文", "仿宋_GB2312", 32, 579, TWO, None),
    styles.HEAD: ("公文发文机关标志", "方正小标宋简体", 64, 800, RULE, "center"),
    styles.UPPER_RULE: ("公文红色双线", "仿宋_GB2312", 2, 40, RULE, None),
    styles.NUMBER: ("公文发文字号", "仿宋_GB2312", 32, 579, None, "right"),
    styles.TITLE: ("公文标题", "方正小标宋简体", 44, 660, None, "center"),
    styles.ADDRESSEE: ("公文主送", "仿宋_GB2312", 32, 579, None, None),
    styles.HEADING_1: ("公文一级标题", "黑体", 32, 579, TWO, None),
    styles.HEADING_2: ("公文二级标题", "楷体_GB2312", 32, 579, TWO, None),
    styles.SIGNATURE: ("公文署名", "仿宋_GB2312", 32, 579, BLOCK, "center"),
    styles.DATE: ("公文成文日期", "仿宋_GB2312", 32, 579, BLOCK, "center"),
    styles.NOTE: ("公文附注", "仿宋_GB2312", 32, 579,
ASIDE, "left"),
    styles.PAGE_NUMBER: ("公文页码", "宋体", 28, 280, None, None),
    styles.TABLE_TEXT: ("公文表格文字", "宋体", 21, 280, None, "left"),
    styles.TABLE_CENTRED: ("公文表格居中", "宋体", 21, 280, None, "center"),
    styles.TABLE_NOTE: ("公文表格附注", "宋体", 18, 280, None, "center"),
    styles.FORM_TEXT: ("公文单据文字", "仿宋_GB2312", 24, 400, None, "left"),
    styles.FORM_LABEL: ("公文单据栏名", "黑体", 24, 400, None, "center"),
}  # fmt: skip


def attributes(element):
    return {name.partition("}")[2]: value for name, value in element.attrib.items()}


def style_of(docx, key):
    sheet = part(docx, "word/styles.xml")
    return next(s for s in sheet.iter(f"{W}style") if s.get(qn("w:styleId")) == key)


def first_header(docx):
    files = parts(docx)
    body = part(docx, "word/document.xml")
    wanted = next(r for r in body.iter(f"{W}headerReference") if r.get(qn("w:type")) == "first")
    relations = part(docx, "word/_rels/document.xml.rels")
    target = next(r.get("Target") for r in relations if r.get("Id") == wanted.get(qn("r:id")))
    return part(docx, f"word/{target}"), files


@pytest.mark.parametrize(("law", "key"), ALL)
def test_paper_type_area_and_grid(law, key):
    body = part(template(law, key), "word/document.xml")
    size, margins = body.find(f".//{W}pgSz"), attributes(body.find(f".//{W}pgMar"))
    assert attributes(size) == {"w": "11906", "h": "16838"}
    # 37 / 35 / 28 / 26 mm × 56.69 twips
    assert {side: margins[side] for side in ("top", "bottom", "left", "right", "gutter")} == {
        "top": "2098", "bottom": "1984", "left": "1587", "right": "1474", "gutter": "0",
    }  # fmt: skip
    header = "1613" if (law, key) in LETTERS else "851"
    assert (margins["header"], margins["footer"]) == (header, "1134")
    assert attributes(body.find(f".//{W}docGrid")) == {
        "type": "linesAndChars", "linePitch": "579", "charSpace": "-842",
    }  # fmt: skip


@pytest.mark.parametrize("key", STYLES)
@pytest.mark.parametrize(("law", "name"), [("cn_2019", "N04"), ("cn_2008", "N14")])
def test_a_style_has_the_values_of_the_table(law, name, key):
    wanted, font, size, exact, indent, alignment = STYLES[key]
    style = style_of(template(law, name), key)
    assert style.find(f"{W}name").get(qn("w:val")) == wanted
    fonts = attributes(style.find(f".//{W}rFonts"))
    assert {fonts[slot] for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}
    assert style.find(f".//{W}sz").get(qn("w:val")) == str(size)
    spacing = attributes(style.find(f".//{W}spacing[@{qn('w:line')}]"))
    assert (spacing["line"], spacing["lineRule"]) == (str(exact), "exact")
    found = style.find(f".//{W}ind")
    assert (attributes(found) if found is not None else None) == indent
    jc = style.find(f".//{W}jc")
    assert (jc.get(qn("w:val")) if jc is not None else None) == alignment


def test_the_space_of_a_letter_is_spacing_before_never_an_empty_paragraph():
    docx = template("cn_2019", "N04")
    before = {
        key: attributes(style_of(docx, key).find(f".//{W}spacing[@{qn('w:line')}]"))["before"]
        for key in (styles.NUMBER, styles.TITLE, styles.ADDRESSEE, styles.SIGNATURE)
    }
    assert before == {
        styles.NUMBER: "60",  # 7/8 of a 三号 character below the red line
        styles.TITLE: "1158",  # two lines
        styles.ADDRESSEE: "579",  # one line
        styles.SIGNATURE: "1158",  # room for the seal
    }


def test_normal_lays_out_28_characters_without_the_grid():
    style = style_of(template("cn_2019", "N04"), "Normal")
    assert style.find(f"{W}pPr/{W}snapToGrid").get(qn("w:val")) == "0"
    assert style.find(f"{W}rPr/{W}snapToGrid").get(qn("w:val")) == "0"
    assert style.find(f"{W}rPr/{W}spacing").get(qn("w:val")) == "-6"
    assert style.find(f"{W}pPr/{W}widowControl").get(qn("w:val")) == "0"
    assert style.find(f"{W}pPr/{W}kinsoku") is not None


@pytest.mark.parametrize(("law", "key"), LETTERS)
def test_a_letter_has_its_head_and_red_lines_on_page_one_only(law, key):
    docx = template(law, key)
    assert part(docx, "word/document.xml").find(f".//{W}titlePg") is not None
    header, _ = first_header(docx)
    name, rule = header.findall(f"{W}p")
    assert name.find(f".//{W}pStyle").get(qn("w:val")) == styles.HEAD
    assert rule.find(f".//{W}pStyle").get(qn("w:val")) == styles.UPPER_RULE
    upper = style_of(docx, styles.UPPER_RULE).find(f".//{W}pBdr")
    lower = style_of(docx, styles.LOWER_RULE).find(f".//{W}pBdr")
    sizes = [[side.get(qn("w:sz")) for side in border] for border in (upper, lower)]
    assert sizes == [["18", "8"], ["8", "18"]]  # thick outside: above the upper, below the lower
    assert {side.get(qn("w:color")) for border in (upper, lower) for side in border} == {"FF0000"}


@pytest.mark.parametrize(("law", "key"), FORMS)
def test_a_form_numbers_its_first_page_too(law, key):
    assert part(template(law, key), "word/document.xml").find(f".//{W}titlePg") is None


@pytest.mark.parametrize(("law", "key"), ALL)
def test_pages_are_numbered_at_the_outer_edge(law, key):
    docx = template(law, key)
    numbered = {}
    for name in parts(docx):
        if name.startswith("word/footer"):
            root = part(docx, name)
            paragraph = root.find(f"{W}p")
            if any(t.text == "PAGE" for t in root.iter(f"{W}instrText")):
                shown = "".join(t.text for t in paragraph.iter(f"{W}t"))
                indent = attributes(paragraph.find(f".//{W}ind"))
                numbered[paragraph.find(f".//{W}jc").get(qn("w:val"))] = (shown, indent)
                assert (
                    root.findall(f"{W}p")[1].find(f".//{W}pStyle").get(qn("w:val"))
                    == styles.PAGE_NUMBER_LIFT
                )
    assert numbered == {
        "right": ("— 1 —", {"rightChars": "100", "right": "280"}),  # odd
        "left": ("— 1 —", {"leftChars": "100", "left": "280"}),  # even
    }
    assert part(docx, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


@pytest.mark.parametrize(("law", "key"), ALL)
def test_header_references_come_before_footer_references(law, key):
    section = part(template(law, key), "word/document.xml").find(f".//{W}sectPr")
    kinds = [child.tag for child in section if child.tag.endswith("Reference")]
    assert kinds == sorted(kinds, key=lambda tag: tag.endswith("footerReference"))
    assert len(kinds) == (6 if (law, key) in LETTERS else 4)


@pytest.mark.parametrize(("law", "key"), ALL)
def test_children_stand_in_schema_order(law, key):
    docx = template(law, key)
    for name, content in parts(docx).items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for element in part(docx, name).iter():
            local = element.tag.partition("}")[2]
            if local in ORDERS and (names := [c.tag.partition("}")[2] for c in element]):
                order = ORDERS[local].split()
                assert set(names) <= set(order), (name, local, names)
                assert names == sorted(names, key=order.index), (name, local, names)
        assert b"theme" not in content or name == "word/settings.xml"


def test_settings_break_chinese_lines_and_leave_out_what_programs_read_differently():
    settings = part(template("cn_2019", "N04"), "word/settings.xml")
    compat = settings.find(f"{W}compat")
    assert compat.find(f"{W}compatSetting").get(qn("w:val")) == "15"
    for name in ("adjustLineHeightInTable", "useFELayout", "balanceSingleByteDoubleByteWidth"):
        assert compat.find(f"{W}{name}") is not None
    assert settings.find(f"{W}characterSpacingControl").get(qn("w:val")) == "compressPunctuation"
    assert settings.find(f"{W}themeFontLang").get(qn("w:eastAsia")) == "zh-CN"
    never_first = settings.find(f"{W}noLineBreaksBefore")
    assert never_first.get(qn("w:lang")) == "zh-CN"
    assert set("）：》，。；") <= set(never_first.get(qn("w:val")))
    everywhere = b"".join(parts(template("cn_2019", "N04")).values())
    for absent in (b"overflowPunct", b"autoSpaceDE", b"autoSpaceDN"):
        assert absent not in everywhere


def test_fonts_name_what_to_substitute_them_by():
    table = part(template("cn_2019", "N04"), "word/fontTable.xml")
    found = {
        font.get(qn("w:name")): font.find(f"{W}altName").get(qn("w:val"))
        for font in table.iter(f"{W}font")
    }
    assert found == {
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "楷体",
        "方正小标宋简体": "宋体",
        "黑体": "SimHei",
        "宋体": "SimSun",
    }
    assert {font.find(f"{W}charset").get(qn("w:val")) for font in table} == {"86"}


@pytest.mark.parametrize(("law", "key"), ALL)
def test_the_file_carries_nothing_of_another_template(law, key):
    docx = template(law, key)
    names = set(parts(docx))
    for past in ("thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings"):
        assert not any(past in name for name in names)
    assert len(docx) < 20_000
    core = parts(docx)["docProps/core.xml"].decode()
    assert "python-docx" not in core
    assert "2013" not in core
    assert "zh-CN" in core
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize(("law", "key"), ALL)
def test_every_run_says_it_is_chinese(law, key):
    for run in part(template(law, key), "word/document.xml").iter(f"{W}r"):
        assert run.find(f"{W}rPr/{W}rFonts").get(qn("w:hint")) == "eastAsia"


@pytest.mark.parametrize(("law", "key"), LETTERS)
def test_a_signature_never_stands_alone(law, key):
    body = part(template(law, key), "word/document.xml").find(f"{W}body")
    lines = body.findall(f"{W}p")
    styled = [p.find(f".//{W}pStyle").get(qn("w:val")) for p in lines]
    sign = styled.index(styles.SIGNATURE)
    said = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in lines]
    content = [place for place in range(sign) if not said[place].startswith("{%p")]
    closing = max(place for place in content if styled[place] == styles.BODY)
    assert said[closing] in {"特此告知。", "特此答复。", "特此函告。", "专此函达。", "特此通知。"}
    before = content[content.index(closing) - 1]
    for place in (before, closing):
        assert lines[place].find(f"{W}pPr/{W}keepNext") is not None, said[place]
    assert style_of(template(law, key), styles.SIGNATURE).find(f".//{W}keepNext") is not None


@pytest.mark.parametrize(("law", "key"), [pair for pair in FORMS if pair[1] in {"N13", "N14"}])
def test_a_form_s_table_has_the_columns_of_the_table_and_whole_rows(law, key):
    table = part(template(law, key), "word/document.xml").find(f".//{W}tbl")
    grid = [int(column.get(qn("w:w"))) for column in table.iter(f"{W}gridCol")]
    assert grid == [1247, 3175, 1247, 3176]  # 22 / 56 / 22 / 56 mm
    assert sum(grid) == 8845
    assert table.find(f".//{W}tblLayout").get(qn("w:type")) == "fixed"
    edges = table.find(f".//{W}tblBorders")
    assert {edge.tag.partition("}")[2]: edge.get(qn("w:sz")) for edge in edges} == {
        "top": "8", "left": "8", "bottom": "8", "right": "8", "insideH": "4", "insideV": "4",
    }  # fmt: skip
    for row in table.iter(f"{W}tr"):
        assert row.find(f".//{W}cantSplit") is not None
        widths = [int(cell.find(f".//{W}tcW").get(qn("w:w"))) for cell in row.iter(f"{W}tc")]
        assert sum(widths) == 8845
        assert row.find(f".//{W}trHeight").get(qn("w:hRule")) == "atLeast"
    heights = [int(row.find(f".//{W}trHeight").get(qn("w:val"))) for row in table.iter(f"{W}tr")]
    assert min(heights) == 567
