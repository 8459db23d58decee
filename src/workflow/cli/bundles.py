"""``workflow case bundle``: everything about a case in one zip."""

from pathlib import Path

import click

from workflow.cli.acting import AGENCY, CASE
from workflow.cli.common import JSON, answer
from workflow.messages import say


@click.command("bundle")
@CASE
@click.argument("out", metavar="OUT.zip", type=click.Path(path_type=Path))
@AGENCY
@JSON
def bundle_case(number: str, out: Path, agency: str | None, as_json: bool) -> None:
    """Write index, notices, proofs of dates, journal and appeals of a case to OUT.zip."""
    from workflow.app.bundle import bundle
    from workflow.bootstrap import build
    from workflow.documents.write import write_file

    write_file(out, bundle(build(), number, agency))
    told = {"case": number, "path": out}
    answer(told, say("bundle.written", path=out), as_json=as_json)
