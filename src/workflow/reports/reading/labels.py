"""The printed labels of both forms, as offices write them, and the rows and columns they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from workflow.forms import all_forms
from workflow.reports.reading.lines import squeeze

#: How alike a misprinted label must be: "其他法律行政止公开" is, "其他" isn't.
_ALIKE = 0.8
_SHORTEST_MISPRINT = 6
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+|\d+)(?=\D)")
#: Labels that say nothing without their number: a column and a row are both called 其他.
_AMBIGUOUS = {"其他", "总计"}


@dataclass(frozen=True, slots=True)
class Label:
    """A label found: the key it names, and whether it was printed as the form prints it."""

    key: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one kind by their squeezed text, and those that name a group of rows."""

    keys: Mapping[str, str]
    headings: frozenset[str] = frozenset()

    def find(self, text: str) -> Label | None:
        """Return what a cell names; None where it names nothing, or two things alike."""
        label = squeeze(text)
        if label in self.keys:
            return Label(self.keys[label])
        if len(label) < _SHORTEST_MISPRINT or label in self.headings:
            return None
        close = get_close_matches(label, self.keys, n=3, cutoff=_ALIKE)
        keys = {self.keys[name] for name in close}
        return Label(keys.pop(), exact=False) if len(keys) == 1 else None


@cache
def request_rows() -> Labels:
    """Return the rows of table 2, with and without their numbers."""
    keys: dict[str, str] = {}
    headings: set[str] = set()
    for form in reversed(tuple(all_forms().values())):
        for row in form.rows:
            headings |= {squeeze(text) for text in (row.section, row.group) if text}
            keys |= dict.fromkeys(_variants(row.label), row.key)
    return Labels(keys, frozenset(headings - set(keys)))


@cache
def request_columns() -> Labels:
    """Return the columns of table 2."""
    return Labels(
        {
            squeeze(name): column.key
            for form in all_forms().values()
            for column in form.columns
            for name in (column.label, *column.also_printed)
        }
    )


@cache
def appeal_columns() -> Labels:
    """Return the five columns that each group of table 3 has."""
    form = next(iter(all_forms().values()))
    return Labels({squeeze(column.label): column.key for column in form.appeal_columns})


@cache
def proactive_rows() -> Labels:
    """Return the rows of table 1."""
    clauses = [clause for form in all_forms().values() for clause in form.clauses]
    keys = {squeeze(row.label): row.key for clause in clauses for row in clause.rows}
    return Labels(keys, frozenset(squeeze(clause.clause) for clause in clauses))


@cache
def proactive_columns() -> Labels:
    """Return the columns of table 1."""
    clauses = [clause for form in all_forms().values() for clause in form.clauses]
    return Labels({squeeze(c.label): c.key for clause in clauses for c in clause.columns})


def _variants(label: str) -> set[str]:
    """Return a label squeezed, without its number, and without the words in its brackets."""
    whole = squeeze(label)
    short = squeeze(re.sub(r"(?<=.{4})（.*）$", "", label))
    bare = {_ORDINAL.sub("", text) for text in (whole, short)} - _AMBIGUOUS
    return {whole, short} | bare
