"""The self-inspection report, the guide, what is worth publishing, and the commands."""

import io
import json
import shutil
from datetime import date

import docx
import pytest
from click.testing import CliRunner

from disclosures.conftest import CLERK, LEADER, REVIEWER, TODAY, TOWN
from workflow.app.agencies import change_agency
from workflow.app.disclosing_catalogue import keep
from workflow.app.disclosing_suggestions import suggestions
from workflow.app.figure_periods import Period
from workflow.app.guide import guide_docx, guide_of
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.registering import Application, register
from workflow.app.self_inspection import Words, inspection_docx, record_of, words_from_json
from workflow.cli import main
from workflow.errors import InputError
from workflow.messages import catalogue

SECOND = Period(2020, "H", 2)
ROW = {
    "title": "低保审核",
    "attribute": "proactive",
    "responsible": "民生中心",
    "site_column": "社会救助",
}


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    """One database: what is tested here are words; ``test_register`` writes to both."""
    shutil.copy(ready_sqlite, tmp_path / "workflow.db")
    return f"sqlite:///{tmp_path}/workflow.db"


def paragraphs(content):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def cells(content):
    tables = docx.Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def inspected(office, words=None, period=SECOND):
    return inspection_docx(office, record_of(office, "liangtian", period), TODAY, words)


def ask(office, name, content, on=date(2020, 8, 3)):
    """Register a request and give what it asks for."""
    facts = {"channel": "in_person", "applicant_class": "natural", "applicant": name,
             "content": content, "form_wanted": "纸质"}  # fmt: skip
    person = {"id_kind": "居民身份证", "id_number": f"示例{name}", "telephone": "000"}
    made = register(office, Application("liangtian", on, facts, person), CLERK)
    return made.case.number


def give(office, number, on=date(2020, 8, 10)):
    steps = (
        ("submit_answer", CLERK, {"outcome": "A2", "information": "方案", "access_way": "纸质",
                                  "access_route": "自行领取", "access_time": "即时"}),
        ("pass_secrecy_review", REVIEWER, {}),
        ("pass_legal_review", REVIEWER, {}),
        ("approve", LEADER, {}),
        ("dispatch", CLERK, {"way": "post", "carrier": "postal"}),
    )  # fmt: skip
    for trigger, actor, facts in steps:
        advance(office, Wanted(number, trigger, on, facts), actor)


class TestSelfInspection:
    def test_it_tells_the_figures_and_puts_last_years_beside(self, office, desk):
        desk.enter("2020H2", TOWN)
        desk.enter("2019H2", {"weibo_items": 200})
        made = inspected(office)
        text = "\n".join(paragraphs(made))
        assert "2020年下半年政府信息公开工作自查报告" in text
        assert "通过政府网站公开信息123件，其中扶贫工作59件，部门文件33件，社会救助11件" in text
        assert "平台处理案件4724件，政务服务办件2129件，政务服务办结2037件。" in text
        assert "现有政务公开兼职人员2名。培训次数3次。" in text
        assert ["微博公开信息", "235", "200"] in cells(made)
        assert ["微信公开信息", "9", "—"] in cells(made)

    def test_it_counts_the_offices_own_steps(self, office, desk):
        desk.publish()
        returned = desk.draft(attribute="").number
        desk.step("return", date(2020, 9, 15), returned, REVIEWER, comment="请标明公开属性")
        text = "\n".join(paragraphs(inspected(office)))
        assert "拟公开2件，填写信息公开审批单，经保密审查1件，批准1件，公开1件，退回1件。" in text

    def test_it_finds_what_is_wanting_in_the_record_itself(self, office, desk, clock):
        """Made on 9/1, 20 working days: 9/2=1 … 9/25=18, 9/27=19, 9/28=20; published on 9/30."""
        clock.set(date(2020, 12, 31))
        made = {"made_on": "2020-09-01"}
        late = desk.draft(date(2020, 9, 2), **made).number
        desk.step("pass_secrecy_review", date(2020, 9, 30), late, REVIEWER)
        desk.step("approve", date(2020, 9, 30), late, LEADER)
        desk.step("publish", date(2020, 9, 30), late, place_published="政府网站")
        owed = desk.draft(date(2020, 9, 2), **made).number
        desk.enter("2020H2", {**TOWN, "website_items": 124})
        text = "\n".join(paragraphs(inspected(office)))
        assert "有1件政府信息公开时已超过自形成之日起20个工作日的期限（条例第二十六条）。" in text
        assert f"有1件政府信息到期末仍未公开（{owed}）。" in text
        assert "统计数字不一致：“网站公开信息分类”12项相加为123，与“网站公开信息”124不符。" in text
        assert "政务公开基本目录尚未编制" in text

    def test_nothing_wanting_is_said_too(self, office, desk):
        keep(office, "liangtian", [ROW], CLERK)
        desk.publish()
        text = "\n".join(paragraphs(inspected(office)))
        assert "自查中没有发现" in text
        assert "政务公开基本目录现有事项1项" in text

    def test_requests_of_the_half_are_counted_and_late_ones_named(self, office, desk, clock):
        give(office, ask(office, "张三（示例）", "示例村征地方案"))
        ask(office, "李四（示例）", "示例村低保名单", date(2020, 8, 4))
        clock.set(date(2020, 12, 31))
        ask(office, "王五（示例）", "示例镇预算", date(2020, 12, 30))
        text = "\n".join(paragraphs(inspected(office)))
        assert "本期收到政府信息公开申请3件，办结1件，期末仍在办理2件。" in text

    def test_the_officers_words_go_over_the_proposed_ones(self, office):
        words = Words(problems="一是更新不够及时。\n二是内容不够丰富。", plans="加强培训。")
        found = paragraphs(inspected(office, words))
        at = found.index("二、存在的问题")
        assert found[at + 1 : at + 3] == ["一是更新不够及时。", "二是内容不够丰富。"]
        assert found[found.index("三、下一步工作打算") + 1] == "加强培训。"

    def test_it_is_signed_and_the_same_record_gives_the_same_bytes(self, office, desk):
        desk.enter("2020H2", TOWN)
        made = inspected(office)
        assert made == inspected(office)
        found = paragraphs(made)
        assert found.index("良田镇人民政府（示例）", 1) + 1 == found.index("2020年9月25日")

    @pytest.mark.parametrize("document", [[], {"problem": "x"}, {"plans": 1}])
    def test_words_of_another_shape_are_refused(self, document):
        with pytest.raises(InputError):
            words_from_json(document, "words.json")


