"""``workflow backup OUT`` and ``workflow backup verify FILE``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import JSON, emit
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.adapters.keyfile import FileKeyring
    from workflow.settings import Settings


class MakeByDefault(click.Group):
    """A group in which a word that is no command is where the backup goes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``make`` before what isn't a command."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group("backup", cls=MakeByDefault)
def command() -> None:
    """Write a backup (`workflow backup OUT`) or look one over; the key is never in it."""


@command.command("make")
@click.argument("out", type=click.Path(path_type=Path))
@JSON
def make(*, out: Path, as_json: bool) -> None:
    """Write a backup into a new file OUT, or into a new file of a folder OUT. Work may go on."""
    from workflow.app.backing_up import back_up
    from workflow.bootstrap import open_store
    from workflow.clock import now
    from workflow.settings import load_settings

    settings = load_settings()
    done = back_up(open_store(settings), out, now)
    if as_json:
        made = done.manifest
        told = {"file": str(done.path), "kind": made.kind, "revision": made.revision}
        emit({**told, "made_at": made.made_at, "rows": made.rows, "contains_key": False})
        return
    click.echo(str(done.path))
    click.echo(say("backup.made", rows=done.manifest.rows, tables=len(done.manifest.tables)))
    click.echo(say("backup.key_apart", path=settings.key_path), err=True)


@command.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--same", is_flag=True, help="Compare it with the database as it is now, too.")
@JSON
def verify(*, file: Path, same: bool, as_json: bool) -> int:
    """Look a backup over: bytes, tables, journal. Exit status 1 if anything is wrong."""
    from workflow.app.backup_checking import check_backup
    from workflow.bootstrap import open_store
    from workflow.settings import load_settings

    settings = load_settings()
    live = open_store(settings) if same else None
    found = check_backup(file, _keys(settings), live)
    if as_json:
        emit(found.to_json())
    else:
        for reason in (*found.wrong, *found.doubts):
            click.echo(f"· {reason.message} [{reason.code}]", err=True)
        if found.manifest and not found.wrong:
            made = found.manifest
            click.echo(say("backup.sound", made_at=made.made_at, rows=made.rows))
    return 1 if found.wrong else 0


def _keys(settings: "Settings") -> "FileKeyring | None":
    from workflow.adapters.keyfile import read_key_file

    return read_key_file(settings.key_path) if settings.key_path.exists() else None
