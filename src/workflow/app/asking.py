"""Questions that change nothing: may this be done, why not, and what if (何以不能、如果)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflow.app.folding import CHILD_LETTERS, Case, Rules, child_name, deadlines_on, fold
from workflow.app.moving import place_of, procedure_of
from workflow.app.office import Office
from workflow.core.journal import Entry
from workflow.core.moves import FactSpec
from workflow.core.procedure import Move, Procedure, Verdict, allowed, judge

#: Reasons that only say that nobody typed the facts yet.
NOT_ASKED_YET = frozenset({"procedure.fact_missing"})
WRONG_ROLE = "procedure.wrong_role"


@dataclass(frozen=True, slots=True)
class Possible:
    """A move of the present state of the request (``child`` None) or of one of its children."""

    child: str | None
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        """Return the verdict's shape with the child that it is of."""
        return {"child": self.child, **self.verdict.to_json()}


def possible_moves(office: Office, case: Case, actor: str, role: str | None) -> list[Possible]:
    """Return a verdict on every move of the present states, today."""
    return [
        Possible(child, verdict)
        for child in _places(case)
        for verdict in _allowed_at(office, case, child, actor, role)
    ]


def _places(case: Case) -> Iterator[str | None]:
    """Yield the request, its children, and a new child of each kind."""
    yield None
    for child in case.children:
        yield f"{child.kind}:{child.id}"
    for kind in CHILD_LETTERS:
        if kind in case.statute.procedures:
            yield child_name(case, kind)


def _allowed_at(
    office: Office, case: Case, child: str | None, actor: str, role: str | None
) -> tuple[Verdict, ...]:
    procedure, asked = place_of(office, case, child, office.today)
    return allowed(procedure, asked, actor, role)


def for_anybody(moves: Iterable[Possible]) -> list[Possible]:
    """Return verdicts as somebody in the right role would get them.

    No rule that is asked before the facts are known looks at the role: only its own reason goes.
    """
    return [replace(one, verdict=_in_any_role(one.verdict)) for one in moves]


def _in_any_role(verdict: Verdict) -> Verdict:
    left = tuple(one for one in verdict.reasons if one.code != WRONG_ROLE)
    return replace(verdict, reasons=left)