class TestGuide:
    def test_it_holds_what_article_12_asks_for(self, office):
        card = {"address": "示例路1号", "telephone": "000-1", "fax": "000-2", "postcode": "000000",
                "email": "a@example.invalid", "website": "www.example.invalid",
                "office_name": "示例办公室", "court": "示例法院",
                "reconsideration_body": "示例区政府"}  # fmt: skip
        change_agency(office, "liangtian", card, Actor("root", "admin"))
        guide = guide_of(office, "liangtian", TODAY, "工作日9时至17时")
        text = "\n".join(paragraphs(guide_docx(office, guide)))
        assert guide.missing == ()
        for said in (*card.values(), "工作日9时至17时"):
            assert said in text

    def test_what_the_record_lacks_is_named_and_left_blank(self, office):
        guide = guide_of(office, "liangtian", TODAY)
        assert guide.missing[:3] == ("office_name", "address", "hours")
        assert "办公地址：＿＿＿＿＿＿" in paragraphs(guide_docx(office, guide))

    def test_its_terms_are_those_of_the_law(self, office):
        """Art. 26, 30, 32, 33: 20; 7; 15; 20 and 20 working days; art. 51: 60 days, 6 months."""
        text = "\n".join(paragraphs(guide_docx(office, guide_of(office, "liangtian", TODAY))))
        terms = ("变更之日起20个工作日内公开", "7个工作日内一次性告知补正", "最长不超过20个工作日")
        terms += ("起20个工作日内答复", "起15个工作日内提出意见", "60日内", "6个月内")
        for said in terms:
            assert said in text

    @pytest.mark.parametrize(("on", "first"), [("2023-12-31", False), ("2024-01-01", True)])
    def test_reconsideration_comes_first_from_2024_on(self, office, on, first):
        guide = guide_of(office, "liangtian", date.fromisoformat(on))
        text = "\n".join(paragraphs(guide_docx(office, guide)))
        assert ("应当先申请行政复议" in text) is first

    def test_the_catalogue_is_its_attachment_and_its_columns_the_order(self, office):
        keep(office, "liangtian", [ROW], CLERK)
        made = guide_docx(office, guide_of(office, "liangtian", TODAY))
        assert "附件：良田镇政务公开基本目录" in paragraphs(made)
        assert ["低保审核", "民生中心", "主动公开", "", ""] in cells(made)
        assert any("按下列栏目分类：社会救助。" in text for text in paragraphs(made))

    def test_a_day_before_the_regulation_is_refused(self, office):
        with pytest.raises(InputError):
            guide_of(office, "liangtian", date(2019, 5, 14))


