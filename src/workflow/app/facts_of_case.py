"""What the annual report counts of a case (``reports.facts``), read from its fold."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from workflow.app.folding import Case
from workflow.core.events import Event
from workflow.core.facts import day
from workflow.core.journal import Entry
from workflow.core.moves import Child
from workflow.core.past import latest
from workflow.reports.facts import AppealFacts, FeeFacts, RedoFacts, RequestFacts

#: The triggers that decide an appeal, and the states in which none of them stands (a judgment
#: under second instance is still pending, law.md 4.7 [J]).
DECIDED_BY = {
    "reconsideration": ("receive_decision", "record_withdrawal"),
    "litigation": ("record_judgment",),
}
PENDING = frozenset({"copy_received", "defended", "second_instance"})
SECOND_INSTANCE = "go_second_instance"


def request_facts(case: Case) -> RequestFacts:
    """Return the request as tables 2 and 3 count it: by its first decision."""
    decision = first_decision(case)
    served = _served_after(case, decision)
    withdrawn = decision is not None and decision.kind == "withdrawn"
    return RequestFacts(
        number=case.number,
        applicant=str(case.opening.facts.get("applicant_class") or "natural"),
        received_on=case.deadlines.received_on,
        decided_on=decision.on if decision else None,
        dispatched_on=decision.on if decision and not withdrawn else None,
        served_on=served,
        outcome=_outcome(decision),
        row=_row(case),
        appeals=tuple(filter(None, (appeal_facts(child) for child in case.children))),
        redos=tuple(redo_facts(case)),
        channel=str(case.opening.facts["channel"]),
        fees=tuple(fee_facts(case)),
    )


def first_decision(case: Case) -> Event | None:
    """Return the event that ended the request first: an answer sent, or the withdrawal."""
    ends = (event for event in case.events if event.kind in {"dispatched", "withdrawn"})
    return next(ends, None)


def _served_after(case: Case, decision: Event | None) -> date | None:
    if decision is None or decision.kind != "dispatched":
        return None
    return next((one.on for one in case.events if one.kind == "served"), None)


def _outcome(decision: Event | None) -> str | None:
    if decision is None:
        return None
    if decision.kind == "withdrawn":
        return "A23"
    return decision.facts.get("outcome")


def _row(case: Case) -> str | None:
    """Return the report row that an imported ledger names where the outcome isn't known."""
    entry = next((one for one in case.holding if one.facts.get("row")), None)
    return None if entry is None else str(entry.facts["row"])


def appeal_facts(child: Child) -> AppealFacts | None:
    """Return a reconsideration or suit as table 3 counts it; None for a consultation."""
    copy = latest(child.entries, "receive_copy")
    if child.kind not in DECIDED_BY or copy is None:
        return None
    last = latest(child.entries, *DECIDED_BY[child.kind])
    second = latest(child.entries, SECOND_INSTANCE)
    decided_on, result = _decision(None if child.state in PENDING else last)
    first_decided_on, first_result = _decision(_first(child, second))
    return AppealFacts(
        id=child.id,
        group=_group(child.kind, copy),
        received_on=copy.on,
        decided_on=decided_on,
        result=result,
        first_decided_on=first_decided_on,
        first_result=first_result,
        appealed_on=second.on if second else None,
    )


def _first(child: Child, second: Entry | None) -> Entry | None:
    """Return the judgment that went to the second instance."""
    if second is None:
        return None
    before = child.entries[: child.entries.index(second)]
    return latest(before, *DECIDED_BY[child.kind])


def _decision(entry: Entry | None) -> tuple[date | None, str | None]:
    if entry is None:
        return None, None
    return day(entry.facts, "decided_on") or entry.on, entry.facts.get("result")


def redo_facts(case: Case) -> Iterator[RedoFacts]:
    """Yield each order to answer anew, with the answer that followed it."""
    for at, event in enumerate(case.events):
        if event.kind == "redo_ordered":
            later = case.events[at + 1 :]
            answer = next((one for one in later if one.kind == "dispatched"), None)
            decided_on = answer.on if answer else None
            yield RedoFacts(event.on, decided_on, _outcome(answer))


def fee_facts(case: Case) -> Iterator[FeeFacts]:
    """Yield each fee notice with its payment, also one that was found to have come in time."""
    entries = {entry.entry: entry for entry in case.holding}
    notice: FeeFacts | None = None
    for event in case.events:
        entry = entries.get(event.entry or 0)
        if event.kind == "fee_notified" and entry is not None:
            if notice is not None:
                yield notice
            notice = FeeFacts(event.on, int(entry.facts["amount_fen"]))
        elif event.kind == "fee_paid" and notice is not None:
            paid = entry.facts.get("amount_fen") if entry else None
            notice = replace(
                notice, paid_on=event.on, paid_fen=notice.fen if paid is None else paid
            )
    if notice is not None:
        yield notice


def _group(kind: str, copy: Entry) -> str:
    if kind == "reconsideration":
        return "review"
    after = copy.facts.get("group") == "after_reconsideration"
    return "litigation_after_review" if after else "litigation_direct"
