"""``workflow calendar``: the years known, and an official list before it is accepted."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.calendars.imports import Heading
from workflow.calendars.lists import parse_list
from workflow.calendars.notices import Notice, known_on, national
from workflow.calendars.regions import Region, RegionYear, region
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day, today, weekday_date
from workflow.jsontext import read_text
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.calendar_drafts import Draft
    from workflow.app.office import Office


@click.group("calendar")
def command() -> None:
    """Working days: which years are known since when, and what a new list would change."""


@command.command("list")
@click.option("--region", "code", help="Show a region's notices: ningxia, guangxi, …")
@click.option("--as-of", type=Day(), help="The day whose knowledge counts (default: today).")
@JSON
def list_notices(code: str | None, as_of: date | None, as_json: bool) -> None:
    """List the holiday notices known on a day, with the day each became known."""
    as_of = as_of or today()
    rows = list(_regional(region(code), as_of) if code else _national(as_of))
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo(say("calendar.none_known", as_of=as_of))


def _list_options(function: Any) -> Any:
    """Add what is said of a list: its file, and what stands above it."""
    options = [
        click.argument("file", type=click.Path(path_type=Path)),
        click.option("--year", type=click.IntRange(2008, 2099), required=True, help="Its year."),
        click.option("--number", required=True, help="Its number, as 国办发明电〔2025〕7号."),
        click.option("--dated", type=Day(), required=True, help="The day it was signed."),
        click.option("--known-since", type=Day(), help="When it was published (default: --dated)."),
        click.option("--source", required=True, help="Where the list was read: its address."),
        click.option("--title", default="", help="The notice's title."),
        click.option("--change", is_flag=True, help="The list changes only the days it names."),
        click.option("--region", help="A region's own list: ningxia, guangxi, xinjiang, xizang."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@command.command("preview")
@_list_options
@click.option("--as-of", type=Day(), help="Compare with the calendar of this day (default: today).")
def preview(*, as_json: bool, as_of: date | None, **said: Any) -> None:
    """Show an official list line by line, and what it would move. Nothing is stored.

    The list is CSV, JSON or ICS. After the days come the open cases whose dates it would move,
    from when to when, which become overdue, and the notices sent that name an old date.
    """
    draft = _read(as_of, **said)[1]
    if as_json:
        emit(draft.to_json())
    else:
        click.echo("\n".join(draft.lines()))


@command.command("import")
@_list_options
@click.option("--yes", is_flag=True, help="Accept without asking.")
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
def import_list(*, as_json: bool, yes: bool, user: str, **said: Any) -> None:
    """Accept an official list: shown first, then stored, then the cases it touches derived again.

    Each case whose date moves gets an entry in its journal, and its people a message. The command
    waits for the task (workflow task list); cut short, a worker or the same import goes on.
    """
    from workflow.app.calendars import accept
    from workflow.app.heavy.foreground import derive_again
    from workflow.app.office import Actor

    office, draft = _read(None, **said)
    actor = Actor(user, "admin")
    click.echo("\n".join(draft.lines()), err=as_json)
    if not yes:
        click.confirm(say("calendar.accept"), abort=True, err=True)
    if not draft.known:
        accept(office, draft.arrival, actor)
    with bar(say("calendar.deriving")) as told:
        moved = derive_again(office, actor, told)
    if as_json:
        emit({**draft.to_json(), "moved": moved})
    else:
        click.echo(say("calendar.accepted", number=draft.arrival.label, moved=len(moved)))


@command.command("close")
@click.option("--agency", required=True, help="Code of the agency that is closed.")
@click.option("--on", type=Day(), required=True, help="The day.")
@click.option("--name", required=True, help="The decision that closes it, as the proof names it.")
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
@JSON
def close(*, agency: str, on: date, name: str, user: str, as_json: bool) -> None:
    """Add a day on which an agency is closed by its own decision; dates are derived again."""
    from workflow.app.calendars import Arrival, accept
    from workflow.app.heavy.foreground import derive_again
    from workflow.app.office import Actor
    from workflow.bootstrap import build
    from workflow.calendars import Closure

    office, actor = build(), Actor(user, "admin")
    accept(office, Arrival(agency, Closure(on, name), office.today), actor)
    with bar(say("calendar.deriving")) as told:
        moved = derive_again(office, actor, told)
    sentence = say("calendar.closed", on=weekday_date(on), name=name, moved=len(moved))
    closed = {"agency": agency, "on": on, "name": name, "moved": moved}
    answer(closed, sentence, as_json=as_json)


@command.command("closures")
@click.option("--agency", required=True, help="Code of the agency.")
@JSON
def closures(*, agency: str, as_json: bool) -> None:
    """List the days on which an agency is closed by its own decision."""
    from workflow.app.agencies import get_agency
    from workflow.app.calendars import closures_of
    from workflow.bootstrap import build

    with build().store.read() as session:
        found = closures_of(session, get_agency(session, agency))
    if as_json:
        emit([{"on": one.on, "name": one.name} for one in found])
        return
    for one in found:
        click.echo(f"{weekday_date(one.on)}  {one.name}")


def _read(
    as_of: date | None, *, file: Path, region: str | None, **said: Any
) -> tuple["Office", "Draft"]:
    """Read a list and foresee what it moves; the bar stands on standard error."""
    from workflow.app.calendar_drafts import draft_of
    from workflow.bootstrap import build

    heading = Heading(
        year=said["year"],
        number=said["number"],
        dated=said["dated"],
        known_since=said["known_since"] or said["dated"],
        source=said["source"],
        title=said["title"],
        yearly=not said["change"],
    )
    listed = parse_list(read_text(file), str(file))
    office = build()
    with bar(say("calendar.foreseeing")) as told:
        return office, draft_of(office, listed, heading, region, as_of or office.today, told)


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error; gives the function that hears how far it is."""

    def told(done: int, of: int) -> None:
        if shown.length != of:
            shown.length = of
        shown.update(done - shown.pos)

    with click.progressbar(length=0, label=label, file=sys.stderr) as shown:
        yield told


def _national(as_of: date) -> Iterator[dict[str, Any]]:
    for notice in known_on(as_of, national()):
        yield _row(notice, notice.number, notice.title, notice.number_mark)


def _regional(place: Region, as_of: date) -> Iterator[dict[str, Any]]:
    for entry in place.known_on(as_of):
        yield _row(entry, entry.number, f"{place.name} {entry.year}", entry.mark)


def _row(notice: Notice | RegionYear, number: str | None, title: str, mark: str) -> dict[str, Any]:
    return {
        "year": notice.year,
        "number": number,
        "title": title,
        "mark": mark,
        "known_since": notice.known_since,
        "source": notice.source,
        "off": len(notice.off),
        "work": len(notice.work),
    }


def _line(row: dict[str, Any]) -> str:
    return say(
        "calendar.notice",
        year=row["year"],
        number=row["number"] or say("calendar.no_number"),
        title=row["title"],
        since=row["known_since"] or say("calendar.no_since"),
    )
