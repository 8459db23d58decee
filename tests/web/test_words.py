"""Days and what is left of them, read and said in the office's own way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendars import load
from workflow.core.calendar import Why
from workflow.core.deadlines import Deadline, ProofRow, State
from workflow.core.moves import FactSpec
from workflow.errors import Reason
from workflow.messages import catalogue
from workflow.statutes.registry import STATUTES
from workflow.web.choices import choice_label
from workflow.web.fields import field_of, fields_of, read_fields, sentence, typed_of
from workflow.web.left import days_text, left_of
from workflow.web.moves import NEXT
from workflow.web.pages.sign_in import local
from workflow.web.typed import read_day, read_number, typed_day
from workflow.web.words import day_in_list

TODAY = date(2026, 11, 24)  # a Tuesday
CALENDAR = load(as_of=TODAY)
DAYS = st.dates(date(2008, 5, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261124", date(2026, 11, 24)),
        ("2026-11-4", date(2026, 11, 4)),
        ("2026/11/04", date(2026, 11, 4)),
        ("2026.11.4", date(2026, 11, 4)),
        ("2026年11月4日", date(2026, 11, 4)),
        ("2026年11月4日（周三）", date(2026, 11, 4)),
        (" 2026 年 11 月 4 日 ", date(2026, 11, 4)),
        ("２０２６．１１．４", date(2026, 11, 4)),
        ("11.24", date(2026, 11, 24)),
        ("11月4日", date(2026, 11, 4)),
        ("1-6", date(2027, 1, 6)),  # nearer than 2026-01-06
        ("今天", date(2026, 11, 24)),
        ("昨天", date(2026, 11, 23)),
        ("前天", date(2026, 11, 22)),
        ("明天", date(2026, 11, 25)),
        ("2-28", date(2027, 2, 28)),
    ],
)
def test_a_day_is_read_in_each_way_it_is_written(typed, meant):
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "去年底", "2026-13-1", "2026-2-30", "20261", "13.40", "24/11/2026", "11"]
)
def test_what_names_no_day_is_not_guessed(typed):
    assert read_day(typed, TODAY) is None


@given(DAYS)
def test_a_day_as_a_field_shows_it_is_read_back(day):
    assert read_day(typed_day(day), TODAY) == day
    assert read_day(day_in_list(day, TODAY), day) == day
    assert read_day(day.isoformat(), TODAY) == day


@given(DAYS, st.integers(-180, 180))
def test_a_day_without_its_year_is_the_nearest_one(today, away):
    day = date.fromordinal(max(today.toordinal() + away, 1))
    if (day.month, day.day) == (2, 29):
        return
    assert read_day(f"{day.month}.{day.day}", today) == day


@pytest.mark.parametrize(("typed", "meant"), [("15", 15), ("１５", 15), ("-3", -3), ("3天", None)])
def test_a_whole_number_is_read(typed, meant):
    assert read_number(typed) == meant


@pytest.mark.parametrize(
    ("due", "look", "text"),
    [
        (date(2026, 11, 20), "late", "逾期 2 个工作日"),  # Monday, Tuesday
        (date(2026, 11, 24), "today", "今天到期，下班前办好"),
        (date(2026, 11, 27), "soon", "还剩 3 个工作日"),
        (date(2026, 11, 30), "plain", "还剩 4 个工作日"),  # over a weekend
        (date(2026, 12, 22), "plain", "还剩 20 个工作日"),
    ],
)
def test_what_is_left_is_counted_in_working_days(due, look, text):
    left = days_text(due, CALENDAR, TODAY)
    assert (left.look, left.text) == (look, text)


@pytest.mark.parametrize(
    ("today", "look", "text"),
    [
        (date(2026, 11, 27), "today", "今天到期，下班前办好"),
        (date(2026, 11, 28), "late", "逾期不满 1 个工作日"),
        (date(2026, 11, 29), "late", "逾期不满 1 个工作日"),
        (date(2026, 11, 30), "late", "逾期 1 个工作日"),
    ],
)
def test_a_day_off_after_the_last_day_is_late_by_no_working_day(today, look, text):
    left = days_text(date(2026, 11, 27), CALENDAR, today)
    assert (left.look, left.text) == (look, text)


@pytest.mark.parametrize(
    ("today", "look", "text", "more"),
    [
        (date(2026, 11, 26), "soon", "还剩 1 个工作日", "周五"),
        (date(2026, 11, 27), "today", "今天是最后一个工作日，下班前办好", "最后一天不上班，不顺延"),
        (date(2026, 11, 28), "soon", "到期前没有工作日了", "最后一天不上班，不顺延"),
        (date(2026, 11, 29), "today", "今天到期，下班前办好", ""),
        (date(2026, 11, 30), "late", "逾期 1 个工作日", ""),
    ],
)
def test_a_date_set_on_a_sunday_does_not_roll_and_is_late_only_once_it_has_passed(
    today, look, text, more
):
    left = days_text(date(2026, 11, 29), CALENDAR, today)
    assert (left.look, left.text, left.more) == (look, text, more)


def test_few_days_are_named():
    assert days_text(date(2026, 11, 27), CALENDAR, TODAY).more == "周三、周四、周五"
    assert days_text(date(2026, 11, 30), CALENDAR, TODAY).more == ""


def test_calendar_days_are_told_in_days():
    left = days_text(date(2026, 11, 28), CALENDAR, TODAY, calendar_days=True)
    assert left.text == "还剩 4 天"


@pytest.mark.parametrize(
    ("given", "look", "text"),
    [
        (Deadline("reply", None, State.SUSPENDED, waiting_for="correction"), "waiting",
         "停住：收到补正后重新数 20 个工作日"),
        (Deadline("reply", None, State.SUSPENDED, waiting_for="payment"), "waiting",
         "停住：收到缴费后重新数 20 个工作日"),
        (Deadline("reply", date(2026, 12, 1), State.MET, ended_on=date(2026, 11, 20)), "done",
         "✓ 11月20日（周五）办好，按时"),
        (Deadline("reply", date(2026, 11, 18), State.LATE, ended_on=date(2026, 11, 20)), "late",
         "11月20日（周五）办好，逾期 2 个工作日"),
        (Deadline("reply", date(2026, 11, 20), State.LATE, ended_on=date(2026, 11, 21)), "late",
         "11月21日（周六）办好，逾期不满 1 个工作日"),
        (Deadline("reply", date(2026, 12, 1), State.LAPSED), "done", "不用再等了"),
        (Deadline("reply", date(2027, 1, 6), State.RUNNING, provisional=True,
                  not_before=date(2027, 1, 5), not_after=date(2027, 1, 8)), "open",
         "最早 2027年1月5日（周二），最晚 2027年1月8日（周五）"),
        (Deadline("reply", date(2026, 12, 1), State.RUNNING, provisional=True), "open",
         "暂定：还不知道对方何时收到"),
        (Deadline("correction_notice", date(2026, 11, 10), State.LATE), "done", "已经过了"),
    ],
)  # fmt: skip
def test_each_look_of_a_deadline_has_its_words(given, look, text):
    left = left_of(given, CALENDAR, TODAY)
    assert (left.look, left.text) == (look, text)


def test_a_suspended_clock_counts_the_days_that_remain():
    rows = [ProofRow(date(2026, 11, 24 + n), n, counted=True, why=Why.WORKDAY) for n in range(3)]
    given = Deadline("reply", date(2026, 11, 26), State.SUSPENDED, proof=rows)
    assert "收到后还有 2 个工作日" in left_of(given, CALENDAR, TODAY).text


PROCEDURES = [
    (statute, procedure)
    for statute in STATUTES
    for key, procedure in statute.procedures.items()
    if key in {"request", "consultation", "reconsideration", "litigation"}
]
STEPS = [(procedure, step) for _, procedure in PROCEDURES for step in procedure.steps]


def test_every_choice_of_every_fact_has_a_name():
    known = catalogue("zh")
    for _, step in STEPS:
        for spec in step.facts:
            for value in spec.choices:
                label = choice_label(spec.name, value)
                assert label
                assert label != value
                assert label not in known


def test_every_fact_of_every_step_has_a_field():
    looks = {"radios", "select", "boxes", "area", "line", "number", "day", "flag", "period",
             "files"}  # fmt: skip
    for _, step in STEPS:
        for field in fields_of(step.facts, step.trigger):
            assert field.look in looks
            assert field.label


def test_every_open_state_has_a_next_step_that_starts_there():
    for statute in STATUTES:
        procedure = statute.procedures["request"]
        for state in procedure.states:
            for trigger in NEXT.get(state.key, ()):
                if trigger in procedure.triggers:
                    sources = {s for step in procedure.steps_of(trigger) for s in step.sources}
                    assert state.key in sources


def test_every_state_has_a_verb_on_the_desk():
    known = catalogue("zh")
    for statute in STATUTES:
        for state in statute.procedures["request"].states:
            assert f"web_desk.do_reply_{state.key}" in known


SPECS = (
    FactSpec("length", "integer", "facts.length", required=True),
    FactSpec("until", "date", "facts.until"),
    FactSpec("period", "period", "facts.period"),
    FactSpec("grounds", "list", "facts.grounds", choices=("A4", "A9")),
    FactSpec("reasonable", "flag", "facts.reasonable"),
    FactSpec("way", "choice", "facts.way", choices=("post", "direct")),
    FactSpec("reasons", "text", "facts.reasons", personal=True),
)
FACTS = {
    "length": 15,
    "until": "2026-12-04",
    "period": {"length": 10, "unit": "calendar_days"},
    "grounds": ["A4", "A9"],
    "reasonable": False,
    "way": "post",
    "reasons": "第一行\n第二行",
}


def test_facts_filled_into_a_form_are_read_back_as_they_were():
    facts, errors = read_fields(SPECS, typed_of(FACTS, SPECS), TODAY)
    assert errors == {}
    assert facts == FACTS


def test_an_empty_field_is_no_fact():
    assert read_fields(SPECS, {"reasons": [" "], "length": [""]}, TODAY) == ({}, {})


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("length", "十五", "延期工作日数写的是“十五”：请写整数"),
        ("until", "年底", "截止日期“年底”读不懂"),
        ("period", "几天", "期限写的是“几天”：请写一个数"),
        ("way", "pigeon", "发出方式里没有“pigeon”"),
        ("grounds", "A1", "不予公开的理由里没有“A1”"),
    ],
)
def test_what_a_field_cannot_be_is_told_in_plain_words(name, said, told):
    facts, errors = read_fields(SPECS, {name: [said]}, TODAY)
    assert facts == {}
    assert told in errors[name]


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        (Reason("procedure.fact_missing", {"name": "length", "label": "x"}), "length"),
        (Reason("procedure.in_future", {"on": "x", "today": "y"}), "on"),
        (Reason("guards.over_cap", {}), "length"),
        (Reason("guards.cap_used", {"cap": 20}), ""),
        (Reason("guards.comment_missing"), ""),  # this step has no such field
    ],
)
def test_a_reason_is_shown_at_the_field_that_it_is_about(reason, name):
    assert field_of(reason, SPECS) == name


def test_a_missing_fact_is_said_without_its_name_in_the_journal():
    reason = Reason("procedure.fact_missing", {"name": "length", "label": "延期工作日数"})
    assert sentence(reason, SPECS) == "延期工作日数没有填：请填写"


@given(st.text(max_size=30))
def test_no_address_leads_to_another_site(text):
    path = local(text)
    assert path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path
