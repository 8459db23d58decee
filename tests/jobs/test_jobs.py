"""The commonest jobs from sign-in to the letter in Word, each with scripts and without.

The texts in ``letters`` were read against the law and the case, sentence by sentence.
"""

import pytest
from docx import Document
from playwright.sync_api import expect

from jobs.officer import expected

RECEIPT = "政府信息公开申请登记回执"
ANSWER = "政府信息公开申请答复书"


def test_an_application_by_post_is_registered(officer):
    wang = officer("wang").press("登记新申请")
    wang.fill(channel="signed_mail", signed_mail_on="11月23日", mail_number="1234567890123")
    wang.fill(applicant="赵德明（示例）", work_unit="兴隆村（示例）", address="示例路2号")
    wang.fill(telephone="000-0000 0001", content="兴隆村2025年低保对象名单")
    wang.fill(form_wanted="纸质", way_wanted="邮寄")
    wang.send().done("已登记：河政公开〔2026〕17号。 答复期限 2026年12月21日（周一）。")
    assert wang.letter(RECEIPT) == expected("receipt")


def test_a_correction_is_asked_for_once_for_all(officer):
    wang = officer("wang").open("correction").press("补正告知")
    wang.fill(items="写明是哪一年、哪个地块的文件").send().done("已办：一次性补正告知")
    assert wang.letter("政府信息公开申请补正告知书") == expected("correction")


def test_an_answer_is_extended_with_consent(officer):
    zheng = officer("zheng").open("extension").press("延期")
    zheng.fill(length="10", grounds_text="要检索的档案较多").send().done("已办：延期答复")
    assert zheng.letter("政府信息公开申请延期答复告知书") == expected("extension")


def test_a_third_party_is_asked_and_never_told_who_asks(officer):
    wang = officer("wang").open("consultation").press("征求意见")
    wang.fill(party="third_party", party_name="云川县洁美环卫有限公司（示例）")
    wang.fill(summary="清运单价明细").send().done("已办：拟征求意见")
    wang.press("发出征求意见").send().done("已办：发出征求意见")
    letter = wang.letter("政府信息公开征求意见书")
    assert letter == expected("consultation")
    assert "张文博" not in letter


@pytest.mark.parametrize(
    ("job", "typed"),
    [
        ("public", {"outcome": "A1", "access_way": "在县政府网站“财政信息”专栏查看",
                    "access_route": "www.yunchuan.example/caizheng"}),
        ("partly", {"outcome": "A3", "grounds": "A7", "published_part": "审批表的项目和金额",
                    "reasons": "申请人住址、身体状况属于个人隐私"}),
        ("refused", {"outcome": "A9", "reasons": "讨论记录属于过程性信息"}),
        ("absent", {"outcome": "A12", "search_record": "查1996年至2000年水利卷，没有图纸"}),
    ],
)  # fmt: skip
def test_an_answer_is_drafted(officer, job, typed):
    wang = officer("wang").open(job).press("送审答复书")
    wang.fill(**typed).send().done("已办：送审")
    assert wang.letter(ANSWER) == expected(job)


def test_an_application_is_withdrawn(officer):
    wang = officer("wang").open("withdrawal").press("申请人撤回")
    wang.fill(statement="申请人来函撤回申请").send().done("已办：撤回")
    expect(wang.page.locator("main")).to_contain_text("已撤回")
    wang.press("归档").send().send().done("已办：归档")
    assert wang.letter("政府信息公开申请受理告知书") == expected("withdrawal")


def test_an_answer_is_reviewed_approved_issued_and_served(officer):
    for name, act in (("liu", "保密审查通过"), ("zheng", "法制审核通过"), ("sun", "同意发出")):
        reader = officer(name)
        reader.page.goto(f"/approvals/{reader.cases['approval']}")
        expect(reader.page.locator("article.paper")).to_contain_text("2025年农业补贴发放办法")
        reader.fill(said="同意（示例）").press(act)
        expect(reader.page.get_by_role("status").first).to_contain_text("已办：")
    wang = officer("wang").open("approval").press("发出答复")
    wang.fill(way="post", carrier="postal").send().send().done("已办：发出答复")
    assert wang.letter(ANSWER) == expected("approval")
    wang.press("记录送达").fill(evidence="邮政签收记录（示例）", place="示例路2号")
    wang.fill(recipient="本人").send()
    wang.done("已办：送达")
    assert wang.letter("送达回证") == expected("service")


def test_an_appeal_is_recorded_and_answered(officer):
    wang = officer("wang").open("appeal")
    wang.page.get_by_text("少用的").click()
    wang.press("收到复议申请副本").fill(procedure="ordinary", body="云川县人民政府（示例）").send()
    wang.done("已办：收到复议申请副本")
    expect(wang.page.locator("main")).to_contain_text("复议答复")
    sun = officer("sun").open("appeal").press("提交复议答复")
    sun.fill(reasons="讨论记录依法不予公开，程序合法").send().done("已办：提交复议答复")
    assert sun.letter("行政复议答复书") == expected("defence")


def test_the_annual_report_is_built_and_downloaded(officer, tmp_path):
    wang = officer("wang")
    wang.page.goto("/report/2026?part=3")
    total = wang.page.locator("table").first.locator("tr", has_text="本年新收").locator("td").last
    count = total.inner_text().strip()
    with wang.page.expect_download() as waiting:
        wang.page.get_by_text("下载 .docx").click()
    waiting.value.save_as(tmp_path / "report.docx")
    rows = [
        [cell.text.strip() for cell in row.cells]
        for table in Document(str(tmp_path / "report.docx")).tables
        for row in table.rows
    ]
    (new,) = [row for row in rows if any("本年新收" in cell for cell in row)]
    assert int(count) > 0
    assert new[-1] == count
