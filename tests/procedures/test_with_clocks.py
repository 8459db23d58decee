"""The machine and the real clocks together: dates of the law decide what may be done."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.lawful import LAWFUL, WORKING_DAYS
from procedures.scene import NOON, d
from workflow.calendars import load
from workflow.core.clocks import derive
from workflow.core.deadlines import Derivation, State
from workflow.core.eventing import events
from workflow.core.journal import Entry
from workflow.core.procedure import Child, Move, Phase, Situation, allowed, judge
from workflow.statutes.laws import LAWS
from workflow.statutes.registry import get
from workflow.statutes.settings import effective

CALENDAR = load(as_of=date(2026, 11, 24))
SETTINGS = effective()
NOTHING = Derivation(None, None, "cn-2019", None, (), ())


@dataclass
class Live:
    """A request with its children, its deadlines derived anew for each move."""

    code: str = "cn-2019"
    today: date = date(2026, 11, 24)
    entries: list = field(default_factory=list)

    @property
    def machines(self):
        return get(self.code).procedures

    def own(self, child):
        return tuple(entry for entry in self.entries if entry.child == child)

    def machine(self, child):
        return self.machines[child.partition(":")[0] if child else "request"]

    def state(self, child=None):
        return self.machine(child).state_after(self.own(child))

    def events(self):
        return events(self.machines, self.entries)

    def deadlines(self, on):
        told = self.events()
        return derive(told, LAWS, CALENDAR, on, SETTINGS) if told else NOTHING

    def children(self):
        names = dict.fromkeys(entry.child for entry in self.entries if entry.child)
        return tuple(
            Child(*name.partition(":")[::2], self.state(name), self.own(name)) for name in names
        )

    def situation(self, on, child=None):
        of_request = Situation(
            "request", self.state(), tuple(self.entries), self.children(), self.deadlines(on),
            CALENDAR, self.today, SETTINGS,
        )  # fmt: skip
        if child is None:
            return of_request
        machine = self.machine(child)
        return Situation(
            machine.key, self.state(child), self.own(child), (), of_request.deadlines,
            CALENDAR, self.today, SETTINGS, of_request,
        )  # fmt: skip

    def judge(self, trigger, on, child=None, actor="li", role=None, reason=None, **facts):
        machine = self.machine(child)
        role = role or machine.steps_of(trigger)[0].roles[0]
        move = Move(trigger, d(on) if isinstance(on, str) else on, actor, role, facts, reason)
        return move, judge(machine, self.situation(move.on, child), move)

    def do(self, trigger, on, child=None, **named):
        move, verdict = self.judge(trigger, on, child, **named)
        assert verdict.allowed, [reason.message for reason in verdict.reasons]
        self.entries.append(Entry(
            "request:1", len(self.entries) + 1, trigger, move.on, NOON, move.actor, move.role,
            child, verdict.facts, move.reason,
        ))  # fmt: skip
        return self

    def codes(self, trigger, on, child=None, **named):
        _, verdict = self.judge(trigger, on, child, **named)
        return {reason.code.partition(".")[2] for reason in verdict.reasons}

    def due(self, clock="reply", on="2021-6-1"):
        return self.deadlines(d(on)).clock(clock)


def received(on="9-14", **named):
    return Live(**named).do("register", on, channel="in_person")


CORRECTION = {"items": "名称", "period": WORKING_DAYS}


def test_day_seven_is_counted_by_the_clocks():
    # 9/15=1 9/16 9/17 9/18=4 9/21 9/22 9/23=7 (law.md, example 8)
    assert received().judge("request_correction", "9-23", **CORRECTION)[1].allowed
    _, verdict = received().judge("request_correction", "9-24", **CORRECTION)
    assert [reason.message for reason in verdict.reasons] == [
        "已超过补正告知期限：收到申请之日起7个工作日，2020年9月23日届满（条例第三十条）"
    ]


def test_a_corrected_request_counts_afresh():
    case = received().do("request_correction", "9-22", **CORRECTION, received_on="2020-09-24")
    assert case.due().waiting_for == "correction"
    case.do("receive_correction", "10-9")
    assert case.due().due == d("11-5")  # law.md, example 8


def test_an_uncorrected_request_lapses_after_the_period_and_is_restored():
    case = received().do("request_correction", "9-22", **CORRECTION, received_on="2020-09-24")
    last = case.due("correction_reply").due
    assert case.codes("lapse", last) == {"correction_reply_runs"}
    case.do("lapse", last + timedelta(days=1))
    assert case.deadlines(d("2021-6-1")).clock("reply").due is not None
    case.do("restore", last + timedelta(days=5), reason="邮路中断", came_on="2020-10-09")
    assert case.due().due == d("11-5")


def test_an_extension_is_told_on_the_last_day_and_moves_the_date():
    case = Live().do("register", "2024-1-22", channel="in_person")
    told = {"length": 20, "consented_on": "2024-02-20"}
    assert case.codes("extend", "2024-2-23", **told) == {"extension_late"}
    case.do("extend", "2024-2-22", actor="wang", **told)
    assert case.due(on="2024-3-1").due == date(2024, 3, 21)  # law.md, example 12


def test_a_consultation_moves_the_date_and_its_silence_ends_it():
    case = Live().do("register", "2023-4-17", channel="in_person").do("acknowledge", "2023-4-17")
    name = "consultation:c1"
    case.do("draft", "2023-4-19", name, party="third_party").do("send", "2023-4-20", name)
    case.do("record_receipt", "2023-4-24", name)
    assert case.codes("close_silent", "2023-5-17", name) == {"period_runs"}  # his 15 wd
    assert case.judge("close_silent", "2023-5-18", name)[1].allowed
    case.do("record_reply", "2023-5-10", name, answer="refuse", reasons="商业秘密", reasonable=True)
    assert case.due(on="2023-5-11").due == date(2023, 6, 2)  # law.md, example 10


def test_a_fee_resets_the_clock_by_its_payment():
    case = Live().do("register", "2025-9-1", channel="in_person")
    case.do("notify_fee", "2025-9-5", actor="wang", tariff="items", count=11,
            received_on="2025-09-08")  # fmt: skip
    assert case.due("fee_payment", "2025-9-9").due == date(2025, 10, 11)  # law.md, example 15
    assert case.codes("lapse", "2025-10-11") == {"fee_payment_runs"}
    case.do("receive_payment", "2025-9-25")
    assert case.due(on="2025-9-26").due == date(2025, 10, 29)


def answered(on="9-20", **facts):
    case = received()
    case.do("submit_answer", on, **(facts or {"outcome": "A12", "search_record": "档案室"}))
    for trigger in ("pass_secrecy_review", "pass_legal_review", "approve"):
        case.do(trigger, on, actor="zhao")
    return case.do("dispatch", on, way="post").do("record_service", "9-24", evidence="EMS")


def test_service_starts_the_applicants_clocks():
    case = answered()
    assert case.due("reply").state is State.MET
    assert case.due("reconsideration").day_zero == d("9-24")


def test_an_order_of_an_appeal_runs_from_its_day():
    case = answered()
    name = "reconsideration:r1"
    case.do("receive_copy", "10-12", name, procedure="ordinary")
    case.do("defend", "10-20", name, actor="zhang")
    assert case.due("reconsideration_answer").state is State.MET
    case.do("receive_decision", "11-30", name, decided_on="2020-11-27",
            decision="order_performance", order=True, period=WORKING_DAYS)  # fmt: skip
    case.do("reopen", "12-2")
    redo = case.due("redo", "12-3")
    assert (redo.day_zero, redo.state) == (d("11-30"), State.RUNNING)


def test_an_order_on_an_unanswered_request_runs_beside_the_late_reply():
    case = received().do("acknowledge", "9-14")
    name = "reconsideration:r1"
    case.do("receive_copy", "11-2", name, procedure="ordinary")
    case.do("receive_decision", "12-1", name, decided_on="2020-11-30",
            decision="order_performance", order=True, period=WORKING_DAYS)  # fmt: skip
    assert case.state() == "processing"
    assert case.due("reply", "12-2").state is State.LATE
    assert case.due("redo", "12-2").day_zero == d("12-1")


def test_the_old_law_stands_still_while_a_third_party_is_asked():
    case = Live("cn-2008").do("register", "2018-9-14", channel="in_person")
    name = "consultation:c1"
    case.do("draft", "2018-9-17", name, party="third_party").do("send", "2018-9-18", name)
    told = case.due(on="2018-9-20")
    assert (told.due, told.waiting_for) == (None, "third_party")
    assert case.judge("extend", "2018-9-20", actor="wang", length=15,
                      consented_on="2018-09-19")[1].allowed  # fmt: skip


def test_a_correction_under_the_old_law_resets_nothing():
    case = Live("cn-2008").do("register", "2018-9-14", channel="in_person")
    before = case.due(on="2018-9-15").due
    case.do("request_correction", "2018-9-17", items="名称").do("receive_correction", "2018-9-20")
    assert case.due(on="2018-9-21").due == before


# --- random walks -------------------------------------------------------------------------------


def lawful_facts(case, trigger, on):
    known = {spec.name for spec in case.machines["request"].facts_of(trigger)}
    facts = {k: v for k, v in LAWFUL[trigger].items() if k in known | {"actor", "reason"}}
    if "consented_on" in facts:
        facts["consented_on"] = on.isoformat()
    if trigger in {"extend_correction", "delay"}:
        facts["until"] = (on + timedelta(days=90)).isoformat()
    if trigger in {"propose_extension", "extend"}:
        facts["length"] = 4
    return facts


def possible(case, on):
    """Every trigger that somebody may lawfully do on a day, with its facts."""
    found = []
    for verdict in allowed(case.machines["request"], case.situation(on), "li"):
        facts = lawful_facts(case, verdict.trigger, on)
        if case.judge(verdict.trigger, on, **facts)[1].allowed:
            found.append((verdict.trigger, facts))
    return found


@pytest.mark.parametrize("code", ["cn-2019", "cn-2008"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_random_walk_never_reaches_a_state_without_a_lawful_move_or_a_running_clock(code, data):
    year = {"cn-2019": 2021, "cn-2008": 2017}[code]
    on = date(year, 1, 1) + timedelta(days=data.draw(st.integers(0, 330)))
    case = Live(code)
    channel = data.draw(st.sampled_from(["in_person", "ordinary_mail"]))
    case.do("register", on, channel=channel)
    for _ in range(data.draw(st.integers(1, 12))):
        on += timedelta(days=data.draw(st.integers(0, 25)))
        moves = possible(case, on)
        phase = case.machine(None).state(case.state()).phase
        running = [
            one for one in case.deadlines(on).deadlines
            if one.state in {State.RUNNING, State.SUSPENDED, State.LATE}
        ]  # fmt: skip
        assert moves or running or phase is Phase.FINAL
        if phase is Phase.OPEN:
            assert running, (case.state(), on)
        if not moves:
            return
        trigger, facts = data.draw(st.sampled_from(moves))
        case.do(trigger, on, **facts)
        assert case.state() == case.machine(None).state_after(case.own(None))