def why(
    office: Office,
    case: Case,
    trigger: str,
    on: date,
    actor: str,
    role: str | None,
    child: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Verdict:
    """Return the verdict on one move before its facts are known: what they could decide is left.

    With ``facts`` they are judged too. Without a role it is asked as somebody who may.
    """
    named = child_name(case, child) if child else None
    procedure, asked = place_of(office, case, named, on)
    acting = role or _role_for(procedure, trigger, asked.state)
    verdict = judge(procedure, asked, Move(trigger, on, actor, acting, facts or {}))
    if facts:
        return verdict
    left = tuple(one for one in verdict.reasons if one.code not in NOT_ASKED_YET)
    return replace(verdict, reasons=left)


def _role_for(procedure: Procedure, trigger: str, state: str) -> str:
    steps = procedure.steps_of(trigger)
    here = [step for step in steps if state in step.sources] or list(steps)
    return here[0].roles[0]


#: What is supposed of a fact that a move needs, so that its dates can be told.
SUPPOSED: Mapping[str, Any] = {
    "period": {"length": 10, "unit": "working_days"},
    "length": 20,
    "way": "post",
    "party": "third_party",
    "tariff": "items",
    "count": 11,
    "outcome": "A12",
}
#: By how many working days a date that the agency sets is supposed to be later.
LATER = 5


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What an allowed move would do to the due dates, and until when it stays lawful.

    ``supposed`` are the facts taken for granted; ``moves`` holds (clock, child, before, after) of
    each date that would change; ``last_day`` is None where no clock sets one.
    """

    child: str | None
    trigger: str
    label: str
    supposed: Mapping[str, Any]
    moves: tuple[tuple[str, str | None, date | None, date | None], ...]
    last_day: date | None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``case what-if``."""
        return {
            "trigger": self.trigger,
            "label": self.label,
            "child": self.child,
            "supposed": dict(self.supposed),
            "deadlines": [
                {"clock": clock, "id": ident, "before": before, "after": after}
                for clock, ident, before, after in self.moves
            ],
            "last_day": self.last_day,
        }


def what_if(office: Office, case: Case, actor: str, role: str | None = None) -> list[WhatIf]:
    """Return, for each allowed move, the dates that it would cause today. Nothing is saved."""
    return [
        _suppose(office, case, one, actor)
        for one in possible_moves(office, case, actor, role)
        if one.verdict.allowed
    ]


def _suppose(office: Office, case: Case, one: Possible, actor: str) -> WhatIf:
    supposed = _supposed_facts(office, case, one, actor)
    trigger = one.verdict.trigger
    after = _folded_with(office, case, one, actor, supposed)
    return WhatIf(
        child=one.child,
        trigger=trigger,
        label=one.verdict.label,
        supposed=supposed,
        moves=tuple(_changes(case, after)),
        last_day=_last_day(office, case, one, actor, supposed),
    )


def _supposed_facts(office: Office, case: Case, one: Possible, actor: str) -> dict[str, Any]:
    specs = one.verdict.step.facts if one.verdict.step else ()
    facts = {spec.name: _supposed(office, case, spec) for spec in specs if spec.required}
    if "length" in facts:
        facts["length"] = _longest(office, case, one, actor, facts)
    return facts


def _supposed(office: Office, case: Case, spec: FactSpec) -> Any:
    """Return a likely value of a fact; free text is only said to be there."""
    if spec.name in SUPPOSED:
        return SUPPOSED[spec.name]
    if spec.name == "until":
        return _later_date(office, case)
    by_kind = {
        "date": office.today.isoformat(),
        "flag": True,
        "integer": 1,
        "list": [],
        "files": [],
        "text": "…",
    }
    return spec.choices[0] if spec.kind == "choice" else by_kind[spec.kind]


def _later_date(office: Office, case: Case) -> str:
    """Return a date that is later than every one that now runs for the request."""
    clocks = ("reply", "correction_reply")
    dues = [line.due for line in case.deadlines.deadlines if line.clock in clocks and line.due]
    calendar = case.rules.calendar_on(office.today)
    return calendar.likely.nth_working_day(max([office.today, *dues]), LATER).isoformat()


def _longest(
    office: Office, case: Case, one: Possible, actor: str, facts: Mapping[str, Any]
) -> int:
    """Return the longest extension that the rules still allow (the default where none)."""
    lengths = range(int(SUPPOSED["length"]), 0, -1)
    fits = (n for n in lengths if _lawful(office, case, one, actor, {**facts, "length": n}))
    return next(fits, int(SUPPOSED["length"]))


def _lawful(
    office: Office,
    case: Case,
    one: Possible,
    actor: str,
    facts: Mapping[str, Any],
    on: date | None = None,
) -> bool:
    day = on or office.today
    procedure, asked = place_of(office, case, one.child, day)
    if on is not None:
        asked = replace(asked, today=max(day, asked.today))
    role = one.verdict.step.roles[0] if one.verdict.step else ""
    facts = facts if "consented_on" not in facts else {**facts, "consented_on": day.isoformat()}
    verdict = judge(procedure, asked, Move(one.verdict.trigger, day, actor, role, facts))
    return not [reason for reason in verdict.reasons if reason.code not in NOT_ASKED_YET]


def _folded_with(
    office: Office, case: Case, one: Possible, actor: str, facts: Mapping[str, Any]
) -> Case:
    entry = Entry(
        chain=case.chain,
        entry=case.version + 1,
        trigger=one.verdict.trigger,
        on=office.today,
        recorded_at=office.now(),
        actor=actor,
        role=one.verdict.step.roles[0] if one.verdict.step else "",
        child=one.child,
        facts={**one.verdict.facts, **facts},
    )
    return fold(case.chain, (*case.entries, entry), case.rules, case.as_of)


def _changes(
    before: Case, after: Case
) -> Iterator[tuple[str, str | None, date | None, date | None]]:
    was = {(one.clock, one.id): one.due for one in before.deadlines.deadlines}
    now = {(one.clock, one.id): one.due for one in after.deadlines.deadlines}
    for key in dict.fromkeys([*was, *now]):
        if was.get(key) != now.get(key):
            yield (*key, was.get(key), now.get(key))


def _last_day(
    office: Office, case: Case, one: Possible, actor: str, facts: Mapping[str, Any]
) -> date | None:
    """Return the last day on which the move is lawful: rules only turn on some clock's last day.

    The calendar is taken as known today.
    """
    known = case.rules.calendar_on(office.today)
    asked = replace(case, rules=Rules(lambda _: known, case.rules.settings))
    dues = {line.due for line in deadlines_on(case.events, asked.rules, office.today).deadlines}
    later = sorted(due for due in dues if due is not None and due >= office.today)
    lawful: Callable[[date], bool] = lambda on: _lawful(office, asked, one, actor, facts, on)  # noqa: E731
    return next((due for due in later if lawful(due) and not lawful(due + timedelta(1))), None)


def fact_specs(case: Case, trigger: str, child: str | None) -> tuple[Any, ...]:
    """Return the facts that a trigger may carry now, for whoever types them."""
    procedure = procedure_of(case, child)
    state = case.state
    if child is not None:
        known = case.child(child)
        state = known.state if known else procedure.initial
    return procedure.facts_of(trigger, state) or procedure.facts_of(trigger)
