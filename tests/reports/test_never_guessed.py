"""Spoiled copies of a report: each row is read as it was, or not at all."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.pages import html_page, text_page, text_rows
from reports.samples import CLASSES, documents
from workflow.forms import of_year
from workflow.reports.reading import read_report

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
COLUMNS = (*CLASSES, "total")


def dropped(cells, at):
    """A number is missing."""
    return ["\t".join(cells[:at] + cells[at + 1 :])]


def doubled(cells, at):
    """A number stands twice."""
    return ["\t".join([*cells[:at], cells[at], *cells[at:]])]


def emptied(cells, at):
    """A number was deleted, its cell stayed, and empty cells stand around."""
    return ["\t".join([*cells[:1], "", *cells[1:at], "", *cells[at + 1 :], ""])]


def torn(cells, at):
    """The row goes on in the next line."""
    return ["\t".join(cells[:at]), "\t".join(cells[at:])]


def padded(cells, at):
    """Empty cells of merged ones stand around."""
    return ["\t".join([*cells[:1], *[""] * at, *cells[1:], ""])]


def spaced(cells, at):
    """Spaces took the place of the tabs."""
    return [" ".join(cells)]


SPOILS = (dropped, doubled, emptied, torn, padded, spaced)
HARMLESS = (torn, padded, spaced)


def spoil(rows, draw, ways):
    lines = []
    for row in rows:
        cells = row.split("\t")
        way = ways[draw.randrange(len(ways))] if draw.random() < 0.4 else None
        lines += way(cells, draw.randrange(1, len(cells))) if way else [row]
    return lines


def read(tmp_path, base, rows):
    path = tmp_path / "报告.txt"
    path.write_text(text_page(base, rows), "utf-8")
    return read_report(path)


@given(base=documents(most=999), seed=st.integers(0, 10**6))
@QUIET
def test_a_row_of_spoiled_text_is_right_or_unread(tmp_path, base, seed):
    rows = text_rows(base, of_year(base["year"]))
    found = read(tmp_path, base, spoil(rows, random.Random(seed), SPOILS))
    for key, cells in found.received.items():
        assert cells == base["received"][key]
    missing = set(base["received"]) - set(found.received)
    assert missing <= {note.row for note in found.notes}


@given(base=documents(most=999), seed=st.integers(0, 10**6))
@QUIET
def test_what_pasting_does_to_a_row_does_not_lose_it(tmp_path, base, seed):
    rows = text_rows(base, of_year(base["year"]))
    found = read(tmp_path, base, spoil(rows, random.Random(seed), HARMLESS))
    assert found.received == base["received"]
    assert found.notes == ()


@given(base=documents(most=999), seed=st.integers(0, 10**6))
@QUIET
def test_rows_in_another_order_are_the_same_rows(tmp_path, base, seed):
    rows = text_rows(base, of_year(base["year"]))
    random.Random(seed).shuffle(rows)
    assert read(tmp_path, base, rows).received == base["received"]


@given(base=documents(most=999), data=st.data())
@QUIET
def test_a_blank_in_a_page_is_blank_in_its_own_place(tmp_path, base, data):
    key = data.draw(st.sampled_from(sorted(base["received"])))
    column = data.draw(st.sampled_from(COLUMNS))
    base["received"][key][column] = None
    path = tmp_path / "报告.html"
    path.write_text(html_page(base), "utf-8")
    found = read_report(path)
    assert found.received == base["received"]
    assert found.notes == ()


@pytest.mark.parametrize("way", SPOILS)
def test_every_way_of_spoiling_says_what_it_does(way):
    assert way.__doc__
    assert way(["一", "1", "2"], 1)
