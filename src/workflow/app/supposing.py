"""What if: a move supposed on a day, with everything that it would change. Nothing is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflow.app.asking import SUPPOSED, Possible, fact_specs
from workflow.app.folding import Case, child_name, fold, situation
from workflow.app.moving import place_of
from workflow.app.office import Office
from workflow.core.deadlines import Deadline
from workflow.core.journal import Entry
from workflow.core.procedure import Move, Situation, Verdict, hindrances, judge, probe

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Supposed:
    """A supposed move: what the rules say, the entries that it would write, the case after it."""

    verdict: Verdict
    entries: tuple[Entry, ...]
    after: Case

    def changes(self, before: Case) -> tuple[tuple[Deadline, date | None], ...]:
        """Return each deadline that would change, with the date that it has now."""
        was = {(one.clock, one.id): one.due for one in before.deadlines.deadlines}
        return tuple(
            (one, was.get((one.clock, one.id)))
            for one in self.after.deadlines.deadlines
            if one.due != was.get((one.clock, one.id))
        )


def suppose(  # noqa: PLR0913, PLR0917  (a move and where it is made)
    office: Office,
    case: Case,
    trigger: str,
    child: str | None,
    on: date,
    actor: str,
    role: str,
    facts: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> Supposed:
    """Judge and fold a move as if it had been made; a day in the future is allowed here.

    Without ``facts`` those that the dates depend on are supposed (``asking.SUPPOSED``). A draft
    of a consultation is supposed to be sent on the same day.
    """
    name = child_name(case, child) if child else None
    given = dict(facts) if facts is not None else supposed_facts(case, trigger, name, on)
    procedure, asked = place_of(office, case, name, on)
    asked = replace(asked, today=max(on, asked.today))
    move = Move(trigger, on, actor, role, given, reason)
    verdict = (judge if facts is not None else probe)(procedure, asked, move)
    written = {**verdict.facts, **given}
    entries = tuple(_entries(office, case, trigger, name, on, actor, role, written))
    after = fold(case.chain, (*case.entries, *entries), case.rules, case.as_of)
    return Supposed(verdict, entries, after)


def last_days(office: Office, case: Case, moves: Sequence[Possible]) -> list[tuple[str, date]]:
    """Return until when each allowed move of the request stays lawful, where some clock ends it.

    ``case`` is as of today, and the calendar is taken as known today. Rules turn only on a clock's
    last day, so no other days are asked about; and they read only its first and its last day,
    which no later day changes: the deadlines of today serve for all of them.
    """
    here = situation(case, office.today, office.today)
    dues = {one.due for one in case.deadlines.deadlines}
    later = sorted(due for due in dues if due is not None and due >= office.today)
    found = []
    for one in moves:
        if one.child is None and one.verdict.allowed and _turns_on_days(one):
            ends = (due for due in later if _turns_after(one, here, due))
            if last := next(ends, None):
                found.append((one.verdict.label, last))
    return found


def _turns_after(one: Possible, here: Situation, due: date) -> bool:
    """Tell whether a move is lawful on a day and not on the next."""
    return _lawful(one, here, due) and not _lawful(one, here, due + ONE_DAY)


def _lawful(one: Possible, here: Situation, on: date) -> bool:
    assert one.verdict.step is not None
    move = Move(one.verdict.trigger, on, "", one.verdict.step.roles[0])
    return not hindrances(one.verdict.step, replace(here, today=max(on, here.today)), move)


def _turns_on_days(one: Possible) -> bool:
    """Tell whether a move has a rule that could refuse it before its facts are known."""
    guards = one.verdict.step.guards if one.verdict.step else ()
    return any(not guard.about_facts and not guard.warns for guard in guards)


def supposed_facts(case: Case, trigger: str, child: str | None, on: date) -> dict[str, Any]:
    """Return the facts that are taken for granted so that a move's dates can be told."""
    names = {spec.name: spec.required for spec in fact_specs(case, trigger, child)}
    facts = {
        name: SUPPOSED[name]
        for name, required in names.items()
        if name in SUPPOSED and (required or name == "way")
    }
    return facts | ({"consented_on": on.isoformat()} if "consented_on" in names else {})


def _entries(
    office: Office,
    case: Case,
    trigger: str,
    child: str | None,
    on: date,
    actor: str,
    role: str,
    facts: Mapping[str, Any],
) -> Iterator[Entry]:
    number = case.version + 1
    made = (on, office.now(), actor, role, child)
    yield Entry(case.chain, number, trigger, *made, facts)
    if child and child.startswith("consultation:") and trigger == "draft":
        yield Entry(case.chain, number + 1, "send", *made, {})
