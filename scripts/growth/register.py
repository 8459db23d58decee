"""A register of so many full journals on SQLite, in a folder where it stays."""

from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.case_page import ON, WALKED
from benchmarks.copies import Copies, originals
from benchmarks.mix import write_ledger
from benchmarks.office import ADMIN, AGENCY, CLERK, office
from benchmarks.walked import walk_cases
from growth import say
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Office
from workflow.store.engine import Store

#: What is imported; everything else is copied from it.
SEED = 5_000
#: Four years: all requests fall under the Regulation of 2019.
DAYS = 1_460
CARD = {"region": "ningxia", "number_word": "示"}


def make(path: Path, size: int) -> None:
    """Make a register of so many requests, unless it stands; a half-made one is made anew."""
    if path.exists():
        return
    half = path.with_suffix(".half")
    for left in path.parent.glob(f"{half.name}*"):
        left.unlink()
    with office(ON, f"sqlite:///{half}") as made:
        _import(made)
        _copy(made, size)
        walk_cases(made, ON, WALKED)
    half.rename(path)


def _import(made: Office) -> None:
    with TemporaryDirectory() as folder:
        ledger = write_ledger(Path(folder) / "ledger.xlsx", SEED, ON, DAYS)
        assert import_ledger(made, Ledger(AGENCY, ledger), CLERK).requests.added == SEED


def _copy(made: Office, size: int) -> None:
    """Copy what was imported: every second time for the agency itself, else for another one."""
    cases, copies = originals(made, AGENCY), Copies(made)
    for at in range(1, size // SEED):
        if at % 2 == 0:
            copies.to(cases, AGENCY, f"之{at}")
        else:
            other = f"other{at}"
            add_agency(made, NewAgency(other, f"示例镇{at}人民政府（示例）", CARD), ADMIN)
            copies.to(cases, other)
        say(f"  {(at + 1) * SEED:,} journals")
    with made.store.write() as session:
        copies.derive(session)


def opened(path: Path) -> Office:
    """Return the office of a register that was made, on the day it was made for."""
    clock = FixedClock(datetime.combine(ON, time(4), UTC))
    return Office(Store(f"sqlite:///{path}"), keyring(bytes(range(32))), clock)
