"""A report out of the lines of a file: title, three tables, words."""

from collections.abc import Sequence

from workflow.errors import InputError
from workflow.forms import of_year
from workflow.reports.model import Report
from workflow.reports.notes import Notes
from workflow.reports.reading.appeals import AppealTable
from workflow.reports.reading.lines import Line
from workflow.reports.reading.narrative import Words, part_of
from workflow.reports.reading.proactive import ProactiveTable
from workflow.reports.reading.requests import RequestTable
from workflow.reports.reading.title import body_and_year, is_title


def from_lines(lines: Sequence[Line], place: str) -> Report:
    """Find a report in lines; ``place`` names the file in errors.

    Raises InputError where no year is stated or no table is found. Rows that can't be read are
    in the report's notes.
    """
    body, year = body_and_year(lines)
    if year is None:
        raise InputError("report.no_year", path=place)
    of_year(year)
    finder = _Finder(Notes())
    for line in lines:
        finder.take(line, body)
    found = finder.report(body, year)
    if not (found.received or found.appeals or found.proactive):
        raise InputError("report.no_tables", path=place)
    return found


class _Finder:
    """Hands each line to the tables or the words, by the part it stands in."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.requests = RequestTable(notes)
        self.appeals = AppealTable(notes)
        self.proactive = ProactiveTable(notes)
        self.words = Words()
        self.part = 0

    def take(self, line: Line, body: str) -> None:
        single = line.single
        part = part_of(single) if single else None
        if part is not None:
            self.part = part
            self.requests.finish()
        elif self._is_words(line):
            self._take_words(single or "", body)
        else:
            self._take_row(line)

    def _take_words(self, text: str, body: str) -> None:
        """Take a paragraph; what stands above the title is the page's, not the report's."""
        if self.part == 0 and is_title(text):
            self.words.parts.clear()
        elif text != body:
            self.words.take(self.part, text)

    def _is_words(self, line: Line) -> bool:
        """Tell a paragraph from a row: in the parts that are tables, text is rows too."""
        if line.single is None:
            return False
        if line.grid is None:
            return self.part in {0, 1, 5, 6}
        return self.part in {1, 5, 6} or (self.part == 0 and "。" in line.text)

    def _take_row(self, line: Line) -> None:
        tables: dict[int, RequestTable | AppealTable | ProactiveTable] = {
            2: self.proactive,
            3: self.requests,
            4: self.appeals,
        }
        if line.grid is None and self.part in tables:
            tables[self.part].take(line)
            return
        for table in tables.values():
            table.take(line)

    def report(self, body: str, year: int) -> Report:
        self.requests.finish()
        return Report(
            body=body,
            year=year,
            received=self.requests.rows,
            appeals=self.appeals.rows,
            proactive=self.proactive.rows,
            text=self.words.text(),
            notes=tuple(self.notes.all),
        )
