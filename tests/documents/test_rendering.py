import io
import zipfile
from datetime import date

import docx
import pytest
from lxml import etree

from documents.wordfile import (
    W,
    changed,
    lines,
    lines_of,
    part,
    rendered,
    saved,
    with_body,
    with_lines,
    with_rows,
)
from workflow.documents.compile import compile_template
from workflow.errors import InputError


def test_a_field_is_printed():
    assert lines(with_lines("您于{{ day }}提出"), day="2020年5月11日") == ["您于2020年5月11日提出"]


def test_a_date_is_printed_without_leading_zeros():
    assert lines(with_lines("{{ day }}"), day=date(2024, 1, 5)) == ["2024年1月5日"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [(20, "20"), (True, "是"), (False, "否"), (["甲", "乙"], "甲、乙"), (("甲",), "甲")],
)
def test_numbers_flags_and_lists_are_printed(value, printed):
    assert lines(with_lines("{{ value }}"), value=value) == [printed]


def test_a_tag_split_over_runs_is_healed_and_takes_the_formatting_of_its_first_run():
    document = docx.Document()
    paragraph = document.add_paragraph("申请人")
    bold = paragraph.add_run("{{ app")
    bold.bold = True
    paragraph.add_run("lic").italic = True
    paragraph.add_run("ant }}（示例）")
    made = docx.Document(io.BytesIO(rendered(saved(document), applicant="张三")))
    runs = {run.text: (run.bold, run.italic) for run in made.paragraphs[0].runs}
    assert runs == {"申请人": (None, None), "张三": (True, None), "（示例）": (None, None)}


@pytest.mark.parametrize(
    "between",
    [
        '<w:proofErr w:type="spellStart"/>',
        '<w:bookmarkStart w:id="7" w:name="_Toc1"/><w:bookmarkEnd w:id="7"/>',
        "<w:r><w:rPr><w:b/></w:rPr></w:r>",
    ],
)
def test_marks_between_the_pieces_of_a_tag_do_no_harm(between):
    pieces = ["{", "{", " na", "me }", "}"]
    runs = between.join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)
    assert lines(with_body(f"<w:p>{runs}</w:p>"), name="张三") == ["张三"]


def test_typographic_quotes_inside_a_tag_are_straightened():
    data = with_lines("{% if outcome == “A12” %}不存在{% else %}存在{% endif %}")
    assert lines(data, outcome="A12") == ["不存在"]
    assert lines(data, outcome="A1") == ["存在"]


def test_quotes_outside_tags_stay():
    assert lines(with_lines("“{{ content }}”"), content="预算") == ["“预算”"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("甲&乙<丙>\"丁'", "甲&乙<丙>\"丁'"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("一\t二", "一\t二"),
        ("响铃\x07空\x00", "响铃空"),
        ("回车\r\n换行\r", "回车\n换行\n"),
        ("</w:t></w:r>", "</w:t></w:r>"),
        ("{{ 7 * 7 }}{% if %}", "{{ 7 * 7 }}{% if %}"),
        ("\ud800孤", "孤"),
        ("  前后  ", "  前后  "),
    ],
)
def test_no_text_can_harm_the_document(value, printed):
    data = with_lines("前{{ value }}后", "最后一段")
    assert lines(data, value=value) == [f"前{printed}后", "最后一段"]


def test_a_long_text_stays_whole():
    text = "示例" * 50_000
    assert lines(with_lines("{{ text }}"), text=text) == [text]


def test_a_missing_field_is_named_with_its_place():
    data = with_lines("第一段", "", "收到日期：{{ received_on }}")
    with pytest.raises(InputError) as caught:
        rendered(data)
    assert caught.value.code == "template.missing_field"
    assert "第2段" in caught.value.message
    assert "received_on" in caught.value.message


def test_a_missing_field_in_a_condition_is_no_false_condition():
    with pytest.raises(InputError, match="reason"):
        rendered(with_lines("{% if reason %}因{{ reason }}{% endif %}"))


def test_a_missing_field_of_a_row_is_named():
    with pytest.raises(InputError, match="amount"):
        rendered(with_lines("{% for row in rows %}{{ row.amount }}{% endfor %}"), rows=[{}])


@pytest.mark.parametrize("prefix", ["", "p "])
def test_a_block_alone_in_its_paragraph_governs_paragraphs_and_vanishes(prefix):
    tags = (f"{{%{prefix or ' '}if late %}}", f"{{%{prefix or ' '}endif %}}")
    data = with_lines("前", tags[0], "因{{ reason }}", "特此说明", tags[1], "后")
    paragraphs = docx.Document(io.BytesIO(rendered(data, late=True, reason="查档"))).paragraphs
    assert [p.text for p in paragraphs] == ["前", "因查档", "特此说明", "后"]
    paragraphs = docx.Document(io.BytesIO(rendered(data, late=False, reason=""))).paragraphs
    assert [p.text for p in paragraphs] == ["前", "后"]


