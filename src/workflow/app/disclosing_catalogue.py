"""The basic catalogue (基本目录): what an agency publishes, nine attributes each (art. 12).

It is kept in the chain ``catalogue:CODE``; every adjustment stays in its history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of as agency_chain
from workflow.app.agencies import get_agency
from workflow.app.disclosing_columns import CATALOGUE, header, read_row
from workflow.app.disclosing_reading import ATTRIBUTES
from workflow.app.figures import open_own_chain
from workflow.app.office import Actor, Office
from workflow.app.office_tables import refuse_bad, rows_of
from workflow.app.recording import Draft, record
from workflow.app.texts import in_clear
from workflow.errors import NotFoundError, Reason, RefusedError
from workflow.ledger.problems import Problem
from workflow.ledger.workbook import add_sheet, new_workbook
from workflow.messages import say
from workflow.store import journals

KEEP, DROP = "keep_item", "drop_item"
WRITERS = ("clerk", "office_head")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """How many rows an import added, changed and left as they were."""

    added: int
    changed: int
    unchanged: int


def catalogue_of(office: Office, agency: str) -> list[Row]:
    """Return the rows of an agency's catalogue in the order in which they came."""
    with office.store.read() as session:
        get_agency(session, agency)
        return list(_read(office, session, agency).values())


def _read(office: Office, session: Session, agency: str) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    entries = journals.read_chain(session, chain_of(agency))
    for entry in in_clear(office, session, entries):
        item: Any = entry.facts["item"]
        if entry.trigger == DROP:
            rows.pop(item["title"], None)
        else:
            rows[item["title"]] = item
    return rows


def chain_of(agency: str) -> str:
    """Return the name of the chain that keeps an agency's catalogue."""
    return f"catalogue:{agency}"


def find_row(office: Office, agency: str, title: str) -> Row:
    """Return a row by its name, or raise NotFoundError."""
    for row in catalogue_of(office, agency):
        if row["title"] == title.strip():
            return row
    raise NotFoundError("disclosure.not_in_catalogue", title=title, agency=agency)


def keep(
    office: Office, agency: str, rows: Sequence[Row], actor: Actor, via: str = "app"
) -> Adjusted:
    """Add rows, or adjust those of the same name; what stands there already isn't written again."""
    _may(actor)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with office.store.write() as session:
        known = _begin(office, session, agency, actor, via)
        for row in rows:
            item = {name: row[name] for name in ATTRIBUTES if row.get(name)}
            before = known.get(item["title"])
            outcome = "added" if before is None else "unchanged" if before == item else "changed"
            counts[outcome] += 1
            if outcome != "unchanged":
                record(office, session, _draft(office, agency, KEEP, item, actor, via))
                known[item["title"]] = item
    return Adjusted(**counts)


def drop(
    office: Office, agency: str, title: str, reason: str, actor: Actor, via: str = "app"
) -> None:
    """Take a row out of the catalogue, with a written reason; its history stays."""
    _may(actor)
    with office.store.write() as session:
        if title not in _begin(office, session, agency, actor, via):
            raise NotFoundError("disclosure.not_in_catalogue", title=title, agency=agency)
        item = {"title": title}
        record(office, session, _draft(office, agency, DROP, item, actor, via, reason))


def _may(actor: Actor) -> None:
    if actor.role not in WRITERS:
        raise RefusedError("figures.role", role=say(f"roles.{actor.role}"))


def _begin(office: Office, session: Session, agency: str, actor: Actor, via: str) -> dict[str, Row]:
    get_agency(session, agency)
    journals.lock(session, agency_chain(agency))
    open_own_chain(office, session, agency, chain_of(agency), actor, via)
    return _read(office, session, agency)


def _draft(
    office: Office,
    agency: str,
    trigger: str,
    item: Row,
    actor: Actor,
    via: str,
    reason: str | None = None,
) -> Draft:
    return Draft(
        chain=chain_of(agency),
        trigger=trigger,
        on=office.today,
        actor=actor.name,
        role=actor.role,
        facts={"agency": agency, "item": dict(item)},
        personal=frozenset({"item"}),  # free words
        reason=reason,
        via=via,
    )


def import_catalogue(
    office: Office, agency: str, path: Path, actor: Actor, via: str = "app"
) -> Adjusted:
    """Take a catalogue from .xlsx or .csv; RefusedError tells every bad row, none is taken then."""
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    for row in rows_of(path, CATALOGUE):
        facts, wrong = read_row(row, ATTRIBUTES)
        if facts.get("title") in rows:
            wrong.append(Problem(row.place, "名称", Reason("disclosure.twice")))
        problems += wrong
        if not wrong:
            rows[facts["title"]] = facts
    refuse_bad(problems, path)
    return keep(office, agency, list(rows.values()), actor, via)


def export_catalogue(office: Office, agency: str, path: Path) -> int:
    """Write the catalogue as .xlsx, as it can be imported again; return the number of rows."""
    rows = catalogue_of(office, agency)
    with new_workbook(path) as book:
        add_sheet(
            book, say("disclosure.catalogue_sheet", "zh"), header(ATTRIBUTES), map(cells, rows)
        )
    return len(rows)


def cells(row: Row) -> list[str]:
    """Return a row's cells in the order of the nine columns, as people read them."""
    return [shown(name, row.get(name)) for name in ATTRIBUTES]


def shown(name: str, value: str | None) -> str:
    """Return an attribute as people read it."""
    return say(f"facts.{value}", "zh") if name == "attribute" and value else value or ""
