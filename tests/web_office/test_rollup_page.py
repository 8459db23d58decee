"""汇总: files in, bodies × rules, comment sheets, the sum, downloads; limits and bad files."""

import io
import json
import re
import zipfile

import docx
import openpyxl
import pytest

from workflow.app import report_life
from workflow.app.office import Actor
from workflow.app.report_life import Wanted
from workflow.app.report_uploads import MOST_FILES, Upload, check_limits, plain_name
from workflow.app.rollup_batches import batch
from workflow.app.rollup_returns import returned
from workflow.errors import InputError
from workflow.forms import form_named
from workflow.messages import catalogue


def report(body, natural=3, wrong=0):
    """A sound report of 2025 with ``natural`` requests carried out; ``wrong`` more in row 一."""
    form = form_named("2021")
    received = {
        row: dict.fromkeys(columns, 0) for row, columns in form.cells_of("received").items()
    }
    for row in ("new_received", "carried_out"):
        received[row] |= {"natural": natural, "total": natural}
    received["new_received"]["natural"] += wrong
    tables = {
        name: {row: dict.fromkeys(columns, 0) for row, columns in form.cells_of(name).items()}
        for name in ("appeals", "proactive")
    }
    return {"body": body, "year": 2025, "form": "2021", "received": received, **tables}


def uploaded(browser, *files, chief=None):
    person = chief or browser("chief")
    token = person.get("/rollup").form("/rollup/files")["form_token"][0]
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return person.post("/rollup/files", {"form_token": token}, sent)


def as_file(body, **more):
    return f"{body}.json", json.dumps(report(body, **more)).encode()


TOWN = "云川县河湾镇人民政府（示例）"
THREE = (as_file("石桥镇人民政府", wrong=2), as_file("白塔镇人民政府"), as_file("城关镇人民政府"))


@pytest.fixture
def chief(browser):
    """The supervisor with three reports, one of them with a wrong sum."""
    person = browser("chief")
    assert uploaded(browser, *THREE, chief=person).status == 303
    return person


def test_without_files_the_page_says_what_to_do(browser):
    page = browser("chief").get("/rollup")
    assert page.status == 200
    assert "还没有报告" in page.text


def test_the_worst_body_comes_first_and_its_cells_open(chief):
    page = chief.get("/rollup")
    assert page.text.index("石桥镇人民政府") < page.text.index("白塔镇人民政府")
    link = re.search(r'href="(/rollup\?body=\d+&(?:amp;)?rule=column_balance)#opened"', page.html)
    opened = chief.get(link[1].replace("&amp;", "&"))
    # 一 (3 + 2) + 二 0 = 5, 三 (七) 0 + 四 3 = 3
    assert "＝5" in opened.text
    assert "相差2件" in opened.text


def test_a_body_that_handed_nothing_in_stands_as_missing(browser, chief):
    page = chief.get("/rollup")
    row = re.search(rf'<th scope="row">{TOWN}</th>.*?</tr>', page.html, re.DOTALL)[0]
    assert "没有交" in row
    uploaded(browser, as_file(TOWN), chief=chief)
    assert "没有交，" not in chief.get("/rollup").text


def test_the_last_day_can_be_set(chief):
    page = chief.get("/rollup?due=2026年11月27日")
    assert "交报告期限 2026年11月27日（周五）" in page.text
    assert "还剩 3 个工作日" in page.text


def test_the_sum_contains_every_body_once(chief):
    page = chief.get("/rollup")
    total = json.loads(chief.get("/rollup/file/json").answer.content)
    assert total["received"]["new_received"]["natural"] == 3 + 2 + 3 + 3
    assert "含 3 份，其中 1 份还要改" in page.text


def test_a_sum_beside_its_parts_is_said_and_not_added(browser, chief):
    whole = as_file("云川县", natural=9)
    parts = [as_file(f"云川县{name}镇", natural=3) for name in "甲乙丙"]
    chief.submit("/rollup", "/rollup/clear")
    uploaded(browser, whole, *parts, chief=chief)
    assert "合计，不重复计" in chief.get("/rollup").text
    total = json.loads(chief.get("/rollup/file/json").answer.content)
    assert total["received"]["new_received"]["natural"] == 9


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(browser, chief, office):
    uploaded(browser, as_file("石桥镇人民政府"), chief=chief)
    assert len(batch(office, "chief")) == 3
    assert "要改" not in re.findall(r'<td class="state">(.*?)</td>', chief.get("/rollup").html)


def test_a_comment_sheet_is_a_word_file_of_what_was_written(chief):
    page = chief.get("/rollup?body=3")
    form = page.form("/rollup/return/3")
    assert "石桥镇人民政府：" in form["text"][0]
    assert "有 2 处要改" in form["text"][0]
    answer = chief.post("/rollup/sheet/3", {**form, "text": "石桥镇：\n请改好。"}).answer
    paragraphs = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert paragraphs[-2:] == ["石桥镇：", "请改好。"]


