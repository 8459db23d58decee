"""The preview without Word: what the document says, on our paper, and nothing that runs."""

import io
import struct
import zlib

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from documents.wordfile import lines_of, rendered, saved, with_body, with_lines
from workflow.documents.library import builtin, builtin_keys, notice_fields
from workflow.documents.preview import sanitised, to_html
from workflow.documents.rehearsal import example_values
from workflow.errors import InputError

LAW = "cn-2019"


def _chunk(kind, data):
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


#: A picture of one dot.
DOT = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)


def made(key):
    return rendered(builtin(LAW, key), **example_values(notice_fields(LAW, key), key))


def texts(page):
    return [one.text_content() for one in html.fragment_fromstring(page).iter("p")]


@pytest.mark.parametrize("key", builtin_keys(LAW))
def test_every_notice_shows_every_line_of_its_body(key):
    data = made(key)
    shown = "".join("".join(texts(to_html(data))).split())
    for line in lines_of(data):
        assert "".join(line.split()) in shown


def test_a_letter_has_its_head_title_and_classes_of_our_paper():
    page = html.fragment_fromstring(to_html(made("N04")))
    assert page.get("class") == "paper"
    classes = [one.get("class") for one in page.iter("p")]
    assert classes[:4] == ["paper-head", "p-GwNumber", "p-GwTitle", "p-GwAddressee"]
    assert "p-GwSignature" in classes
    assert "p-GwDate" in classes


def test_a_form_is_a_table_whose_cells_span_what_they_span():
    page = html.fragment_fromstring(to_html(made("N14")))
    spans = [cell.get("colspan") for cell in page.iter("td")]
    assert "3" in spans
    assert not page.xpath("//p[@class='paper-head']")


def test_bold_and_line_breaks_stay():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("一是").bold = True
    paragraph.add_run("公开\n及时")
    assert "<p><strong>一是</strong>公开<br>及时</p>" in to_html(saved(document))


def test_signs_of_markup_in_a_value_are_text():
    page = to_html(rendered(with_lines("{{ name }}"), name="<b>甲</b> & <script>x</script>"))
    assert "<p>&lt;b&gt;甲&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>" in page


def test_a_picture_is_left_out():
    document = docx.Document()
    document.add_paragraph("有图")
    document.add_picture(io.BytesIO(DOT))
    page = to_html(saved(document))
    assert "有图" in page
    assert "<img" not in page
    assert "base64" not in page


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('<p onclick="x()">甲</p>', "<p>甲</p>"),
        ('<p><a href="javascript:x()">甲</a></p>', "<p>甲</p>"),
        ("<p>甲<script>x()</script>乙</p>", "<p>甲乙</p>"),
        ('<p style="color:red" class="p-GwBody">甲</p>', '<p class="p-GwBody">甲</p>'),
        ('<iframe src="http://example.com">甲</iframe>乙', "乙"),
        ('<td colspan="3" rowspan="2" width="9">甲</td>', '<td colspan="3" rowspan="2">甲</td>'),
        ("<svg><script>x()</script></svg>甲", "甲"),
        ("<!-- x --><p>甲</p>", "<p>甲</p>"),
        ("<custom>甲</custom>", "甲"),
        ("甲<br>乙", "甲<br>乙"),
        ('<p class="&quot;><script>">甲</p>', '<p class="&quot;&gt;&lt;script&gt;">甲</p>'),
    ],
)
def test_only_harmless_elements_come_through(text, kept):
    assert sanitised(text) == kept


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60))
def test_no_text_can_make_an_element(text):
    page = html.fragment_fromstring(to_html(rendered(with_lines("前{{ x }}后"), x=text)))
    assert {one.tag for one in page.iter()} <= {"div", "p"}
    assert "".join(texts(html.tostring(page, encoding="unicode"))).startswith("前")


def test_a_file_that_is_not_safe_is_not_shown():
    field = '<w:p><w:fldSimple w:instr="INCLUDETEXT http://example.com/x"/></w:p>'
    for bad, code in ((b"plain text", "docx.not_docx"), (with_body(field), "docx.active_field")):
        with pytest.raises(InputError) as caught:
            to_html(bad)
        assert caught.value.code == code
