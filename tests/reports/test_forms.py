"""The two forms: what they print, which years they serve, where their cells are merged."""

import json
from importlib.resources import files

import pytest

from workflow.errors import InputError
from workflow.forms import all_forms, form_named, of_year
from workflow.forms.grid import grids

FORMS = tuple(all_forms().values())
BOTH = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)


@pytest.mark.parametrize(
    ("year", "key"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2026, "2021")]
)
def test_a_report_is_made_on_the_form_of_its_year(year, key):
    assert of_year(year).key == key


def test_no_form_serves_the_year_before_the_first_and_the_sentence_says_so():
    with pytest.raises(InputError, match="2018 年度没有对应的报告格式") as refused:
        of_year(2018)
    assert refused.value.code == "form.no_year"


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="2019、2021"):
        form_named("2030")


def test_the_forms_cite_their_notices():
    notices = [form.notice for form in FORMS]
    assert notices == ["国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号"]


@pytest.mark.parametrize(("key", "rows", "results"), [("2019", 23, 19), ("2021", 25, 21)])
def test_table_2_has_as_many_rows_as_the_notice_prints(key, rows, results):
    form = form_named(key)
    assert (len(form.rows), len(form.results)) == (rows, results)


def test_the_forms_differ_in_table_2_only_by_the_three_rows_of_other_ends():
    old, new = (set(form.cells_of("received")) for form in FORMS)
    assert old - new == {"other_total"}
    assert new - old == {"other_overdue_correction", "other_overdue_fee", "other_misc"}


def test_table_1_was_reworked():
    old, new = (form.cells_of("proactive") for form in FORMS)
    assert set(old) - set(new) == {"other_services", "procurement"}
    assert old["normative"] == ("made", "published", "total")
    assert new["normative"] == ("made", "repealed", "valid")
    assert new["admin_fee"] == ("amount_wan_yuan",)
    assert form_named("2019").row_label("proactive", "normative") == "规范性文件"
    assert form_named("2021").row_label("proactive", "normative") == "行政规范性文件"


@BOTH
def test_every_equation_names_only_rows_and_columns_of_the_form(form):
    for equation in form.equations:
        cells = form.cells_of(equation.table)
        names = set(cells) if equation.along == "column" else set(next(iter(cells.values())))
        assert {*equation.parts, *equation.total} <= names
    printed = [equation.rule for equation in form.equations if equation.printed]
    assert printed == ["column_balance"]


@BOTH
def test_the_sum_of_results_adds_every_leaf_once(form):
    equation = next(e for e in form.equations if e.rule == "results_sum")
    assert equation.parts == form.results


@BOTH
def test_an_equation_inside_a_row_has_its_total_in_the_last_column(form):
    for equation in form.equations:
        if equation.along == "row":
            for columns in form.cells_of(equation.table).values():
                assert columns == (*equation.parts, *equation.total)


@BOTH
@pytest.mark.parametrize("table", ["proactive", "received", "appeals"])
def test_the_cells_of_a_grid_cover_every_place_once(form, table):
    grid = grids(form)[table]
    covered = [
        (cell.y + dy, cell.x + dx)
        for cell in grid.cells
        for dy in range(cell.height)
        for dx in range(cell.width)
    ]
    places = [(y, x) for y in range(grid.height) for x in range(grid.width)]
    assert sorted(covered) == places


@BOTH
@pytest.mark.parametrize("table", ["proactive", "received", "appeals"])
def test_a_grid_has_a_number_for_every_cell_of_the_table(form, table):
    fields = [cell.field for cell in grids(form)[table].cells if cell.field]
    wanted = [(row, c) for row, columns in form.cells_of(table).items() for c in columns]
    assert sorted(fields) == sorted(wanted)


@pytest.mark.parametrize(
    ("key", "spans"),
    [
        (
            "2019",
            {
                "三、本年度办理结果": 20,
                "（三）不予公开": 8,
                "（四）无法提供": 3,
                "（五）不予处理": 5,
            },
        ),
        (
            "2021",
            {
                "三、本年度办理结果": 22,
                "（三）不予公开": 8,
                "（四）无法提供": 3,
                "（五）不予处理": 5,
                "（六）其他处理": 3,
            },
        ),
    ],
)
def test_groups_of_rows_are_merged_as_the_form_prints_them(key, spans):
    cells = grids(form_named(key))["received"].cells
    found = {c.text: c.height for c in cells if c.height > 1 and c.y > 2}
    assert found == spans


def test_in_2019_other_ends_are_one_row_over_two_columns():
    cells = grids(form_named("2019"))["received"].cells
    [other] = [cell for cell in cells if cell.text == "（六）其他处理"]
    assert (other.height, other.width) == (1, 2)


def test_the_heads_of_table_3_are_merged_over_groups_of_five():
    cells = grids(form_named("2021"))["appeals"].cells
    heads = {c.text: (c.y, c.x, c.height, c.width) for c in cells if c.width > 1}
    assert heads == {
        "行政复议": (0, 0, 2, 5),
        "行政诉讼": (0, 5, 1, 10),
        "未经复议直接起诉": (1, 5, 1, 5),
        "复议后起诉": (1, 10, 1, 5),
    }


def test_the_last_column_of_a_block_of_table_1_fills_the_width():
    cells = {c.field: c.width for c in grids(form_named("2021"))["proactive"].cells if c.field}
    assert cells["normative", "valid"] == 1
    assert cells["licensing", "decisions"] == 3
    old = {c.field: c.width for c in grids(form_named("2019"))["proactive"].cells if c.field}
    assert old["admin_fee", "change"] == 2


@BOTH
def test_every_form_file_says_where_it_was_read(form):
    data = json.loads((files("workflow.forms") / f"{form.key}.json").read_text("utf-8"))
    assert data["source"].startswith("AR")
    assert data["notice"] == form.notice
