"""The register as a ledger again: the same columns, what is personal by the reader's role."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency
from workflow.app.browsing import Wanted, conditions, in_year
from workflow.app.casefiles import GONE
from workflow.app.facts_of_case import appeal_facts, request_facts
from workflow.app.folding import Case
from workflow.app.ledger.importing import IMPORTED
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.reading import read_case
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, is_reference
from workflow.core.moves import Child
from workflow.core.past import latest
from workflow.errors import InputError, RefusedError
from workflow.ledger import columns as col
from workflow.ledger.appeals import PENDING
from workflow.ledger.results import label_of
from workflow.ledger.words import APPEAL_LABELS, CHANNEL_LABELS, CLASS_LABELS, RESULT_LABELS
from workflow.ledger.workbook import add_sheet, new_workbook, write_csv
from workflow.messages import say
from workflow.statutes.roles import CASE_ROLES
from workflow.store.journals import JOURNAL
from workflow.store.tables import Document, table_of

DOCUMENT = table_of(Document)
#: The letters that carry an answer.
ANSWERS = ("N10", "N11")
#: Case roles that handle requests see them whole; a supervisor sees no names.
WHOLE = frozenset(CASE_ROLES) - {"supervisor"}
_NOTE_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Export:
    """Which part of the register goes into which file. ``masked`` hides names from everybody.

    ``year`` is that of receipt; ``only`` are further conditions, those of a list of cases.
    """

    agency: str
    path: Path
    year: int | None = None
    masked: bool = False
    only: Wanted | None = None


def export_ledger(
    office: Office, wanted: Export, actor: Actor, advance: Callable[[int], None] | None = None
) -> int:
    """Write the requests of an agency (received in ``year``) as .xlsx or .csv; return how many.

    ``advance`` is told after each how many there are so far. RefusedError for a role that sees no
    case content.
    """
    if actor.role not in CASE_ROLES:
        raise RefusedError("ledger.export_role", role=say(f"roles.{actor.role}"))
    kind = wanted.path.suffix.lower()
    if kind not in {".xlsx", ".csv"}:
        raise InputError("ledger.export_kind", path=wanted.path)
    masked = wanted.masked or actor.role not in WHOLE
    with office.store.read() as session:
        get_agency(session, wanted.agency)
        sheets = _Sheets(office, session, wanted, masked=masked, advance=advance)
        (_write_csv if kind == ".csv" else _write_xlsx)(sheets, wanted.path)
    return sheets.count


class _Sheets:
    """The rows of both sheets, read case by case; appeals are gathered on the way."""

    def __init__(
        self,
        office: Office,
        session: Session,
        wanted: Export,
        *,
        masked: bool,
        advance: Callable[[int], None] | None,
    ) -> None:
        self.office = office
        self.session = session
        self.wanted = wanted
        self.masked = masked
        self.advance = advance
        self.extra = () if masked else _kept(session, wanted.agency)
        self.documents = _documents(session, wanted.agency)
        self.appeals: list[list[Any]] = []
        self.count = 0

    @property
    def header(self) -> list[tuple[str, int]]:
        """The ledger's columns, then those that were kept as notes."""
        own = [(column.label, column.width) for column in col.REQUESTS]
        return own + [(name, _NOTE_WIDTH) for name in self.extra]

    def rows(self) -> Iterator[list[Any]]:
        """Yield a row a request, in the order of receipt."""
        for chain in _chains(self.office, self.session, self.wanted):
            case = read_case(self.office, self.session, chain)
            clear = in_clear(self.office, self.session, case.holding)
            cells = _cells(case, clear, self.documents.get(chain, ""))
            if self.masked:
                cells = _masked(cells, case)
            self.appeals += [_appeal(case.number, child) for child in _appeals(case)]
            self.count += 1
            if self.advance is not None:
                self.advance(self.count)
            yield [cells.get(name) for name, _ in self.header]


def count_rows(office: Office, wanted: Export) -> int:
    """Return how many requests an export would write."""
    with office.store.read() as session:
        found = _filtered(office, session, wanted, sa.func.count())
        return int(session.execute(found).scalar_one())


def _chains(office: Office, session: Session, wanted: Export) -> list[str]:
    order = (CASE.c.received_on.is_(None), CASE.c.received_on, CASE.c.submitted_on, CASE.c.number)
    found = _filtered(office, session, wanted, CASE.c.chain).order_by(*order)
    return list(session.execute(found).scalars())


