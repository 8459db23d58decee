"""Lists in and out: disclosures, the basic catalogue, figures; all rows or none."""

import json
import shutil
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from disclosures.conftest import CLERK, LEADER, TOWN, YEAR
from workflow.app.disclosing_catalogue import (
    catalogue_of,
    drop,
    export_catalogue,
    find_row,
    import_catalogue,
)
from workflow.app.disclosing_import import export_list, import_list
from workflow.app.disclosing_reading import counted, items_of, owed_of
from workflow.app.figure_files import Import, export_figures, import_figures
from workflow.app.figure_periods import Period
from workflow.app.keeping import verify
from workflow.errors import InputError, NotFoundError, RefusedError

NINE = ["名称", "公开内容", "公开依据", "责任主体", "公开属性", "公开时限", "公开方式", "公开类型",
        "所属栏目"]  # fmt: skip
LIST = ["事项名称", "公开属性", "类别", "形成日期", "公开日期", "公开渠道", "公开位置"]
GOOD = ["救助公示（示例）", "主动公开", "社会救助", "2020年3月2日", "2020.3.9", "政府网站、微博"]
DATED = ["机构职能", "主动公开", "", datetime(2020, 1, 6), 43840, "微信公众号"]
OWED = ["预算（示例）", "主动公开", "财政资金", "20200921"]


def book(path, *rows, title=None):
    made = Workbook()
    if title:
        made.active.append([title])
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def told(refused):
    return [reason.message for reason in refused.value.reasons]


@pytest.fixture
def database_url(tmp_path, ready_sqlite):
    """One database: what is tested here is the reading; ``test_register`` writes to both."""
    shutil.copy(ready_sqlite, tmp_path / "workflow.db")
    return f"sqlite:///{tmp_path}/workflow.db"


@pytest.fixture
def sheet(tmp_path):
    def make(*rows, **more):
        return book(tmp_path / "list.xlsx", *rows, **more)

    return make


def test_a_list_of_what_was_published_becomes_the_register(office, sheet):
    path = sheet(LIST, GOOD, DATED, OWED, title="2020年主动公开清单")
    done = import_list(office, "liangtian", path, CLERK)
    assert (done.added, done.unchanged) == (3, 0)
    items = items_of(office, "liangtian")
    assert [(one.state, one.published_on, one.channels) for one in items] == [
        ("published", date(2020, 3, 9), ("website", "weibo")),
        ("published", date(2020, 1, 10), ("wechat",)),  # Excel's day 43840
        ("drafted", None, ()),
    ]
    assert [one.title for one in owed_of(office, "liangtian")] == ["预算（示例）"]
    assert counted(items, YEAR)["website_categories.社会救助"] == 1
    assert {entry.via for one in items for entry in one.entries} == {"list"}
    assert verify(office).broken == ()


def test_the_same_list_again_adds_nothing(office, sheet):
    path = sheet(LIST, GOOD)
    import_list(office, "liangtian", path, CLERK)
    again = import_list(office, "liangtian", path, CLERK)
    assert (again.added, again.unchanged) == (0, 1)
    assert len(items_of(office, "liangtian")) == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({1: ""}, "公开属性"),  # returned, as the document is
        ({1: "公开"}, "公开属性"),
        ({0: ""}, "名称"),
        ({3: "2020-2-30"}, "形成日期"),
        ({3: "", 4: ""}, "形成日期"),
        ({4: "2020-3-1"}, "公开日期"),  # before it was made
        ({4: "2021-3-9"}, "公开日期"),  # after today
        ({5: "电报"}, "公开渠道"),
        ({5: ""}, "公开渠道"),
        ({1: "不予公开"}, "公开属性"),
    ],
)
def test_one_bad_row_is_told_with_its_place_and_nothing_is_taken(office, sheet, changes, column):
    bad = [changes.get(at, cell) for at, cell in enumerate(GOOD)]
    with pytest.raises(RefusedError) as refused:
        import_list(office, "liangtian", sheet(LIST, GOOD, bad), CLERK)
    assert refused.value.values["count"] == 1
    assert any("3" in message and column in message for message in told(refused))
    assert items_of(office, "liangtian") == []


def test_every_bad_row_is_told_at_once(office, sheet):
    rows = [[f"事项{n}", "", "", "2020-1-6"] for n in range(5)]
    with pytest.raises(RefusedError) as refused:
        import_list(office, "liangtian", sheet(LIST, *rows), CLERK)
    assert len(told(refused)) == 5


def test_a_register_written_out_is_read_in_again(office, desk, tmp_path):
    desk.publish(category="财政资金", channels=("website", "wechat"), basis="=HYPERLINK(1)")
    path = tmp_path / "out.xlsx"
    assert export_list(items_of(office, "liangtian"), path) == 1
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}  # no formula
    done = import_list(office, "liangtian", path, CLERK)
    assert (done.added, done.unchanged) == (0, 1)
    assert import_list(office, "shili", path, CLERK).added == 1
    (item,) = items_of(office, "shili")
    assert (item.title, item.channels) == ("采购公告（示例）", ("website", "wechat"))


ROW = [
    "低保审核",
    "名单",
    "社会救助暂行办法",
    "民生中心",
    "主动公开",
    "20日",
    "网站",
    "长期",
    "救助",
]


def test_a_catalogue_has_nine_attributes_and_comes_out_as_it_went_in(office, sheet, tmp_path):
    other = ["预算", *ROW[1:]]
    done = import_catalogue(office, "liangtian", sheet(NINE, ROW, other), CLERK)
    assert (done.added, done.changed) == (2, 0)
    export_catalogue(office, "liangtian", tmp_path / "out.xlsx")
    found = [
        [cell.value for cell in row] for row in load_workbook(tmp_path / "out.xlsx").active.rows
    ]
    assert found == [NINE, ROW, other]
    again = import_catalogue(office, "liangtian", tmp_path / "out.xlsx", CLERK)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)


