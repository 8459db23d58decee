"""Reports pasted as plain text: broken rows, brackets of both widths, what is unclear is said."""

from pathlib import Path

import pytest

from reports.pages import text_page, text_rows
from reports.samples import sample
from workflow.errors import InputError
from workflow.forms import form_named
from workflow.reports.checks import check
from workflow.reports.reading import read_report

DATA = Path(__file__).parent / "data"
NEW = form_named("2021")


@pytest.fixture
def read(tmp_path):
    """Read a text as a file."""

    def reading(text: str, encoding: str = "utf-8", name: str = "报告.txt"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return read_report(path)

    return reading


def with_rows(change):
    base = sample()
    return text_page(base, change(text_rows(base, NEW)))


@pytest.fixture(scope="module")
def town():
    return read_report(DATA / "liangtian_2020.txt")


class TestTheTownsOwnText:
    """The published report of 良田镇 as it was pasted from the web page."""

    @pytest.mark.parametrize("table", ["received", "appeals", "proactive"])
    def test_its_tables_equal_its_json(self, town, table):
        published = read_report(DATA / "published" / "2020_liangtian_town.json")
        assert town.table(table) == published.table(table)

    def test_body_and_year_are_those_of_the_title(self, town):
        assert (town.body, town.year) == ("金凤区良田镇人民政府", 2020)

    def test_nothing_in_it_was_left_unread_and_nothing_is_wrong(self, town):
        assert town.notes == ()
        assert check(town).to_json() == {"form": "2019", "violations": [], "warnings": []}

    def test_its_words_are_found_part_by_part(self, town):
        assert list(town.text) == ["0", "1", "5", "6"]
        assert list(town.text["1"]) == [
            "主动公开",
            "依申请公开",
            "政府信息管理",
            "平台建设",
            "监督保障",
        ]
        assert town.text["1"]["依申请公开"].startswith("2020年，良田镇共收到1次公开申请，")
        assert town.text["6"] == "无。"

    def test_a_paragraph_that_pasting_broke_is_whole_again(self, town):
        assert "以政民互动为基本形式，以公开透明为基本原则" in town.text["5"]
        assert len(town.text["5"].split("\n")) == 6

    def test_bold_words_stay_marked(self, town):
        assert "**一是**加强组织领导" in town.text["1"]["政府信息管理"]


def test_a_row_with_its_numbers_on_the_next_line_is_put_together(read):
    def broken(rows):
        label, _, numbers = rows[2].partition("\t")
        return [*rows[:2], label, numbers, *rows[3:]]

    report = read(with_rows(broken))
    assert (report.received, report.notes) == (sample()["received"], ())


def test_numbers_over_two_lines_are_put_together(read):
    def broken(rows):
        cells = rows[2].split("\t")
        return [*rows[:2], "\t".join(cells[:4]), "\t".join(cells[4:]), *rows[3:]]

    assert read(with_rows(broken)).received == sample()["received"]


def test_a_label_broken_in_two_is_put_together(read):
    def broken(rows):
        at = next(n for n, row in enumerate(rows) if row.startswith("1.申请人无正当"))
        return [*rows[:at], rows[at][:15], rows[at][15:], *rows[at + 1 :]]

    assert read(with_rows(broken)).received == sample()["received"]


def test_spaces_may_stand_for_tabs(read):
    assert read(with_rows(lambda rows: [r.replace("\t", "  ") for r in rows])).notes == ()


def test_a_markdown_table_is_read(read):
    rows = with_rows(lambda rows: ["| " + row.replace("\t", " | ") + " |" for row in rows])
    assert read(rows, name="报告.md").received == sample()["received"]


@pytest.mark.parametrize(
    ("label", "variant"),
    [
        ("（一）予以公开", "(一) 予以公开"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "(二)部分公开"),
        ("1.属于国家秘密", "１．属于国家秘密"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("3.危及“三安全一稳定”", '3. 危及"三安全一稳定"'),
        ("四、结转下年度继续办理", "四、 结转下年度继续办理"),
    ],
)
def test_a_label_may_be_written_another_way(read, label, variant):
    report = read(with_rows(lambda rows: [row.replace(label, variant) for row in rows]))
    assert (report.received, report.notes) == (sample()["received"], ())


@pytest.mark.parametrize("digits", ["０１２３４５６７８９"])
def test_full_width_digits_are_numbers(read, digits):
    wide = str.maketrans("0123456789", digits)
    base = sample()
    rows = [
        row.split("\t")[0] + "\t" + row.partition("\t")[2].translate(wide)
        for row in text_rows(base, NEW)
    ]
    assert read(text_page(base, rows)).received == base["received"]


def test_a_misprinted_label_is_read_and_said(read):
    wrong = ("其他法律行政法规禁止公开", "其他法律行政止公开")
    report = read(with_rows(lambda rows: [row.replace(*wrong) for row in rows]))
    assert report.received == sample()["received"]
    [warning] = [w for w in check(report).warnings if w.rule == "misprint"]
    assert (warning.row, warning.found) == ("deny_law_forbidden", "2.其他法律行政止公开")


def test_a_row_with_a_number_missing_is_unread_never_guessed(read):
    def short(rows):
        return [row[:-2] if row.startswith("（一）") else row for row in rows]

    report = read(with_rows(short))
    assert "granted" not in report.received
    [warning] = [w for w in check(report).warnings if w.rule == "unread"]
    assert (warning.row, warning.found) == ("granted", "5　1　0　0　0　0")
    assert "没有计入" in warning.message


def test_empty_cells_around_a_row_that_lacks_a_number_are_unread(read):
    def blank(rows):
        return [r.replace("\t5\t1\t", "\t\t\t1\t") if r.startswith("（一）") else r for r in rows]

    assert "granted" not in read(with_rows(blank)).received


def test_blanks_that_keep_their_places_are_read_as_blank(read):
    def blank(rows):
        return [r.replace("\t5\t1\t", "\t5\t/\t") if r.startswith("（一）") else r for r in rows]

    assert read(with_rows(blank)).received["granted"]["enterprise"] == "/"


def test_a_row_that_comes_twice_counts_once_and_is_said(read):
    report = read(with_rows(lambda rows: [*rows, rows[2]]))
    assert [note.kind for note in report.notes] == ["twice"]
    assert report.received == sample()["received"]


def test_a_row_nobody_knows_is_said(read):
    extra = "（八）另一种办理结果\t1\t0\t0\t0\t0\t0\t1"
    report = read(with_rows(lambda rows: [*rows, extra]))
    [warning] = [w for w in check(report).warnings if w.rule == "unread"]
    assert warning.row is None
    assert "另一种办理结果" in warning.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_offices_are_read(read, encoding):
    text = with_rows(lambda rows: rows).replace("“三安全一稳定”", "三安全一稳定")
    assert read(text, encoding).received == sample()["received"]


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("宿迁市2023年政府信息公开工作年度报告", "宿迁市", 2023),
        ("2019年上海市人民政府办公厅政府信息公开工作年度报告", "上海市人民政府办公厅", 2019),
        ("示例县人民政府\n2022年度政府信息公开工作年度报告", "示例县人民政府", 2022),
        ("示例镇二〇二一年政府信息公开年度报告", "示例镇", 2021),
        ("示例局2021年政府信息公开工作报告", "示例局", 2021),
        ("本报告统计期限自2022年1月1日至2022年12月31日。", "", 2022),
    ],
)
def test_body_and_year_come_from_the_title_else_from_the_period(read, title, body, year):
    rows = "\n".join(text_rows(sample(), NEW))
    report = read(f"{title}\n三、收到和处理政府信息公开申请情况\n{rows}")
    assert (report.body, report.year) == (body, year)


def test_without_a_year_nothing_is_assumed(read):
    with pytest.raises(InputError) as refused:
        read("三、收到和处理政府信息公开申请情况\n" + "\n".join(text_rows(sample(), NEW)))
    assert refused.value.code == "report.no_year"


def test_a_text_without_tables_is_said(read):
    with pytest.raises(InputError) as refused:
        read("示例县2024年政府信息公开工作年度报告\n一、总体情况\n很好。")
    assert refused.value.code == "report.no_tables"


@pytest.mark.parametrize("content", [b"\x00\xff\xfe\x81", b"\xff\xfe\x00"])
def test_bytes_that_are_no_text_are_said(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_report(path)


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a"])
def test_a_kind_of_file_that_cannot_be_read_is_said(tmp_path, name):
    with pytest.raises(InputError) as refused:
        read_report(tmp_path / name)
    assert refused.value.code == "report.unknown_kind"