def test_every_body_has_a_sheet_in_the_archive(chief):
    answer = chief.get("/rollup/file/zip").answer
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len(names) == 3
    assert not any("/" in name or ".." in name for name in names)


def test_the_sum_comes_as_word_and_as_a_workbook_with_the_matrix(chief):
    assert docx.Document(io.BytesIO(chief.get("/rollup/file/docx").answer.content)).tables
    book = openpyxl.load_workbook(io.BytesIO(chief.get("/rollup/file/xlsx").answer.content))
    assert "各机关核对情况" in book.sheetnames


def test_one_supervisors_batch_is_not_anothers(chief, office):
    assert batch(office, "somebody") == []


def test_the_batch_lies_encrypted(chief, folder):
    stored = b"".join(path.read_bytes() for path in folder.glob("workflow.db*"))
    assert "石桥镇人民政府".encode() not in stored


def test_clearing_takes_the_batch_away(chief, office):
    assert chief.submit("/rollup", "/rollup/clear").status == 303
    assert batch(office, "chief") == []
    assert chief.get("/rollup/file/docx").status == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.exe", b"MZ"),
        ("没有后缀", b"x"),
        ("报告.docx", b"x" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_a_file_beyond_the_limits_is_refused_and_the_batch_stays(
    browser, chief, office, name, content
):
    page = uploaded(browser, (name, content), chief=chief)
    assert page.status == 400
    assert name in page.text
    assert len(batch(office, "chief")) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏的.docx", b"PK\x03\x04"),
        ("坏的.xlsx", b"no workbook"),
        ("坏的.json", b"{"),
        ("空的.txt", b""),
        ("别的.html", b"<p>hello</p>"),
        ("年份.json", b'{"received": {}}'),
    ],
)
def test_a_file_that_is_no_report_is_named_and_the_others_are_added(browser, chief, name, content):
    uploaded(browser, (name, content), chief=chief)
    page = chief.get("/rollup")
    assert page.status == 200
    assert "有 1 份读不了" in page.text
    assert name in page.text
    assert "workflow-" not in page.text.partition("有 1 份读不了")[2].partition("哪个单位")[0]


def test_a_batch_of_nothing_readable_says_so_and_can_be_cleared(browser):
    person = browser("chief")
    uploaded(browser, ("坏的.json", b"{"), chief=person)
    page = person.get("/rollup")
    assert page.status == 400
    assert person.submit("/rollup", "/rollup/clear", at=page).status == 303


def test_without_a_file_nothing_is_kept(browser):
    assert uploaded(browser, ("", b"")).status == 400


def test_more_files_than_the_limit_are_refused():
    with pytest.raises(InputError, match=r"upload\.too_many"):
        check_limits([Upload(f"{n}.json", b"") for n in range(MOST_FILES + 1)])


def test_more_bytes_than_the_limit_together_are_refused():
    large = [Upload(f"{n}.json", bytes(9 * 1024 * 1024)) for n in range(8)]
    with pytest.raises(InputError, match=r"upload\.large_sum"):
        check_limits(large)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("C:\\报告\\石桥.docx", "石桥.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\0b.docx", "ab.docx"),
        ("x" * 500 + ".docx", "x" * 120 + ".docx"),
        ("\u202eexe.docx", "exe.docx"),
    ],
)
def test_a_name_is_only_the_files_own(name, plain):
    assert plain_name(name) == plain


def give_back(person, number=1, text=None):
    page = person.get(f"/rollup?body={number}")
    fields = page.form(f"/rollup/return/{number}")
    if text is not None:
        fields["text"] = [text]
    return person.post(f"/rollup/return/{number}", fields)


def state_of(page, body):
    row = page.html.partition(f">{body}</a></th>")[2].partition("</tr>")[0]
    return re.sub(r"<[^>]+>|\s+", " ", row.partition('class="state">')[2].partition("</td>")[0])


