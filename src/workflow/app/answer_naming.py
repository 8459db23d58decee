"""How an answer names its files: by reference and digest, so that each stays what it was."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from workflow.app import attaching
from workflow.app.answer_files import FACT, HANDING_IN, PREFIX, files_named, of_case
from workflow.app.attaching import File
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.reading import read_case
from workflow.errors import InputError, StorageError


def described(
    office: Office, session: Session, case: Case, trigger: str, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the facts of a step with the files that they name described.

    Facts that say nothing of files take all that wait for the answer; an empty list takes none.
    InputError names a file that there isn't.
    """
    if trigger not in HANDING_IN:
        return facts
    known = {one.file.ref: one for one in of_case(office, session, case)}
    waiting = [ref for ref, one in known.items() if one.chosen]
    return with_named(office, session, case, {FACT: waiting, **facts})


def with_named(
    office: Office, session: Session, case: Case, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return facts with the files that they name described; those that name none as they are."""
    refs = facts.get(FACT)
    if refs is None:
        return facts
    if not isinstance(refs, list | tuple) or not all(isinstance(ref, str) for ref in refs):
        raise InputError("answer_files.no_names")
    known = {one.file.ref: one.file for one in of_case(office, session, case)}
    if strange := next((ref for ref in refs if ref not in known), None):
        raise InputError("answer_files.unknown", ref=strange)
    files = [_described(office, session, case, known[ref]) for ref in dict.fromkeys(refs)]
    return {**facts, FACT: files or None}


def _described(office: Office, session: Session, case: Case, file: File) -> dict[str, Any]:
    content = attaching.opened(office, session, case.chain, file.ref)[2]
    return {"ref": file.ref, "name": file.name, "size": file.size, "sha256": _digest(content)}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def content_of(office: Office, chain: str, ref: str) -> tuple[str, str, bytes]:
    """Return name, type and content of a file of a case; NotFoundError where there is none.

    StorageError where a file of an answer isn't the one that it was handed in with.
    """
    with office.store.read() as session:
        found = attaching.opened(office, session, chain, ref)
        if ref.startswith(PREFIX):
            case = read_case(office, session, chain)
            check(digests(office, session, case), ref, found[2])
    return found


def digests(office: Office, session: Session, case: Case) -> dict[str, str]:
    """Return the digest under which each file was handed in, by its reference."""
    named = files_named(office, session, case.entries)
    return {one["ref"]: one["sha256"] for files in named.values() for one in files}


def check(known: Mapping[str, str], ref: str, content: bytes) -> None:
    """Raise StorageError where a file isn't the one whose digest the journal vouches for."""
    if ref in known and _digest(content) != known[ref]:
        raise StorageError("answer_files.damaged", ref=ref)
