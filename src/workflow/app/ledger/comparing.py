"""A row beside the case that the register has: what is new in it, and what contradicts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.app.facts_of_case import appeal_facts, request_facts
from workflow.app.folding import Case, child_name
from workflow.app.ledger.entries import (
    Step,
    answer,
    appeal_steps,
    closing,
    extension,
    result,
    service,
)
from workflow.core.journal import Entry
from workflow.core.moves import Child
from workflow.core.past import latest
from workflow.ledger import columns as col
from workflow.ledger.appeals import PENDING, Appeal
from workflow.ledger.problems import Complaints
from workflow.ledger.results import label_of, row_of
from workflow.ledger.rows import Request
from workflow.ledger.words import (
    CHANNEL_LABELS,
    CLASS_LABELS,
    RESULT_LABELS,
)
from workflow.reports.facts import RequestFacts


@dataclass(frozen=True, slots=True)
class Known:
    """A case of the register with its texts in clear, entry by entry."""

    case: Case
    clear: Sequence[Entry]
    facts: RequestFacts

    @classmethod
    def of(cls, case: Case, clear: Sequence[Entry]) -> "Known":
        """Return a case as a row is compared with it."""
        return cls(case, clear, request_facts(case))

    def text(self, name: str) -> str:
        """Return a text of the registration, empty where there is none (or it was destroyed)."""
        value = self.clear[0].facts.get(name)
        return value if isinstance(value, str) else ""

    def entry(self, *triggers: str) -> Entry | None:
        """Return the request's own last entry of some triggers, in clear."""
        own = [entry for entry in self.clear if entry.child is None]
        return latest(own, *triggers)

    def newest(self, entry: Entry) -> int:
        """Return the number under which an entry was written last: what a mend supersedes."""
        number = entry.entry
        for one in self.case.entries:
            if one.supersedes == number:
                number = one.entry
        return number


def differences(known: Known, request: Request, said: Complaints) -> list[Step]:
    """Return the steps that a row adds to a case; ``said`` gets every contradiction."""
    _compare_opening(known, request, said)
    steps = [
        *_receipt(known, request, said),
        *_mended_opening(known, request),
        *_extension(known, request, said),
        *_answer(known, request, said),
        *_service(known, request, said),
    ]
    return [] if said.problems else steps


def _contradict(said: Complaints, column: col.Column, known: Any, now: Any) -> None:
    said.add(column.label, "contradicts", known=known, now=now)


def _compare_opening(known: Known, request: Request, said: Complaints) -> None:
    opening = known.case.opening
    channel = str(opening.facts["channel"])
    pairs = (
        (col.SUBMITTED, opening.on, request.submitted_on),
        (col.CHANNEL, CHANNEL_LABELS[channel], CHANNEL_LABELS[request.channel]),
        (
            col.CLASS,
            CLASS_LABELS.get(known.facts.applicant, ""),
            CLASS_LABELS[request.applicant_class],
        ),
        (col.APPLICANT, known.text("applicant"), request.applicant),
        (col.CONTENT, known.text("content"), request.content),
    )
    for column, before, now in pairs:
        if before and now and _squeezed(before) != _squeezed(now):
            _contradict(said, column, before, now)


def _squeezed(value: Any) -> str:
    return "".join(str(value).split())


