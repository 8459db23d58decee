"""One row of a ledger as a request: read, and judged by what can't have been.

History is taken as it was; only what contradicts itself, can't be counted or can't be read makes
a row bad.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.errors import Reason
from workflow.ledger import columns as col
from workflow.ledger.dates import EPOCH_1900, read_day
from workflow.ledger.problems import Complaints
from workflow.ledger.results import read_result
from workflow.ledger.words import read_channel, read_class, text_of
from workflow.statutes.registry import STATUTES
from workflow.statutes.rules.intake import RECEIVED_AT_ONCE

_COUNT = re.compile(r"(\d{1,3})(?:个)?(?:工作日|日|天)?")
WITHDRAWN = "A23"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a row tells it; None and empty: not known.

    ``decided_on`` is the day of the answer (of a withdrawal: the withdrawal's own). ``outcome``
    is A1-A24; where several share the row of the report, only ``row`` is known. ``notes`` are
    the remarks and the extra columns, by header.
    """

    number: str
    applicant: str
    applicant_class: str
    channel: str
    submitted_on: date
    received_on: date | None = None
    content: str = ""
    extended_on: date | None = None
    extended_by: int | None = None
    decided_on: date | None = None
    document_number: str = ""
    outcome: str | None = None
    row: str | None = None
    served_on: date | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def receipt(self) -> date | None:
        """The first receipt (art. 31), None while it waits for its confirmation."""
        at_once = self.channel in RECEIVED_AT_ONCE
        return self.received_on or (self.submitted_on if at_once else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sheet's cells are read: day 0 of its serial numbers, and the day it is today."""

    today: date
    epoch: date = EPOCH_1900


def read_request(
    cells: Mapping[str, Any], notes: Mapping[str, Any], reading: Reading, said: Complaints
) -> Request | None:
    """Return the request that a row tells of; None where ``said`` holds why it can't be taken."""
    days = {
        column.label: day_in(cells, column.label, reading, said, required=column.required)
        for column in (col.SUBMITTED, col.RECEIVED, col.EXTENDED, col.DECIDED, col.SERVED)
    }
    channel = _channel(cells, said)
    decided = days[col.DECIDED.label]
    outcome, row = _result(cells, decided, said)
    request = Request(
        number=_number(cells, said),
        applicant=text_of(cells.get(col.APPLICANT.label)),
        applicant_class=_class(cells, said),
        channel=channel,
        submitted_on=days[col.SUBMITTED.label] or date.min,
        received_on=days[col.RECEIVED.label],
        content=text_of(cells.get(col.CONTENT.label)),
        extended_on=days[col.EXTENDED.label],
        extended_by=_length(cells, said),
        decided_on=decided,
        document_number=text_of(cells.get(col.DOCUMENT.label)),
        outcome=outcome,
        row=row,
        served_on=days[col.SERVED.label],
        notes=_notes(cells, notes),
    )
    _judge(request, said)
    if said.problems:
        return None
    return _without_service(request, said)


def _without_service(request: Request, said: Complaints) -> Request:
    """Leave out the service of a withdrawal: there is no answer that could be served."""
    if request.outcome != WITHDRAWN or request.served_on is None:
        return request
    said.warn(col.SERVED.label, "withdrawal_served")
    return replace(request, served_on=None)


def day_in(
    cells: Mapping[str, Any],
    label: str,
    reading: Reading,
    said: Complaints,
    *,
    required: bool = False,
) -> date | None:
    """Return the day in a column; ``said`` holds why there is none that can be taken."""
    value = cells.get(label)
    try:
        day = read_day(value, reading.epoch)
    except (ValueError, OverflowError):
        said.add(label, "date_unreadable", text=text_of(value))
        return None
    if day is None and required:
        said.add(label, "cell_empty")
    if day is not None and day > reading.today:
        said.add(label, "date_in_future", on=day, today=reading.today)
    return day


def _number(cells: Mapping[str, Any], said: Complaints) -> str:
    value = cells.get(col.NUMBER.label)
    number = text_of(value)
    if not number:
        said.add(col.NUMBER.label, "cell_empty")
    if isinstance(value, date):
        said.add(col.NUMBER.label, "number_is_day", text=value.strftime("%Y-%m-%d"))
    return number


def _class(cells: Mapping[str, Any], said: Complaints) -> str:
    value = cells.get(col.CLASS.label)
    found = read_class(value)
    if found is None:
        text = text_of(value)
        said.add(col.CLASS.label, "class_unknown" if text else "cell_empty", text=text)
    return found or ""


def _channel(cells: Mapping[str, Any], said: Complaints) -> str:
    value = cells.get(col.CHANNEL.label)
    channel, unsaid = read_channel(value)
    if channel is None:
        text = text_of(value)
        said.add(col.CHANNEL.label, "channel_unknown" if text else "cell_empty", text=text)
    elif unsaid:
        said.warn(col.CHANNEL.label, "mail_taken_as_signed", text=text_of(value))
    return channel or ""


def _length(cells: Mapping[str, Any], said: Complaints) -> int | None:
    text = text_of(cells.get(col.EXTENDED_BY.label)).replace(" ", "")
    found = _COUNT.fullmatch(text)
    if text and not found:
        said.add(col.EXTENDED_BY.label, "length_unreadable", text=text)
    return (int(found[1]) or None) if found else None


def _result(
    cells: Mapping[str, Any], decided: date | None, said: Complaints
) -> tuple[str | None, str | None]:
    text = text_of(cells.get(col.RESULT.label))
    if not text:
        return None, None
    if decided is None:
        if not said.about(col.DECIDED.label):
            _result_without_day(text, said)
        return None, None
    found = read_result(text, decided.year)
    if isinstance(found, Reason):
        said.add(col.RESULT.label, found.code.removeprefix("ledger."), **found.values)
        return None, None
    if found.misprint:
        said.warn(col.RESULT.label, "result_misprint", text=text, label=found.misprint)
    if found.outcome is None:
        said.warn(col.RESULT.label, "outcome_unknown", text=text)
    return found.outcome, found.row


def _result_without_day(text: str, said: Complaints) -> None:
    """Say what is wrong: a computed row is no result at all, anything else lacks its day."""
    found = read_result(text, date.max.year)
    if isinstance(found, Reason) and found.code == "ledger.result_computed":
        said.add(col.RESULT.label, "result_computed", text=text)
    else:
        said.add(col.DECIDED.label, "result_without_day", text=text)


def _notes(cells: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, str]:
    own = {col.NOTES.label: cells.get(col.NOTES.label)}
    found = {name: text_of(_plain(value)) for name, value in {**own, **extra}.items()}
    return {name: text for name, text in found.items() if text}


def _plain(value: Any) -> Any:
    """Return a cell nobody reads as it is shown: a day without its midnight."""
    return str(value).removesuffix(" 00:00:00") if hasattr(value, "isoformat") else value


def _judge(request: Request, said: Complaints) -> None:
    """Complain of what can't have been, and warn of what is doubtful."""
    receipt = request.receipt
    _judge_answer(request, said)
    _judge_order(request, receipt or request.submitted_on, said)
    _judge_extension(request, receipt, said)
    first = STATUTES[0].in_force_from
    if (receipt or request.submitted_on) < first:
        said.add(col.SUBMITTED.label, "before_all_law", first=first)
    if not request.applicant:
        said.warn(col.APPLICANT.label, "applicant_unknown")


def _judge_answer(request: Request, said: Complaints) -> None:
    if request.decided_on is None:
        if request.document_number:
            said.add(col.DECIDED.label, "document_without_day", text=request.document_number)
        elif request.served_on:
            said.add(col.DECIDED.label, "served_without_answer")
        return
    if request.receipt is None and request.channel:
        said.add(col.RECEIVED.label, "answered_unreceived")
    if request.outcome is None and request.row is None:
        said.add(col.RESULT.label, "answer_without_result")


def _judge_order(request: Request, start: date, said: Complaints) -> None:
    """Complain of days out of order: each with the one that it can't precede."""
    pairs = (
        (col.RECEIVED, request.received_on, col.SUBMITTED, request.submitted_on),
        (col.EXTENDED, request.extended_on, col.RECEIVED, start),
        (col.DECIDED, request.decided_on, col.RECEIVED, start),
        (col.DECIDED, request.decided_on, col.EXTENDED, request.extended_on),
        (col.SERVED, request.served_on, col.DECIDED, request.decided_on),
    )
    for column, day, earlier, before in pairs:
        if day is not None and before is not None and day < before:
            said.add(column.label, "out_of_order", on=day, earlier=earlier.label, before=before)


def _judge_extension(request: Request, receipt: date | None, said: Complaints) -> None:
    if request.extended_on is None and request.extended_by is None:
        return
    if request.extended_on is None:
        said.add(col.EXTENDED.label, "extension_without_day")
    elif request.extended_by is None:
        said.add(col.EXTENDED_BY.label, "extension_without_length")
    elif receipt is None:
        if request.channel:
            said.add(col.RECEIVED.label, "extended_unreceived")
    else:
        _judge_length(request.extended_by, receipt, said)


def _judge_length(length: int, receipt: date, said: Complaints) -> None:
    statute = next((one for one in STATUTES if one.holds(receipt)), STATUTES[0])
    cap: int = statute.terms.EXTENSION_CAP
    if length > cap:
        said.warn(col.EXTENDED_BY.label, "extension_over_cap", length=length, cap=cap)
