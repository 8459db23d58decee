"""A ledger into the register: all of it, or nothing but the list of what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.folding import Case
from workflow.app.ledger.collecting import collector_paused, tidy
from workflow.app.ledger.comparing import Known, appeal_differences, differences
from workflow.app.ledger.entries import Step
from workflow.app.ledger.mapping import TRIGGER, remembered
from workflow.app.ledger.tally import Imported
from workflow.app.ledger.writing import Writer, drafts_of
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.reading import read_case
from workflow.app.recording import record
from workflow.app.registering import finish
from workflow.app.texts import in_clear
from workflow.errors import InputError, Reason, WorkflowError
from workflow.ledger import columns as col
from workflow.ledger.appeals import Appeal, read_appeal_row
from workflow.ledger.badrows import write_bad_rows
from workflow.ledger.header import Reading as Headers
from workflow.ledger.header import check_header, check_mapping
from workflow.ledger.lines import Line, Table, is_appeals, table_of
from workflow.ledger.problems import BadRow, Complaints, Place, Problem
from workflow.ledger.rows import Reading, Request, read_request
from workflow.ledger.sheets import Sheet, open_sheets

AT_ONCE = 500
#: The act of the agency's chain that tells of an import.
IMPORTED = "import_ledger"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger to be imported.

    ``mapping`` gives the office's own headers (remembered from the last time where none are
    told). ``skip_bad`` is the file that takes the bad rows, to be corrected and fed again; None:
    one bad row and nothing is imported. ``dry_run`` does it all and takes it back.
    """

    agency: str
    path: Path
    appeals: Path | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    skip_bad: Path | None = None


class _TakenBackError(Exception):
    """Leaves the transaction without a trace."""


