"""docxtpl as the oracle: the same template and fields give the same text, part by part.

Compared is what a reader sees: the paragraphs with text. (docxtpl leaves an empty paragraph where
a condition alone in its paragraph is false; ours leaves none.)
"""

import io
import zipfile

import docx
import docxtpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from documents.wordfile import lines_of, rendered, saved, with_body, with_lines, with_rows
from workflow.core.fields import NoticeFields
from workflow.documents.library import builtin, builtin_keys, notice_fields
from workflow.documents.rehearsal import example_values
from workflow.documents.values import as_text

LAWS = ("cn-2019", "cn-2008")
STORIES = ("word/document", "word/header", "word/footer")


def by_docxtpl(data, fields):
    template = docxtpl.DocxTemplate(io.BytesIO(data))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    template.render(fields, jinja_env=environment)
    return saved(template)


def texts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            name
            for name in archive.namelist()
            if name.startswith(STORIES) and name.endswith(".xml")
        ]
    return {name: [line for line in lines_of(data, name) if line.strip()] for name in sorted(names)}


def agree(data, **fields):
    ours, theirs = texts(rendered(data, **fields)), texts(by_docxtpl(data, fields))
    assert any(ours.values())
    assert list(ours.values()) == list(theirs.values())


SPLIT = "".join(
    f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r><w:proofErr w:type="spellStart"/>'
    for piece in ("前{", "{ na", "me", " }}", "后")
)
TEMPLATES = {
    "values": with_lines("您于{{ day }}提出“{{ content }}”。", "{{ name }}"),
    "paragraphs": with_lines(
        *("{%p if name %}", "{{ name }}", "{%p else %}", "无名", "{%p endif %}"),
        *("{%p for item in items %}", "{{ loop.index }}.{{ item.text }}", "{%p endfor %}"),
    ),
    "inline": with_lines(
        "{% if name %}有{{ name }}{% else %}无{% endif %}；"
        "{% for item in items %}{{ item.text }}{% if not loop.last %}、{% endif %}{% endfor %}。"
    ),
    "rows": with_rows(
        ("序号", "内容"),
        ("{%tr for item in items %}", ""),
        ("{{ loop.index }}", "{{ item.text }}"),
        ("{%tr endfor %}", ""),
        ("合计", "{{ items | length }}"),
    ),
    "split": with_body(f"<w:p>{SPLIT}</w:p>"),
}

VALUES = st.text(st.sampled_from("示例&<>'\"甲乙 。12{}%"), max_size=12).filter(
    lambda text: "{{" not in text and "{%" not in text
)


@pytest.mark.parametrize("name", TEMPLATES)
@given(day=VALUES, content=VALUES, who=VALUES, items=st.lists(VALUES, max_size=3))
@settings(max_examples=12, deadline=None)
def test_both_print_the_same(name, day, content, who, items):
    rows = [{"text": text} for text in items]
    agree(TEMPLATES[name], day=day, content=content, name=who, items=rows)


def test_both_fill_headers_footers_and_content_controls():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ day }}页"
    control = "<w:sdtContent><w:p><w:r><w:t>控件{{ content }}</w:t></w:r></w:p></w:sdtContent>"
    agree(
        with_body(f"<w:sdt>{control}</w:sdt>", saved(document)), name="甲", day="乙", content="丙"
    )


def test_lines_and_tabs_are_the_same_text():
    agree(with_lines("前{{ text }}后"), text="一\n二\t三")


@pytest.mark.parametrize(("law", "key"), [(law, key) for law in LAWS for key in builtin_keys(law)])
def test_both_print_the_same_for_every_built_in_template(law, key):
    spec: NoticeFields = notice_fields(law, key)
    fields = example_values(spec, key)
    printed = {
        name: value if isinstance(value, (bool, list, tuple)) else as_text(value)
        for name, value in fields.items()
    }
    agree(builtin(law, key), **printed)


def test_there_are_built_in_templates_to_compare():
    assert {law: len(builtin_keys(law)) >= 16 for law in LAWS} == dict.fromkeys(LAWS, True)


def test_a_difference_would_be_seen():
    data = with_lines("{{ name }}")
    assert texts(rendered(data, name="甲")) != texts(by_docxtpl(data, {"name": "乙"}))
