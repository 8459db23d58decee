"""``workflow restore FILE``: a backup into an empty place."""

from pathlib import Path

import click

from workflow.cli.common import JSON, emit
from workflow.messages import say


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@JSON
def command(*, file: Path, as_json: bool) -> None:
    """Restore a backup where the settings point; refused unless there is nothing yet."""
    from workflow.app.restoring import restore
    from workflow.bootstrap import open_store
    from workflow.settings import load_settings

    settings = load_settings()
    manifest = restore(open_store(settings), file)
    if as_json:
        told = {"rows": manifest.rows, "made_at": manifest.made_at, "revision": manifest.revision}
        emit({"restored": True, **told, "key_file": str(settings.key_path)})
    else:
        click.echo(say("backup.restored", made_at=manifest.made_at, rows=manifest.rows))
    if not settings.key_path.exists():
        click.echo(say("backup.key_needed", path=settings.key_path), err=True)
