"""``workflow due``: every deadline of a case from a file of its events, with proof."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

import click

from workflow import jsontext
from workflow.app.due import answer, to_json
from workflow.cli.common import JSON, emit
from workflow.cli.layers import read_layers
from workflow.cli.term import Day
from workflow.clock import today
from workflow.core.deadlines import Basis, Deadline, Derivation, ProofRow
from workflow.messages import say


@click.command("due")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--calendar", "calendars", multiple=True, help="A calendar file; may repeat.")
@click.option("--as-of", type=Day(), help="The day asked about (default: today in China).")
@JSON
def command(*, file: Path, calendars: tuple[str, ...], as_of: date | None, as_json: bool) -> None:
    """Print every deadline of the events in FILE, each with its proof day by day.

    Dates and states are those known on --as-of. The exit status is 0 whatever the states.
    """
    on = as_of or today()
    derivation = answer(jsontext.read(file), on, read_layers(calendars))
    if as_json:
        emit(to_json(derivation))
    else:
        click.echo("\n".join(lines(derivation)))


def lines(derivation: Derivation) -> Iterator[str]:
    """Yield the answer as an officer reads it, the proof of each date as an aligned list."""
    yield from _head(derivation)
    for deadline in derivation.deadlines:
        yield ""
        yield from _deadline(deadline)
    if derivation.inputs:
        yield ""
        yield say("clocks.line_calendar", version=derivation.inputs.calendar)
        yield say("clocks.line_fingerprint", fingerprint=derivation.fingerprint)


def _head(derivation: Derivation) -> Iterator[str]:
    if derivation.received_on:
        yield say("clocks.line_received", day=_day(derivation.received_on))
    else:
        yield say("clocks.line_not_received")
    if derivation.day_zero and derivation.day_zero != derivation.received_on:
        yield say("clocks.line_day_zero", day=_day(derivation.day_zero))
    yield say("clocks.line_law", law=say(f"clocks.law_{derivation.law}"))
    if derivation.reconsideration_law:
        law = say(f"clocks.law_{derivation.reconsideration_law}")
        yield say("clocks.line_reconsideration_law", law=law)


def _deadline(deadline: Deadline) -> Iterator[str]:
    yield _title(deadline)
    yield from (f"  {line}" for line in _notes(deadline))
    yield from _table([_cells(row) for row in deadline.proof])


def _title(deadline: Deadline) -> str:
    clock = say(f"clocks.clock_{deadline.clock}") + (f" {deadline.id}" if deadline.id else "")
    state = say(f"clocks.state_{deadline.state}")
    if deadline.due:
        return say("clocks.line_due", clock=clock, day=_day(deadline.due), state=state)
    if deadline.waiting_for:
        waiting = say(f"clocks.waiting_{deadline.waiting_for}")
        return say("clocks.line_waiting", clock=clock, state=state, waiting=waiting)
    return say("clocks.line_standing", clock=clock, state=state)


def _notes(deadline: Deadline) -> Iterator[str]:
    if deadline.not_before and deadline.not_after:
        bounds = {"not_before": deadline.not_before, "not_after": deadline.not_after}
        yield say("clocks.line_bounds", **{name: _day(day) for name, day in bounds.items()})
    elif deadline.provisional:
        yield say("clocks.line_unbounded")
    yield say("clocks.line_basis", basis="、".join(_basis(basis) for basis in deadline.basis))
    for old in deadline.history:
        yield say("clocks.line_history", due=_day(old.due), until=_day(old.until), why=old.why)
    for warning in deadline.warnings:
        yield say("clocks.line_warning", message=warning.message)


def _basis(basis: Basis) -> str:
    return say(f"clocks.law_{basis.law}") + basis.article


def _cells(row: ProofRow) -> tuple[str, str, str, str]:
    number = say("clocks.day_number", number=row.day) if row.day else "-"
    return _day(row.on), number, say(f"clocks.why_{row.why}"), row.source or ""


def _table(rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    """Align columns by their width on a screen: a Chinese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        yield ("    " + "  ".join(cells)).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _day(on: date) -> str:
    weekday = say(f"clocks.weekday_{on.weekday()}")
    return say("clocks.date", year=on.year, month=on.month, day=on.day, weekday=weekday)