def _filtered(
    office: Office, session: Session, wanted: Export, what: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    found = sa.select(what).where(CASE.c.agency == wanted.agency)
    if wanted.only is not None:
        found = found.where(*conditions(office, session, wanted.only))
    if wanted.year is not None:
        found = found.where(in_year(CASE.c.received_on, wanted.year))
    return found


def _kept(session: Session, agency: str) -> tuple[str, ...]:
    """Return the extra columns that this agency's ledgers had."""
    found = sa.select(JOURNAL.c.facts).where(
        JOURNAL.c.chain == chain_of(agency), JOURNAL.c.trigger == IMPORTED
    )
    imports = session.execute(found.order_by(JOURNAL.c.entry)).scalars()
    return tuple(dict.fromkeys(name for facts in imports for name in json.loads(facts)["notes"]))


def _documents(session: Session, agency: str) -> dict[str, str]:
    """Return the number of the first answer issued in each case."""
    found = (
        sa.select(DOCUMENT.c.chain, DOCUMENT.c.number)
        .join(CASE, CASE.c.chain == DOCUMENT.c.chain)
        .where(CASE.c.agency == agency, DOCUMENT.c.notice.in_(ANSWERS))
        .where(DOCUMENT.c.status == "issued", DOCUMENT.c.number.is_not(None))
        .order_by(DOCUMENT.c.id.desc())
    )
    return {row.chain: row.number for row in session.execute(found)}


def _cells(case: Case, clear: Sequence[Entry], document: str) -> dict[str, Any]:
    facts, opening = request_facts(case), clear[0].facts
    extended = next((event for event in case.events if event.kind == "extended"), None)
    sent = latest(case.holding, "dispatch", "withdraw")
    notes = opening.get("notes") or {}
    return {
        **({} if is_reference(notes) else notes),
        col.NUMBER.label: case.number,
        col.APPLICANT.label: _text(opening, "applicant"),
        col.CLASS.label: CLASS_LABELS[facts.applicant],
        col.CHANNEL.label: CHANNEL_LABELS[facts.channel],
        col.SUBMITTED.label: case.opening.on,
        col.RECEIVED.label: facts.received_on,
        col.CONTENT.label: _text(opening, "content"),
        col.EXTENDED.label: extended.on if extended else None,
        col.EXTENDED_BY.label: extended.facts["length"] if extended else None,
        col.DECIDED.label: facts.decided_on,
        col.DOCUMENT.label: (sent.facts.get("document_number") if sent else None) or document,
        col.RESULT.label: facts.outcome or (label_of(facts.row) if facts.row else None),
        col.SERVED.label: facts.served_on,
    }


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name, "")
    return value if isinstance(value, str) else GONE


def _masked(cells: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """Return a row without the person: his name hidden, also inside the text, and no remarks."""
    name = str(cells[col.APPLICANT.label])
    natural = case.opening.facts.get("applicant_class") == "natural"
    shown = mask_name(name) if natural else name
    content = str(cells[col.CONTENT.label])
    return {
        **cells,
        col.APPLICANT.label: shown,
        col.CONTENT.label: content.replace(name, shown) if name else content,
        col.NOTES.label: say("ledger.hidden") if cells.get(col.NOTES.label) else None,
    }


def mask_name(name: str) -> str:
    """Return a person's name as others may see it.

    >>> mask_name("欧阳示例"), mask_name("")
    ('欧***', '')
    """
    return name[:1] + "*" * (len(name) - 1)


def _appeals(case: Case) -> Iterator[Child]:
    return (child for child in case.children if appeal_facts(child) is not None)


def _appeal(number: str, child: Child) -> list[Any]:
    facts = appeal_facts(child)
    assert facts is not None
    groups = {"litigation_direct": "direct", "litigation_after_review": "after_reconsideration"}
    kind = APPEAL_LABELS[child.kind, groups.get(facts.group)]
    result = RESULT_LABELS.get(facts.result or PENDING, facts.result)
    return [number, kind, facts.received_on, facts.decided_on, result]


def _appeals_header() -> list[tuple[str, int]]:
    return [(column.label, column.width) for column in col.APPEALS]


def _write_xlsx(sheets: _Sheets, path: Path) -> None:
    with new_workbook(path) as book:
        add_sheet(book, "台账", sheets.header, sheets.rows())
        if sheets.appeals:
            add_sheet(book, col.APPEALS_SHEET, _appeals_header(), sheets.appeals)


def _write_csv(sheets: _Sheets, path: Path) -> None:
    write_csv(path, [name for name, _ in sheets.header], sheets.rows())
    if sheets.appeals:
        beside = path.with_stem(f"{path.stem}-{col.APPEALS_SHEET}")
        write_csv(beside, [name for name, _ in _appeals_header()], sheets.appeals)
