"""Cut the power: a copy of a SQLite database whose WAL ends at any block that was written.

``synchronous=FULL`` makes each commit wait until its blocks are on the disk, so an act that was
acknowledged when the WAL had so many bytes must be there whenever at least so many survive; of
everything later the last whole transactions may be there, and no part of one.
"""

import random
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from acts import Work, open_office, set_up
from acts import dice as roll
from heavy import Heavy
from soundness import wrong_with
from wholes import broken_wholes

#: The WAL's header, and a frame: its header and one page.
WAL_HEADER, FRAME = 32, 24 + 4096
ACTS_A_DATABASE = 40
CUTS_A_DATABASE = 20


@dataclass(slots=True)
class Figures:
    """What a run of the driver found: ``torn`` are the cuts inside a block."""

    cuts: int = 0
    torn: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self) | {"seconds": round(self.seconds, 1)}


def cut_often(cuts: int, seed: int = 1) -> Figures:
    """Cut the WAL of copies ``cuts`` times, a third of them inside a block."""
    figures, started = Figures(), time.monotonic()
    while figures.cuts < cuts:
        dice = roll(f"{seed}/{figures.cuts}")
        with tempfile.TemporaryDirectory(prefix="workflow-power-") as name:
            folder = Path(name)
            acknowledged = _work(folder / "live", dice)
            for _ in range(min(CUTS_A_DATABASE, cuts - figures.cuts)):
                _cut(figures, folder, acknowledged, dice)
    figures.seconds = time.monotonic() - started
    return figures


def _work(folder: Path, dice: random.Random) -> list[tuple[int, tuple[Any, ...]]]:
    """Work with a WAL that is never folded in; return each act with the WAL's size after it."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'workflow.db'}"
    set_up(url)
    office = open_office(url)
    sa.event.listen(office.store.engine, "connect", _never_checkpoint)
    work = Work(office, dice)
    work.more = Heavy(work, folder).in_the_database()
    wal, done = folder / "workflow.db-wal", []
    for _ in range(ACTS_A_DATABASE):
        acts = work.act()
        size = wal.stat().st_size if wal.exists() else 0
        done += [(size, act) for act in acts]
    shutil.copytree(folder, folder.with_name("copy"))
    office.store.close()
    return done


def _never_checkpoint(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=0")


def _cut(
    figures: Figures,
    folder: Path,
    acknowledged: list[tuple[int, tuple[Any, ...]]],
    dice: random.Random,
) -> None:
    cut = folder / f"cut-{figures.cuts}"
    shutil.copytree(folder / "copy", cut)
    (cut / "workflow.db-shm").unlink(missing_ok=True)  # it lives in memory: gone with the power
    wal = cut / "workflow.db-wal"
    size = wal.stat().st_size
    keep = WAL_HEADER + FRAME * dice.randrange((size - WAL_HEADER) // FRAME + 1)
    torn = dice.random() < 1 / 3
    if torn:
        keep = min(size, keep + dice.randrange(1, FRAME))
    with wal.open("r+b") as file:
        file.truncate(keep)
    office = open_office(f"sqlite:///{cut / 'workflow.db'}")
    survivors = [act for written, act in acknowledged if written <= keep]
    figures.cuts += 1
    figures.torn += torn
    wrong = broken_wholes(office, survivors) + wrong_with(office, survivors)
    figures.wrong += [f"cut {figures.cuts}: {one}" for one in wrong]
    office.store.close()
    shutil.rmtree(cut)
