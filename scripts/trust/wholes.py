"""What heavy work must leave whole: imports, calendars, tasks, backups, files."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from heavy import LETTERS, PAPERS, ROWS
from sqlmodel import Session

from workflow.app.backing_up import back_up
from workflow.app.backup_checking import check_backup
from workflow.app.calendars import IMPORT
from workflow.app.folder import INDEX
from workflow.app.imported import LEDGER
from workflow.app.ledger.importing import IMPORTED
from workflow.app.letters import cases_owing, make_letters
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.rederiving import stale
from workflow.app.tasks import TASK
from workflow.app.working import work
from workflow.documents.write import make_folder, write_file
from workflow.messages import say
from workflow.store.journals import JOURNAL

#: What an imported row writes: its opening; with its answer, two entries more.
OPENED, ANSWERED = 1, 3
#: What the name of a file says that was edited by hand: nobody edits here.
EDITED = say("docx.file_edited", "zh", stem="", number="").strip("）")


def broken_wholes(office: Office, acknowledged: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return what of the heavy work is lost, or there by halves; a pass of the worker before.

    Whoever held a task is dead: its lease, which runs by the database's time, isn't waited for.
    """
    with office.store.write() as session:
        held = sa.update(TASK).where(TASK.c.finished_at.is_(None))
        session.execute(held.values(claimed_until=None))
    work(office)
    told = list(acknowledged)
    with office.store.read() as session:
        return [
            *_imports(session, {what[1:] for what in told if what[0] == "import"}),
            *_calendars(session, {what[1] for what in told if what[0] == "arrival"}),
            *_tasks(session, {what[1] for what in told if what[0] == "task"}),
            *(f"stale {chain}" for chain in stale(office)),
            *_files(office, told),
        ]


def _imports(session: Session, told: set[tuple[Any, ...]]) -> Iterator[str]:
    """Yield the ledgers that are there by halves, or acknowledged and not there."""
    written: dict[int, list[int]] = defaultdict(list)
    entries = (
        sa.select(CASE.c.number, sa.func.count())
        .join(JOURNAL, JOURNAL.c.chain == CASE.c.chain)
        .where(CASE.c.number.startswith("旧"), JOURNAL.c.via == LEDGER)
        .group_by(CASE.c.number)
    )
    for number, count in session.execute(entries):
        written[int(number[1:].partition("-")[0])].append(count)
    for batch, counts in written.items():
        if len(counts) != ROWS or len(set(counts)) > 1 or counts[0] not in {OPENED, ANSWERED}:
            yield f"import {batch} by halves: {counts}"
    for batch, answered in told:
        if min(written.get(batch, [0])) < (ANSWERED if answered else OPENED):
            yield f"lost import {batch}"
    noted = sa.select(JOURNAL.c.facts).where(JOURNAL.c.trigger == IMPORTED)
    added = sum(json.loads(facts)["requests"]["added"] for facts in session.scalars(noted))
    if added != ROWS * len(written):
        yield f"the agency's chain tells of {added} imported rows"


def _calendars(session: Session, told: set[str]) -> Iterator[str]:
    """Yield closures without their entry, entries without their closure, lost ones."""
    there = set(session.execute(sa.select(IMPORT.c.digest)).scalars())
    noted = sa.select(JOURNAL.c.facts).where(JOURNAL.c.trigger == "add_closure")
    journalled = {json.loads(facts)["content_digest"] for facts in session.scalars(noted)}
    yield from (f"closure by halves {one}" for one in there ^ journalled)
    yield from (f"lost closure {one}" for one in told - there)


def _tasks(session: Session, told: set[int]) -> Iterator[str]:
    """Yield tasks that are lost, failed, or not finished though the worker passed."""
    rows = session.execute(sa.select(TASK.c.id, TASK.c.finished_at, TASK.c.failure)).all()
    yield from (f"lost task {one}" for one in told - {row.id for row in rows})
    yield from (f"task {row.id}: {row.failure}" for row in rows if row.failure)
    yield from (f"unfinished task {row.id}" for row in rows if row.finished_at is None)


def _files(office: Office, told: list[tuple[Any, ...]]) -> Iterator[str]:
    """Yield broken backups and lost letters, files by halves, and ours taken for edited ones."""
    for kind, what, *_ in told:
        if kind == "backup" and check_backup(Path(what), office.keys).wrong:
            yield f"broken backup {what}"
        elif kind == "paper" and not Path(what).exists():
            yield f"lost file {what}"
    for path in papers(office):
        if not _is_whole(path):
            yield f"half a file {path.name}"
        if EDITED in path.name:
            yield f"taken for a file edited by hand: {path.name}"


def left_over(office: Office, folder: Path) -> list[str]:
    """Return what killed writers left and the same work, done again, didn't clear away.

    A letter that a case owes no more is not written again: its half file stays, hidden.
    """
    work(office)
    make_folder(folder / PAPERS)
    written = set()
    for notice in LETTERS:
        for one, content in make_letters(office, notice, cases_owing(office, notice)):
            written.add(f".{one.name}.docx.half")
            write_file(folder / PAPERS / f"{one.name}.docx", content)
    if office.store.sqlite:
        back_up(office.store, folder / "last.zip", office.now)
    hidden = [path for path in folder.rglob(".*") if path.name != INDEX]
    return [
        f"left over: {path.relative_to(folder)}"
        for path in hidden
        if path.parent.name != PAPERS or path.name in written
    ]


def papers(office: Office) -> Iterator[Path]:
    """Yield every document that people would open."""
    if office.documents_dir is not None:
        yield from office.documents_dir.parent.glob("*/**/[!.]*.docx")


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False
