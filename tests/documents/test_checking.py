"""The check of templates: each kind of finding, with place and mend."""

from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from documents.wordfile import changed, related, saved, with_body, with_lines, with_rows
from workflow.core.fields import Field, NoticeFields
from workflow.documents.check import check_template
from workflow.documents.citations import VERSIONS, citations, version_for
from workflow.documents.library import builtin, builtin_keys, notice_fields, outcome_in
from workflow.documents.names import nearest_name
from workflow.errors import InputError

ON = date(2024, 6, 8)
LETTER = NoticeFields(
    notice="N10",
    fields=(
        Field("applicant", "申请人", "text", example="示例申请人"),
        Field("number", "文号", "text", example="示例〔2024〕1号-答"),
        Field("received_on", "收到日期", "date", example="2024年5月11日"),
        Field("reasons", "理由", "text", example="示例", can_be_empty_for=frozenset({"A1"})),
        Field("course", "经过", "text", required=False, example="本机关已延长答复期限。"),
        Field("note", "备注", "text", required=False, example="示例备注"),
        Field("way", "方式", "choice", example="post", choices=("post", "web")),
        Field(
            "rows",
            "清单",
            "list",
            example=[{"text": "示例"}],
            items=(Field("text", "内容", "text", example="示例"),),
        ),
        Field("names", "名单", "list", example=["示例"]),
        Field("remedy", "救济途径", "text", example="示例"),
    ),
    needs_remedy=True,
    statute="cn-2019",
    outcomes=("A1", "A4"),
    articles=frozenset({"第三十六条", "第三十七条"}),
)


def official(*lines):
    """Return a template in an official font, with the remedy paragraph at its end."""
    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), "仿宋_GB2312")
    for line in [*lines, "{{ remedy }}"]:
        document.add_paragraph(line)
    return saved(document)


def check(data, outcome=None, spec=LETTER):
    return check_template(data, spec, on=ON, outcome=outcome)


def only(data, **options):
    found = check(data, **options)
    assert [finding.code for finding in found] == [found[0].code]
    return found[0]


def test_a_good_template_has_no_finding():
    data = official(
        *(
            "{{ number }}",
            "{{ applicant }}：",
            "本机关于{{ received_on }}收到您的申请。{{ course }}",
        ),
        *("{% if outcome == 'A4' %}", "理由：{{ reasons }}。", "{% endif %}"),
        *("{% if note %}", "{{ note }}", "{% endif %}"),
        "根据《中华人民共和国政府信息公开条例》第三十六条第三项的规定，不予公开。",
        "{% for row in rows %}{{ loop.index }}.{{ row.text }}；{% endfor %}",
        "{{ names | join('、') }}",
    )
    spec = NoticeFields(
        **{
            name: getattr(LETTER, name)
            for name in ("notice", "needs_remedy", "statute", "outcomes", "articles")
        },
        fields=(*LETTER.fields, Field("outcome", "办理结果", "choice", choices=("A1", "A4"))),
    )
    assert check(data, spec=spec) == ()


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("{{ aplicant }}", "applicant"),
        ("{{ 申请人 }}", "applicant"),
        ("{{ recieved_on }}", "received_on"),
        ("{% if nubmer %}甲{% endif %}", "number"),
        ("{% for row in row %}{{ row.text }}{% endfor %}", "rows"),
        ("{% for row in rows %}{{ row.txt }}{% endfor %}", "text"),
    ],
)
def test_a_misspelt_field_is_found_with_the_one_that_was_meant(tag, meant):
    found = only(official("第一段", tag))
    assert (found.code, found.severity) == ("unknown_field", "error")
    assert found.place.startswith("第2段：")
    assert found.message.startswith("第2段：")
    assert meant in found.suggestion


def test_a_field_of_nobody_has_no_suggestion():
    found = only(official("{{ zzz }}"))
    assert (found.code, found.suggestion) == ("unknown_field", "")
    assert nearest_name("zzz", LETTER.fields) == ""


def test_a_loop_variable_is_unknown_after_its_loop():
    found = only(official("{% for row in rows %}{{ row.text }}{% endfor %}{{ row.text }}"))
    assert "row" in found.message


def test_fields_are_checked_in_tables_and_headers_too():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ agencyname }}"
    places = {
        finding.place[:3] for finding in check(saved(document)) if "agency" in finding.message
    }
    assert places == {"页眉第"}
    found = check(with_rows(("甲", "{{ nmber }}")))
    assert [f.place[:13] for f in found if f.code == "unknown_field"] == ["第1个表格第1行第2格：“"]


def test_a_field_that_can_be_empty_for_an_outcome_is_found_with_it():
    found = only(official("理由：{{ reasons }}。"))
    assert (found.code, found.severity) == ("may_be_empty", "warning")
    assert "A1" in found.message
    assert "A4" not in found.message
    assert "{% if reasons %}" in found.suggestion


def test_for_an_outcome_in_which_it_is_never_empty_there_is_no_finding():
    assert check(official("理由：{{ reasons }}。"), outcome="A4") == ()


