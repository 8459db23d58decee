"""A small stage for procedures: entries, deadlines and situations made by hand."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from workflow.core.deadlines import Deadline, Derivation, State
from workflow.core.journal import Entry
from workflow.core.procedure import Move, Situation, judge

FIRST = date(2020, 9, 14)
NOON = datetime(2020, 9, 14, 4, tzinfo=UTC)


def d(text):
    """'9-23' is 23 September 2020; a whole date stands for itself."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if len(parts) == 3 else date(2020, *parts)


def deadline(clock, due, ident=None, state=State.RUNNING):
    return Deadline(clock=clock, due=due and d(due), state=state, id=ident)


def derived(*deadlines, law="cn-2019"):
    return Derivation(FIRST, FIRST, law, None, (), tuple(deadlines))


@dataclass
class Case:
    """One machine with its journal: ``do`` makes a move stick if the rules allow it."""

    procedure: object
    deadlines: Derivation = field(default_factory=derived)
    settings: dict = field(default_factory=dict)
    today: date = date(2021, 12, 31)
    entries: list = field(default_factory=list)
    children: tuple = ()
    child: str | None = None
    parent: Situation | None = None

    @property
    def state(self):
        return self.procedure.state_after(self.entries)

    @property
    def situation(self):
        return Situation(
            procedure=self.procedure.key,
            state=self.state,
            entries=tuple(self.entries),
            children=self.children,
            deadlines=self._dated(),
            calendar=None,
            today=self.today,
            settings=self.settings,
            parent=self.parent,
        )

    def _dated(self):
        """Return the deadlines; a receipt that no test named is the day of the first entry."""
        if self.deadlines.received_on != FIRST:
            return self.deadlines
        received = self.entries[0].on if self.entries else None
        return replace(self.deadlines, received_on=received)

    def move(self, trigger, on="9-14", actor="li", role=None, reason=None, **facts):
        role = role or self.procedure.steps_of(trigger)[0].roles[0]
        return Move(trigger, d(on), actor, role, facts, reason)

    def judge(self, trigger, *arguments, **named):
        return judge(self.procedure, self.situation, self.move(trigger, *arguments, **named))

    def refusals(self, trigger, *arguments, **named):
        verdict = self.judge(trigger, *arguments, **named)
        return {reason.code.partition(".")[2] for reason in verdict.reasons}

    def warnings(self, trigger, *arguments, **named):
        verdict = self.judge(trigger, *arguments, **named)
        return {reason.code.partition(".")[2] for reason in verdict.warnings}

    def do(self, trigger, *arguments, **named):
        move = self.move(trigger, *arguments, **named)
        verdict = judge(self.procedure, self.situation, move)
        assert verdict.allowed, [reason.message for reason in verdict.reasons]
        self.entries.append(self.entry(move, verdict.facts))
        assert self.state == verdict.target
        return self

    def entry(self, move, facts):
        number = len(self.entries) + 1
        return Entry(
            "request:1", number, move.trigger, move.on, NOON, move.actor, move.role,
            self.child, facts, move.reason,
        )  # fmt: skip

    def knowing(self, *deadlines):
        self.deadlines = derived(*deadlines)
        return self

    def copy(self):
        return replace(self, entries=list(self.entries))
