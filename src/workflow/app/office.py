"""What every use case needs: the store, the keys, the clock. Built once, by ``bootstrap``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from workflow.app.ports import Channels, Documents, IdentityProvider
from workflow.app.reminder_rules import ReminderRules
from workflow.clock import CHINA
from workflow.store.engine import Store
from workflow.store.keyring import Keyring


def never() -> bool:
    """Tell that nobody asks to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Office:
    """The assembled application. ``now`` is the only way to ask for the time.

    ``stopping`` tells whether the process was asked to end: whoever goes through many rows looks
    before each, gives back what it holds, and leaves the rest to the next process.

    ``documents`` makes notices; None where none are made (a bench, a test of something else).
    ``documents_dir`` is the folder into which they are written for people to open, None: they
    stay in the database. ``remind_days`` are the working days before a last day on which people
    are reminded. ``anchor_dir`` is where each day's anchor of the journal is written, None:
    nowhere. ``provider`` is the office's own sign-in, None: passwords of ours only;
    ``local_sign_in`` tells whether these open a session; ``password_list`` is a file of passwords
    that nobody may take, besides the ones that are easy to guess anyway.
    """

    store: Store
    keys: Keyring
    now: Callable[[], datetime]
    stopping: Callable[[], bool] = never
    documents: Documents | None = None
    documents_dir: Path | None = None
    reminders: ReminderRules = field(default_factory=ReminderRules)
    channels: Channels | None = None
    base_url: str = ""
    anchor_dir: Path | None = None
    provider: IdentityProvider | None = None
    local_sign_in: bool = True
    password_list: Path | None = None

    @property
    def today(self) -> date:
        """The clerk's day: today in China, whatever the host's zone."""
        return self.now().astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role (``cli`` acts for a user whom the command names)."""

    name: str
    role: str
