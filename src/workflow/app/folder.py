"""The documents' folder: one folder a case, files that people can open, restored when lost.

What lies in it comes from the database. A file that went out is written once and left alone. A
draft gives way when it is replaced or issued; if somebody edited it meanwhile, his work stays
beside it under another name. What we wrote stands in an index in the case's folder.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.filing import CASE, DOCUMENT, content_of, safe_name, stem_of
from workflow.app.office import Office
from workflow.app.report_versions import all_published
from workflow.app.showings import Showings, Viewer
from workflow.documents.write import forget_half, make_folder, write_file
from workflow.messages import say
from workflow.store.opening import noting
from workflow.store.tables import ChainKey, table_of

KEY = table_of(ChainKey)
INDEX = ".written.json"
_COLUMNS = ("id", "chain", "notice", "key", "child", "number", "status", "digest")


@dataclass(slots=True)
class _Folder:
    """A case's folder: what we wrote into it (name → digest), and whether that changed."""

    path: Path
    written: dict[str, str]
    changed: bool = False
    new: list[Path] = field(default_factory=list)

    def keep(self, name: str, digest: str) -> None:
        self.changed |= self.written.get(name) != digest
        self.written[name] = digest

    def take_away(self, name: str) -> None:
        """Remove a file of ours that is no longer wanted; edited by hand, it stays renamed."""
        digest = self.written.pop(name)
        self.changed = True
        set_aside(self.path / name, digest)
        forget_half(self.path / name)

    def save(self) -> None:
        if not self.changed:
            return
        index = self.path / INDEX
        if self.written:
            text = json.dumps(self.written, ensure_ascii=False, indent=1, sort_keys=True)
            write_file(index, text.encode())
            return
        index.unlink(missing_ok=True)
        with suppress(OSError):  # somebody's own files lie in it
            self.path.rmdir()


def write_out(office: Office) -> list[Path]:
    """Bring the documents' folder up to date; return the files that were written.

    The documents of a case whose key was destroyed are taken away. What was written is on the
    record of showings: who opens the folder, nobody can tell.
    """
    folder = office.documents_dir
    if folder is None:
        return []
    with noting() as opened:
        written = _write_all(office, folder)
    Showings(office).keep(opened, Viewer("workflow", "", "", "folder", str(folder.name)))
    return written


def _write_all(office: Office, folder: Path) -> list[Path]:
    written: list[Path] = []
    with office.store.read() as session:
        names = _folder_names(session)
        for chain, rows in _by_case(session):
            if office.stopping():
                return written
            wanted = file_names(rows) if rows[0]["readable"] else {}
            written += _write_case(office, session, folder / names.get(chain, chain), wanted)
        written += _write_reports(session, folder)
    return written


def _write_reports(session: Session, folder: Path) -> list[Path]:
    """Write the published annual reports that aren't there; a second version says so."""
    written = []
    for one in all_published(session):
        version = say("report.file_version", "zh", version=one.version) if one.version > 1 else ""
        values = {"body": one.printed.body, "year": one.year, "version": version}
        path = folder / safe_name(say("report.file", "zh", **values))
        if not path.exists():
            make_folder(folder)
            write_file(path, one.content)
            written.append(path)
    return written


def _by_case(session: Session) -> Iterator[tuple[str, list[sa.RowMapping]]]:
    columns = [DOCUMENT.c[name] for name in _COLUMNS]
    readable = KEY.c.wrapped.is_not(None).label("readable")
    found = (
        sa.select(*columns, readable)
        .join(KEY, KEY.c.chain == DOCUMENT.c.chain)
        .order_by(DOCUMENT.c.chain, DOCUMENT.c.id)
        .execution_options(yield_per=1000)
    )
    rows = session.execute(found).mappings()
    for chain, own in groupby(rows, lambda row: str(row["chain"])):
        yield chain, list(own)


def _folder_names(session: Session) -> dict[str, str]:
    """Return the folder of each case: its number; of two with one number, the later says whose."""
    taken: dict[str, str] = {}
    names: dict[str, str] = {}
    rows = session.execute(sa.select(CASE.c.chain, CASE.c.number, CASE.c.agency)).all()
    for row in sorted(rows, key=lambda row: (len(row.chain), row.chain)):
        name = safe_name(row.number)
        names[row.chain] = name if name not in taken else f"{name}（{row.agency}）"
        taken[name] = row.chain
    return names


def file_names(rows: Sequence[sa.RowMapping]) -> dict[str, sa.RowMapping]:
    """Return the documents of a case by file name: a second of its kind carries its number."""
    named: dict[str, sa.RowMapping] = {}
    for row in rows:
        stem = stem_of(row)
        if f"{stem}.docx" in named:
            stem = safe_name(f"{stem} {row['number'] or row['child'] or row['id']}")
        if f"{stem}.docx" in named:
            stem = f"{stem} {row['id']}"
        named[f"{stem}.docx"] = row
    return named


def _write_case(
    office: Office, session: Session, path: Path, wanted: Mapping[str, sa.RowMapping]
) -> list[Path]:
    folder = _Folder(path, _read_index(path / INDEX))
    for name in [name for name in folder.written if name not in wanted]:
        folder.take_away(name)
    for name, row in wanted.items():
        if _is_there(folder, name, row):
            continue
        set_aside(path / name, folder.written.get(name))
        make_folder(path)
        folder.keep(name, row["digest"])
        folder.new.append(path / name)
    folder.save()  # before the files: one that is there and not in it passes for somebody's own
    for made in folder.new:
        write_file(made, content_of(office, session, wanted[made.name]["id"]))
    return folder.new


def _is_there(folder: _Folder, name: str, row: sa.RowMapping) -> bool:
    """Tell whether a document lies in the folder; an older draft of it doesn't count."""
    if not (folder.path / name).exists():
        return False
    return bool(row["status"] == "issued" or folder.written.get(name) == row["digest"])


def _read_index(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict):
            return {str(name): str(digest) for name, digest in found.items()}
    return {}


def set_aside(path: Path, digest: str | None) -> None:
    """Remove a file whose content is still the one we wrote; rename one that was edited."""
    if not path.exists():
        return
    if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        path.unlink()
        return
    number = 1
    while (
        kept := path.with_stem(say("docx.file_edited", "zh", stem=path.stem, number=number))
    ).exists():
        number += 1
    path.rename(kept)
