"""Web pages: spans opened up, layout tables passed over, the tables of either form."""

import copy

import pytest

from reports.pages import html_page
from reports.samples import document, sample, spoiled
from workflow.errors import InputError
from workflow.reports.checks import check
from workflow.reports.reading import read_report


@pytest.fixture
def read(tmp_path):
    def reading(page: str, encoding: str = "utf-8", name: str = "报告.html"):
        path = tmp_path / name
        path.write_bytes(page.encode(encoding))
        return read_report(path)

    return reading


@pytest.mark.parametrize("year", [2020, 2024])
@pytest.mark.parametrize("layout", [False, True])
def test_a_page_is_read_with_its_merged_cells(read, year, layout):
    base = sample(year)
    report = read(html_page(base, layout=layout))
    assert (report.body, report.year, report.notes) == (base["body"], year, ())
    for table in ("received", "appeals", "proactive"):
        assert report.table(table) == base[table]


def test_the_words_of_a_page_are_read_by_part(read):
    report = read(html_page(sample()))
    assert report.text == {
        "1": {"主动公开": "按时**公开**。"},
        "5": "更新还不够及时。",
        "6": "无。",
    }


def test_another_label_for_a_column_is_the_same_column(read):
    base = document(leaves={"granted": (0, 0, 0, 4)})
    assert read(html_page(base, social="社会组织")).received == base["received"]


def test_the_old_request_table_in_a_new_report_is_read_as_it_is(read):
    """As 洪泽 2023 did: table 2 of the 2019 form, table 1 of the 2021 form."""
    old = sample(2020)
    page = html_page(old | {"year": 2024})
    new = html_page(sample(2024))
    start, end = "第二十条第（一）项", "三、收到和处理"
    mixed = page.replace(_between(page, start, end), _between(new, start, end))
    report = read(mixed)
    assert report.received == old["received"]
    assert report.proactive == sample(2024)["proactive"]
    assert [v.rule for v in check(report).violations] == ["form_of_year"]


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


def test_blank_cells_keep_their_places(read):
    base = spoiled(sample(), received__granted__enterprise=None, received__granted__total=None)
    report = read(html_page(base))
    assert report.received["granted"] == base["received"]["granted"]
    assert report.notes == ()


def test_words_in_a_number_cell_are_kept_for_the_check(read):
    base = spoiled(sample(), proactive__normative__made="22（其中修订16件）")
    assert read(html_page(base)).proactive["normative"]["made"] == "22（其中修订16件）"


def test_full_width_digits_are_numbers(read):
    base = spoiled(sample(), received__granted__natural="５")
    assert read(html_page(base)).received["granted"]["natural"] == 5


def test_a_value_cell_that_was_merged_with_its_neighbour_is_unread(read):
    page = html_page(sample())
    one, two = "<td><p>5</p></td>", "<td><p>1</p></td>"
    report = read(page.replace(one + two, '<td colspan="2"><p>5</p></td>', 1))
    assert "granted" not in report.received
    assert [(note.kind, note.row) for note in report.notes] == [("unread", "granted")]


def test_a_table_split_over_two_pages_is_one_table(read):
    page = html_page(sample())
    cut = page.index("<tr>", page.index("5.属于三类内部事务信息") - 60)
    row = page.rindex("<tr>", 0, page.index("5.属于三类内部事务信息"))
    assert cut >= row
    report = read(page[:row] + "</table><table>" + page[row:])
    assert set(sample()["received"]) - set(report.received) == set()


def test_a_page_in_gb18030_is_read(read):
    assert read(html_page(sample()), "gb18030").received == sample()["received"]


@pytest.mark.parametrize("spans", ['colspan="999999999"', 'rowspan="99999"', 'colspan="x"'])
def test_absurd_spans_do_not_take_the_memory(read, spans):
    page = html_page(sample()).replace("<td>", f"<td {spans}>", 1)
    assert read(page).appeals == sample()["appeals"]


def test_an_empty_page_is_said(read):
    with pytest.raises(InputError) as refused:
        read("  ")
    assert refused.value.code == "report.empty_file"


def test_scripts_and_styles_are_not_read(read):
    page = html_page(sample()).replace(
        "<body>", "<body><script>2023年政府信息公开年度报告</script>"
    )
    assert read(page).year == 2024


def test_a_sample_is_not_changed_by_drawing_it():
    base = sample()
    before = copy.deepcopy(base)
    html_page(base)
    assert base == before
