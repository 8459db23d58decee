"""``workflow calendar``: the years known, and an official list before it is accepted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from workflow.calendars.imports import DayChange, Heading, Plan, notice_from, plan
from workflow.calendars.lists import parse_list
from workflow.calendars.notices import Notice, known_on, national
from workflow.calendars.regions import Region, RegionYear, region
from workflow.cli.common import emit, read_text
from workflow.cli.term import Day, today, weekday_date
from workflow.core.calendar import Day as CalendarDay
from workflow.messages import say


@click.group("calendar")
def command() -> None:
    """Working days: which years are known since when, and what a new list would change."""


@command.command("list")
@click.option("--region", "code", help="Show a region's notices: ningxia, guangxi, …")
@click.option("--as-of", type=Day(), help="The day whose knowledge counts (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
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


@command.command("preview")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2008, 2099), required=True, help="The list's year.")
@click.option("--number", required=True, help="The notice's number, as 国办发明电〔2025〕7号.")
@click.option("--dated", type=Day(), required=True, help="The day the notice was signed.")
@click.option("--known-since", type=Day(), help="The day it was published (default: --dated).")
@click.option("--source", required=True, help="Where the list was read: its address.")
@click.option("--title", default="", help="The notice's title.")
@click.option("--change", is_flag=True, help="The list changes only the days it names.")
@click.option("--as-of", type=Day(), help="Compare with the calendar of this day (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def preview(
    *,
    file: Path,
    year: int,
    number: str,
    dated: date,
    known_since: date | None,
    source: str,
    title: str,
    change: bool,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Show an official list (CSV, JSON, ICS) line by line, as it would change the calendar."""
    heading = Heading(
        year, number, dated, known_since or dated, source, title=title, yearly=not change
    )
    listed = parse_list(read_text(file), str(file))
    planned = plan(notice_from(listed, heading), as_of or today())
    if as_json:
        emit(plan_document(planned))
        return
    for line in plan_lines(planned):
        click.echo(line)


def plan_document(planned: Plan) -> dict[str, Any]:
    """Return a plan as JSON: the notice, and each day it touches before and after."""
    return {
        "number": planned.notice.number,
        "year": planned.notice.year,
        "known_since": planned.notice.known_since,
        "days": [
            {
                "on": day.on,
                "name": day.after.name,
                "before": {"works": day.before.works, "why": day.before.why},
                "after": {"works": day.after.works, "why": day.after.why},
                "changes": day.changes,
            }
            for day in planned.days
        ],
    }


def plan_lines(planned: Plan) -> Iterator[str]:
    """Yield a plan as a person checks it: a line a day, then the sum."""
    for day in planned.days:
        yield _change_line(day)
    yield say(
        "calendar.plan_sum",
        number=planned.notice.number,
        listed=len(planned.days),
        changed=len(planned.changed),
    )


def _change_line(day: DayChange) -> str:
    code = "calendar.plan_changes" if day.changes else "calendar.plan_keeps"
    return say(
        code,
        on=weekday_date(day.on),
        name=day.after.name or "",
        before=_works(day.before),
        after=_works(day.after),
    )


def _works(day: CalendarDay) -> str:
    return say("calendar.works" if day.works else "calendar.rests")


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