class TestWorthPublishing:
    def test_what_several_people_asked_for_and_got_is_suggested(self, office, desk):
        first = ask(office, "张三（示例）", "示例村2019年土地征收补偿方案")
        second = ask(office, "李四（示例）", "示例村2019年土地征收的补偿方案")
        ask(office, "王五（示例）", "示例镇2019年财政决算")
        assert suggestions(office, "liangtian") == []  # nobody got it yet
        give(office, first)
        (found,) = suggestions(office, "liangtian", 2020)
        assert (found.numbers, found.applicants) == ([first, second], 2)
        assert found.alike >= 75
        assert found.published is None
        assert suggestions(office, "liangtian", 2019) == []

    def test_one_person_who_asks_twice_is_not_several(self, office):
        for _ in range(2):
            give(office, ask(office, "张三（示例）", "示例村2019年土地征收补偿方案"))
        assert suggestions(office, "liangtian") == []

    def test_what_is_published_already_is_pointed_to(self, office, desk):
        item = desk.publish(title="示例村2019年土地征收补偿方案")
        for name in ("张三（示例）", "李四（示例）"):
            give(office, ask(office, name, "示例村2019年土地征收补偿方案"))
        assert [one.published for one in suggestions(office, "liangtian")] == [item.number]


class TestCommands:
    @pytest.fixture
    def run(self, tmp_path, monkeypatch):
        monkeypatch.setenv("WORKFLOW_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.delenv("WORKFLOW_DATABASE_URL", raising=False)

        def call(*arguments, status=0):
            outcome = CliRunner().invoke(main.workflow, arguments, standalone_mode=False)
            if isinstance(outcome.exception, Exception):
                raise outcome.exception
            assert (outcome.return_value or 0) == status, outcome.output
            return outcome.stdout

        call("agency", "add", "--code", "lt", "--name", "良田镇人民政府（示例）")
        return call

    def test_figures_go_in_by_command_and_stand_in_the_report(self, run):
        values = [f"{key}={value}" for key, value in TOWN.items()]
        run("figures", "set", "--period", "2020", "--source", "示例统计表", *values)
        told = json.loads(run("figures", "list", "--period", "2020", "--json"))
        assert told["violations"] == []
        assert {one["key"]: one["value"] for one in told["figures"]} == TOWN
        report = json.loads(
            run("report", "build", "--agency", "lt", "--year", "2020", "--json", "-")
        )
        assert report["narrative"]["figures"]["website_items"] == 123
        run("figures", "set", "--period", "2020", "website_items=124")
        run("figures", "check", "--period", "2020", status=1)

    def test_a_document_goes_its_way_by_command(self, run, tmp_path):
        number = run("disclosure", "draft", "--on", "2026-11-20", "--fact", "title=公告（示例）",
                     "--fact", "attribute=proactive").strip()  # fmt: skip
        run(
            "disclosure",
            "advance",
            number,
            "pass_secrecy_review",
            "--on",
            "2026-11-20",
            "--as",
            "w",
        )
        run("disclosure", "advance", number, "approve", "--on", "2026-11-20", "--as", "s")
        assert number in run("disclosure", "list", "--owed")
        run("disclosure", "sheet", number, "--out", str(tmp_path / "sheet.docx"))
        run("disclosure", "advance", number, "publish", "--on", "2026-11-20", "--fact",
            "place_published=网站", "--fact", "channels=website")  # fmt: skip
        assert json.loads(run("disclosure", "list", "--owed", "--json")) == []
        assert json.loads(run("disclosure", "show", number, "--json"))["state"] == "published"
        run("guide", "--out", str(tmp_path / "guide.docx"))
        run("figures", "self-inspection", "--period", "2026H2", "--out", str(tmp_path / "s.docx"))
        for name in ("sheet", "guide", "s"):
            assert paragraphs((tmp_path / f"{name}.docx").read_bytes())


def test_every_word_of_a_chinese_document_is_the_same_in_both_languages():
    """A document is Chinese whatever language the screen has."""
    zh, en = catalogue("zh"), catalogue("en")
    own = [code for code in zh if code.startswith(("figures.inspect_", "disclosure.sheet_"))]
    assert [code for code in own if zh[code] != en[code]] == []
