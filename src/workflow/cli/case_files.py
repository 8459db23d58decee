"""``workflow case file``: the files of a case, those that go out with its answer above all."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import AGENCY, AS_USER, CASE, ROLE, actor_on_case
from workflow.cli.common import JSON, answer, emit
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.answer_files import AnswerFile

#: Who works on an answer: of these the command line takes the role that the user holds.
ROLES = ("clerk", "leader")


@click.group("file")
def file_group() -> None:
    """Put files into the answer of a case, take them away, list and save them."""


@file_group.command("list")
@CASE
@AGENCY
@JSON
def list_files(number: str, agency: str | None, as_json: bool) -> None:
    """List the files for the answers of a case: drafted, handed in, sent."""
    from workflow.app.answer_files import listed
    from workflow.bootstrap import build

    found = listed(build(), number, agency)
    if as_json:
        emit([_told(one) for one in found])
        return
    for one in found:
        size, stands = -(-one.file.size // 1024), _stands(one)
        values = {"ref": one.file.ref, "name": one.file.name, "size": size, "stands": stands}
        click.echo(say("answer_files.line", None, **values))
    if not found:
        click.echo(say("answer_files.none"), err=True)


def _told(one: "AnswerFile") -> dict[str, Any]:
    return {**asdict(one.file), "entries": list(one.entries), "chosen": one.chosen}


def _stands(one: "AnswerFile") -> str:
    if one.entries:
        return say("answer_files.entries", entries="、".join(map(str, one.entries)))
    return say("answer_files.waits" if one.chosen else "answer_files.left_out")


@file_group.command("add")
@CASE
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@AGENCY
@AS_USER
@ROLE
@JSON
def add_files(
    *,
    number: str,
    files: tuple[Path, ...],
    agency: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Draft FILES for the answer of a case; submit_answer and supplement take them along."""
    from workflow.app import answer_files
    from workflow.bootstrap import build
    from workflow.cli.templates import read_bytes

    contents = [(path.name, read_bytes(path)) for path in files]
    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    added = [
        answer_files.add(office, number, name, content, actor, owner) for name, content in contents
    ]
    if as_json:
        emit([asdict(one) for one in added])
        return
    for one in added:
        click.echo(say("answer_files.added", name=one.name, ref=one.ref))


@file_group.command("remove")
@CASE
@click.argument("ref")
@AGENCY
@AS_USER
@ROLE
@JSON
def remove_file(
    *, number: str, ref: str, agency: str | None, user: str, role: str | None, as_json: bool
) -> None:
    """Take a drafted file away; one that an answer was handed in with stays on file."""
    from workflow.app import answer_files
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    gone = answer_files.remove(office, number, ref, actor, owner)
    sentence = say("answer_files.removed", name=gone.name, ref=gone.ref)
    answer(asdict(gone), sentence, as_json=as_json)


@file_group.command("save")
@CASE
@click.argument("ref")
@click.argument("out", type=click.Path(path_type=Path))
@AGENCY
@JSON
def save_file(number: str, ref: str, out: Path, agency: str | None, as_json: bool) -> None:
    """Write a file of a case to OUT, as it came in or went out."""
    from workflow.app.answer_naming import content_of
    from workflow.app.reading import chain_of
    from workflow.bootstrap import build
    from workflow.documents.write import write_file

    office = build()
    with office.store.read() as session:
        chain = chain_of(session, number, agency)
    name, _, content = content_of(office, chain, ref)
    write_file(out, content)
    told = {"case": number, "ref": ref, "name": name, "path": out}
    answer(told, say("answer_files.written", name=name, path=out), as_json=as_json)
