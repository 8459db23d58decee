"""The dates of stripped journals are those of the journals themselves; equal ones are shared."""

from datetime import date

import pytest

from workflow.app import alike
from workflow.app.agencies import get_agency
from workflow.app.alike import CASE_DATES, DEADLINE_DATES, dates_of, frame_of, read_told
from workflow.app.calendars import arrived, sources_of
from workflow.app.imported import LEDGER
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Actor
from workflow.app.projecting import CASE, DEADLINE, rows_of
from workflow.app.reading import all_cases
from workflow.app.rectifying import Mend, rectify

MONDAY = date(2026, 3, 2)


def told_and_frames(office):
    """Return each case's rows by its fold, and its stripped journal with the frame of its dates."""
    with office.store.read() as session:
        cases = list(all_cases(office, session))
        told = read_told(session, [case.chain for case in cases])
        for case in cases:
            agency = get_agency(session, case.agency)
            own = sources_of(agency, arrived(session))
            frame = frame_of(own, agency.settings, office.today)
            yield rows_of(case), frame, told[case.chain]


def assert_same(office):
    """Hold the dates of every case against those of its fold; return the stripped journals."""
    found = []
    for rows, frame, told in told_and_frames(office):
        dates = dates_of(frame, told)
        assert dates.case == tuple(rows[CASE.name][0][name] for name in CASE_DATES)
        wanted = [tuple(row[name] for name in DEADLINE_DATES) for row in rows[DEADLINE.name]]
        assert list(dates.deadlines) == wanted
        found.append((frame, told))
    return found


@pytest.fixture
def spring(clock):
    clock.set(MONDAY)
    return clock


def test_two_cases_that_differ_in_names_numbers_and_clerks_are_one(office, clerk, spring):
    clerk.register(MONDAY)
    clerk.register(MONDAY, applicant='李四"，"number":"（示例）', content="另一份示例文件")
    clerk.register(MONDAY, agency="liangtian", channel="ordinary_mail")
    alike.dates_of.cache_clear()
    first, second, third = assert_same(office)
    assert first == second != third
    assert alike.dates_of.cache_info().misses == 2


def test_agencies_with_the_same_calendar_and_settings_share_their_dates(office, clerk, spring):
    clerk.register(MONDAY, agency="shili")
    clerk.register(MONDAY, agency="liangtian")
    (first, told), (second, same) = assert_same(office)
    assert told == same
    assert first is not second  # Ningxia has days of its own


def test_every_kind_of_step_has_the_dates_of_its_fold(office, clerk, spring):
    number = clerk.register(MONDAY)
    clerk.move(number, "request_correction", date(2026, 3, 2), items="示例",
               period={"length": 5, "unit": "working_days"}, received_on="2026-03-02")  # fmt: skip
    assert_same(office)
    spring.set(date(2026, 3, 5))
    clerk.move(number, "receive_correction", date(2026, 3, 5), corrected_content="示例")
    assert_same(office)
    clerk.move(number, "extend", date(2026, 3, 5), "zhao", length=10, consented_on="2026-03-05")
    assert_same(office)
    spring.set(date(2026, 3, 9))
    clerk.answer(number, date(2026, 3, 9))
    assert_same(office)
    spring.set(date(2027, 3, 9))
    assert_same(office)


def test_a_mended_day_counts_as_it_was_mended(office, clerk, spring):
    number = clerk.register(date(2026, 2, 24))
    mend = Mend(number, 1, on=date(2026, 2, 26), reason="示例：登记错了一天")
    rectify(office, mend, Actor("li", "clerk"))
    assert_same(office)


LEDGER_ROWS = (
    "申请编号,申请人,申请人类别,受理渠道,提交日期,收到日期,申请内容,答复日期,办理结果,送达日期\n"
    "示例1号,张三（示例）,自然人,当面,2025-01-06,2025-01-06,示例文件,2025-01-20,A1,2025-01-21\n"
    "示例2号,李四（示例）,自然人,网络,2026-02-09,2026-02-09,示例文件,,,\n"
)


def test_what_a_ledger_brought_is_history_here_as_there(office, spring, tmp_path):
    """A term that had run out before its start was recorded is no duty: the record time counts."""
    path = tmp_path / "ledger.csv"
    head = (
        "申请编号,申请人,申请人类别,受理渠道,提交日期,收到日期,申请内容,答复日期,办理结果,送达日期"
    )
    path.write_text(f"{head}\n{LEDGER_ROWS}", encoding="utf-8")
    done = import_ledger(office, Ledger("liangtian", path), Actor("li", "clerk"))
    assert done.requests.added == 2
    (_, old), (_, new) = assert_same(office)
    assert {one.via for one in (*old, *new)} == {LEDGER}
    assert all(one.recorded_at.startswith("2026-03-02") for one in old)


def test_a_note_and_a_recalculation_move_no_date_but_are_there(office, clerk, spring):
    clerk.register(MONDAY)
    (frame, (told,)) = assert_same(office)[0]
    noted = told._replace(entry=2, trigger="note", facts="{}")
    assert dates_of(frame, (told, noted)).deadlines == dates_of(frame, (told,)).deadlines