@pytest.mark.parametrize(
    "line",
    [
        "{% if reasons %}理由：{{ reasons }}。{% endif %}",
        "{% if not reasons %}无{% else %}理由：{{ reasons }}。{% endif %}",
        "{% if applicant and reasons %}理由：{{ reasons }}。{% endif %}",
        "{% if outcome == 'A4' %}理由：{{ reasons }}。{% endif %}",
        "{% if outcome != 'A1' %}理由：{{ reasons }}。{% endif %}",
        "{% if outcome in ('A4', 'A5') %}理由：{{ reasons }}。{% endif %}",
    ],
)
def test_any_condition_that_keeps_the_empty_field_out_is_a_guard(line):
    spec_fields = (*LETTER.fields, Field("outcome", "办理结果", "choice", choices=("A1", "A4")))
    spec = NoticeFields("N10", spec_fields, outcomes=("A1", "A4"))
    assert check(official(line), spec=spec) == ()


@pytest.mark.parametrize(
    "line",
    [
        "{% if applicant %}理由：{{ reasons }}。{% endif %}",
        "{% if applicant or reasons %}理由：{{ reasons }}。{% endif %}",
        "{% if note %}{% else %}理由：{{ reasons }}。{% endif %}",
        "{% if way == 'web' %}理由：{{ reasons }}。{% endif %}",
    ],
)
def test_a_condition_that_lets_the_empty_field_through_is_no_guard(line):
    assert only(official(line)).code == "may_be_empty"


def test_a_whole_sentence_between_others_may_be_empty_but_not_a_line_of_its_own():
    assert check(official("已收到。{{ course }}")) == ()
    assert only(official("{{ course }}")).code == "may_be_empty"


def test_a_cell_of_a_form_may_be_empty():
    data = with_body(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{ note }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        official(),
    )
    assert check(data) == ()


def test_a_missing_remedy_paragraph_is_found():
    document = docx.Document()
    document.add_paragraph("{{ number }}")
    codes = {finding.code: finding for finding in check(saved(document))}
    assert "{{ remedy }}" in codes["no_remedy"].suggestion


def test_a_remedy_paragraph_under_a_condition_that_can_fail_is_missing():
    data = official("{% if way == 'post' %}", "{{ remedy }}", "{% endif %}")
    without_last = changed(
        data, {"word/document.xml": lambda text: text[::-1].replace("ydemer", "rebmun", 1)[::-1]}
    )
    assert only(without_last).code == "no_remedy"


def test_a_notice_without_remedy_needs_none():
    spec = NoticeFields("N04", LETTER.fields)
    assert check(official("{{ number }}"), spec=spec) == ()


# text, law version, code of the finding (None: the citation is right)
CITED = [
    ("根据《中华人民共和国政府信息公开条例》第三十六条", "cn-2019", None),
    ("根据《条例》第三十六条、第三十七条", "cn-2019", None),
    ("根据条例第三十六条第（三）项", "cn-2019", None),
    ("根据《政府信息公开条例》第36条", "cn-2019", None),
    ("根据《政府信息公开条例》第二十四条", "cn-2019", "article_of_another"),
    ("根据《条例》第三十六条、第二十一条", "cn-2019", "article_of_another"),
    ("根据《政府信息公开条例》第五十七条", "cn-2019", "article_not_in_force"),
    ("根据《政府信息公开条例》第三十六条", "cn-2008", None),
    ("根据《政府信息公开条例》第三十九条", "cn-2008", "article_not_in_force"),
    ("根据《中华人民共和国行政复议法》第九十条", "cn-2019", None),
    ("根据《行政复议法》第九十一条", "cn-2019", "article_not_in_force"),
    ("根据《中华人民共和国物权法》第十八条", "cn-2019", "law_repealed"),
    ("根据《示例省政府信息公开规定》第九十九条", "cn-2019", None),
    ("第九十九条", "cn-2019", None),
]


@pytest.mark.parametrize(("text", "statute", "code"), CITED)
def test_articles_are_those_of_the_version(text, statute, code):
    articles = LETTER.articles
    spec = NoticeFields("N10", LETTER.fields, statute=statute, articles=articles)
    assert [f.code for f in check(official(text + "的规定。"), spec=spec)] == [code] * bool(code)


def test_an_article_of_2024_is_none_of_2023():
    data = official("根据《行政复议法》第四十四条的规定。")
    spec = NoticeFields("N10", LETTER.fields)
    assert check_template(data, spec, on=date(2024, 1, 1)) == ()
    (found,) = check_template(data, spec, on=date(2023, 12, 31))
    assert found.code == "article_not_in_force"


def test_no_day_has_two_versions_of_a_law():
    for law in {version.name for version in VERSIONS}:
        for version in VERSIONS:
            if version.name == law:
                assert version_for(law, "", version.since) == version
                assert version.until is None or version_for(law, "", version.until) == version


