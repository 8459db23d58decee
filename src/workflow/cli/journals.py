"""``workflow journal``: verify the chain, and the derived tables against it."""

from pathlib import Path
from typing import Any

import click

from workflow.cli.common import JSON, emit
from workflow.cli.term import Day
from workflow.messages import say


@click.group("journal")
def command() -> None:
    """Look after the journal."""


@command.command("verify")
@click.option("--derived", is_flag=True, help="Fold every case and compare the derived tables.")
@click.option(
    "--anchor",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="An anchor; may repeat.",
)
@JSON
def verify_journal(*, derived: bool, files: tuple[Path, ...], as_json: bool) -> int:
    """Find any changed, missing, added or reordered entry. Exit status 1 if there is one.

    An anchor kept elsewhere also tells whether the whole database was put back to an older state.
    """
    from workflow.app.anchoring import read_anchor
    from workflow.app.keeping import verify
    from workflow.bootstrap import build

    anchors = [read_anchor(path) for path in files]
    found = verify(build(), derived=derived, anchors=anchors)
    if as_json:
        emit(found.to_json())
    elif found.broken:
        click.echo(say("journal.broken", count=len(found.broken)))
        for finding in found.broken:
            click.echo(f"· {finding.message}")
    else:
        click.echo(say("journal.sound", chains=found.chains, entries=found.entries))
    return 1 if found.broken else 0


@command.command("anchor")
@click.option("--out", type=click.Path(path_type=Path), help="Write it into this new file, too.")
@JSON
def anchor_journal(*, out: Path | None, as_json: bool) -> None:
    """Print the anchor of all chains: keep it elsewhere (paper, mail, another disk)."""
    from workflow.app.anchoring import make_anchor, write_anchor
    from workflow.bootstrap import build

    made = make_anchor(build())
    if out is not None:
        write_anchor(made, out)
    if as_json:
        emit(made.to_json())
        return
    said = say(
        "trust.anchor",
        made_at=made.made_at,
        chains=len(made.heads),
        entries=made.entries,
        digest=made.digest,
    )
    click.echo(said)


@command.command("who-saw")
@click.option("--case", "number", metavar="NO", help="Only of this case.")
@click.option("--applicant", metavar="NAME", help="Only of this applicant: name or document.")
@click.option("--user", "person", help="Only what this user saw.")
@click.option("--agency", help="Only of this agency.")
@click.option("--from", "since", type=Day(), help="From this day on.")
@click.option("--to", "until", type=Day(), help="Up to this day.")
@JSON
def who_saw_what(*, as_json: bool, **asked: Any) -> None:
    """List who was shown personal data, who saw it in full, and who purged it.

    Pages, lists, files, exports, the API and this command line are all in the record; the same
    look within ten minutes is one.
    """
    from workflow.app.who_saw import Asked, who_saw
    from workflow.bootstrap import build

    found = who_saw(build(), Asked(**asked))
    if as_json:
        emit([one.to_json() for one in found])
        return
    for one in found:
        click.echo(one.message)
    if not found:
        click.echo(say("trust.seen_none"), err=True)