def _receipt(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    """Yield the confirmation of what was only submitted."""
    before = known.facts.received_on
    if request.received_on is None or request.received_on == before:
        return
    if before is None:
        yield Step("confirm", request.received_on)
    else:
        _contradict(said, col.RECEIVED, before, request.received_on)


def _mended_opening(known: Known, request: Request) -> Iterator[Step]:
    """Yield the registration again where the row knows a text that it lacks, or has new remarks."""
    opening = known.clear[0]
    new: dict[str, Any] = {
        name: text
        for name, text in (("applicant", request.applicant), ("content", request.content))
        if text and name not in opening.facts
    }
    notes = opening.facts.get("notes") or {}
    merged = {**notes, **request.notes}
    if merged != notes and "digest" not in notes:
        new["notes"] = merged
    if new:
        yield _mend(known, known.case.opening, new)


def _mend(known: Known, entry: Entry, facts: dict[str, Any], *gone: str) -> Step:
    """Return an entry again with facts that it lacked; what is personal stays a reference."""
    kept = {name: value for name, value in entry.facts.items() if name not in gone}
    return Step(entry.trigger, entry.on, {**kept, **facts}, entry.child, known.newest(entry))


def _extension(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    if request.extended_on is None:
        return
    told = [(event.on, event.facts["length"]) for event in known.case.events
            if event.kind == "extended"]  # fmt: skip
    wanted = (request.extended_on, request.extended_by)
    if wanted in told:
        return
    if told:
        (on, length), (now, days) = told[-1], wanted
        if on != now:
            _contradict(said, col.EXTENDED, on, now)
        if length != days:
            _contradict(said, col.EXTENDED_BY, length, days)
    elif known.facts.decided_on is not None:
        said.add(col.EXTENDED.label, "extension_after_answer", on=known.facts.decided_on)
    else:
        yield from extension(request)


def _answer(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    decided = known.facts.decided_on
    if request.decided_on is None:
        return
    if decided is None:
        yield from answer(request)
        return
    if decided != request.decided_on:
        _contradict(said, col.DECIDED, decided, request.decided_on)
        return
    yield from _result(known, request, said)
    yield from _document(known, request, said)


def _result(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    """Yield the answer again where the row names the outcome and only a report row was known."""
    before = known.facts
    if before.outcome == request.outcome and (before.outcome or before.row == request.row):
        return
    row = before.row or row_of(str(before.outcome))
    now = request.row or row_of(str(request.outcome))
    both = before.outcome and request.outcome
    if both or row != now:
        _contradict(said, col.RESULT, _named(before.outcome, row), _named(request.outcome, now))
    elif request.outcome:
        entry = next(one for one in known.case.holding if one.facts.get("row"))
        yield _mend(known, entry, result(request), "row")


def _named(outcome: str | None, row: str | None) -> str:
    return outcome or (label_of(row) if row else "")


def _document(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    entry = known.entry("dispatch", "withdraw")
    if not request.document_number or entry is None:
        return
    before = entry.facts.get("document_number")
    if not before:
        yield _mend(known, _raw(known, entry), {"document_number": request.document_number})
    elif before != request.document_number:
        _contradict(said, col.DOCUMENT, before, request.document_number)


def _raw(known: Known, entry: Entry) -> Entry:
    """Return an entry as it holds in the journal, its personal facts as references."""
    return next(one for one in known.case.holding if one.entry == entry.entry)


def _service(known: Known, request: Request, said: Complaints) -> Iterator[Step]:
    before = known.facts.served_on
    if request.served_on is None or request.served_on == before:
        return
    if before is None:
        yield from service(request)
    else:
        _contradict(said, col.SERVED, before, request.served_on)


def appeal_differences(case: Case, appeal: Appeal, said: Complaints) -> list[Step]:
    """Return the steps that a row of the sheet 复议诉讼 adds; the same appeal has kind and day."""
    start = case.opening.on
    if appeal.received_on < start:
        values = {"earlier": col.SUBMITTED.label, "before": start, "on": appeal.received_on}
        said.add(col.APPEAL_RECEIVED.label, "out_of_order", **values)
        return []
    known = next((one for one in case.children if _same_appeal(one, appeal)), None)
    if known is None:
        return list(appeal_steps(appeal, child_name(case, appeal.kind)))
    facts = appeal_facts(known)
    assert facts is not None
    name = f"{known.kind}:{known.id}"
    if facts.result is None:
        return list(closing(appeal, name))
    if appeal.result is not None:
        _compare_closing(facts.decided_on, facts.result, appeal, said)
    return []


def _same_appeal(child: Child, appeal: Appeal) -> bool:
    copy = latest(child.entries, "receive_copy")
    if copy is None or child.kind != appeal.kind or copy.on != appeal.received_on:
        return False
    return copy.facts.get("group") == appeal.group or appeal.kind == "reconsideration"


def _compare_closing(decided: date | None, before: str, appeal: Appeal, said: Complaints) -> None:
    if decided != appeal.closed_on:
        _contradict(said, col.CLOSED, decided, appeal.closed_on)
    if before != appeal.result:
        named = RESULT_LABELS.get(before, before)
        now = RESULT_LABELS[appeal.result or PENDING]
        _contradict(said, col.APPEAL_RESULT, named, now)
