"""The heavy work of an office: imports, calendars, tasks, bulk documents, backups.

Like ``acts``: each act returns what it acknowledged, once it returned.
"""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from acts import ADMIN, TODAY, Work

from workflow.app.backing_up import back_up
from workflow.app.calendars import Arrival, accept
from workflow.app.folder import write_out
from workflow.app.heavy.foreground import derive_again
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.letters import cases_owing, make_letters
from workflow.app.office import Actor, Office
from workflow.app.reading import PREFIX
from workflow.app.running import to_nobody
from workflow.app.tasks import Order, TaskFile, start
from workflow.app.working import do_heavy_work
from workflow.calendars import Closure
from workflow.documents.write import make_folder, write_file
from workflow.store import journals

Acts = list[tuple[Any, ...]]
CLERK = Actor("li", "clerk")
ROWS = 4
HEADER = "申请编号,申请人,申请人类别,受理渠道,提交日期,收到日期,申请内容,答复日期,办理结果,备注"
#: Days that an agency may close, so that due dates of open cases move.
CLOSABLE = tuple(TODAY + timedelta(days) for days in range(1, 40))
#: Letters that are made for every case that owes them.
LETTERS = ("N02", "N04", "N10")
#: Where they are written, beside the database.
PAPERS = "papers"


def ledger_text(batch: int, *, answered: bool) -> str:
    """Return a ledger of ROWS requests; ``answered`` says how they ended."""
    end = "2026-10-20,予以公开" if answered else ","
    rows = [
        f"旧{batch}-{row},张三{batch}{row}（示例）,自然人,当面,2026-09-21,,示例土地{row},{end},示例"
        for row in range(1, ROWS + 1)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


class Heavy:
    """Heavy acts of one process, its files in a folder."""

    def __init__(self, work: Work, folder: Path) -> None:
        self.office: Office = work.office
        self.dice: random.Random = work.dice
        self.folder = folder
        self.papers = folder / PAPERS

    def kinds(self) -> Sequence[Callable[[], Acts]]:
        """Return the heavy acts, as often as they come."""
        files = (self.write_letters, self.write_folder, self.back_up)
        return (*self.in_the_database(), *files)

    def in_the_database(self) -> Sequence[Callable[[], Acts]]:
        """Return those that write no file of their own."""
        return (*[self.import_ledger] * 2, self.close_a_day, self.leave_a_task, self.run_tasks)

    def import_ledger(self) -> Acts:
        """Import a ledger and, half the time, the same one again with its answers."""
        batch = self.dice.randrange(10**6)
        path = self.folder / f"ledger-{batch}.csv"
        done: Acts = []
        for answered in (False, True)[: self.dice.choice((1, 2))]:
            path.write_text(ledger_text(batch, answered=answered), "utf-8")
            if not import_ledger(self.office, Ledger("liangtian", path), CLERK).done:
                raise AssertionError(path)
            done.append(("import", batch, answered))
        path.unlink()
        return done

    def close_a_day(self) -> Acts:
        """Close the agency on a day; then derive the open cases again."""
        day = self.dice.choice(CLOSABLE)
        arrival = Arrival("liangtian", Closure(day, f"示例第{day:%m%d}号"), TODAY)
        accept(self.office, arrival, ADMIN)
        derive_again(self.office, ADMIN, to_nobody)
        return [("arrival", arrival.digest)]

    def leave_a_task(self) -> Acts:
        """Leave a task of some kind for whoever comes by."""
        order = self.dice.choice((self._rederive, self._letters, self._bundles, self._ledger))()
        return [("task", start(self.office, order, CLERK))]

    def _rederive(self) -> Order:
        return Order("rederive")

    def _letters(self) -> Order:
        return Order("letters", "liangtian", {"notice": self.dice.choice(LETTERS)})

    def _bundles(self) -> Order:
        with self.office.store.read() as session:
            chains = journals.chains(session, PREFIX)
        return Order(
            "bundles", "liangtian", {"cases": self.dice.sample(chains, min(2, len(chains)))}
        )

    def _ledger(self) -> Order:
        batch = self.dice.randrange(10**6)
        content = ledger_text(batch, answered=self.dice.random() < 1 / 2).encode()
        wanted = {"mapping": {}, "dry_run": False, "skip_bad": False}
        file = TaskFile(f"ledger-{batch}.csv", "text/csv", content)
        return Order("ledger", "liangtian", wanted, (file,))

    def run_tasks(self) -> Acts:
        """Do what tasks wait."""
        do_heavy_work(self.office)
        return []

    def write_letters(self) -> Acts:
        """Write the letters that all cases owe into a folder."""
        if self.office.documents is None:
            return []
        notice = self.dice.choice(LETTERS)
        make_folder(self.papers)
        done: Acts = []
        for one, content in make_letters(self.office, notice, cases_owing(self.office, notice)):
            write_file(self.papers / f"{one.name}.docx", content)
            done.append(("paper", str(self.papers / f"{one.name}.docx")))
        return done

    def write_folder(self) -> Acts:
        """Bring the documents' folder up to date."""
        write_out(self.office)
        return []

    def back_up(self) -> Acts:
        """Back up while the others write."""
        path = self.folder / f"{self.dice.randrange(10**12)}.zip"
        back_up(self.office.store, path, self.office.now)
        return [("backup", str(path))]
