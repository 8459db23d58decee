"""What every use case needs: the store, the keys, the clock. Built once, by ``bootstrap``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflow.app.ports import Documents
from workflow.store.engine import Store
from workflow.store.keyring import Keyring

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Office:
    """The assembled application. ``now`` is the only way to ask for the time.

    ``documents`` makes notices; None where none are made (a bench, a test of something else).
    ``cost`` is how much work a password hash is: small only in tests.
    """

    store: Store
    keys: Keyring
    now: Callable[[], datetime]
    documents: Documents | None = None

    @property
    def today(self) -> date:
        """The clerk's day: today in China, whatever the host's zone."""
        return self.now().astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role (``cli`` acts for a user whom the command names)."""

    name: str
    role: str
