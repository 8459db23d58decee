"""Headers: found wherever they stand, proposed where they are named otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ledgers import HEADER
from workflow.errors import InputError
from workflow.ledger.columns import APPEALS, REQUESTS, like, normal, same
from workflow.ledger.header import Reading, check_header, check_mapping, find_header, propose

PLAIN = Reading(REQUESTS)


def found(*rows, mapping=None):
    return find_header(rows, Reading(REQUESTS, mapping or {}))


def test_every_other_name_belongs_to_one_column():
    for columns in (REQUESTS, APPEALS):
        names = [alias for column in columns for alias in column.aliases]
        assert len(names) == len(set(names))
        assert not {*names} & {column.label for column in columns}


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("申请编号", "申请编号"),
        (" 申请 编号 ", "申请编号"),
        ("申请\n编号", "申请编号"),
        ("*申请编号：", "申请编号"),
        ("＊申请编号（必填）", "申请编号"),
        ("提交日期(YYYY-MM-DD)", "提交日期"),
        ("（必填）", "(必填)"),
    ],
)
def test_a_header_is_read_without_spaces_marks_and_remarks(header, plain):
    assert normal(header) == plain


@given(st.permutations(HEADER), st.integers(0, 3))
def test_columns_may_stand_in_any_order_below_any_title(names, titles):
    header = found(*[["良田镇台账（示例）"]] * titles, names, ["1", "张三（示例）"])
    assert header.last_row == titles + 1
    assert [header.columns[at] for at in range(len(names))] == list(names)
    assert header.notes == {}


def test_a_header_of_two_rows_takes_the_lower_name_where_it_has_one():
    header = found(
        ["申请编号", "申请人", None, "提交日期", "联系方式", None],
        [None, "申请人", "申请人类别", None, "电话", "邮箱"],
        ["1", "张三（示例）", "自然人", "2020-05-11", "（示例）", "（示例）"],
    )
    assert header.last_row == 2
    assert header.columns == {0: "申请编号", 1: "申请人", 2: "申请人类别", 3: "提交日期"}
    assert header.notes == {4: "电话", 5: "邮箱"}


def test_data_below_a_header_are_no_part_of_it():
    header = found(HEADER, ["1", "其他", "其他", "网络"], ["2", "示例", "自然人", "当面"])
    assert header.last_row == 1


def test_a_sheet_without_columns_of_ours_has_no_header():
    assert found(["填表说明"], ["一、请逐行填写"], []) is None
    assert find_header([], PLAIN) is None


def test_extra_columns_of_one_name_are_told_apart():
    header = found([*HEADER, "电话", "电话"])
    assert list(header.notes.values()) == ["电话", "电话2"]


def test_the_columns_of_a_list_of_bad_rows_are_passed_over():
    header = found(["导入提示：原行号", "导入提示：怎么改", *HEADER])
    assert header.notes == {}
    assert header.columns[2] == "申请编号"


def test_other_names_are_proposed_never_taken():
    header = found(["登记号", "申请人类型", "申请方式", "申请时间", "答复时间", "联系电话"])
    assert header.columns == {}
    assert propose(header, PLAIN) == {
        "登记号": "申请编号",
        "申请人类型": "申请人类别",
        "申请方式": "受理渠道",
        "申请时间": "提交日期",
        "答复时间": "答复日期",
    }


def test_a_name_that_is_only_like_one_is_proposed_for_a_required_column():
    assert same("受理的渠道", REQUESTS) is None
    assert like("受理的渠道", REQUESTS) == "受理渠道"
    header = found(["申请编号", "申请人类别", "受理的渠道", "提交日期"])
    with pytest.raises(InputError) as caught:
        check_header(header, PLAIN, "示例.xlsx")
    assert caught.value.code == "ledger.columns_missing"
    assert "--map 受理的渠道=受理渠道" in caught.value.message


def test_a_column_that_nothing_resembles_is_missing_all_the_same():
    header = found(["申请编号", "申请人类别", "提交日期", "联系电话"])
    with pytest.raises(InputError) as caught:
        check_header(header, PLAIN, "示例.xlsx")
    assert caught.value.code == "ledger.columns_missing_unlike"
    assert "联系电话" in caught.value.message


def test_a_mapping_overrides_a_name_of_ours():
    header = found(HEADER, mapping={"备注": "申请内容", "申请内容": "备注"})
    at = HEADER.index("备注")
    assert header.columns[at] == "申请内容"


def test_a_header_declined_by_mapping_it_to_the_remarks_is_no_longer_asked_about():
    names = [name for name in HEADER if name not in ("答复日期", "备注")]
    header = found([*names, "答复时间"], mapping={"答复时间": "备注"})
    check_header(header, PLAIN, "示例.xlsx")


def test_a_mapping_to_no_column_names_those_there_are():
    with pytest.raises(InputError) as caught:
        check_mapping({"甲": "乙"}, REQUESTS, APPEALS)
    assert "申请编号" in caught.value.message
    check_mapping({"甲": "类型", "乙": "备注"}, REQUESTS, APPEALS)