class TestReturning:
    @pytest.fixture
    def town(self, browser):
        person = browser("chief")
        files = (as_file(TOWN, wrong=2), as_file("石桥镇人民政府", wrong=1), as_file("白塔镇"))
        assert uploaded(browser, *files, chief=person).status == 303
        return person

    def number_of(self, page, body):
        return int(re.search(rf'/rollup\?body=(\d+)#opened">{body}<', page.html)[1])

    def test_a_report_given_back_says_so_with_its_day_and_its_words(self, town):
        number = self.number_of(town.get("/rollup"), "石桥镇人民政府")
        assert give_back(town, number, "请把一、二两行核对后重报。").status == 303
        page = town.get(f"/rollup?body={number}")
        assert "已退回" in state_of(page, "石桥镇人民政府")
        assert "11月24日" in state_of(page, "石桥镇人民政府")
        assert "请把一、二两行核对后重报。" in page.html
        assert "要改" in state_of(page, TOWN)

    def test_all_that_must_be_changed_go_back_at_once_and_each_only_once(self, town):
        page = town.get("/rollup")
        assert "退回 2 份要改的报告" in page.text
        assert town.post("/rollup/return", page.form("/rollup/return")).status == 303
        page = town.get("/rollup")
        assert "/rollup/return" not in re.findall(r'action="([^"]+)"', page.html)
        assert "已退回" not in state_of(page, "白塔镇")

    def test_handed_in_anew_it_is_no_longer_given_back(self, browser, town):
        give_back(town, self.number_of(town.get("/rollup"), "石桥镇人民政府"))
        uploaded(browser, as_file("石桥镇人民政府"), chief=town)
        assert "可汇总" in state_of(town.get("/rollup"), "石桥镇人民政府")

    def test_the_clerks_of_a_subordinate_agency_are_told_and_see_the_sheet(self, browser, town):
        give_back(town, self.number_of(town.get("/rollup"), TOWN), "请核对自然人一列。")
        clerk = browser("wang")
        assert "退回了 2025 年度报告：2 处要改" in clerk.get("/").text
        page = clerk.get("/report/2025")
        assert "主管部门的退改单" in page.text
        assert "请核对自然人一列。" in page.text
        assert "退改单" not in clerk.get("/report/2026").text

    def test_what_was_said_lies_encrypted_and_goes_with_the_batch(self, town, folder, office):
        give_back(town, text="请核对自然人一列。")
        kept = (folder / "workflow.db").read_bytes() + (folder / "workflow.db-wal").read_bytes()
        assert "请核对自然人一列".encode() not in kept
        town.post("/rollup/clear", town.get("/rollup").form("/rollup/clear"))
        assert returned(office, "chief") == {}

    def test_a_body_that_is_not_in_the_batch_cannot_be_given_back(self, town):
        fields = town.get("/rollup?body=1").form("/rollup/return/1")
        assert town.post("/rollup/return/9", fields).status == 404


class TestGathering:
    def gather(self, person, year):
        fields = person.get("/rollup").form("/rollup/gather")
        return person.post("/rollup/gather", {**fields, "year": [year]})

    def test_what_subordinates_have_checked_comes_in_without_a_file(self, browser, office):
        step = Wanted("hewan", 2025, office.today, Actor("wang", "clerk"))
        report_life.draft(office, step)
        person = browser("chief")
        page = self.gather(person, "2025")
        assert page.status == 400
        assert "下级单位还没有核对过的 2025 年度报告" in page.text
        report_life.check_built(office, step)
        assert self.gather(person, "2025").status == 303
        page = person.get("/rollup")
        assert f">{TOWN}</a></th>" in page.html
        assert [one.name for one in batch(office, "chief")] == [f"{TOWN}2025.json"]


@pytest.mark.parametrize(
    ("only", "bodies"),
    [("mend", ["石桥镇人民政府"]), ("clean", ["城关镇人民政府", "白塔镇人民政府"]), ("look", [])],
)
def test_a_tile_opens_the_bodies_that_it_counts(chief, only, bodies):
    page = chief.get(f"/rollup?only={only}")
    assert re.findall(r'#opened">([^<]+)</a></th>', page.html) == bodies
    assert f'href="/rollup?only={only}' not in page.html  # pressed again, it shows all


def test_the_rules_stand_in_the_order_of_the_form(chief):
    heads = re.findall(r'<th scope="col">(.+?)</th>', chief.get("/rollup").html)
    assert [head.replace("<br>", "") for head in heads[2:4]] == ["表二一＋二＝三＋四", "表二行合计"]


def test_every_rule_has_its_head_in_the_words_of_the_form():
    said = catalogue("zh")
    rules = [code.partition("rule_")[2] for code in said if code.startswith("report.rule_")]
    heads = [said[f"web_rollup.head_{rule}"] for rule in rules]
    assert all(len(part) <= 7 for head in heads for part in head.split("|"))


def test_what_the_sum_lacks_is_folded_below_it(chief):
    page = chief.get("/rollup").html
    assert re.search(r"<summary>合计里有 \d+ 处不平", page)


def test_a_report_is_downloaded_as_it_was_uploaded(chief):
    page = chief.get("/rollup?body=1").html
    href = re.search(r'href="(/rollup/original/\d+)"', page)[1]
    answer = chief.get(href).answer
    assert "attachment" in answer.headers["content-disposition"]
    assert json.loads(answer.content)["body"] in page
    assert chief.get("/rollup/original/400").status == 404
