"""Looking a backup over: whether it is whole, its journal sound, and equal to the database."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from workflow.core.chain import Breach
from workflow.errors import InputError, Reason, StorageError
from workflow.store import backup_postgres, backup_sqlite, journals, schema
from workflow.store.backup_content import TableContent, content_of, differing
from workflow.store.backup_file import Manifest, read_manifest, unpack
from workflow.store.engine import Store
from workflow.store.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: ``wrong`` is empty for a good backup; ``doubts`` are what wasn't checked."""

    manifest: Manifest | None
    wrong: tuple[Reason, ...]
    doubts: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``backup verify``."""
        told = {"sound": not self.wrong, "wrong": _said(self.wrong), "warnings": _said(self.doubts)}
        if self.manifest is None:
            return told
        made = self.manifest
        summary = {"kind": made.kind, "revision": made.revision, "made_at": made.made_at}
        tables = {name: table.rows for name, table in made.tables.items()}
        return told | summary | {"rows": made.rows, "tables": tables}


def _said(reasons: tuple[Reason, ...]) -> list[dict[str, str]]:
    return [{"code": reason.code, "message": reason.message} for reason in reasons]


@dataclass(slots=True)
class Findings:
    """What is found while a copy is looked at."""

    wrong: list[Reason] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)


def check_backup(path: Path, keys: Keyring | None, live: Store | None = None) -> Checked:
    """Look a backup over: its bytes, its database, its journal; with ``live``, compare them.

    Without ``keys`` the heads' seals can't be checked, which is said. InputError only where there
    is no such file.
    """
    if not path.is_file():
        raise InputError("error.file_missing", path=path)
    found = Findings()
    try:
        manifest = read_manifest(path)
    except InputError as error:
        return Checked(None, (Reason(error.code, error.values),))
    try:
        with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
            copy = unpack(path, manifest, Path(folder))
            _look(manifest, copy, keys, found)
    except StorageError as error:
        found.wrong.append(Reason(error.code, error.values))
    if live is not None:
        found.wrong += _against(live, manifest)
    return Checked(manifest, tuple(found.wrong), tuple(found.doubts))


def _look(manifest: Manifest, copy: Path, keys: Keyring | None, found: Findings) -> None:
    if manifest.kind == "postgresql":
        missing = set(manifest.tables) - backup_postgres.listed(copy)
        found.wrong += [Reason("backup.table_missing", {"table": one}) for one in sorted(missing)]
        found.doubts.append(Reason("backup.dump_not_loaded"))
        return
    content = backup_sqlite.content(copy)
    found.wrong += compared(manifest.tables, content.tables)
    store = Store(f"sqlite:///{copy}")
    try:
        found.wrong += _file_damage(store)
        look_at_journal(store, manifest, keys, found)
    finally:
        store.close()


def _file_damage(store: Store) -> list[Reason]:
    with store.read() as session:
        said = session.execute(sa.text("PRAGMA integrity_check")).scalar_one()
    return [] if said == "ok" else [Reason("store.damaged", {"what": said})]


def look_at_journal(
    store: Store, manifest: Manifest, keys: Keyring | None, found: Findings
) -> None:
    """Verify the journal of a copy, as far as schema and key allow."""
    if manifest.revision != schema.CURRENT:
        values = {"found": manifest.revision, "current": schema.CURRENT}
        found.doubts.append(Reason("backup.other_schema", values))
        return
    fitting = keys if keys is not None and keys.check == manifest.key_check else None
    if fitting is None:
        found.doubts.append(Reason("backup.without_key"))
    with store.read() as session:
        breaches = journals.verify(session, fitting.head_key if fitting else b"").broken
    found.wrong += [_breach(one) for one in breaches if fitting or one.what != "head_changed"]


def _breach(one: Breach) -> Reason:
    values = {"chain": one.chain, "entry": one.entry, "table": None}
    return Reason(one.code, values)


def compared(one: dict[str, TableContent], other: dict[str, TableContent]) -> list[Reason]:
    """Return a sentence for each table whose rows differ."""
    return [
        Reason(
            "backup.table_differs", {"table": name, "here": max(here, 0), "there": max(there, 0)}
        )
        for name, here, there in differing(one, other)
    ]


def _against(live: Store, manifest: Manifest) -> list[Reason]:
    if live.url.get_backend_name() != manifest.kind:
        return [Reason("backup.other_kind", {"kind": manifest.kind})]
    with live.read() as session:
        return compared(manifest.tables, content_of(session.connection()).tables)
