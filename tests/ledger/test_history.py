"""Years of history come in at once, and nobody is warned of what was over before it came."""

from datetime import date, timedelta

import pytest

from ledger.conftest import CLERK, TODAY
from ledger.ledgers import APPEALS, row, text, xlsx
from workflow.app.keeping import rebuild, verify
from workflow.app.listing import desk as desk_of
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.projecting import DEADLINE
from workflow.app.pulse import take_pulse
from workflow.app.rectifying import Mend, rectify
from workflow.app.reminding import sweep
from workflow.app.users import NewUser, add_user

OPEN = {"答复日期": None, "答复文号": None, "办理结果": None, "送达日期": None}
#: Answered on Friday 2026-11-20 and not served yet: its proof of service still runs on TODAY.
RECENT = {"提交日期": "2026-11-02", "答复日期": "2026-11-20", "送达日期": None}
PEOPLE = {"li": "clerk", "zhao": "office_head", "sun": "leader"}


@pytest.fixture
def town(local_desk):
    """The desk of an office with its people."""
    for name, role in PEOPLE.items():
        new = NewUser(name, f"{name}（示例）", (role,), "liangtian")
        add_user(local_desk.office, new, Actor("root", "admin"))
    return local_desk


def history(count):
    """Return so many closed requests from 2015 on; every other one without its day of service."""
    first = date(2015, 1, 5)
    days = [first + timedelta(8 * n) for n in range(count)]
    return [
        row(
            申请编号=f"示例{n}号",
            提交日期=on,
            答复日期=on + timedelta(20),
            送达日期=on + timedelta(22) if n % 2 else None,
        )
        for n, on in enumerate(days)
    ]


def appeals(count):
    """Yield an appeal for every tenth of them: one in two never closed, none with a defence."""
    kinds = ("行政复议", "未经复议直接起诉")
    for n in range(0, count, 10):
        on = date(2015, 1, 5) + timedelta(8 * n + 40)
        closed = {"结案日期": on + timedelta(60), "结果": "结果维持"} if n % 20 else {}
        yield {"申请编号": f"示例{n}号", "类型": kinds[n // 10 % 2], "收到日期": on, **closed}


def told(desk, on=TODAY):
    """Return of which cases a sweep tells whom: (number, clock, person)."""
    found = sweep(desk.office, on)
    return {(one.number, one.clock, one.person) for one in found if one.number.startswith("示例")}


def duties(desk):
    return [(one.number, one.clock) for one in desk_of(desk.office, "li", whole_agency=True)]


def test_five_hundred_closed_cases_tell_nobody_anything_and_a_late_open_one_does(town, tmp_path):
    late = row(申请编号="示例迟到", 提交日期="2026-10-12", **OPEN)
    rows = [*history(499), late]
    beside = text(tmp_path / "appeals.csv", *appeals(499), header=APPEALS)
    result = town.take(text(tmp_path / "a.csv", *rows), appeals=beside)
    assert (result.bad, result.requests.added, result.appeals.added) == ([], 500, 50)
    # 20 working days after 2026-10-12 (Monday) end on 2026-11-09
    assert told(town) == {("示例迟到", "reply", name) for name in PEOPLE}
    assert duties(town) == [("示例迟到", "reply")]
    assert take_pulse(town.office).deadlines_overdue == 1


def test_what_still_runs_on_the_day_of_the_import_is_a_duty(town, tmp_path):
    rows = (
        row(申请编号="示例1号", **RECENT),
        row(申请编号="示例2号"),
        row(申请编号="示例3号", 受理渠道="电子邮件", **{**OPEN, "提交日期": "2026-10-12"}),
    )
    recent = {"申请编号": "示例2号", "类型": "行政复议", "收到日期": "2026-11-20"}
    town.take(xlsx(tmp_path / "a.xlsx", *rows, appeals=[recent]))
    assert sorted(duties(town)) == [
        ("示例1号", "service_proof"),
        ("示例2号", "reconsideration_answer"),
        ("示例3号", "confirmation"),  # never confirmed: the request is open, so this is late
    ]


def test_a_duty_that_runs_out_after_the_import_stays_one(town, tmp_path):
    town.take(xlsx(tmp_path / "a.xlsx", row(申请编号="示例1号", **RECENT)))
    later = date(2027, 3, 1)
    assert ("示例1号", "service_proof", "li") in told(town, later)


def test_what_is_done_here_to_an_imported_case_has_duties_like_any_other(town, tmp_path):
    town.take(xlsx(tmp_path / "a.xlsx", row(申请编号="示例1号", 送达日期=None)))
    assert duties(town) == []
    copy = Wanted("示例1号", "receive_copy", date(2020, 7, 1), child="reconsideration")
    advance(town.office, copy, CLERK)
    assert duties(town) == [("示例1号", "reconsideration_answer")]


def test_mending_an_imported_answer_wakes_no_duty(town, tmp_path):
    town.take(xlsx(tmp_path / "a.xlsx", row(申请编号="示例1号", 送达日期=None)))
    rectify(town.office, Mend("示例1号", 3, on=date(2020, 6, 2), reason="示例：录错"), CLERK)
    assert town.case("示例1号").deadlines.clock("service_proof").ended_on is None
    assert duties(town) == []


def test_an_open_case_answered_by_a_later_ledger_is_history_from_then_on(town, tmp_path):
    town.take(xlsx(tmp_path / "1.xlsx", row(申请编号="示例1号", **OPEN)))
    assert duties(town) == [("示例1号", "reply")]
    town.take(xlsx(tmp_path / "2.xlsx", row(申请编号="示例1号", 送达日期=None)))
    assert duties(town) == []


def test_history_is_told_apart_when_the_rows_are_made_again(town, tmp_path):
    town.take(text(tmp_path / "a.csv", *history(240)[220:]))
    before = _open(town)
    assert verify(town.office, derived=True).broken == ()
    rebuild(town.office)
    assert _open(town) == before == []


def _open(desk):
    with desk.office.store.read() as session:
        found = DEADLINE.select().where(DEADLINE.c.open, DEADLINE.c.duty)
        return session.execute(found).all()