def test_every_citation_of_a_list_belongs_to_the_law_before_it():
    text = "依照《行政复议法》第二十三条、《行政诉讼法》第四十五条和第四十六条"
    assert [(c.law, c.number) for c in citations(text)] == [
        ("行政复议法", 23),
        ("行政诉讼法", 45),
        ("行政诉讼法", 46),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "本机关于2024年5月11日收到",
            "二〇二四年五月十一日",
            "日期：2024-05-11",
            "2024 年 5 月 1 日",
        ),
    ],
)
def test_a_typed_date_is_found(text):
    found = only(official(text))
    assert found.code == "typed_date"


@pytest.mark.parametrize(
    "text",
    ["自2019年5月15日起施行", "2019年4月3日国务院令第711号公布，2019年5月15日施行", "  年  月  日"],
)
def test_the_date_of_a_law_and_a_blank_date_may_be_typed(text):
    assert "typed_date" not in {finding.code for finding in check(official(text))}


@pytest.mark.parametrize(
    "text", ["良政公开〔2020〕1号", "示例公开（2024）第12号-延", "示例复[2024]3号"]
)
def test_a_typed_number_is_found(text):
    found = only(official(text))
    assert (found.code, found.severity) == ("typed_number", "error")


def test_the_number_of_a_cited_document_may_be_typed():
    assert check(official("根据国办函〔2020〕109号文件的规定")) == ()


@pytest.mark.parametrize("text", ["｛｛申请人｝｝", "｛％ if x ％｝", "{ { number } }"])
def test_braces_of_a_chinese_keyboard_are_told(text):
    assert "wide_braces" in {finding.code for finding in check(official(text))}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ number", "unclosed"),
        ("{% if number %}甲", "unended"),
        ("{{ number.__class__ }}", "forbidden"),
        ("{{ cycler.x() }}", "forbidden"),
        ("{% include 'x' %}", "unknown_block"),
        ("{{ number number }}", "syntax"),
        ("{{ rows }}", "rows_printed"),
        ("{% for x in number %}{{ x }}{% endfor %}", "not_a_list_field"),
    ],
)
def test_what_compiling_would_refuse_is_a_finding_with_its_place(line, code):
    found = [finding for finding in check(official("第一段", line)) if finding.code == code]
    assert [finding.place[:4] for finding in found] == ["第2段："]


def test_every_broken_tag_is_told_not_only_the_first():
    found = check(official("{{ a", "{{ b.__c__ }}", "{% set d = 1 %}"))
    assert [finding.code for finding in found] == ["unclosed", "forbidden", "unknown_block"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (related(with_lines(), "attachedTemplate", "http://attacker.example/x.dotm"), "external"),
        (changed(with_lines(), {"word/vbaProject.bin": b"x"}), "macros"),
        (with_body('<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'), "active_field"),
    ],
)
def test_what_acts_is_a_finding(data, code):
    assert [finding.code for finding in check(data)] == [code]


def test_what_is_no_word_file_is_wrong_input():
    with pytest.raises(InputError):
        check(b"plain text")


def test_a_date_that_moves_by_itself_tracked_changes_and_comments_are_found():
    xml = (
        '<w:p><w:fldSimple w:instr="DATE"/><w:ins w:id="1"><w:r><w:t>新</w:t></w:r></w:ins>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    found = {finding.code for finding in check(with_body(xml, official()))}
    assert found == {"moving_date", "tracked_changes", "comments"}


def test_a_font_that_is_not_official_is_found_once_with_what_would_be_shown():
    document = docx.Document()
    for text in ("甲", "乙"):
        run = document.add_paragraph().add_run(text)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "示例花体")
    found = [f for f in check(saved(document)) if f.code.startswith("font")]
    assert [(f.code, f.place) for f in found] == [("font_falls_back", "第1段：“甲”")]
    assert "示例花体" in found[0].message
    assert "仿宋_GB2312" in found[0].suggestion


def test_an_installed_font_that_is_not_official_is_found_too():
    document = docx.Document()
    run = document.add_paragraph().add_run("甲")
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")
    assert "font_unofficial" in {finding.code for finding in check(saved(document))}


def test_the_font_of_text_that_nobody_sees_does_not_matter():
    document = docx.Document()
    document.styles["Heading 1"].font.name = "示例花体"
    assert not [f for f in check(saved(document)) if "示例花体" in f.message]


def test_a_finding_says_everything_in_json():
    found = only(official("{{ nmber }}")).to_json()
    assert set(found) == {"code", "severity", "place", "message", "suggestion"}


@pytest.mark.parametrize("law", ["cn-2019", "cn-2008"])
def test_the_built_in_templates_hold_no_wrong_field_tag_article_date_or_code(law):
    for key in builtin_keys(law):
        spec = notice_fields(law, key)
        found = check_template(
            builtin(law, key), spec, on=date(2026, 11, 24), outcome=outcome_in(key, spec)
        )
        assert [f.message for f in found if f.severity == "error"] == []
