"""A ledger into the register: all of it, or nothing but the list of what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.folding import Case
from workflow.app.ledger.ahead import Source, rows_of
from workflow.app.ledger.collecting import collector_paused, tidy
from workflow.app.ledger.comparing import Known, appeal_differences, differences
from workflow.app.ledger.entries import Step
from workflow.app.ledger.judging import AT_ONCE, Judged, batches, derived_or_error
from workflow.app.ledger.mapping import TRIGGER, remembered
from workflow.app.ledger.seen import Seen
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
from workflow.ledger.rows import Reading, Request
from workflow.ledger.sheets import Sheet, open_sheets

#: The act of the agency's chain that tells of an import.
IMPORTED = "import_ledger"


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
        self.seen = Seen()
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
            for place, sheet in enumerate(sheets):
                if is_appeals(sheet):
                    self._read_appeals(sheet, path)
                    continue
                headers = self._reading_of(col.REQUESTS)
                table = self._table(sheet, headers, path)
                if table:
                    count += 1
                    source = Source(path, place, headers)
                    with closing(rows_of(source, table, self.writer.basis)) as portions:
                        self._take_requests(portions)
        return count

    def _read_appeals_file(self, path: Path) -> None:
        with open_sheets(path) as sheets:
            if sum(self._read_appeals(sheet, path) for sheet in sheets) == 0:
                found = "、".join(column.label for column in col.APPEALS)
                raise InputError("ledger.no_header", path=path, columns=found)

    def _reading_of(self, columns: tuple[col.Column, ...]) -> Headers:
        wanted = {column.label for column in columns}
        mapping = {name: label for name, label in self.mapping.items() if label in wanted}
        return Headers(columns, mapping)

    def _table(self, sheet: Sheet, reading: Headers, path: Path) -> Table | None:
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

    def _take_requests(self, portions: Iterator[list[Judged]]) -> None:
        for rows in portions:
            known = self._chains(one.request.number for one in rows if one.request)
            self.seen.begin(known)
            for one in rows:
                if one.request is not None and self._is_first(one.request, one.said):
                    self._take(one.request, known.get(one.request.number), one)
                self._conclude(one.line, one.said)
            self.writer.flush()
            tidy()
            self.advance(len(rows))

    def _is_first(self, request: Request, said: Complaints) -> bool:
        """Tell whether no earlier row has the number; complain where one has."""
        first = self.seen.earlier(request.number, said.place)
        if first is not None:
            said.add(col.NUMBER.label, "number_twice", number=request.number, place=first)
        return first is None

    def _chains(self, numbers: Iterable[str]) -> dict[str, str]:
        """Return the chains of the numbers that the register knows."""
        found = sa.select(CASE.c.number, CASE.c.chain).where(
            CASE.c.agency == self.agency.code, CASE.c.number.in_(list(numbers))
        )
        return {row.number: row.chain for row in self.session.execute(found)}

    def _take(self, request: Request, chain: str | None, row: Judged) -> None:
        said = row.said
        try:
            if chain is None:
                self._open(request, row)
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

    def _open(self, request: Request, row: Judged) -> None:
        derived = row.derived or derived_or_error(request, self.writer.basis)
        if isinstance(derived, WorkflowError):
            self.seen.failed(request.number, row.line.place)
            raise derived
        self.seen.opened(self.writer.open_case(request, derived), row.line.place)
        self.result.requests.added += 1

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
        table = self._table(sheet, self._reading_of(col.APPEALS), path)
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
        for lines in batches(self.appeals, AT_ONCE):
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
