"""``workflow doctor``: looks at everything the product stands on, and says how to mend it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import JSON, emit
from workflow.errors import WorkflowError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.examining import Finding
    from workflow.settings import Settings

MARKS = {"ok": "✓", "note": "·", "mend": "✗"}


@click.command("doctor")
@JSON
def command(*, as_json: bool) -> int:
    """Look at database, key, disk, fonts, calendar, channels, worker and queue.

    Exit status 1 where something must be mended; each finding says how. Changes nothing, sends
    nothing: where messages go to it only connects.
    """
    from workflow.settings import load_settings

    found = list(_examine(load_settings()))
    broken = sum(one.level == "mend" for one in found)
    if as_json:
        emit({"findings": [one.to_json() for one in found], "to_mend": broken})
    else:
        _say(found, broken)
    return 1 if broken else 0


def _say(found: list["Finding"], broken: int) -> None:
    for one in found:
        click.echo(f"{MARKS[one.level]} {one.message} [{one.code}]")
        if one.mend:
            click.echo(f"  → {one.mend}")
    click.echo(say("doctor.all_well") if not broken else say("doctor.to_mend", count=broken))


def _examine(settings: "Settings") -> Iterator["Finding"]:
    from workflow.adapters.machine import examine_documents, examine_folder, examine_zone
    from workflow.clock import now

    private = {"key": settings.key_path, "secret": settings.secret_path}
    if settings.oidc and settings.oidc.secret_file:
        private["oidc_secret"] = settings.oidc.secret_file
    yield from examine_folder(settings.data_dir, private)
    yield from examine_zone(now())
    yield from examine_documents()
    if settings.data_dir.is_dir():
        yield from _examine_office(settings)


def _examine_office(settings: "Settings") -> Iterator["Finding"]:
    from workflow.adapters.oidc import oidc_installed
    from workflow.adapters.queue_examined import examine_queue
    from workflow.app import examining
    from workflow.bootstrap import build, open_store

    if not _is_there(settings.database):
        yield examining.mend("database_missing")
        return
    try:
        findings = list(examining.examine_store(open_store(settings)))
        yield from findings
        if any(one.level == "mend" for one in findings):
            return
        office = build(settings)
    except WorkflowError as error:
        yield examining.mend("database_broken", what=error.message)
        return
    yield from examining.examine_clock(office)
    yield from examining.examine_server_clock(office)
    yield from examining.examine_calendars(office)
    yield from examining.examine_channels(office, mail=settings.mail_url is not None)
    yield from examining.examine_sign_in(office, installed=oidc_installed())
    yield from examining.examine_work(office)
    yield from examine_queue(office.store)


def _is_there(database: str) -> bool:
    """Tell whether a SQLite file exists (opening one that doesn't would make it)."""
    kind, _, path = database.partition(":///")
    return kind != "sqlite" or Path(path).exists()
