"""Legal events: what happened in law, on which day.

An event is what clocks and reports read. It is not a journal entry (which also knows who
recorded it, when and in which role): ``workflow due`` makes events from a file, the register
makes them from journal entries by the table of the statute's procedure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One legal event.

    ``kind`` is one of the contract's words (``submitted``, ``confirmed``, ``extended`` …), ``on``
    the day on which it happened in law, ``id`` names the consultation or appeal it belongs to,
    ``facts`` hold what the kind carries besides: days as ``date``, all else as in the contract's
    JSON. ``entry`` is the number of the journal entry it was made from, None outside a register.
    """

    kind: str
    on: date
    id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    entry: int | None = None
