"""Every check of an annual report (contract.md, ``workflow report check``)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from workflow.forms import Form, all_forms, form_named
from workflow.reports.chain import in_force_chain, year_chain
from workflow.reports.equations import broken_equations
from workflow.reports.findings import Checked, Finding, Place
from workflow.reports.model import TABLES, Report
from workflow.reports.narrative_check import narrative_against_tables
from workflow.reports.numbers import Numbers, numbers_of

#: A town, township or sub-district makes no 规章 (立法法 [M 95%]: cities with districts may).
_TOWN = re.compile(
    r"(镇|乡|街道|苏木)((人民)?政府|办事处)?((党政)?(综合)?办公室|党政办)?(（.*）|\(.*\))?$"
)


def all_numbers(report: Report) -> dict[str, Numbers]:
    """Return the numbers of the three tables, under the form of the report's year."""
    form = report.due_form
    return {name: numbers_of(form, name, report.table(name)) for name in TABLES}


def check(
    report: Report,
    previous: Report | None = None,
    numbers: Mapping[str, Numbers] | None = None,
) -> Checked:
    """Run every rule on a report, and with last year's the chain between the two.

    The form is the one of the report's year. Violations block publishing, warnings don't.
    ``numbers`` are the report's, where they have been read already.
    """
    form = report.due_form
    numbers = numbers or all_numbers(report)
    violations = [*_wrong_form(report, form, numbers)]
    for name in ("received", "appeals"):
        violations += broken_equations(form, name, numbers[name])
    warnings = [*_notes(report, form), *_missing_rows(report, form, numbers)]
    for name in TABLES:
        warnings += _blanks_and_words(form, name, numbers[name])
    warnings += _regulations_of_a_town(report, numbers["proactive"])
    before = all_numbers(previous) if previous else None
    if previous and before:
        warnings += _other_report(report, previous)
        broken, differing = year_chain(report, numbers["received"], before["received"])
        violations += broken
        warnings += differing
        warnings += in_force_chain(report, numbers["proactive"], before["proactive"])
    last = before["received"] if before else None
    warnings += narrative_against_tables(report, numbers["received"], numbers["appeals"], last)
    return Checked(form.key, tuple(violations), tuple(warnings))


def is_town(body: str) -> bool:
    """Tell whether a body is a town, township or sub-district by its name.

    >>> is_town("金凤区良田镇人民政府"), is_town("景德镇市人民政府"), is_town("西乡县")
    (True, False, False)
    """
    return bool(_TOWN.search(body.strip()))


def _wrong_form(report: Report, form: Form, numbers: Mapping[str, Numbers]) -> Iterator[Finding]:
    """Yield at most one finding: the table that another form printed, else the form stated.

    A table 2 that could be packed has the rows of its own form alone.
    """
    packed = numbers["received"].packed is not None
    for name in ("proactive",) if packed else ("received", "proactive"):
        other, rows = _foreign(report, form, name)
        if other:
            row = rows[0] if len(rows) == 1 else None
            labels = "、".join(f"“{other.row_label(name, key)}”" for key in rows)
            place = Place(form, name, row)
            yield place.find("form_of_year", form.key, other.key, year=report.year, rows=labels)
            return
    stated = report.form
    if stated and stated != form.key and not _own_rows(report, form):
        place = Place(form, "report")
        sentence = "form_of_year_stated"
        yield place.find("form_of_year", form.key, stated, sentence=sentence, year=report.year)


def _foreign(report: Report, form: Form, name: str) -> tuple[Form | None, list[str]]:
    """Return the other form whose rows or columns a table has, with those rows."""
    table = report.table(name)
    for other, marks in _all_marks(form.key, name):
        if marks.keys().isdisjoint(table):
            continue
        rows = [
            row
            for row in table.keys() & marks.keys()
            if not marks[row] or not marks[row].isdisjoint(table[row])
        ]
        if rows:
            return form_named(other), [row for row in marks if row in rows]
    return None, []


@cache
def _all_marks(key: str, name: str) -> Sequence[tuple[str, Mapping[str, frozenset[str]]]]:
    """Return the marks of every other form."""
    return [(other, _marks(key, other, name)) for other in all_forms() if other != key]


def _marks(key: str, other: str, name: str) -> Mapping[str, frozenset[str]]:
    """Return what tells another form's table: its own rows (empty), its own columns of a row."""
    own = form_named(key).cells_of(name)
    theirs = form_named(other).cells_of(name)
    return {
        row: frozenset(columns) - set(own[row]) if row in own else frozenset()
        for row, columns in theirs.items()
        if row not in own or set(columns) - set(own[row])
    }


def _own_rows(report: Report, form: Form) -> bool:
    """Tell whether the tables have rows that only this form prints."""
    others = {row for other in all_forms().values() if other is not form for row in other.results}
    return any(row in report.received for row in form.results if row not in others)


def _notes(report: Report, form: Form) -> Iterator[Finding]:
    """Yield what the reader of the file couldn't read, or read with a doubt."""
    for note in report.notes:
        sentence = note.kind if note.row or note.kind != "unread" else "unread_line"
        yield Place(form, note.table, note.row).find(note.kind, None, note.text, sentence=sentence)


def _missing_rows(report: Report, form: Form, numbers: Mapping[str, Numbers]) -> Iterator[Finding]:
    """Yield one warning a table that is there and lacks rows of its form."""
    for name in TABLES:
        if numbers[name].packed is not None:
            continue
        table = report.table(name)
        if table.keys() >= form.cells_of(name).keys():
            continue
        missing = [row for row in form.cells_of(name) if row not in table]
        if _foreign(report, form, name)[0]:
            continue
        labels = "、".join(f"“{form.row_label(name, row)}”" for row in missing)
        sentence = "missing_rows" if table else "missing_table"
        yield Place(form, name).find(
            "missing_rows", len(form.cells_of(name)), len(table), sentence=sentence, rows=labels
        )


def _blanks_and_words(form: Form, name: str, numbers: Numbers) -> Iterator[Finding]:
    if numbers.blank:
        yield Place(form, name).find("blank", 0, len(numbers.blank))
    for word in numbers.words:
        place = Place(form, name, word.row, word.column)
        yield place.find("text_in_number", word.number, word.raw, rest=word.rest)
    for row, column in numbers.odd if name != "proactive" else ():
        yield Place(form, name, row, column).find("not_a_count", None, numbers.get(row, column))


def _regulations_of_a_town(report: Report, proactive: Numbers) -> Iterator[Finding]:
    filled = [column for column, n in proactive.cells("regulations").items() if n]
    if filled and is_town(report.body):
        found = proactive.get("regulations", filled[0])
        place = Place(report.due_form, "proactive", "regulations", filled[0])
        yield place.find("town_regulations", 0, found, body=report.body)


def _other_report(report: Report, previous: Report) -> Iterator[Finding]:
    if previous.year != report.year - 1:
        place = Place(report.due_form, "report")
        yield place.find("previous_year", report.year - 1, previous.year)
