"""One row of the sheet 复议诉讼: a reconsideration or suit about a request of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.ledger import columns as col
from workflow.ledger.problems import Complaints
from workflow.ledger.rows import Reading, day_in
from workflow.ledger.words import read_appeal, read_appeal_result, text_of

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Appeal:
    """A reconsideration or suit as a row tells it.

    ``kind`` is the machine, ``group`` that of a suit (``direct``, ``after_reconsideration``).
    ``closed_on`` and ``result`` (a column of report table 3) are None while it is pending.
    """

    number: str
    kind: str
    group: str | None
    received_on: date
    closed_on: date | None = None
    result: str | None = None


def read_appeal_row(cells: Mapping[str, Any], reading: Reading, said: Complaints) -> Appeal | None:
    """Return the appeal that a row tells of; None where ``said`` holds why it can't be taken."""
    number = text_of(cells.get(col.NUMBER.label))
    if not number:
        said.add(col.NUMBER.label, "cell_empty")
    kind = _kind(cells, said)
    received = day_in(cells, col.APPEAL_RECEIVED.label, reading, said, required=True)
    closed = day_in(cells, col.CLOSED.label, reading, said)
    result = _result(cells, said)
    if said.problems or kind is None or received is None:
        return None
    _judge(received, closed, result, said)
    done = result if result != PENDING else None
    appeal = Appeal(number, *kind, received, closed, done)
    return None if said.problems else appeal


def _kind(cells: Mapping[str, Any], said: Complaints) -> tuple[str, str | None] | None:
    value = cells.get(col.KIND.label)
    found = read_appeal(value)
    if found is None:
        text = text_of(value)
        said.add(col.KIND.label, "appeal_unknown" if text else "cell_empty", text=text)
    return found


def _result(cells: Mapping[str, Any], said: Complaints) -> str | None:
    value = cells.get(col.APPEAL_RESULT.label)
    text = text_of(value)
    found = read_appeal_result(value) if text else None
    if text and found is None:
        said.add(col.APPEAL_RESULT.label, "appeal_result_unknown", text=text)
    return found


def _judge(received: date, closed: date | None, result: str | None, said: Complaints) -> None:
    over = result not in (None, PENDING)
    if over and closed is None:
        said.add(col.CLOSED.label, "closed_without_day")
    if closed is not None and not over:
        said.add(col.APPEAL_RESULT.label, "closed_without_result")
    if closed is not None and closed < received:
        values = {"earlier": col.APPEAL_RECEIVED.label, "before": received}
        said.add(col.CLOSED.label, "out_of_order", on=closed, **values)
