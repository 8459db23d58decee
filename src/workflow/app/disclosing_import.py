"""A list of what an office published, from Excel into the register: all rows or none.

History is taken as it was: no guard is asked, and only the steps that the list knows of are
written. What has no day of publishing is a draft that is still to be published.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of as agency_chain
from workflow.app.agencies import get_agency
from workflow.app.disclosing import Wanted, entry_draft, open_item
from workflow.app.disclosing_catalogue import shown
from workflow.app.disclosing_columns import LIST, PUBLISHED, header, label_of, read_row
from workflow.app.disclosing_projecting import project
from workflow.app.disclosing_reading import ATTRIBUTES, Item, read_chains, read_items
from workflow.app.office import Actor, Office
from workflow.app.office_tables import TableRow, refuse_bad, rows_of
from workflow.app.recording import record
from workflow.core.facts import day
from workflow.errors import Reason, RefusedError
from workflow.ledger.problems import Problem
from workflow.ledger.workbook import add_sheet, new_workbook
from workflow.messages import say
from workflow.statutes.processes import DISCLOSURE
from workflow.store import journals

#: The entrance that the journal names for all that came from a list.
VIA = "list"
WRITERS = ("clerk",)
COLUMNS = (*ATTRIBUTES, *PUBLISHED)
_PUBLISHING = ("channels", "place_published")
#: So many rows are taken while somebody waits for the page.
AT_ONCE = 500

#: What makes two rows one item: name, number, day of making, day of publishing.
Key = tuple[str, str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many items are new, and how many stood in the register already."""

    added: int
    unchanged: int


#: A row as it was read: the facts of an item.
Facts = dict[str, Any]


def import_list(office: Office, agency: str, path: Path, actor: Actor) -> Imported:
    """Take a list (.xlsx, .csv) into the register; RefusedError tells every bad row.

    The same row again adds nothing. A row without its attribute is returned, as the document is.
    """
    rows = read_list(office, path, actor)
    with office.store.write() as session:
        return write_list(office, session, agency, rows, actor)


def read_list(office: Office, path: Path, actor: Actor) -> list[Facts]:
    """Return the rows of a list; RefusedError tells every bad one, or that this role takes none."""
    if actor.role not in WRITERS:
        raise RefusedError("figures.role", role=say(f"roles.{actor.role}"))
    rows, problems = _read(path, office.today)
    refuse_bad(problems, path)
    return rows


def write_list(
    office: Office, session: Session, agency: str, rows: Sequence[Facts], actor: Actor
) -> Imported:
    """Write the rows that the register doesn't have yet."""
    get_agency(session, agency)
    journals.lock(session, agency_chain(agency))
    known = {_key_of(item) for item in read_items(office, session, agency)}
    new = {key: facts for facts in rows if (key := _key(facts)) not in known}
    chains = [_write(office, session, agency, facts, actor) for facts in new.values()]
    project(office, session, read_chains(office, session, agency, chains))
    return Imported(len(new), len(rows) - len(new))


def is_long_list(path: Path) -> bool:
    """Tell whether a list is to be taken in the background; InputError where it can't be read."""
    return any(islice(rows_of(path, LIST), AT_ONCE, None))


def _read(path: Path, today: date) -> tuple[list[dict[str, Any]], list[Problem]]:
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for row in rows_of(path, LIST):
        facts, wrong = read_row(row, COLUMNS)
        wrong += _doubts(row, facts, today)
        problems += wrong
        rows.append(facts)
    return rows, problems


def _doubts(row: TableRow, facts: dict[str, Any], today: date) -> Iterable[Problem]:
    """Yield what doesn't fit together in a row."""
    made, published = day(facts, "made_on"), day(facts, "published_on")
    if not (made or published or row.text(label_of("published_on"))):
        yield Problem(row.place, label_of("made_on"), Reason("disclosure.no_day"))
    if made and published and published < made:
        yield Problem(row.place, label_of("published_on"), Reason("disclosure.before_made"))
    if max(filter(None, (made, published)), default=today) > today:
        yield Problem(row.place, label_of("published_on"), Reason("disclosure.in_future"))
    if published and facts.get("attribute") in {"on_request", "withheld"}:
        yield Problem(row.place, label_of("attribute"), Reason("disclosure.published_withheld"))
    if published and not facts.get("channels"):
        yield Problem(row.place, label_of("channels"), Reason("disclosure.no_channel"))


def _key(facts: dict[str, Any]) -> Key:
    number = str(facts.get("document_number", ""))
    return facts["title"], number, day(facts, "made_on"), day(facts, "published_on")


def _key_of(item: Item) -> Key:
    number = str(item.facts.get("document_number", ""))
    return item.title, number, item.made_on, item.published_on


def _write(
    office: Office, session: Session, agency: str, facts: dict[str, Any], actor: Actor
) -> str:
    """Write an item's draft on the day it was made, and its publishing; return its chain."""
    made, published = day(facts, "made_on"), day(facts, "published_on")
    on = made or published
    assert on is not None
    names = {spec.name for spec in DISCLOSURE.facts_of("draft")}
    drafted = {name: value for name, value in facts.items() if name in names}
    opened = open_item(office, session, Wanted(agency, "draft", on, via=VIA), drafted, actor)
    if published:
        own: dict[str, Any] = {name: facts[name] for name in _PUBLISHING if name in facts}
        publish = Wanted(agency, "publish", published, own, via=VIA)
        record(office, session, entry_draft(opened.chain, publish, own, actor))
    return opened.chain


def export_list(items: Sequence[Item], path: Path) -> int:
    """Write items as .xlsx, as they can be imported again; return how many."""
    names = [(say("disclosure.head_number", "zh"), 18), (say("disclosure.head_state", "zh"), 12)]
    rows = ([item.number, DISCLOSURE.state_label(item.state), *_cells(item)] for item in items)
    with new_workbook(path) as book:
        title = say("disclosure.list_sheet", "zh")
        add_sheet(book, title, [*names, *header(COLUMNS)], rows)
    return len(items)


def _cells(item: Item) -> list[Any]:
    own = {
        "made_on": item.made_on,
        "published_on": item.published_on,
        "channels": "、".join(say(f"disclosure.channel_{one}", "zh") for one in item.channels),
    }
    return [own[name] if name in own else shown(name, item.facts.get(name)) for name in COLUMNS]
