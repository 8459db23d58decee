"""年度报告: live cells, findings and their mends, the narrative, table 1, the life, downloads."""

import io
import json
import re
import zipfile

import openpyxl
import pytest

from workflow.app import report_life
from workflow.app.agencies import change_agency
from workflow.app.office import Actor
from workflow.reports.reading import read_report

REPORT = "/report/2026"


def inputs(office):
    return report_life.standing(office, "hewan", 2026).version.inputs


def drafted(browser, part=1, **typed):
    """Draft the report by keeping a part; a field's name may have dots in it."""
    wang = browser("wang")
    page = wang.get(f"{REPORT}?part={part}")
    fields = page.form(f"{REPORT}/inputs")
    fields.update({name: [value] for name, value in typed.items()})
    return wang.post(f"{REPORT}/inputs", fields)


TEXT = "text.1.依申请公开"


def cell(page, column, row):
    found = re.search(rf'aria-label="{column}，{row}，(\d+) 件"', page.html)
    return int(found[1]) if found else 0


def test_the_years_are_listed_with_their_state_and_last_day(browser, office):
    drafted(browser)
    page = browser("wang").get("/report")
    assert "2026年度报告" in page.text
    assert "编制中" in page.text
    assert "2027年1月31日（周日）" in page.text


def test_every_cell_of_table_2_is_there_with_the_forms_own_labels(browser):
    page = browser("wang").get(REPORT)
    assert page.html.count('class="number') == 25 * 7
    assert "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请" in page.text


def test_a_cell_counts_cases_and_opens_them(browser):
    page = browser("wang").get(REPORT)
    # the town registered six applications of natural persons; one isn't confirmed yet
    assert cell(page, "自然人", "一、本年新收政府信息公开申请数量") == 5
    opened = browser("wang").get(f"{REPORT}?part=3&row=new_received&column=natural")
    side = opened.html.partition('id="opened"')[2].partition("</section>")[0]
    assert side.count('href="/cases/') == 5
    assert "山前镇" not in side


def test_a_cell_that_the_form_hasnt_is_refused(browser):
    page = browser("wang").get(f"{REPORT}?part=3&row=nonsense&column=natural")
    assert page.status == 400


def test_the_date_says_why_it_is_not_the_31st(browser):
    page = browser("wang").get(REPORT)
    # 31 January 2027 is a Sunday (and the 30th a Saturday): the last working day is Friday the 29th
    assert "2027年1月29日（周五）" in page.text
    assert "那天不上班" in page.text


def test_what_holds_is_said_too(browser):
    assert "每一列都满足：一＋二＝三（七）＋四" in browser("wang").get(REPORT).text


def test_a_text_is_kept_and_its_numbers_stay_tied(browser, office):
    page = drafted(browser, **{TEXT: "2026年，共收到政府信息公开申请【收到申请5】件。"})
    assert page.status == 303, page.text
    kept = inputs(office)["narrative"]["text"]["1"]["依申请公开"]
    assert kept == "2026年，共收到政府信息公开申请{{figure:requests}}件。"
    shown = browser("wang").get(f"{REPORT}?part=1")
    assert '<span class="live">5</span>' in shown.html
    assert shown.form(f"{REPORT}/inputs")[TEXT] == [
        "2026年，共收到政府信息公开申请【收到申请5】件。"
    ]


def test_a_number_typed_by_hand_that_disagrees_is_a_finding_with_its_mend(browser, office):
    drafted(browser, **{TEXT: "2026年，共收到政府信息公开申请40件。"})
    wang = browser("wang")
    page = wang.get(f"{REPORT}?part=1")
    assert "写的是40，表中为5" in page.text
    mended = wang.submit(f"{REPORT}?part=1", f"{REPORT}/mend", at=page)
    assert mended.status == 303, mended.text
    assert "{{figure:requests}}件" in inputs(office)["narrative"]["text"]["1"]["依申请公开"]
    assert "写的是40" not in wang.get(f"{REPORT}?part=1").text


