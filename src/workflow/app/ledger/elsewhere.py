"""What a ledger's import says to those who don't type commands: on a page, in a task, by the API.

The command line tells how to name a header with ``--map``; elsewhere one chooses it, or sends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from workflow.errors import InputError

#: Sentences that speak of the command line → those that say the same to everybody else.
_ELSEWHERE = {
    "ledger.no_header": "ledger.no_header_here",
    "ledger.columns_missing": "ledger.columns_missing_here",
    "ledger.columns_missing_unlike": "ledger.columns_missing_unlike_here",
    "ledger.columns_alike": "ledger.columns_alike_here",
    "ledger.map_unknown": "ledger.map_unknown_here",
    "ledger.map_absent": "ledger.map_absent_here",
    "ledger.map_shape": "ledger.map_shape_here",
}


@contextmanager
def said_elsewhere() -> Iterator[None]:
    """Let an InputError of the import speak to somebody who doesn't type commands."""
    try:
        yield
    except InputError as error:
        code = _ELSEWHERE.get(error.code)
        if code is None:
            raise
        raise InputError(code, **error.values) from error
