"""What an import writes, adds, refuses and takes back; on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ledger.conftest import CLERK
from ledger.ledgers import APPEAL, APPEALS, DAY, NUMBER, codes, doubts, row, table, text, xlsx
from workflow.app.folding import law_day
from workflow.app.keeping import rebuild, verify
from workflow.app.ledger.importing import AT_ONCE, Ledger, import_ledger
from workflow.app.office import Actor
from workflow.app.rectifying import Mend, rectify
from workflow.app.registering import Application, register
from workflow.errors import InputError, NotFoundError
from workflow.store.journals import JOURNAL
from workflow.store.tables import OutboxRow, table_of

OPEN = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}


def journal(office):
    with office.store.read() as session:
        return [tuple(found) for found in session.execute(select(JOURNAL))]


def triggers(case):
    return [(entry.trigger, entry.on.isoformat()) for entry in case.entries]


def test_a_row_becomes_entries_marked_as_imported_with_nothing_made_up(local_desk, tmp_path):
    result = local_desk.take(xlsx(tmp_path / "a.xlsx", row(延期日期="2020-05-25", 延期工作日=10)))
    case = local_desk.case(NUMBER)
    assert result.requests.added == 1
    assert triggers(case) == [
        ("register", "2020-05-11"),
        ("extend", "2020-05-25"),
        ("submit_answer", "2020-06-01"),
        ("dispatch", "2020-06-01"),
        ("record_service", "2020-06-03"),
    ]
    assert {entry.via for entry in case.entries} == {"ledger"}
    assert set(case.entries[2].facts) == {"outcome"}
    assert case.entries[3].facts == {"document_number": "示例答〔2020〕1号"}
    assert case.entries[4].facts == {}


def test_the_clocks_run_from_what_was_imported(local_desk, tmp_path):
    late = row(申请编号="2", 延期日期="2020-05-25", 延期工作日=10, **OPEN)
    local_desk.take(xlsx(tmp_path / "a.xlsx", row(), late))
    # 20 working days after 2020-05-11: 12-15 May 4, 18-22 9, 25-29 14, 1-5 June 19, 8 June 20
    assert local_desk.case(NUMBER).deadlines.clock("reply").due == DAY("2020-06-08")
    # 10 more: 9-12 June 4, 15-19 9, 22 June 10
    reply = local_desk.case("2").deadlines.clock("reply")
    assert (reply.due, reply.state.value) == (DAY("2020-06-22"), "late")


def test_the_law_of_the_day_of_receipt_holds(local_desk, tmp_path):
    days = {"提交日期": "2019-05-14", "答复日期": "2019-06-20", "送达日期": None}
    mailed = row(申请编号="2", 受理渠道="平信", 收到日期="2019-05-15", **days)
    local_desk.take(xlsx(tmp_path / "a.xlsx", row(申请编号="1", **days), mailed))
    assert [local_desk.case(n).statute.code for n in ("1", "2")] == ["cn-2008", "cn-2019"]
    case = local_desk.case("2")
    assert law_day(case.holding, case.rules.settings) == DAY("2019-05-15")


def test_nothing_personal_stands_in_the_journal_and_all_of_it_in_the_vault(desk, tmp_path):
    header = [*row(), "联系电话"]
    made = row(备注="示例备注", 联系电话="13900000000")
    desk.take(xlsx(tmp_path / "a.xlsx", made, header=[*dict.fromkeys([*header, "备注"])]))
    written = str(journal(desk.office))
    for personal in ("张三", "土地征收", "示例备注", "13900000000"):
        assert personal not in written
    facts = desk.clear(NUMBER)[0].facts
    assert facts["applicant"] == "张三（示例）"
    assert facts["content"] == "示例村土地征收补偿方案"
    assert facts["notes"] == {"备注": "示例备注", "联系电话": "13900000000"}


def test_the_chains_hold_and_what_is_derived_is_the_fold(desk, tmp_path):
    rows = [row(申请编号=str(n)) for n in range(1, 8)]
    desk.take(xlsx(tmp_path / "a.xlsx", *rows, appeals=[{**APPEAL, "申请编号": "3"}]))
    verified = verify(desk.office, derived=True)
    assert verified.broken == ()
    # 7 cases of 4 entries, one appeal; installation, agency with 7 openings and the import
    assert verified.entries == 7 * 4 + 1 + 2 + 1 + 7 + 1
    assert rebuild(desk.office) == 7
    assert verify(desk.office, derived=True).broken == ()


def test_imports_and_registrations_take_from_one_series_of_chains(desk, tmp_path):
    desk.take(xlsx(tmp_path / "a.xlsx", row(申请编号="1"), row(申请编号="2")))
    facts = {"channel": "in_person", "applicant_class": "natural", "content": "示例"}
    application = Application("liangtian", DAY("2026-11-20"), facts)
    number = register(desk.office, application, Actor("li", "clerk")).case.number
    desk.take(xlsx(tmp_path / "b.xlsx", row(申请编号="3")))
    chains = [desk.case(one).chain for one in ("1", "2", number, "3")]
    assert chains == ["request:1", "request:2", "request:3", "request:4"]
    assert verify(desk.office, derived=True).broken == ()


def test_no_notice_and_no_reminder_follows_from_the_past(desk, tmp_path):
    desk.take(xlsx(tmp_path / "a.xlsx", row(), appeals=[APPEAL]))
    with desk.office.store.read() as session:
        assert session.execute(select(table_of(OutboxRow).c.id)).first() is None


def test_the_same_file_twice_adds_nothing(desk, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(备注="示例"), row(申请编号="2", **OPEN), appeals=[APPEAL])
    desk.take(path)
    before = journal(desk.office)
    again = desk.take(path)
    assert again.done
    assert (again.requests.unchanged, again.appeals.unchanged) == (2, 1)
    assert again.changes == 0
    assert journal(desk.office) == before


def test_a_later_ledger_adds_what_is_new(desk, tmp_path):
    waiting = row(受理渠道="网络", 申请人="", 申请内容="", **OPEN)
    desk.take(xlsx(tmp_path / "1.xlsx", waiting))
    desk.take(xlsx(tmp_path / "2.xlsx", {**waiting, "收到日期": "2020-05-12"}))
    assert desk.case(NUMBER).state == "received"
    extended = {"收到日期": "2020-05-12", "延期日期": "2020-06-01", "延期工作日": 10}
    desk.take(xlsx(tmp_path / "3.xlsx", {**waiting, **extended}))
    assert desk.case(NUMBER).state == "extended"
    answered = row(受理渠道="网络", 答复文号="", 送达日期="", 办理结果="予以公开", **extended)
    desk.take(xlsx(tmp_path / "4.xlsx", {**answered, "答复日期": "2020-06-15"}))
    assert desk.case(NUMBER).state == "answered"
    last = {"答复日期": "2020-06-15", "答复文号": "示例答", "送达日期": "2020-06-16"}
    result = desk.take(xlsx(tmp_path / "5.xlsx", {**answered, **last, "办理结果": "A2"}))
    assert (result.requests.changed, codes(result)) == (1, [])
    case, clear = desk.case(NUMBER), desk.clear(NUMBER)
    assert case.state == "served"
    assert [event.kind for event in case.events] == [
        "submitted", "confirmed", "extended", "dispatched", "served",
    ]  # fmt: skip
    assert case.events[3].facts["outcome"] == "A2"
    assert clear[0].facts["applicant"] == "张三（示例）"
    assert verify(desk.office, derived=True).broken == ()
    assert desk.take(tmp_path / "5.xlsx").changes == 0


def test_a_remark_that_changed_is_written_over_the_old_one_and_both_are_kept(desk, tmp_path):
    desk.take(xlsx(tmp_path / "1.xlsx", row(备注="示例一")))
    desk.take(xlsx(tmp_path / "2.xlsx", row(备注="示例二")))
    assert desk.clear(NUMBER)[0].facts["notes"] == {"备注": "示例二"}
    assert desk.case(NUMBER).entries[-1].supersedes == 1
    desk.take(xlsx(tmp_path / "3.xlsx", row(备注="示例三")))
    assert [one.supersedes for one in desk.case(NUMBER).entries[-2:]] == [1, 5]
    assert verify(desk.office, derived=True).broken == ()


@pytest.mark.parametrize(
    ("column", "now"),
    [
        ("提交日期", "2020-05-10"),
        ("申请人类别", "商业企业"),
        ("受理渠道", "挂号信/EMS"),
        ("收到日期", "2020-05-12"),
        ("申请人", "李四（示例）"),
        ("申请内容", "示例村宅基地档案"),
        ("答复日期", "2020-06-02"),
        ("答复文号", "示例答〔2020〕2号"),
        ("办理结果", "A13"),
        ("办理结果", "予以公开"),
        ("送达日期", "2020-06-04"),
    ],
)
def test_what_contradicts_the_register_is_refused(local_desk, tmp_path, column, now):
    local_desk.take(xlsx(tmp_path / "1.xlsx", row()))
    before = journal(local_desk.office)
    result = local_desk.take(xlsx(tmp_path / "2.xlsx", row(**{column: now})))
    assert (2, column, "contradicts") in codes(result)
    assert not result.done
    assert journal(local_desk.office) == before


def test_an_outcome_known_better_than_the_row_is_no_contradiction(local_desk, tmp_path):
    local_desk.take(xlsx(tmp_path / "1.xlsx", row()))
    result = local_desk.take(xlsx(tmp_path / "2.xlsx", row(办理结果="1.本机关不掌握相关政府信息")))
    assert (codes(result), result.requests.unchanged) == ([], 1)
    assert local_desk.case(NUMBER).events[-2].facts["outcome"] == "A12"


def test_another_extension_is_refused_and_one_after_the_answer_too(local_desk, tmp_path):
    extended = {"延期日期": "2020-05-25", "延期工作日": 10}
    local_desk.take(xlsx(tmp_path / "1.xlsx", row(**extended), row(申请编号="2")))
    result = local_desk.take(
        xlsx(
            tmp_path / "2.xlsx",
            row(延期日期="2020-05-25", 延期工作日=15),
            row(申请编号="2", **extended),
        )
    )
    assert codes(result) == [
        (2, "延期工作日", "contradicts"),
        (3, "延期日期", "extension_after_answer"),
    ]


def test_a_case_mended_in_the_register_is_compared_as_it_now_is(desk, tmp_path):
    path = xlsx(tmp_path / "1.xlsx", row(答复文号=""))
    desk.take(path)
    mend = Mend(NUMBER, 2, {"outcome": "A13", "reasons": "示例"}, reason="示例：选错了")
    rectify(desk.office, mend, Actor("li", "clerk"))
    assert codes(desk.take(path)) == [(2, "办理结果", "contradicts")]
    assert codes(desk.take(xlsx(tmp_path / "2.xlsx", row(办理结果="A13")))) == []


def test_nothing_is_imported_unless_all_rows_are_good(desk, tmp_path):
    before = journal(desk.office)
    path = xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2", 提交日期="不详"))
    result = desk.take(path)
    assert (result.done, codes(result)) == (False, [(3, "提交日期", "date_unreadable")])
    assert journal(desk.office) == before
    assert desk.numbers() == set()


def test_a_trial_writes_nothing_and_says_what_would_come(desk, tmp_path):
    before = journal(desk.office)
    path = xlsx(tmp_path / "a.xlsx", row(), row(申请编号="2"), appeals=[APPEAL])
    result = desk.take(path, dry_run=True)
    assert (result.done, result.requests.added, result.appeals.added) == (False, 2, 1)
    assert journal(desk.office) == before


def test_the_bad_rows_come_back_as_a_file_that_is_corrected_and_fed_again(desk, tmp_path):
    path, bad = tmp_path / "a.xlsx", tmp_path / "bad.xlsx"
    header = [*row(), "备注", "科室"]
    rows = (row(科室="一"), row(申请编号="2", 提交日期="5月11日", 办理结果="不予公开", 科室="二"))
    appeals = [APPEAL, {**APPEAL, "申请编号": "2", "收到日期": "2020-07-02"}]
    xlsx(path, *rows, appeals=appeals, header=header)
    result = desk.take(path, skip_bad=bad)
    assert (result.done, result.requests.added, len(result.bad)) == (True, 1, 2)
    (kept,) = table(bad)
    assert kept["导入提示：原行号"] == "工作表“Sheet”第3行"
    assert kept["导入提示：有问题的列"] == "提交日期、办理结果"
    assert "请写成 2020-05-11" in kept["导入提示：怎么改"]
    assert (kept["申请编号"], kept["提交日期"], kept["科室"]) == ("2", "5月11日", "二")

    book = load_workbook(bad)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("提交日期") + 1, "2020-05-11")
    sheet.cell(2, names.index("办理结果") + 1, "A10")
    book.save(bad)
    again = desk.take(bad)
    assert (codes(again), again.requests.added, again.appeals.added) == ([], 1, 1)
    assert desk.clear("2")[0].facts["notes"] == {"科室": "二"}
    assert again.kept == {"科室"}


def test_appeals_come_from_the_second_sheet(desk, tmp_path):
    appeals = [
        {**APPEAL, "结案日期": "2020-09-01", "结果": "结果纠正"},
        {**APPEAL, "类型": "复议后起诉", "收到日期": "2020-10-01", "结果": "尚未审结"},
        {**APPEAL, "类型": "未经复议直接起诉", "收到日期": "2020-11-02",
         "结案日期": "2021-02-01", "结果": "其他结果"},
    ]  # fmt: skip
    result = desk.take(xlsx(tmp_path / "a.xlsx", row(), appeals=appeals))
    assert result.appeals.added == 3
    children = {f"{c.kind}:{c.id}": c.state for c in desk.case(NUMBER).children}
    assert children == {
        "reconsideration:r1": "decided",
        "litigation:l1": "copy_received",
        "litigation:l2": "final",
    }


def test_appeals_come_from_a_file_of_their_own_and_are_completed_later(desk, tmp_path):
    ledger = xlsx(tmp_path / "a.xlsx", row())
    first = text(tmp_path / "1.csv", APPEAL, header=APPEALS, encoding="gb18030")
    assert desk.take(ledger, appeals=first).appeals.added == 1
    closed = {**APPEAL, "结案日期": "2020-09-01", "结果": "结果维持"}
    second = text(tmp_path / "2.csv", closed, header=APPEALS)
    assert desk.take(ledger, appeals=second).appeals.changed == 1
    assert desk.case(NUMBER).children[0].state == "decided"
    assert desk.take(ledger, appeals=second).changes == 0
    assert desk.take(ledger, appeals=first).changes == 0  # an older sheet says nothing new
    wrong = text(tmp_path / "3.csv", {**closed, "结果": "结果纠正"}, header=APPEALS)
    assert codes(desk.take(ledger, appeals=wrong)) == [(2, "结果", "contradicts")]


def test_an_appeal_of_a_request_whose_row_is_bad_is_bad_too(local_desk, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(提交日期="不详"), appeals=[APPEAL])
    assert codes(local_desk.take(path)) == [
        (2, "提交日期", "date_unreadable"),
        (2, "申请编号", "appeal_of_unknown"),
    ]


def test_headers_told_once_are_remembered_for_the_agency(desk, tmp_path):
    names = {"申请编号": "登记号", "答复日期": "答复时间"}
    header = [names.get(name, name) for name in row()]
    other = [{names.get(name, name): cell for name, cell in row(申请编号=n).items()} for n in "12"]
    first, second = (
        xlsx(tmp_path / f"{made['登记号']}.xlsx", made, header=header) for made in other
    )
    with pytest.raises(InputError) as caught:
        desk.take(first)
    assert "--map 登记号=申请编号" in caught.value.message
    told = {"登记号": "申请编号", "答复时间": "答复日期"}
    desk.take(first, mapping=told, dry_run=True)
    with pytest.raises(InputError):
        desk.take(first)  # a trial leaves nothing behind
    desk.take(first, mapping=told)
    assert desk.take(second).requests.added == 1
    assert desk.numbers() == {"1", "2"}


@pytest.mark.parametrize(
    ("told", "code"),
    [({"没有的": "备注"}, "ledger.map_absent"), ({"申请人": "姓名"}, "ledger.map_unknown")],
)
def test_a_mapping_that_can_not_be_is_refused(local_desk, tmp_path, told, code):
    with pytest.raises(InputError) as caught:
        local_desk.take(xlsx(tmp_path / "a.xlsx", row()), mapping=told)
    assert caught.value.code == code


def test_an_unknown_agency_is_refused(office, tmp_path):
    ledger = Ledger("nowhere", xlsx(tmp_path / "a.xlsx", row()))
    with pytest.raises(NotFoundError):
        import_ledger(office, ledger, Actor("li", "clerk"))


def test_what_is_doubtful_is_counted_not_repeated(local_desk, tmp_path):
    rows = [row(申请编号=str(n), 受理渠道="邮寄", 办理结果="予以公开") for n in range(1, 30)]
    result = local_desk.take(xlsx(tmp_path / "a.xlsx", *rows))
    assert doubts(result) == {"mail_taken_as_signed": 29, "outcome_unknown": 29}
    (first, *_) = result.doubts.values()
    assert first.first.place.row == 2


def test_rows_beyond_one_batch_are_counted_as_they_come(local_desk, tmp_path):
    count = AT_ONCE + 3
    path = text(tmp_path / "a.csv", *(row(申请编号=str(n)) for n in range(count)))
    told = []
    import_ledger(local_desk.office, Ledger("liangtian", path), Actor("li", "clerk"), told.append)
    assert told == [AT_ONCE, 3]
    assert len(local_desk.numbers()) == count


def next_number(desk, on="2026-11-20"):
    facts = {"channel": "in_person", "applicant_class": "natural", "content": "示例"}
    return register(desk.office, Application("liangtian", DAY(on), facts), CLERK).case.number


def test_the_agency_s_own_series_goes_on_behind_the_ledger(desk, tmp_path):
    numbers = (
        "良政公开〔2026〕7号",
        "良政公开(2026)11号",
        "良政公开〔2025〕30号",
        "另案〔2026〕99号",
    )
    this_year = {"提交日期": "2026-02-02", "答复日期": "2026-02-03", "送达日期": None}
    desk.take(xlsx(tmp_path / "a.xlsx", *(row(申请编号=n, **this_year) for n in numbers)))
    assert next_number(desk) == "良政公开〔2026〕12号"
    # an older ledger doesn't take the series back
    desk.take(xlsx(tmp_path / "b.xlsx", row(申请编号="良政公开〔2026〕3号", **this_year)))
    assert next_number(desk) == "良政公开〔2026〕13号"
    assert next_number(desk, "2025-12-01") == "良政公开〔2025〕31号"


def test_a_number_of_another_kind_moves_no_series(local_desk, tmp_path):
    huge = row(申请编号="良政公开〔2026〕20260000001号", 提交日期="2020-05-11")
    local_desk.take(xlsx(tmp_path / "a.xlsx", huge, row(申请编号="2026")))
    assert next_number(local_desk) == "良政公开〔2026〕1号"


def test_an_import_and_registrations_at_once_break_nothing(desk, tmp_path):
    path = text(tmp_path / "a.csv", *(row(申请编号=str(n)) for n in range(40)))
    with ThreadPoolExecutor(4) as pool:
        taken = pool.submit(desk.take, path)
        made = [pool.submit(next_number, desk) for _ in range(6)]
        numbers = {one.result() for one in made}
    assert taken.result().requests.added == 40
    assert len(numbers) == 6
    assert verify(desk.office, derived=True).broken == ()
