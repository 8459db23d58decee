"""A limit on trying passwords: so many wrong ones an address and minute, whatever the account.

The count lives in this process: behind several of them each has its own.
"""

import threading
from collections import deque
from datetime import datetime, timedelta

WRONG_ONES = 20
WINDOW = timedelta(minutes=1)


class Limit:
    """Remembers when wrong passwords came from which address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[datetime]] = {}

    def reached(self, address: str, now: datetime) -> bool:
        """Tell whether an address must wait."""
        with self._lock:
            return len(self._recent(address, now)) >= WRONG_ONES

    def note(self, address: str, now: datetime) -> None:
        """Count a wrong password."""
        with self._lock:
            self._recent(address, now).append(now)
            for other in [one for one in self._wrong if not self._recent(one, now)]:
                del self._wrong[other]

    def _recent(self, address: str, now: datetime) -> deque[datetime]:
        moments = self._wrong.setdefault(address, deque())
        while moments and now - moments[0] > WINDOW:
            moments.popleft()
        return moments