def test_branches_over_paragraphs():
    data = with_lines(
        *("{% if way == 'post' %}", "邮寄", "{% elif way == 'web' %}", "网络"),
        *("{% else %}", "当面", "{% endif %}"),
    )
    assert [lines(data, way=way) for way in ("post", "web", "")] == [["邮寄"], ["网络"], ["当面"]]


def test_two_tags_may_share_the_paragraph_that_vanishes():
    data = with_lines("{% if a %}", "甲", "{% endif %}{% if b %}", "乙", "{% endif %}")
    assert lines(data, a=False, b=True) == ["乙"]
    assert lines(data, a=True, b=False) == ["甲"]


def test_paragraphs_are_looped():
    data = with_lines("{% for item in items %}", "{{ loop.index }}. {{ item }}", "{% endfor %}")
    assert lines(data, items=["甲", "乙"]) == ["1. 甲", "2. 乙"]


def test_runs_are_looped_with_their_formatting():
    document = docx.Document()
    paragraph = document.add_paragraph("{% for name in names %}")
    paragraph.add_run("{{ name }}").bold = True
    paragraph.add_run("；{% endfor %}")
    made = docx.Document(io.BytesIO(rendered(saved(document), names=["甲", "乙"])))
    assert [(run.text, run.bold) for run in made.paragraphs[0].runs] == [
        *(("甲", True), ("；", None)),
        *(("乙", True), ("；", None)),
    ]


def test_a_paragraph_whose_conditions_are_all_false_leaves_no_hole():
    data = with_lines("前", "{% if a %}甲{% endif %}{% for x in xs %}{{ x }}{% endfor %}", "后")
    document = docx.Document(io.BytesIO(rendered(data, a=False, xs=[])))
    assert [p.text for p in document.paragraphs] == ["前", "后"]
    assert lines(data, a=True, xs=["乙"]) == ["前", "甲乙", "后"]


ROWS = [{"name": "甲", "count": 1}, {"name": "乙", "count": 2}]


@pytest.mark.parametrize("prefix", [" ", "tr "])
def test_rows_between_rows_with_nothing_but_tags_are_looped(prefix):
    data = with_rows(
        ("名称", "数量"),
        (f"{{%{prefix}for row in rows %}}", ""),
        ("{{ row.name }}", "{{ row.count }}"),
        (f"{{%{prefix}endfor %}}", ""),
    )
    assert lines(data, rows=ROWS) == ["名称", "数量", "甲", "1", "乙", "2"]
    table = docx.Document(io.BytesIO(rendered(data, rows=ROWS))).tables[0]
    assert len(table.rows) == 3


def test_a_row_framed_by_its_tags_is_looped():
    data = with_rows(
        ("名称", "数量"), ("{% for row in rows %}{{ row.name }}", "{{ row.count }}{% endfor %}")
    )
    table = docx.Document(io.BytesIO(rendered(data, rows=ROWS))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["名称", "数量"],
        ["甲", "1"],
        ["乙", "2"],
    ]


def test_a_table_that_loses_all_its_rows_vanishes():
    data = with_rows(("{% for row in rows %}{{ row.name }}", "{{ row.count }}{% endfor %}"))
    assert not docx.Document(io.BytesIO(rendered(data, rows=[]))).tables


def test_a_cell_keeps_a_paragraph_when_its_condition_is_false():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "{% if note %}"
    cell.add_paragraph("{{ note }}")
    cell.add_paragraph("{% endif %}")
    root = etree.fromstring(part(rendered(saved(document), note="")))
    assert [child.tag for child in next(root.iter(f"{W}tc"))][-1] == f"{W}p"
    assert lines(saved(document), note="备注") == ["备注"]


def test_headers_and_footers_are_filled():
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ agency }}"
    section.footer.paragraphs[0].text = "{% if note %}{{ note }}{% endif %}"
    made = docx.Document(io.BytesIO(rendered(saved(document), agency="示例镇", note="注")))
    assert made.sections[0].header.paragraphs[0].text == "示例镇"
    assert made.sections[0].footer.paragraphs[0].text == "注"


def test_an_empty_header_keeps_its_paragraph():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{% if x %}{{ x }}{% endif %}"
    made = docx.Document(io.BytesIO(rendered(saved(document), x="")))
    assert [p.text for p in made.sections[0].header.paragraphs] == [""]


BOX = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
    'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}'
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    "<w:r><w:t>框外{{{{ x }}}}</w:t></w:r></w:p>"
)


