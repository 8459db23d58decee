"""``workflow db``: upgrade the schema, check the database, rebuild what is derived."""

import click

from workflow.cli.common import JSON, answer, emit
from workflow.messages import say


@click.group("db")
def command() -> None:
    """Look after the database."""


@command.command("upgrade")
@JSON
def upgrade_database(*, as_json: bool) -> None:
    """Migrate the database to this program's schema."""
    from workflow.bootstrap import open_store
    from workflow.settings import load_settings
    from workflow.store import queue_schema
    from workflow.store.schema import upgrade

    store = open_store(load_settings())
    behind = queue_schema.missing_scripts(store)
    before, after = upgrade(store)
    if behind:
        click.echo(say("notify.queue_upgraded", count=len(behind)), err=as_json)
    code = "store.up_to_date" if before == after else "store.upgraded"
    told = {"before": before, "after": after, "queue_scripts": len(behind)}
    answer(told, say(code, before=before or "—", after=after), as_json=as_json)


@command.command("check")
@JSON
def check(*, as_json: bool) -> None:
    """Check schema, append-only triggers and, on SQLite, the file itself."""
    from workflow.app.keeping import check_database
    from workflow.bootstrap import open_store
    from workflow.errors import StorageError
    from workflow.settings import load_settings
    from workflow.store import queue_schema

    store = open_store(load_settings())
    found = check_database(store)
    if queue_schema.missing_scripts(store):
        raise StorageError("notify.older_queue")
    if as_json:
        emit({"revision": found, "append_only": True})
        return
    click.echo(say("store.sound", revision=found))


@command.command("rebuild")
@JSON
def rebuild_derived(*, as_json: bool) -> None:
    """Make the derived tables again from the journal."""
    from workflow.app.keeping import rebuild
    from workflow.bootstrap import build

    cases = rebuild(build())
    if as_json:
        emit({"cases": cases})
        return
    click.echo(say("store.rebuilt", cases=cases))
