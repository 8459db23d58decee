"""The small parts under the renderer: the zip, places, values, citations, helpers of templates."""

import io
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.wordfile import BOXED, changed, part, saved, with_body, with_lines
from workflow.documents.archive import lay_out, pack
from workflow.documents.citations import citations, known, number_of, version_for
from workflow.documents.fonts import shown_by
from workflow.documents.package import open_package
from workflow.documents.places import places
from workflow.documents.sandbox import Rounds, fault_of, value_source, whole, with_rows, with_runs
from workflow.documents.texts import DATE, NUMBER
from workflow.documents.values import as_text, as_xml, clean, joined, long_date
from workflow.documents.xml import parse
from workflow.errors import InputError

NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
FILES = st.dictionaries(NAMES, st.binary(max_size=200), max_size=5)


@given(unchanged=FILES, made=FILES)
@settings(max_examples=60)
def test_what_we_zip_every_zip_program_reads(unchanged, made):
    made = {f"made/{name}": data for name, data in made.items()}
    layout = lay_out(pack(name, data) for name, data in unchanged.items())
    with zipfile.ZipFile(io.BytesIO(layout.finish(made))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == unchanged | made


def test_a_layout_can_be_finished_again_and_again():
    layout = lay_out([pack("a", b"1")])
    assert layout.finish({"b": b"2"}) == layout.finish({"b": b"2"})
    assert layout.finish({"b": b"2"}) != layout.finish({"b": b"3"})


def test_an_entry_unpacks_to_what_was_packed():
    entry = pack("word/document.xml", "示例".encode() * 100)
    assert entry.unpack() == "示例".encode() * 100
    assert len(entry.packed) < 100


def test_the_body_comes_first_among_the_parts_with_text():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    stories = open_package(saved(document)).stories()
    assert stories[0] == "word/document.xml"
    assert [name.rstrip("0123456789.xml")[-6:] for name in stories[1:]] == ["footer", "header"]


def place_names(data, name="word/document.xml"):
    found = places(open_package(data).root(name))
    return [place.name for place in found if place.text.strip()]


def test_empty_paragraphs_are_not_counted():
    assert place_names(with_lines("甲", "", "  ", "乙")) == ["第1段", "第2段"]


def test_cells_are_named_by_table_row_and_cell_and_not_counted_among_paragraphs():
    document = docx.Document()
    document.add_paragraph("甲")
    for _ in range(2):
        table = document.add_table(rows=2, cols=2)
        table.cell(1, 1).text = "格"
    document.add_paragraph("乙")
    assert place_names(saved(document)) == [
        "第1段",
        "第1个表格第2行第2格",
        "第2个表格第2行第2格",
        "第2段",
    ]


def test_boxes_are_counted_apart():
    assert place_names(with_body(BOXED, with_lines("甲"))) == ["第1段", "第2段", "文本框第1段"]


def test_a_long_text_is_shown_by_its_beginning():
    data = with_lines("示" * 100)
    (place,) = [p for p in places(open_package(data).root("word/document.xml")) if p.text]
    assert str(place) == "第1段：“" + "示" * 24 + "……”"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (3.5, "3.5"),
        (date(2024, 12, 31), "2024年12月31日"),
        (["甲", 2, date(2024, 1, 1)], "甲、2、2024年1月1日"),
        ([], ""),
        ("a\r\nb\rc\x0bd\x0ce", "a\nb\nc\nd\ne"),
    ],
)
def test_values_as_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize("value", [{"a": 1}, object(), b"bytes", {1}])
def test_what_is_no_value_is_refused(value):
    with pytest.raises(InputError) as caught:
        as_text(value)
    assert type(value).__name__ in caught.value.message


@given(st.text(max_size=30))
def test_every_text_as_xml_can_be_parsed(text):
    xml = f'<w:t xmlns:w="urn:w">{as_xml(text)}</w:t>'
    wrapped = f'<w:r xmlns:w="urn:w">{xml}</w:r>'.replace('<w:t xmlns:w="urn:w">', "<w:t>")
    root = parse(wrapped.encode(), "test")
    pieces = {"br": "\n", "tab": "\t"}
    read = "".join(pieces.get(e.tag.rpartition("}")[2]) or e.text or "" for e in root)
    assert read == clean(text)


def test_joined_and_long_dates():
    assert joined(["甲", "乙"], "；") == "甲；乙"
    assert long_date(date(2020, 10, 9)) == "2020年10月9日"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("中华人民共和国政府信息公开条例", "政府信息公开条例"),
        ("条例", "政府信息公开条例"),
        ("行政复议法（2023年修订）", "行政复议法"),
        ("示例办法", "示例办法"),
    ],
)
def test_laws_are_known_under_their_short_names(name, short):
    assert known(name) == short


@given(st.integers(1, 999))
def test_chinese_numerals_are_read(number):
    assert number_of(chinese(number)) == number
    assert number_of(str(number)) == number


def chinese(number):
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""
    return text.removeprefix("一") if 10 <= number < 20 else text


def test_articles_before_any_law_are_nobodys():
    assert list(citations("第三条规定，根据《条例》第四条")) == [
        *citations("根据《条例》第四条"),
    ]


def test_a_law_that_is_not_in_the_table_has_no_version():
    assert version_for("示例办法", "cn-2019", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("content", "made"),
    [("", "<w:p/>"), ("<w:p/>", "<w:p/>"), ("<w:tbl></w:tbl>", "<w:tbl></w:tbl><w:p/>")],
)
def test_a_cell_ends_in_a_paragraph(content, made):
    assert whole(content) == made


def test_what_lost_its_rows_or_runs_vanishes():
    assert with_rows("<w:tbl><w:tblPr/></w:tbl>") == ""
    assert with_rows("<w:tbl><w:tr/><w:tr ></w:tr></w:tbl>") != ""
    assert with_runs("<w:p><w:pPr/></w:p>") == ""
    assert with_runs("<w:p><w:r></w:r></w:p>") != ""


def test_rounds_are_counted_over_all_loops_of_a_document():
    rounds = Rounds()
    for _ in range(20):
        rounds([0] * 1000, "第1段")
    with pytest.raises(InputError):
        rounds([0], "第1段")


def test_faults_are_named():
    assert fault_of(value_source("a.b | join")) == ""
    assert fault_of(value_source("a._b")) == "_b"
    assert fault_of(value_source("a()")) == "Call"
    assert fault_of(value_source("a | attr('b')")) == "|attr"


@pytest.mark.parametrize(
    ("text", "dates", "numbers"),
    [
        ("2020年5月11日至2020年6月1日", 2, 0),
        ("2020年度", 0, 0),
        ("良政公开〔2020〕1号-答", 0, 1),
        ("第2020条", 0, 0),
    ],
)
def test_dates_and_numbers_in_running_text(text, dates, numbers):
    assert (len(DATE.findall(text)), len(NUMBER.findall(text))) == (dates, numbers)


def test_a_font_is_shown_by_what_fontconfig_says():
    assert "DejaVu" in shown_by("示例花体")
    assert shown_by("Noto Serif CJK SC").startswith("Noto Serif CJK")


def test_a_byte_order_mark_does_no_harm():
    data = with_lines("{{ x }}")
    body = b"\xef\xbb\xbf" + part(data)
    assert open_package(changed(data, {"word/document.xml": body})).stories()