def import_ledger(
    office: Office,
    ledger: Ledger,
    actor: Actor,
    advance: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Import a ledger in one transaction; ``advance`` is told how many more rows are done.

    InputError where the file can't be read as a ledger at all. What is wrong with single rows
    stands in the result: then ``done`` is False and nothing was written, unless ``skip_bad``.
    """
    with office.store.write() as session:
        return import_within(office, session, ledger, actor, advance)


def import_within(
    office: Office,
    session: Session,
    ledger: Ledger,
    actor: Actor,
    advance: Callable[[int], None],
) -> Imported:
    """Import a ledger in a transaction of the caller; what isn't to stay is taken back alone."""
    result = Imported()
    try:
        with collector_paused(), session.begin_nested():
            _Import(office, session, ledger, actor, result, advance).run()
            _settle(ledger, result)
    except _TakenBackError:
        return result
    result.done = True
    return result


def _settle(ledger: Ledger, result: Imported) -> None:
    """Write the bad rows into their file; leave the transaction where nothing is to stay."""
    if result.bad and ledger.skip_bad is not None:
        write_bad_rows(result.bad, ledger.skip_bad)
    if ledger.dry_run or (result.bad and ledger.skip_bad is None):
        raise _TakenBackError


class _Import:
    """One import in its transaction."""

    def __init__(
        self,
        office: Office,
        session: Session,
        ledger: Ledger,
        actor: Actor,
        result: Imported,
        advance: Callable[[int], None],
    ) -> None:
        self.office = office
        self.session = session
        self.ledger = ledger
        self.actor = actor
        self.result = result
        self.advance = advance
        self.agency = get_agency(session, ledger.agency)
        self.writer = Writer(office, session, self.agency, actor)
        self.before = remembered(session, ledger.agency)
        self.mapping = {**self.before, **ledger.mapping}
        self.headers: set[str] = set()
        self.seen: dict[str, Place] = {}
        self.appeals: list[tuple[Line, Appeal]] = []

    def run(self) -> None:
        """Read, compare and write everything; the transaction is the caller's."""
        check_mapping(self.ledger.mapping, col.REQUESTS, col.APPEALS)
        if not self._read_file(self.ledger.path):
            found = "、".join(column.label for column in col.REQUESTS)
            raise InputError("ledger.no_header", path=self.ledger.path, columns=found)
        if self.ledger.appeals is not None:
            self._read_appeals_file(self.ledger.appeals)
        self._check_told()
        self.writer.close()
        self._take_appeals()
        self._note()
        self.writer.continue_series()
        self.writer.flush()

    def _read_file(self, path: Path) -> int:
        """Read all sheets of a file; return how many were ledgers."""
        count = 0
        with open_sheets(path) as sheets:
            for sheet in sheets:
                if is_appeals(sheet):
                    self._read_appeals(sheet, path)
                    continue
                table = self._table(sheet, col.REQUESTS, path)
                if table:
                    count += 1
                    self._take_requests(table)
        return count

    def _read_appeals_file(self, path: Path) -> None:
        with open_sheets(path) as sheets:
            if sum(self._read_appeals(sheet, path) for sheet in sheets) == 0:
                found = "、".join(column.label for column in col.APPEALS)
                raise InputError("ledger.no_header", path=path, columns=found)

    def _table(self, sheet: Sheet, columns: tuple[col.Column, ...], path: Path) -> Table | None:
        wanted = {column.label for column in columns}
        mapping = {name: label for name, label in self.mapping.items() if label in wanted}
        reading = Headers(columns, mapping)
        table = table_of(sheet, reading)
        if table:
            self.headers |= {col.normal(name) for name in table.header.names}
            check_header(table.header, reading, f"{path.name} {sheet.name}".strip())
            self.result.kept |= set(table.header.notes.values())
        return table

    def _check_told(self) -> None:
        for header in self.ledger.mapping:
            if col.normal(header) not in self.headers:
                raise InputError("ledger.map_absent", header=header, path=self.ledger.path)

    def _take_requests(self, table: Table) -> None:
        reading = Reading(self.office.today, table.sheet.epoch)
        for lines in _batches(table.lines, AT_ONCE):
            read = [(line, *self._read(line, reading)) for line in lines]
            known = self._chains(one.number for _, one, _ in read if one)
            for line, request, said in read:
                if request is not None:
                    self._take(request, known.get(request.number), said)
                self._conclude(line, said)
            self.writer.flush()
            tidy()
            self.advance(len(lines))

    def _read(self, line: Line, reading: Reading) -> tuple[Request | None, Complaints]:
        said = Complaints(line.place)
        request = read_request(line.cells, line.notes, reading, said)
        if request is None:
            return None, said
        first = self.seen.setdefault(request.number, line.place)
        if first is not line.place:
            said.add(col.NUMBER.label, "number_twice", number=request.number, place=first)
            return None, said
        return request, said

    def _chains(self, numbers: Iterable[str]) -> dict[str, str]:
        """Return the chains of the numbers that the register knows."""
        found = sa.select(CASE.c.number, CASE.c.chain).where(
            CASE.c.agency == self.agency.code, CASE.c.number.in_(list(numbers))
        )
        return {row.number: row.chain for row in self.session.execute(found)}

    def _take(self, request: Request, chain: str | None, said: Complaints) -> None:
        try:
            if chain is None:
                self.writer.open_case(request)
                self.result.requests.added += 1
                return
            case = read_case(self.office, self.session, chain)
            clear = in_clear(self.office, self.session, case.holding)
            steps = differences(Known.of(case, clear), request, said)
            if not said.problems:
                self._add(case, steps)
                self.result.requests.count(changed=bool(steps))
        except WorkflowError as error:
            reason = Reason(error.code, error.values)
            said.problems.append(Problem(said.place, col.NUMBER.label, reason))

    def _add(self, case: Case, steps: Sequence[Step]) -> None:
        """Write what is new about a case that the register has."""
        written = [
            record(self.office, self.session, draft)
            for draft in drafts_of(iter(steps), case.chain, self.actor)
        ]
        if written:
            finish(self.office, self.session, *written, before=case)

    def _conclude(self, line: Line, said: Complaints) -> None:
        self.result.warn(said.warnings)
        if said.problems:
            self.result.bad.append(BadRow(line.place, line.all, tuple(said.problems)))

    def _read_appeals(self, sheet: Sheet, path: Path) -> bool:
        """Read a sheet of appeals; they are taken when all requests are there."""
        table = self._table(sheet, col.APPEALS, path)
        if table is None:
            return False
        reading = Reading(self.office.today, sheet.epoch)
        for line in table.lines:
            said = Complaints(line.place)
            appeal = read_appeal_row(line.cells, reading, said)
            if appeal is None:
                self._conclude_appeal(line, said)
            else:
                self.appeals.append((line, appeal))
        return True

    def _conclude_appeal(self, line: Line, said: Complaints) -> None:
        self.result.warn(said.warnings)
        if said.problems:
            problems = tuple(said.problems)
            self.result.bad.append(BadRow(line.place, line.all, problems, appeal=True))

    def _take_appeals(self) -> None:
        seen: dict[Appeal, Place] = {}
        for lines in _batches(iter(self.appeals), AT_ONCE):
            known = self._chains(appeal.number for _, appeal in lines)
            for line, appeal in lines:
                said = Complaints(line.place)
                first = seen.setdefault(appeal, line.place)
                if first is not line.place:
                    said.add(col.NUMBER.label, "appeal_twice", place=first)
                else:
                    self._take_appeal(appeal, known.get(appeal.number), said)
                self._conclude_appeal(line, said)
            self.advance(len(lines))

    def _take_appeal(self, appeal: Appeal, chain: str | None, said: Complaints) -> None:
        if chain is None:
            said.add(col.NUMBER.label, "appeal_of_unknown", number=appeal.number)
            return
        try:
            case = read_case(self.office, self.session, chain)
            steps = appeal_differences(case, appeal, said)
            if not said.problems:
                self._add(case, steps)
                new = bool(steps) and steps[0].trigger == "receive_copy"
                self.result.appeals.count(changed=bool(steps), new=new)
        except WorkflowError as error:
            reason = Reason(error.code, error.values)
            said.problems.append(Problem(said.place, col.NUMBER.label, reason))

    def _note(self) -> None:
        """Record the import and the headers told, in the agency's chain, if anything changed."""
        if self.ledger.mapping and self.mapping != self.before:
            self.writer.note(TRIGGER, {"headers": dict(sorted(self.mapping.items()))})
        if self.result.changes:
            self.writer.note(IMPORTED, self.result.facts())


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some
