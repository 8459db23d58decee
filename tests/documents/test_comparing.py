"""A letter edited by hand against its case: what differs is told, wording is the officer's."""

import io
from datetime import date

import docx
import pytest

from documents.wordfile import rendered, saved, with_lines
from workflow.core.fields import Field, NoticeFields
from workflow.documents.compare import compare_with_case

SPEC = NoticeFields(
    "N04",
    (
        Field("agency_name", "行政机关名称", "text"),
        Field("number", "文号", "text"),
        Field("addressee", "收件人", "text"),
        Field("received_on", "收到日期", "date"),
        Field("new_due", "延长后的答复日期", "date"),
        Field("reason", "延期理由", "text"),
        Field("remedy", "救济途径", "text"),
    ),
)
LETTER = with_lines(
    "{{ number }}",
    "{{ addressee }}：",
    "本机关于{{ received_on }}收到您的申请。因{{ reason }}，"
    "根据《中华人民共和国政府信息公开条例》第三十三条的规定，答复期限延长至{{ new_due }}。",
    "{{ remedy }}",
    "{{ agency_name }}",
)
CASE = {
    "agency_name": "示例镇人民政府",
    "number": "示例〔2020〕1号-延",
    "addressee": "示例申请人",
    "received_on": "2020年5月11日",
    "new_due": date(2020, 7, 10),
    "reason": "查找档案需要时间",
    "remedy": "可以自收到本答复书之日起60日内申请行政复议。",
}
ISSUED = rendered(LETTER, **CASE)


def edited(old, new):
    document = docx.Document(io.BytesIO(ISSUED))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    return saved(document)


def differences(document):
    found = compare_with_case(document, ISSUED, CASE, SPEC)
    return [(each.field, each.expected, each.found) for each in found]


def test_a_letter_as_it_was_made_agrees():
    assert differences(ISSUED) == []


def test_a_letter_saved_again_agrees():
    assert differences(saved(docx.Document(io.BytesIO(ISSUED)))) == []


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("addressee", "示例申请人", "另一个人"),
        ("number", "示例〔2020〕1号-延", "示例〔2020〕2号-延"),
        ("received_on", "2020年5月11日", "2020年5月12日"),
        ("new_due", "2020年7月10日", "2020年7月1日"),
        ("agency_name", "示例镇人民政府", "别的镇人民政府"),
        ("remedy", CASE["remedy"], "可以自收到本答复书之日起30日内申请行政复议。"),
    ],
)
def test_what_the_officer_changed_in_a_field_is_told_once(field, old, new):
    assert differences(edited(old, new)) == [(field, old, new)]


def test_a_date_without_its_last_digit_is_told():
    assert ("new_due", "2020年7月10日", "2020年7月1日") in differences(edited("10日", "1日"))


def test_other_wording_is_the_officers():
    assert differences(edited("查找档案需要时间", "档案保管单位正在搬迁")) == []


def test_blanks_and_line_breaks_are_layout():
    assert differences(edited("2020年5月11日", "2020年 5月11日")) == []


def test_another_article_is_told_on_both_sides():
    assert differences(edited("第三十三条", "第二十四条")) == [
        ("articles", "《政府信息公开条例》第三十三条", ""),
        ("articles", "", "《政府信息公开条例》第二十四条"),
    ]


def test_a_date_and_a_number_that_the_case_does_not_know_are_told():
    added = edited("收到您的申请。", "收到申请。本机关曾于2020年6月1日作出示例〔2019〕9号答复。")
    assert differences(added) == [
        ("dates", "", "2020年6月1日"),
        ("numbers", "", "〔2019〕9号"),
    ]


def test_a_remedy_that_was_deleted_is_told():
    document = docx.Document(io.BytesIO(ISSUED))
    paragraph = next(p for p in document.paragraphs if p.text == CASE["remedy"])
    paragraph._p.getparent().remove(paragraph._p)
    assert differences(saved(document)) == [("remedy", CASE["remedy"], "")]


def test_a_paragraph_typed_anew_with_the_same_values_agrees():
    texts = [p.text for p in docx.Document(io.BytesIO(ISSUED)).paragraphs]
    assert differences(with_lines(*texts)) == []


def test_a_paragraph_typed_anew_with_another_value_is_told():
    texts = [p.text for p in docx.Document(io.BytesIO(ISSUED)).paragraphs]
    typed = with_lines(*(text.replace("5月11日", "5月1日") for text in texts))
    assert differences(typed) == [("received_on", "2020年5月11日", "2020年5月1日")]


def test_every_difference_is_a_sentence():
    changed = compare_with_case(edited("5月11日", "5月12日"), ISSUED, CASE, SPEC)[0]
    assert changed.message == "收到日期：案卷是“2020年5月11日”，文中写成“2020年5月12日”。"
    assert changed.to_json()["field"] == "received_on"
    lost, added = compare_with_case(edited("第三十三条", "第二十四条"), ISSUED, CASE, SPEC)
    assert (lost.message[-4:], added.message[-4:]) == ("找不到。", "里没有。")
