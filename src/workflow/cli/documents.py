"""``workflow document``: notices of cases as Word files, and letters compared with their case."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.acting import ROLE, VIA, WHY, actor_on_case
from workflow.cli.common import JSON, answer, emit
from workflow.cli.templates import read_bytes
from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.office import Office


@click.group("document")
def command() -> None:
    """Make the notices of cases as Word files; compare an edited one with its case."""


@command.command("render")
@click.argument("notice")
@click.option("--case", "number", help="The application's number.")
@click.option("--all", "every", is_flag=True, help="Every open case that owes the notice.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File, or folder.")
@click.option("--agency", help="Agency, where two have the number.")
@click.option("--child", help="The consultation or appeal that the notice is about (KIND:ID).")
@JSON
def render(
    *,
    notice: str,
    number: str | None,
    every: bool,
    out: Path,
    agency: str | None,
    child: str | None,
    as_json: bool,
) -> None:
    """Write NOTICE of a case to OUT: the issued one as it went out, else a draft of today."""
    from workflow.app.letters import make_letter
    from workflow.bootstrap import build
    from workflow.documents.write import write_file

    if every == (number is not None):
        raise InputError("docx.case_or_all")
    office = build()
    if number is not None:
        write_file(out, make_letter(office, notice, number, agency, child))
        files = [_written(number, out)]
        sentence = say("docx.written", path=out)
    else:
        files = _render_all(office, notice, out)
        sentence = say("docx.written_all", count=len(files), path=out)
    answer({"notice": notice, "files": files}, sentence, as_json=as_json)


def _written(number: str, path: Path) -> dict[str, str]:
    return {"case": number, "path": str(path)}


def _render_all(office: "Office", notice: str, folder: Path) -> list[dict[str, str]]:
    """Write one file a case, one after the other; the bar stands on standard error."""
    from rich.console import Console
    from rich.progress import track

    from workflow.app.letters import cases_owing, make_letters
    from workflow.documents.write import make_folder, write_file

    make_folder(folder)
    owing = cases_owing(office, notice)
    made = make_letters(office, notice, owing)
    bar = track(made, total=len(owing), description=notice, console=Console(stderr=True))
    files = []
    for one, content in bar:
        path = folder / f"{one.name}.docx"
        write_file(path, content)
        files.append(_written(one.number, path))
    return files


@command.command("redraft")
@click.argument("notice")
@click.option("--case", "number", required=True, help="The application's number.")
@click.option("--agency", help="Agency, where two have the number.")
@click.option("--child", help="The consultation or appeal that the notice is about (KIND:ID).")
@JSON
def redraft(
    *, notice: str, number: str, agency: str | None, child: str | None, as_json: bool
) -> None:
    """Make the draft of NOTICE again by the templates in force; what was issued never changes."""
    from workflow.app.letters import draft_again
    from workflow.bootstrap import build

    text = draft_again(build(), notice, number, agency, child)
    sentence = say("docx.drafted_again", notice=notice, case=number, number=text)
    answer({"case": number, "notice": notice, "number": text}, sentence, as_json=as_json)


@command.command("void")
@click.argument("notice")
@click.option("--case", "number", required=True, help="The application's number.")
@click.option("--agency", help="Agency, where two have the number.")
@click.option("--child", help="The consultation or appeal that the notice is about (KIND:ID).")
@click.option("--number", "document_number", help="Its own number, where several went out.")
@WHY
@click.option("--as", "user", required=True, help="User who voids it.")
@ROLE
@JSON
def void(
    *,
    notice: str,
    number: str,
    agency: str | None,
    child: str | None,
    document_number: str | None,
    reason: str,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Void a NOTICE that went out: it stays on file with its number, marked and explained."""
    from workflow.app import voiding
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), voiding.ROLES)
    which = voiding.Which(number, notice, document_number, child, agency=owner)
    done = voiding.void(office, which, actor, reason, VIA)
    sentence = say("voiding.done", notice=done.notice, number=done.number)
    answer(asdict(done), sentence, as_json=as_json)


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--case", "number", required=True, help="The application's number.")
@click.option("--agency", help="Agency, where two have the number.")
@JSON
@click.pass_context
def check(
    ctx: click.Context, *, file: Path, number: str, agency: str | None, as_json: bool
) -> None:
    """Compare an edited letter with its case: name, numbers, dates, articles, remedy.

    The exit status is 1 where they differ.
    """
    from workflow.app.letters import compare_letter
    from workflow.bootstrap import build

    compared = compare_letter(build(), read_bytes(file), number, agency)
    found = compared.differences
    if as_json:
        rows = [difference.to_json() for difference in found]
        emit(
            {
                "case": number,
                "notice": compared.notice,
                "number": compared.number,
                "differences": rows,
            }
        )
    else:
        code = "docx.differs" if found else "docx.agrees"
        click.echo(say(code, path=file, case=number, count=len(found)))
        for difference in found:
            click.echo(f"· {difference.message}")
    ctx.exit(1 if found else 0)