def test_text_boxes_are_filled_in_both_their_versions():
    inner = (
        "<w:p><w:r><w:t>{% if x %}</w:t></w:r></w:p><w:p><w:r><w:t>框内{{ x }}</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>"
    )
    data = with_body(BOX.format(inner.replace("{", "{")))
    assert sorted(lines(data, x="示例")) == ["框内示例", "框内示例", "框外示例"]
    root = etree.fromstring(part(rendered(data, x="")))
    assert all(len(box.findall(f"{W}p")) == 1 for box in root.iter(f"{W}txbxContent"))


def test_content_controls_are_filled():
    inner = "<w:sdtContent><w:r><w:t>{{ x }}</w:t></w:r></w:sdtContent>"
    block = f"<w:sdt><w:sdtContent><w:p><w:sdt>{inner}</w:sdt></w:p></w:sdtContent></w:sdt>"
    assert lines(with_body(block), x="示例") == ["示例"]


def test_hyperlinks_are_filled():
    link = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>见{{ x }}</w:t></w:r></w:hyperlink></w:p>'
    assert lines(with_body(link), x="示例") == ["见示例"]


def test_remarks_are_dropped():
    assert lines(with_lines("甲{# 给科室看的说明 #}乙")) == ["甲乙"]


def test_the_last_paragraph_of_a_section_is_kept_when_its_text_goes():
    section = "<w:pPr><w:sectPr/></w:pPr>"
    data = with_body(f"<w:p>{section}<w:r><w:t>{{% if x %}}甲{{% endif %}}</w:t></w:r></w:p>")
    root = etree.fromstring(part(rendered(data, x="")))
    assert len(list(root.iter(f"{W}sectPr"))) == 2


def test_equal_input_gives_equal_bytes_and_other_parts_are_copied_as_they_were():
    data = with_lines("{{ x }}")
    assert rendered(data, x="甲") == rendered(data, x="甲")
    made = rendered(data, x="甲")
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(io.BytesIO(made)) as new,
    ):
        assert new.testzip() is None
        assert {info.date_time for info in new.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(new.namelist()) == sorted(old.namelist())
        changes = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changes == {"word/document.xml", "docProps/core.xml"}


def test_core_properties_are_the_documents_not_the_templates():
    made = docx.Document(io.BytesIO(rendered(with_lines("{{ x }}"), x="甲"))).core_properties
    assert (made.title, made.author, made.last_modified_by) == ("示例文书", "示例机关", "示例机关")
    assert (made.created.date(), made.modified.date()) == (date(2020, 5, 11), date(2020, 5, 11))
    assert (made.language, made.comments) == ("zh-CN", "")


def test_a_template_without_core_properties_gets_them():
    data = with_lines("{{ x }}")
    stripped = changed(
        data,
        {
            "[Content_Types].xml": lambda text: text.replace("core-properties+xml", "other+xml"),
            "_rels/.rels": lambda text: text.replace("metadata/core-properties", "metadata/other"),
        },
    )
    made = docx.Document(io.BytesIO(rendered(stripped, x="甲")))
    assert made.core_properties.title == "示例文书"


def test_a_template_is_compiled_once():
    data = with_lines("{{ x }}")
    assert compile_template(data) is compile_template(bytes(data))
    assert compile_template(data) is not compile_template(with_lines("{{ y }}"))


def test_every_value_outside_loops_stands_in_a_hidden_bookmark_of_its_name():
    root = etree.fromstring(part(rendered(with_lines("{{ x }}和{{ x }}"), x="甲")))
    names = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    ids = [mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]
    assert names == ["_wf_1_x", "_wf_2_x"]
    assert len(set(ids)) == 2


def test_loops_are_stopped_before_they_fill_the_memory():
    data = with_lines(
        *("{% for a in rows %}", "{% for b in rows %}", "{{ b }}", "{% endfor %}", "{% endfor %}")
    )
    with pytest.raises(InputError) as caught:
        rendered(data, rows=["x"] * 1000)
    assert caught.value.code == "template.too_long"


def test_only_lists_are_looped():
    with pytest.raises(InputError) as caught:
        rendered(with_lines("{% for x in name %}{{ x }}{% endfor %}"), name="张三")
    assert caught.value.code == "template.not_a_list"
    assert "第1段" in caught.value.message


def test_a_row_can_not_be_printed_whole():
    with pytest.raises(InputError) as caught:
        rendered(with_lines("{% for x in rows %}{{ x }}{% endfor %}"), rows=[{"a": 1}])
    assert caught.value.code == "template.not_printable"


def test_filters_of_the_list_work():
    data = with_lines("{{ names | join('，') }}共{{ names | length }}人，{{ names | first }}等")
    assert lines(data, names=["甲", "乙"]) == ["甲，乙共2人，甲等"]


def test_lines_of_reads_what_python_docx_reads():
    data = with_lines("甲", "乙")
    assert lines_of(data) == [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
