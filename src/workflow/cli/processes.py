"""``workflow processes``: the state machines of every law version, checked and drawn."""

from collections.abc import Iterator
from pathlib import Path

import click

from workflow.cli.common import JSON, emit
from workflow.core.drawing import mermaid
from workflow.core.procedure import Procedure
from workflow.errors import DefinitionError, StorageError
from workflow.messages import say


@click.group()
def command() -> None:
    """Check and draw the state machines."""


@command.command()
@JSON
def check(as_json: bool) -> int:
    """Print every fault of the definitions; exit 1 if there is one."""
    count, faults = _look()
    if as_json:
        emit({"procedures": count, "findings": faults})
    for fault in [] if as_json else faults:
        place = f"{fault['statute']}/{fault['procedure']}"
        click.echo(f"{place}: {fault['message']} [{fault['code']}]")
    if not (as_json or faults):
        click.echo(say("procedure.check_clean", count=count))
    return 1 if faults else 0


def _look() -> tuple[int, list[dict[str, str]]]:
    """Return how many procedures there are, and their faults: the first that refuses itself."""
    try:
        from workflow.statutes import checking, registry

        faults = checking.check(registry.STATUTES)
        return len(list(_procedures())), [fault.to_json() for fault in faults]
    except DefinitionError as error:
        statute, _, key = str(error.values["procedure"]).partition("/")
        named = {"statute": statute, "procedure": key}
        return 0, [named | {"code": error.code, "message": error.message}]


@command.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write one .mmd file a procedure into this folder instead of printing.",
)
@JSON
def draw(out: Path | None, as_json: bool) -> None:
    """Draw each procedure as a Mermaid state diagram, labels in Chinese."""
    drawings = [
        {
            "statute": procedure.statute,
            "procedure": procedure.key,
            "file": str(_write(out, procedure)) if out else None,
            "mermaid": mermaid(procedure),
        }
        for procedure in _procedures()
    ]
    if as_json:
        emit(drawings)
        return
    for drawing in drawings:
        written = say("procedure.drawn", path=drawing["file"])
        title = f"%% {drawing['statute']} {drawing['procedure']}\n{drawing['mermaid']}"
        click.echo(written if out else title)


def _procedures() -> Iterator[Procedure]:
    from workflow.statutes.registry import STATUTES

    for statute in STATUTES:
        yield from statute.procedures.values()


def _write(folder: Path, procedure: Procedure) -> Path:
    path = folder / f"{procedure.statute}-{procedure.key}.mmd"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(mermaid(procedure), "utf-8")
    except OSError as error:
        raise StorageError("procedure.cannot_write", path=path, what=error.strerror) from error
    return path