def test_a_name_that_ties_no_number_is_refused_and_nothing_typed_is_lost(browser):
    page = drafted(browser, **{TEXT: "收到【不存在的数】件"})
    assert page.status == 400
    assert "不存在的数" in page.text
    assert page.form(f"{REPORT}/inputs")[TEXT] == ["收到【不存在的数】件"]


def test_a_text_is_escaped_on_the_page(browser):
    drafted(browser, **{TEXT: "<script>alert(1)</script>"})
    page = browser("wang").get(f"{REPORT}?part=1")
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html


def test_parts_five_and_six_are_one_text_each(browser, office):
    drafted(browser, 5, **{"text.5": "问题一。\r\n问题二。"})
    drafted(browser, 6, **{"text.6": "没有。"})
    text = inputs(office)["narrative"]["text"]
    assert text["5"] == "问题一。\n问题二。"
    assert text["6"] == "没有。"


def test_table_1_is_typed_and_counts_in_the_report(browser, office):
    page = drafted(browser, 2, **{"normative.made": "3"})
    assert page.status == 303, page.text
    assert inputs(office)["proactive"]["normative"]["made"] == 3
    shown = browser("wang").get(f"{REPORT}?part=2").form(f"{REPORT}/inputs")
    assert shown["normative.made"] == ["3"]


def test_words_in_a_number_cell_of_table_1_are_a_reminder(browser):
    drafted(browser, 2, **{"normative.made": "3件左右"})
    assert "3件左右" in browser("wang").get(f"{REPORT}?part=2").text


def test_fields_that_the_form_hasnt_are_passed_over(browser, office):
    drafted(browser, 1, **{"text.1.假的": "x", "text.9": "y", "text.": "z", "nonsense.made": "1"})
    text = inputs(office)["narrative"]["text"]
    assert "假的" not in text.get("1", {})
    assert "9" not in text


def through(browser, *steps):
    """Take steps of the report's life, each by who may."""
    who = {"draft": "wang", "check": "wang", "approve": "sun", "publish": "wang"}
    for step in steps:
        person = browser(who[step])
        if step == "publish":
            page = person.submit(f"{REPORT}/publish", place="县政府网站")
        else:
            page = person.submit(REPORT, f"{REPORT}/step/{step}")
        assert page.status == 303, (step, page.text)


def test_a_report_is_drafted_checked_approved_and_published(browser, office):
    through(browser, "draft", "check", "approve", "publish")
    standing = report_life.standing(office, "hewan", 2026)
    assert standing.state == "published"
    page = browser("wang").get(REPORT)
    assert "2026年11月24日（周二）公布" in page.text
    assert standing.version.digest[:16] in page.text
    assert f"{REPORT}/inputs" not in browser("wang").get(f"{REPORT}?part=1").html


def test_publishing_is_asked_for_once_more(browser):
    through(browser, "draft", "check", "approve")
    page = browser("wang").get(REPORT)
    assert f'href="{REPORT}/publish"' in page.html
    assert "不能再改" in browser("wang").get(f"{REPORT}/publish").text


def test_a_step_out_of_turn_is_refused_with_its_reason(browser):
    through(browser, "draft")
    sun = browser("sun")
    token = sun.get("/settings/tokens").form("/settings/tokens")["form_token"][0]
    page = sun.post(f"{REPORT}/step/approve", {"form_token": token})
    assert page.status == 400
    assert "没有办成" in page.text


def test_a_step_that_isnt_his_is_shown_with_the_reason(browser):
    through(browser, "draft")
    page = browser("sun").get(REPORT)
    assert 'aria-disabled="true"' in page.html
    assert "经办人" in page.text


def test_a_published_report_is_reissued_with_a_reason(browser, office):
    through(browser, "draft", "check", "approve", "publish")
    wang = browser("wang")
    assert wang.submit(REPORT, f"{REPORT}/step/reissue", reason=" ").status == 400
    page = wang.submit(REPORT, f"{REPORT}/step/reissue", reason="表一行政许可漏填")
    assert page.status == 303, page.text
    versions = report_life.versions(office, "hewan", 2026)
    assert [one.published_on is not None for one in versions] == [True, False]
    assert "表一行政许可漏填" in wang.get(REPORT).text


