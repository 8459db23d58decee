"""One row as a request: what it says, what it can't say, and what is only doubtful."""

from datetime import date

import pytest

from ledger.ledgers import DAY, row
from workflow.ledger.appeals import Appeal, read_appeal_row
from workflow.ledger.problems import BadRow, Complaints, Place
from workflow.ledger.rows import Reading, read_request

READING = Reading(date(2026, 11, 24))


def read(notes=None, **changes):
    said = Complaints(Place(2))
    request = read_request(row(**changes), notes or {}, READING, said)
    return request, said


def wrong(**changes):
    problems = read(**changes)[1].problems
    return [(one.column, one.reason.code.removeprefix("ledger.")) for one in problems]


def doubtful(**changes):
    return [one.reason.code.removeprefix("ledger.") for one in read(**changes)[1].warnings]


def test_a_whole_row_says_all():
    request, said = read(收到日期="2020-05-12", 延期日期="2020-05-25", 延期工作日="15个工作日")
    assert (said.problems, said.warnings) == ([], [])
    assert (request.submitted_on, request.received_on) == (DAY("2020-05-11"), DAY("2020-05-12"))
    assert (request.extended_on, request.extended_by) == (DAY("2020-05-25"), 15)
    assert (request.outcome, request.row) == ("A12", None)


@pytest.mark.parametrize(
    ("channel", "received", "wanted"),
    [
        ("当面", None, "2020-05-11"),  # handed in: received on that day
        ("当面", "2020-05-12", "2020-05-12"),
        ("挂号信/EMS", None, "2020-05-11"),
        ("邮寄", None, "2020-05-11"),  # taken as signed for
        ("平信", None, None),  # nobody confirmed it yet
        ("网络", None, None),
        ("传真", None, None),
        ("电子邮件", None, None),
        ("网络", "2020-05-12", "2020-05-12"),
    ],
)
def test_the_receipt_follows_from_the_channel(channel, received, wanted):
    open_ = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
    request, said = read(受理渠道=channel, 收到日期=received, **open_)
    assert said.problems == []
    assert request.receipt == (DAY(wanted) if wanted else None)
    assert wrong(受理渠道=channel, 收到日期=received) == (
        [] if wanted else [("收到日期", "answered_unreceived")]
    )


@pytest.mark.parametrize("column", ["申请编号", "申请人类别", "受理渠道", "提交日期"])
def test_what_every_request_must_have_is_asked_for(column):
    assert (column, "cell_empty") in wrong(**{column: None})


def test_of_one_column_only_the_first_thing_is_told():
    assert wrong(答复日期="2020-05-01", 延期日期="2020-05-20", 延期工作日=5) == [
        ("答复日期", "out_of_order")
    ]


def test_an_unreadable_day_isn_t_complained_of_a_second_time_by_what_hangs_on_it():
    assert wrong(答复日期="六月一日") == [("答复日期", "date_unreadable")]
    assert wrong(受理渠道="微信") == [("受理渠道", "channel_unknown")]
    assert wrong(办理结果="已办") == [("办理结果", "result_unknown")]


def test_all_columns_are_complained_of_at_once():
    assert {column for column, _ in wrong(申请人类别="法人", 答复日期="2020-05-01")} == {
        "申请人类别",
        "答复日期",
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(20, 20), ("20", 20), ("20个工作日", 20), ("１５日", 15), ("10 天", 10), (15.0, 15)],
)
def test_a_length_is_a_number_of_working_days(text, wanted):
    assert read(延期日期="2020-05-25", 延期工作日=text)[0].extended_by == wanted


@pytest.mark.parametrize("text", ["两周", "1.5", "-5", "1000", "20-30"])
def test_a_length_that_is_no_number_is_not_guessed(text):
    assert ("延期工作日", "length_unreadable") in wrong(延期日期="2020-05-25", 延期工作日=text)


def test_no_days_of_extension_are_no_extension():
    request, said = read(延期工作日=0)
    assert (request.extended_by, said.problems) == (None, [])


@pytest.mark.parametrize(
    ("received", "length", "over"),
    [
        ("2020-05-11", 20, False),  # art. 33(2): 20 working days
        ("2020-05-11", 21, True),
        ("2015-05-11", 15, False),  # 2008 Regulation, art. 24(2): 15
        ("2015-05-11", 16, True),
    ],
)
def test_an_extension_over_the_cap_of_its_law_is_doubtful_not_wrong(received, length, over):
    days = {"提交日期": received, "延期日期": received, "答复日期": received, "送达日期": None}
    assert doubtful(**days, 延期工作日=length) == (["extension_over_cap"] if over else [])


def test_the_first_day_of_the_first_regulation_is_the_first_that_counts():
    days = {"答复日期": "2008-06-01", "送达日期": None}
    assert wrong(提交日期="2008-05-01", **days) == []
    assert wrong(提交日期="2008-04-30", **days) == [("提交日期", "before_all_law")]
    assert wrong(提交日期="2008-04-30", 收到日期="2008-05-01", **days) == []


def test_today_is_the_last_day_that_can_have_been():
    days = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
    assert wrong(提交日期="2026-11-24", **days) == []
    assert wrong(提交日期="2026-11-25", **days) == [("提交日期", "date_in_future")]


def test_several_outcomes_of_a_row_leave_the_outcome_unknown_and_say_so():
    request, said = read(办理结果="予以公开")
    assert (request.outcome, request.row) == (None, "granted")
    (warning,) = said.warnings
    assert "留作未知" in warning.message


def test_remarks_and_extra_columns_are_kept_as_they_are_shown():
    notes = {"办结时间": date(2020, 6, 1), "件数": 3.0, "空": None, "斜线": "/"}
    request, _ = read(notes, 备注=" 示例 ")
    assert request.notes == {"备注": "示例", "办结时间": "2020-06-01", "件数": "3"}


def test_a_problem_says_where_what_and_how_to_mend_it():
    (problem,) = read(提交日期="5月11日")[1].problems
    assert problem.message == "第2行“提交日期”：“5月11日”读不出日期：请写成 2020-05-11。"
    assert problem.to_json() == {
        "sheet": None,
        "row": 2,
        "column": "提交日期",
        "code": "ledger.date_unreadable",
        "message": problem.message,
    }
    assert str(Place(7, "2020年")) == "工作表“2020年”第7行"
    assert BadRow(Place(2), {}, (problem,)).appeal is False


APPEAL = {"申请编号": "1", "类型": "复议后起诉", "收到日期": 44013, "结案日期": "2020.12.1",
          "结果": "其他结果"}  # fmt: skip


def read_appeal_of(**changes):
    said = Complaints(Place(2))
    return read_appeal_row({**APPEAL, **changes}, READING, said), said


def test_an_appeal_is_read_like_a_request():
    # 44,013 days after 1899-12-30 is 2020-07-01
    assert read_appeal_of()[0] == Appeal(
        "1", "litigation", "after_reconsideration", DAY("2020-07-01"), DAY("2020-12-01"), "other"
    )


@pytest.mark.parametrize("pending", ["尚未审结", "", None, "审理中"])
def test_a_pending_appeal_has_neither_day_nor_result(pending):
    appeal, said = read_appeal_of(结案日期=None, 结果=pending)
    assert (appeal.closed_on, appeal.result, said.problems) == (None, None, [])


def test_a_pending_appeal_with_a_closing_day_contradicts_itself():
    appeal, said = read_appeal_of(结果="尚未审结")
    assert appeal is None
    assert [one.reason.code for one in said.problems] == ["ledger.closed_without_result"]
