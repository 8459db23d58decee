"""``workflow guide``: the disclosure guide (信息公开指南) of an agency."""

from datetime import date
from pathlib import Path

import click

from workflow.cli.common import JSON, answer
from workflow.cli.term import Day
from workflow.messages import say


@click.command("guide")
@click.option("--agency", help="Code of the agency (default: the only one).")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File (.docx).")
@click.option("--hours", default="", help="Office hours, as they are to be printed.")
@click.option("--on", type=Day(), help="Date of the guide (default: today).")
@JSON
def command(*, agency: str | None, out: Path, hours: str, on: date | None, as_json: bool) -> None:
    """Write the agency's disclosure guide from its record, its catalogue and the law in force.

    What the record doesn't hold is left blank in the document and named on standard error.
    """
    from workflow.app.guide import guide_docx, guide_of
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of
    from workflow.documents.write import write_file

    office = build()
    found = guide_of(office, agency_of(office, agency), on or office.today, hours)
    write_file(out, guide_docx(office, found))
    told = {"path": out, "missing": list(found.missing)}
    answer(told, say("figures.written", path=out), as_json=as_json)
    if found.missing:
        names = "、".join(say(f"guide.label_{name}") for name in found.missing)
        click.echo(say("guide.missing", names=names), err=True)
