"""``workflow disclosure``: what an agency publishes of its own accord, and its catalogue."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import ROLE, USER, VIA, say_warnings, split_facts
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.disclosing import Moved
    from workflow.app.disclosing_reading import Item

PATH = click.Path(path_type=Path, dir_okay=False)
AGENCY = click.option("--agency", help="Code of the agency (default: the only one).")
DAY = Day()
FACT = click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="May repeat.")


@click.group("disclosure")
def command() -> None:
    """Publish documents of the agency's own accord; keep the register and the basic catalogue."""


@command.command("draft")
@AGENCY
@click.option("--on", type=DAY, help="Legal date (default: today).")
@click.option("--catalogue", "row", help="Name of the catalogue's item whose attributes it takes.")
@FACT
@USER
@ROLE
@JSON
def draft(
    *,
    agency: str | None,
    on: date | None,
    row: str | None,
    facts: tuple[str, ...],
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Draft a document to be published; prints its number.

    Facts: title, attribute (proactive, on_request, withheld), made_on, category, document_number,
    item_content, basis, responsible, time_limit, way_published, disclosure_kind, site_column.
    """
    from workflow.app.disclosing_catalogue import find_row
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    code = agency_of(office, agency)
    own = dict(find_row(office, code, row)) if row else {}
    moved = _advance(code, "draft", on=on, own=own, facts=facts, user=user, role=role)
    answer(moved.item.to_json(), moved.item.number, as_json=as_json)


@command.command("advance")
@click.argument("number")
@click.argument("trigger")
@AGENCY
@click.option("--on", type=DAY, help="Legal date (default: today).")
@FACT
@click.option("--reason", help="Written reason (take_down).")
@USER
@ROLE
@JSON
def advance(
    *,
    number: str,
    trigger: str,
    agency: str | None,
    on: date | None,
    facts: tuple[str, ...],
    reason: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Make a step of item NUMBER; exit status 1 with every reason where a rule refuses it.

    Steps: pass_secrecy_review, return, draft (again), approve, publish, revise, take_down.
    """
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    code = agency_of(build(), agency)
    told: dict[str, Any] = {"number": number, "reason": reason, "own": {}, "facts": facts}
    moved = _advance(code, trigger, on=on, user=user, role=role, **told)
    answer(moved.item.to_json(), _line(moved.item), as_json=as_json)


def _advance(
    agency: str,
    trigger: str,
    *,
    number: str | None = None,
    on: date | None,
    own: dict[str, Any],
    facts: tuple[str, ...],
    reason: str | None = None,
    user: str,
    role: str | None,
) -> "Moved":
    from workflow.app.disclosing import Wanted
    from workflow.app.disclosing import advance as move
    from workflow.bootstrap import build
    from workflow.cli.registers import doer
    from workflow.core.facts import parse_facts
    from workflow.statutes.processes import DISCLOSURE

    office = build()
    specs = DISCLOSURE.facts_of(trigger)
    given = {**own, **parse_facts(specs, split_facts(facts))}
    roles = DISCLOSURE.steps_of(trigger)[0].roles
    actor = doer(office, agency, user, role, roles)
    wanted = Wanted(agency, trigger, on or office.today, given, number, reason, via=VIA)
    moved = move(office, wanted, actor)
    say_warnings(moved.warnings)
    return moved


def _line(item: "Item") -> str:
    told = item.to_json()
    due = say("disclosure.due", due=told["due"]) if item.owed else ""
    return f"{item.number}  {told['state_label']}  {item.title}  {due}".rstrip()


@command.command("list")
@AGENCY
@click.option("--owed", is_flag=True, help="Only what is still to be published, by its last day.")
@JSON
def list_(*, agency: str | None, owed: bool, as_json: bool) -> None:
    """List the register; --owed: what is still to be published within 20 working days (art. 26)."""
    from workflow.app.disclosing_reading import items_of, owed_of
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    code = agency_of(office, agency)
    items = owed_of(office, code) if owed else items_of(office, code)
    if as_json:
        emit([item.to_json() for item in items])
        return
    for item in items:
        click.echo(_line(item))


@command.command("show")
@click.argument("number")
@AGENCY
@JSON
def show(*, number: str, agency: str | None, as_json: bool) -> None:
    """Show an item, its history, and the steps that are open to it."""
    from workflow.app.disclosing import open_steps
    from workflow.app.disclosing_reading import find_item
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    code = agency_of(office, agency)
    item = find_item(office, code, number)
    steps = open_steps(office, code, number)
    if as_json:
        told = [one.to_json() for one in steps]
        emit({**item.to_json(), "history": item.history(), "steps": told})
        return
    click.echo(_line(item))
    for done in item.history():
        said = (done["on"], done["label"], done["actor"], done["reason"] or "")
        click.echo("  " + "  ".join(map(str, said)).rstrip())
    for one in steps:
        click.echo(f"{'✓' if one.allowed else '✗'} {one.label}")
        for reason in one.reasons:
            click.echo(f"    · {reason.message} [{reason.code}]")


@command.command("sheet")
@click.argument("number")
@click.option("--out", required=True, type=PATH, help="File to write (.docx).")
@AGENCY
@JSON
def sheet_(*, number: str, out: Path, agency: str | None, as_json: bool) -> None:
    """Write the approval sheet (信息公开审批单) of an item: signed, or to be signed."""
    from workflow.app.disclosing import sheet
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of
    from workflow.documents.write import write_file

    office = build()
    write_file(out, sheet(office, agency_of(office, agency), number))
    sentence = say("disclosure.wrote_sheet", number=number, path=out)
    answer({"number": number, "path": out}, sentence, as_json=as_json)


@command.command("import")
@click.argument("file", type=PATH)
@AGENCY
@USER
@ROLE
@JSON
def import_(*, file: Path, agency: str | None, user: str, role: str | None, as_json: bool) -> None:
    """Take a list of published documents (.xlsx, .csv) into the register, or none of its rows.

    The same rows again add nothing. Exit status 1 with every bad row.
    """
    from workflow.app.disclosing_import import WRITERS, import_list
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of, doer

    office = build()
    code = agency_of(office, agency)
    done = import_list(office, code, file, doer(office, code, user, role, WRITERS))
    sentence = say("disclosure.imported", added=done.added, unchanged=done.unchanged)
    answer({"added": done.added, "unchanged": done.unchanged}, sentence, as_json=as_json)


@command.command("export")
@click.argument("out", type=PATH)
@AGENCY
@JSON
def export(*, out: Path, agency: str | None, as_json: bool) -> None:
    """Write the register to OUT.xlsx."""
    from workflow.app.disclosing_import import export_list
    from workflow.app.disclosing_reading import items_of
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    count = export_list(items_of(office, agency_of(office, agency)), out)
    sentence = say("disclosure.exported", count=count, path=out)
    answer({"count": count, "path": out}, sentence, as_json=as_json)


@command.command("suggest")
@AGENCY
@click.option("--year", type=int, help="Only requests submitted in this year.")
@JSON
def suggest(*, agency: str | None, year: int | None, as_json: bool) -> None:
    """Name what several applicants asked for and got: it may be published for all (art. 44)."""
    from workflow.app.disclosing_suggestions import suggestions
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    found = suggestions(office, agency_of(office, agency), year)
    if as_json:
        emit([one.to_json() for one in found])
        return
    for one in found:
        numbers = "、".join(one.numbers)
        told = say(
            "disclosure.suggested", applicants=one.applicants, numbers=numbers, text=one.text
        )
        click.echo(told)
        if one.published:
            click.echo(say("disclosure.published_already", number=one.published))


@command.group("catalogue")
def catalogue() -> None:
    """Keep the basic catalogue (基本目录): nine attributes an item."""


@catalogue.command("list")
@AGENCY
@JSON
def catalogue_list(*, agency: str | None, as_json: bool) -> None:
    """List the items of the catalogue."""
    from workflow.app.disclosing_catalogue import catalogue_of
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of

    office = build()
    rows = catalogue_of(office, agency_of(office, agency))
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo("  ".join(filter(None, (row["title"], row.get("responsible")))))


@catalogue.command("import")
@click.argument("file", type=PATH)
@AGENCY
@USER
@ROLE
@JSON
def catalogue_import(
    *, file: Path, agency: str | None, user: str, role: str | None, as_json: bool
) -> None:
    """Take a catalogue (.xlsx, .csv): new items are added, known ones adjusted; all or none."""
    from workflow.app.disclosing_catalogue import WRITERS, import_catalogue
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of, doer

    office = build()
    code = agency_of(office, agency)
    done = import_catalogue(office, code, file, doer(office, code, user, role, WRITERS), VIA)
    counts: dict[str, Any] = {"added": done.added, "changed": done.changed}
    counts["unchanged"] = done.unchanged
    answer(counts, say("disclosure.catalogue_kept", **counts), as_json=as_json)


@catalogue.command("drop")
@click.argument("title")
@click.option("--reason", required=True, help="Why it is taken out.")
@AGENCY
@USER
@ROLE
@JSON
def catalogue_drop(
    *, title: str, reason: str, agency: str | None, user: str, role: str | None, as_json: bool
) -> None:
    """Take the item TITLE out of the catalogue; its history stays."""
    from workflow.app.disclosing_catalogue import WRITERS, drop
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of, doer

    office = build()
    code = agency_of(office, agency)
    drop(office, code, title, reason, doer(office, code, user, role, WRITERS), VIA)
    answer({"dropped": title}, say("disclosure.dropped", title=title), as_json=as_json)


@catalogue.command("export")
@click.argument("out", type=PATH)
@AGENCY
@JSON
def catalogue_export(*, out: Path, agency: str | None, as_json: bool) -> None:
    """Write the catalogue: OUT.xlsx can be imported again, OUT.docx is to be printed."""
    from workflow.app.catalogue_paper import catalogue_docx
    from workflow.app.disclosing_catalogue import catalogue_of, export_catalogue
    from workflow.bootstrap import build
    from workflow.cli.registers import agency_of
    from workflow.documents.write import write_file

    office = build()
    code = agency_of(office, agency)
    if out.suffix.lower() == ".docx":
        write_file(out, catalogue_docx(office, code, office.today))
        count = len(catalogue_of(office, code))
    else:
        count = export_catalogue(office, code, out)
    sentence = say("disclosure.exported", count=count, path=out)
    answer({"count": count, "path": out}, sentence, as_json=as_json)
