"""Journal entries: the only truth of a case. State, clocks and report cells are folds over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chain, as it was written.

    ``chain`` names what the chain is of (``request:12``, ``agency:liangtian``, ``installation``),
    ``entry`` its place in it from 1 on. ``trigger`` is the move, ``on`` the day in law,
    ``recorded_at`` the moment of recording (UTC; no clock and no report reads it), ``actor`` and
    ``role`` who did it as what. ``child`` names the consultation or appeal (``consultation:c1``).
    ``facts`` are plain JSON values and carry no personal data: a person, a text or a file stands
    there as a reference with a salted digest. ``supersedes`` is the entry that a rectification
    replaces.
    """

    chain: str
    entry: int
    trigger: str
    on: date
    recorded_at: datetime
    actor: str
    role: str
    child: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    supersedes: int | None = None