def test_the_published_numbers_stay_when_the_register_changes(browser, office, clock):
    through(browser, "draft", "check", "approve", "publish")
    before = cell(browser("wang").get(REPORT), "总计", "一、本年新收政府信息公开申请数量")
    from web.town import Hand  # noqa: PLC0415  (only here)

    Hand(office, clock).register(clock.at.date(), "补记的一件")
    assert cell(browser("wang").get(REPORT), "总计", "一、本年新收政府信息公开申请数量") == before


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_a_download_is_the_report_as_the_page_shows_it(browser, tmp_path, kind):
    answer = browser("wang").get(f"{REPORT}/file/{kind}").answer
    assert answer.status_code == 200
    path = tmp_path / f"report.{kind}"
    path.write_bytes(answer.content)
    report = read_report(path)
    assert report.year == 2026
    assert report.received["new_received"]["natural"] == 5


def test_the_workbook_opens_with_a_sheet_a_table(browser):
    answer = browser("wang").get(f"{REPORT}/file/xlsx").answer
    assert len(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames) >= 4


def test_what_cant_be_downloaded_is_not_found(browser):
    assert browser("wang").get(f"{REPORT}/file/exe").status == 404


@pytest.mark.parametrize(
    "address", ["/report/1999", "/report/x", "/report/99999", f"{REPORT}?part=7"]
)
def test_an_address_of_no_report_is_not_found(browser, address):
    assert browser("wang").get(address).status == 404


def test_the_chart_says_its_numbers_in_words_and_no_zero_for_a_year_that_nobody_counted(browser):
    page = browser("wang").get(REPORT)
    assert 'role="img" aria-label="新收申请，近五年：2026 5"' in page.html


def test_the_json_has_the_contracts_shape(browser):
    report = json.loads(browser("wang").get(f"{REPORT}/file/json").answer.content)
    assert {"body", "year", "form", "received", "appeals", "proactive", "narrative"} <= set(report)


def test_the_years_stand_beside_each_other_as_charts(browser):
    assert f'href="{REPORT}/compare"' in browser("wang").get(REPORT).html
    page = browser("wang").get(f"{REPORT}/compare")
    assert "2026年为按登记的案件统计的数据，尚未公布" in page.text
    assert 'aria-label="新收申请：2026 5"' in page.html
    assert "行政诉讼：各年都是 0 件" in page.text


def test_the_comparison_is_a_word_file_with_charts_that_can_be_edited(browser):
    packed = browser("wang").get(f"{REPORT}/compare.docx").answer.content
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert "word/charts/chart1.xml" in parts.namelist()
        book = openpyxl.load_workbook(io.BytesIO(parts.read("word/embeddings/chart1.xlsx")))
    assert [cell.value for cell in book["数据"][2]] == ["2026年", 5]


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({}, "公布：法定 2027年1月31日（周日） 前，那天不上班，最迟 2027年1月29日（周五）"),
        ({"report_month_day": "01-15"}, "公布：本地要求最迟 2027年1月15日（周五）"),
        (
            {"report_month_day": "01-17"},
            "公布：本地要求 2027年1月17日（周日） 前，那天不上班，最迟 2027年1月15日（周五）",
        ),
    ],
)
def test_the_last_day_says_whether_the_law_or_the_place_sets_it(browser, office, own, words):
    change_agency(office, "hewan", {"settings": own}, Actor("root", "admin"))
    assert words in browser("wang").get(REPORT).text


def test_of_a_cell_with_very_many_cases_the_first_are_listed_and_the_rest_counted(
    browser, monkeypatch
):
    monkeypatch.setattr("workflow.app.report_asking.MOST_SHOWN", 2)
    opened = browser("wang").get(f"{REPORT}?part=3&row=new_received&column=natural")
    side = opened.html.partition('id="opened"')[2].partition("</section>")[0]
    assert side.count('href="/cases/') == 2
    assert "5 件" in side
    assert "还有 3 件没有列在这里" in side
