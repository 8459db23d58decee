"""The rows of a sheet, read and judged, some at a time: what an import does without a database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from workflow.app.ledger.deriving import Basis, Derived, derive
from workflow.errors import WorkflowError
from workflow.ledger.lines import Line, Table
from workflow.ledger.problems import Complaints
from workflow.ledger.rows import Reading, Request, read_request

AT_ONCE = 500
T = TypeVar("T")


@dataclass(slots=True)
class Judged:
    """A row: the request that it tells of, None where ``said`` holds why there is none.

    ``derived`` is what follows of it for a new case, or why nothing does; None: not asked yet.
    """

    line: Line
    request: Request | None
    said: Complaints
    derived: Derived | WorkflowError | None = None


def judged(table: Table, basis: Basis) -> Iterator[list[Judged]]:
    """Yield the rows of a table, some at a time."""
    reading = Reading(basis.today, table.sheet.epoch)
    for lines in batches(table.lines, AT_ONCE):
        yield [_judge(line, reading) for line in lines]


def with_derived(rows: Sequence[Judged], basis: Basis) -> None:
    """Derive of each row what follows of it for a new case."""
    for one in rows:
        if one.request is not None:
            one.derived = derived_or_error(one.request, basis)


def derived_or_error(request: Request, basis: Basis) -> Derived | WorkflowError:
    """Return what is derived of a new case, or the error that says why nothing can be."""
    try:
        return derive(request, basis)
    except WorkflowError as error:
        return error


def _judge(line: Line, reading: Reading) -> Judged:
    said = Complaints(line.place)
    return Judged(line, read_request(line.cells, line.notes, reading, said), said)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield so many items at a time.

    >>> [*batches("abc", 2)]
    [['a', 'b'], ['c']]
    """
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
