"""Random walks: whatever is tried, the chain verifies and the derived tables equal the fold.

The annual report counts them as it counts the fold, and what happens after the year stays out.
"""

import contextlib
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reports.registers import rules
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app import keeping
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.asking import possible_moves, what_if
from workflow.app.casefiles import casefile
from workflow.app.facts_of_case import request_facts
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.reading import find_case
from workflow.app.rectifying import Mend, rectify
from workflow.app.report_cells import counted
from workflow.bootstrap import install
from workflow.errors import NotFoundError, RefusedError
from workflow.reports.counting import count
from workflow.store.engine import Store

from .conftest import ADMIN, Clerk, noon
from .test_alike import assert_same

FACTS = {
    "length": 5,
    "consented_on": "2026-03-01",
    "period": {"length": 5, "unit": "working_days"},
    "items": "示例",
    "counts": "示例",
    "outcome": "A12",
    "search_record": "示例",
    "comment": "示例",
    "way": "post",
    "carrier": "postal",
    "statement": "示例",
    "party": "third_party",
    "answer": "agree",
    "reasonable": True,
    "decided_on": "2026-03-01",
    "result": "corrected",
    "order": True,
    "instance": 1,
    "effective": True,
    "tariff": "items",
    "count": 12,
    "received_on": None,
    "until": "2026-12-01",
}


class Walk(RuleBasedStateMachine):
    """One case under random moves, days that pass, mends and refusals."""

    ready: Path

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.ready, self.folder / "workflow.db")
        self.clock = FixedClock(noon(date(2026, 3, 2)))
        store = Store(f"sqlite:///{self.folder}/workflow.db")
        keys = keyring(bytes(32))
        self.office = Office(store=store, keys=keys, now=self.clock)
        install(store, keys, self.clock())
        add_agency(self.office, NewAgency("liangtian", "示例", {}), ADMIN)

    def teardown(self):
        self.office.store.close()
        shutil.rmtree(self.folder)

    @initialize(
        channel=st.sampled_from(["in_person", "ordinary_mail", "web"]),
        on=st.sampled_from([date(2026, 3, 2), date(2026, 12, 15)]),
    )
    def register(self, channel, on):
        self.clock.set(on)
        self.number = Clerk(self.office).register(on, channel)
        self.year = None

    @property
    def case(self):
        with self.office.store.read() as session:
            return find_case(self.office, session, self.number)

    @rule(days=st.integers(1, 12))
    def days_pass(self, days):
        self.clock.set(self.office.today + timedelta(days))

    @rule(choice=st.integers(0, 30), who=st.sampled_from(["li", "wang"]))
    def make_a_possible_move(self, choice, who):
        moves = possible_moves(self.office, self.case, who, None)
        one = moves[choice % len(moves)]
        step = one.verdict.step
        facts = {spec.name: FACTS[spec.name] for spec in step.facts if FACTS.get(spec.name)}
        if "consented_on" in facts:
            facts["consented_on"] = self.office.today.isoformat()
        if "decided_on" in facts:
            facts["decided_on"] = self.office.today.isoformat()
        wanted = Wanted(
            self.number, one.verdict.trigger, self.office.today, facts, one.child, "示例"
        )
        before = self.case.version
        with contextlib.suppress(RefusedError):
            done = advance(self.office, wanted, Actor(who, step.roles[0]))
            before = done.case.version - 1
        assert self.case.version in {before, before + 1}

    @rule(choice=st.integers(0, 30), days=st.integers(-2, 2))
    def mend_a_day(self, choice, days):
        entries = self.case.holding
        one = entries[choice % len(entries)]
        raw = [e.entry for e in self.case.entries if e.entry == one.entry]
        mend = Mend(self.number, raw[0], on=one.on + timedelta(days), reason="示例")
        with contextlib.suppress(RefusedError, NotFoundError):
            rectify(self.office, mend, Actor("li", "clerk"))
            self.year = None

    @rule()
    def ask_what_if(self):
        before = self.case.version
        for one in what_if(self.office, self.case, "li"):
            assert one.last_day is None or one.last_day >= self.office.today
        assert self.case.version == before

    @invariant()
    def everything_holds(self):
        if not hasattr(self, "number"):
            return
        assert keeping.verify(self.office, derived=True).broken == ()
        assert_same(self.office)  # what re-derives many cases at once
        assert casefile(self.office, self.number).applicant.name.startswith("张三")

    @invariant()
    def the_report_counts_the_fold(self):
        if not hasattr(self, "number"):
            return
        with self.office.store.read() as session:
            facts = [request_facts(find_case(self.office, session, self.number))]
            for year in (2026, 2027):
                wanted = count(facts, rules(year, count_redo="as_new"))
                assert counted(session, "liangtian", rules(year, count_redo="as_new")) == wanted

    @invariant()
    def what_happens_after_the_year_changes_nothing_in_it(self):
        if not hasattr(self, "number"):
            return
        with self.office.store.read() as session:
            tables = counted(session, "liangtian", rules(2026))
        if self.office.today.year == 2026 or self.year is None:
            self.year = tables
        assert tables == self.year


@pytest.mark.parametrize("examples", [10])
def test_no_walk_breaks_the_chain_or_what_is_derived(ready_sqlite, examples):
    Walk.ready = ready_sqlite
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
