"""The case bundle (案卷): index, notices, proofs of dates, journal and appeals in one zip.

The same case makes the same bytes: entries in a fixed order without times, proofs dated by the
last entry of a closed case. What is personal stands in it in clear, and a note says so.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.answer_files import PREFIX
from workflow.app.answer_naming import check, digests
from workflow.app.attaching import ATTACHMENT
from workflow.app.bundle_pages import entries_table, page, table
from workflow.app.casefiles import assemble
from workflow.app.filing import DOCUMENT, PROOF, content_of, safe_name
from workflow.app.folder import file_names
from workflow.app.folding import Case
from workflow.app.letters import catch_up
from workflow.app.office import Office
from workflow.app.ports import Documents
from workflow.app.reading import find_case
from workflow.app.showing import entry_json
from workflow.core.casefile import CaseFile
from workflow.core.deadlines import Deadline
from workflow.errors import StorageError
from workflow.messages import say
from workflow.statutes.notices.words import words
from workflow.store.journals import JOURNAL
from workflow.store.vaults import Vault

NO_TIME = (1980, 1, 1, 0, 0, 0)
APPEALS = frozenset({"reconsideration", "litigation"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a bundle: its path in the zip, its content, and what the index says of it."""

    path: str
    content: bytes
    title: str
    number: str = ""
    note: str = ""


def bundle(office: Office, number: str, agency: str | None = None) -> bytes:
    """Return the bundle of a case as a zip; StorageError where its key was destroyed."""
    if office.documents is None:
        raise StorageError("docx.no_notices")
    catch_up(office, number, agency)
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
        if Vault(session, office.keys, case.chain).wrapped() is None:
            raise StorageError("vault.destroyed", chain=case.chain)
        file = assemble(office, session, case)
        pieces = [
            *_documents(office, session, case),
            *_proofs(office.documents, case, file),
            *_journal(session, case, file),
            *_appeals(case, file),
            *_attachments(office, session, case),
        ]
    note = _text("note", case=case.number).encode()
    front = [
        Piece(f"{_text('index')}.html", _index(case, pieces), ""),
        Piece(f"{_text('note_name')}.txt", note + b"\n", ""),
    ]
    return _zip([*front, *pieces])


def _text(key: str, **values: Any) -> str:
    """Return a sentence of the bundle: it is a Chinese file, whoever makes it."""
    return say(f"bundle.{key}", "zh", **values)


def _documents(office: Office, session: Session, case: Case) -> Iterator[Piece]:
    found = sa.select(DOCUMENT).where(DOCUMENT.c.chain == case.chain).order_by(DOCUMENT.c.id)
    named = file_names(session.execute(found).mappings().all())
    for name, row in named.items():
        issued = _text("issued_on", on=row["issued_on"]) if row["issued_on"] else ""
        state = issued or _text(f"status_{row['status']}")
        content = content_of(office, session, row["id"])
        title = name.removesuffix(".docx")
        yield Piece(f"{_text('documents')}/{name}", content, title, row["number"] or "", state)


def _proofs(documents: Documents, case: Case, file: CaseFile) -> Iterator[Piece]:
    """Yield an N16 for each clock with a date."""
    on = case.as_of if case.open else case.entries[-1].on
    for deadline in case.deadlines.deadlines:
        if deadline.due is not None:
            name = " ".join(filter(None, (words(f"clock_{deadline.clock}"), deadline.id)))
            number, child = f"{case.number}-{name}", deadline.id
            made = documents.render(PROOF, PROOF, file, on, number, child, clock=deadline.clock)
            path = f"{_text('proofs')}/{safe_name(name)}.docx"
            yield Piece(path, made.content, name, number, _due(deadline))


def _due(deadline: Deadline) -> str:
    assert deadline.due is not None
    return _text("due", on=deadline.due)


def _journal(session: Session, case: Case, file: CaseFile) -> Iterator[Piece]:
    digests = sa.select(JOURNAL.c.digest).where(JOURNAL.c.chain == case.chain)
    kept = session.execute(digests.order_by(JOURNAL.c.entry)).scalars()
    rows = [
        entry_json(entry) | {"digest": digest}
        for entry, digest in zip(case.entries, kept, strict=True)
    ]
    document = {"number": case.number, "chain": case.chain, "entries": rows}
    folder, title = _text("journal"), _text("journal_title", case=case.number)
    yield Piece(f"{folder}/journal.json", _json(document), _text("journal_json"))
    made = page(title, entries_table(file.entries, file.people))
    yield Piece(f"{folder}/{_text('journal')}.html", made, _text("journal_page"))


def _appeals(case: Case, file: CaseFile) -> Iterator[Piece]:
    """Yield a page for each reconsideration and suit; its letters stand among the documents."""
    for child in file.children:
        if child.kind in APPEALS:
            label = case.statute.procedures[child.kind].state_label(child.state)
            title = f"{say(f'states.kind_{child.kind}', 'zh')} {child.id}"
            made = page(f"{title}：{label}", entries_table(child.entries, file.people))
            yield Piece(f"{_text('appeals')}/{safe_name(title)}.html", made, title, "", label)


def _attachments(office: Office, session: Session, case: Case) -> Iterator[Piece]:
    vault = Vault(session, office.keys, case.chain)
    known = digests(office, session, case)
    found = sa.select(ATTACHMENT).where(ATTACHMENT.c.chain == case.chain)
    for row in session.execute(found.order_by(ATTACHMENT.c.ref)):
        name = vault.open("attachment|name", row.ref, bytes(row.name)).decode()
        content = vault.open("attachment|content", row.ref, bytes(row.content))
        check(known, row.ref, content)
        path = f"{_text('attachments')}/{safe_name(row.ref)} {safe_name(name)}"
        yield Piece(path, content, name, "", _of_answer(row.ref, known))


def _of_answer(ref: str, known: Mapping[str, str]) -> str:
    """Return what the index says of a file of an answer; nothing of one that came in."""
    if not ref.startswith(PREFIX):
        return ""
    return _text("went_out" if ref in known else "drafted")


def _index(case: Case, pieces: Sequence[Piece]) -> bytes:
    heads = [_text(f"head_{name}") for name in ("place", "title", "number", "note", "file")]
    rows = [
        (str(place), piece.title, piece.number, piece.note, _link(piece.path))
        for place, piece in enumerate(pieces, 1)
    ]
    state = case.procedure.state_label(case.state)
    line = f"<p>{escape(_text('summary', state=state, count=len(pieces)))}</p>"
    return page(
        _text("index_title", case=case.number), line + table(heads, rows, links=frozenset({4}))
    )


def _link(path: str) -> str:
    return f'<a href="{escape(path)}">{escape(path)}</a>'


def _json(document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    return f"{text}\n".encode()


def _zip(pieces: Sequence[Piece]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for piece in pieces:
            info = zipfile.ZipInfo(piece.path, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            file.writestr(info, piece.content)
    return packed.getvalue()