def test_an_adjusted_item_is_changed_and_a_dropped_one_gone(office, sheet):
    import_catalogue(office, "liangtian", sheet(NINE, ROW), CLERK)
    moved = [*ROW[:3], "社会事务办", *ROW[4:]]
    done = import_catalogue(office, "liangtian", sheet(NINE, moved), CLERK)
    assert (done.added, done.changed) == (0, 1)
    assert find_row(office, "liangtian", "低保审核")["responsible"] == "社会事务办"
    drop(office, "liangtian", "低保审核", "事项已取消", CLERK)
    assert catalogue_of(office, "liangtian") == []
    with pytest.raises(NotFoundError):
        drop(office, "liangtian", "低保审核", "再次", CLERK)


def test_a_catalogue_with_a_bad_row_is_not_taken(office, sheet):
    with pytest.raises(RefusedError) as refused:
        import_catalogue(office, "liangtian", sheet(NINE, ROW, ["无属性"], ROW), CLERK)
    assert len(told(refused)) == 2  # no attribute; the same name twice
    assert catalogue_of(office, "liangtian") == []
    with pytest.raises(RefusedError):
        import_catalogue(office, "liangtian", sheet(NINE, ROW), LEADER)


def test_a_table_of_figures_is_entered_with_last_years_beside(office, desk, sheet):
    path = sheet(
        ["期间", "指标", "数值", "上年", "来源"],
        ["2020", "网站公开信息", 123, 98, "网站后台"],
        ["2020年上半年", "training_sessions", "1", "", "培训台账"],
        ["", "网站公开信息分类：扶贫工作", "５９", "", ""],
        ["", "weibo_items", "", "", ""],
    )
    wanted = Import("liangtian", path, YEAR, "年度统计表")
    done = {
        period.code: entered.changed for period, entered in import_figures(office, wanted, CLERK)
    }
    assert done == {
        "2019": ("website_items",),
        "2020H1": ("training_sessions",),
        "2020": ("website_items", "website_categories.扶贫工作"),
    }
    assert desk.figures.value(Period(2019), "website_items") == 98
    assert desk.figures.entered(YEAR, "website_categories.扶贫工作").source == "年度统计表"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["2020", "website_items", "约100", "", "表"], "数值"),
        (["去年", "website_items", 1, "", "表"], "期间"),
        (["2020", "网站 信息", 1, "", "表"], "指标"),
        (["2020", "weibo_items", 1, "", ""], "来源"),
        (["2020", "wechat_items", 8, "", "表"], "数值"),  # another number for what stands above
        (["2020", "service_items", 8, 3, "表"], "上年"),  # contradicts what was entered for 2019
    ],
)
def test_a_bad_row_of_figures_is_told_and_none_is_entered(office, desk, sheet, row, column):
    desk.enter("2019", {"service_items": 2})
    good = ["2020", "wechat_items", 9, "", "表"]
    path = sheet(["期间", "指标", "数值", "上年", "来源"], good, row)
    with pytest.raises(RefusedError) as refused:
        import_figures(office, Import("liangtian", path), CLERK)
    assert any("3" in message and column in message for message in told(refused))
    assert desk.figures.values(YEAR) == {}


def test_the_inputs_of_a_report_are_entered_from_their_own_file(office, desk, tmp_path):
    path = tmp_path / "inputs.json"
    narrative = {"figures": {"website_items": 123, "website_categories": {"扶贫工作": 59}}}
    document = {"year": 2020, "proactive": {"normative": {"made": 1}}, "narrative": narrative}
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(InputError, match="--source"):
        import_figures(office, Import("liangtian", path), CLERK)
    import_figures(office, Import("liangtian", path, source="已公布的年报"), CLERK)
    assert desk.figures.values(YEAR) == {
        "normative.made": 1,
        "website_items": 123,
        "website_categories.扶贫工作": 59,
    }


def test_figures_written_out_are_filled_in_and_read_again(office, desk, tmp_path):
    desk.enter("2020", TOWN)
    desk.enter("2019", {"weibo_items": 200})
    path = tmp_path / "figures.xlsx"
    export_figures(office, "liangtian", YEAR, path)
    filled = load_workbook(path)
    rows = {row[1].value: row for row in filled.active.iter_rows(min_row=2)}
    assert (rows["weibo_items"][3].value, rows["weibo_items"][4].value) == (235, 200)
    assert rows["normative.made"][2].value == "规范性文件：本年新制作数量"
    rows["normative.made"][3].value, rows["normative.made"][5].value = 2, "文件登记簿"
    filled.save(path)
    ((_, done),) = import_figures(office, Import("liangtian", path), CLERK)
    assert done.changed == ("normative.made",)


@pytest.mark.parametrize("name", ["list.txt", "list.xlsx"])
def test_a_file_without_the_table_is_refused(office, tmp_path, name):
    path = tmp_path / name
    if name.endswith("xlsx"):
        book(path, ["甲", "乙"])
    else:
        path.write_text("指标,数值", "utf-8")
    with pytest.raises(InputError):
        import_figures(office, Import("liangtian", path), CLERK)
    with pytest.raises(InputError):
        import_list(office, "liangtian", path, CLERK)


def test_a_table_in_csv_of_an_old_windows_is_read(office, desk, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes("指标,数值,来源\n微信公开信息,9,后台\n".encode("gb18030"))
    import_figures(office, Import("liangtian", path, YEAR), CLERK)
    assert desk.figures.value(YEAR, "wechat_items") == 9
