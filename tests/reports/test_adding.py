"""Tables added as integers: what a plain sum gives, and fingerprints that add up as tables do."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.forms import form_named
from workflow.reports.adding import PRIME, Sum, prints_of
from workflow.reports.cells import plain
from workflow.reports.layouts import layout_of
from workflow.reports.model import TABLES
from workflow.reports.numbers import numbers_of

FORMS = ("2019", "2021")


def table_of(form, name, cell):
    return {
        row: {column: cell(row, column) for column in columns}
        for row, columns in form.cells_of(name).items()
    }


@st.composite
def tables(draw, form):
    """Draw three tables: whole, in another order, with a row less, with blanks or amounts."""
    seed = draw(st.randoms(use_true_random=False))
    found = {name: table_of(form, name, lambda *_: seed.randrange(1000)) for name in TABLES}
    for name in TABLES:
        way = draw(st.sampled_from(["whole", "whole", "turned", "short", "blank", "amount"]))
        row = draw(st.sampled_from(sorted(found[name])))
        if way == "turned":
            found[name] = dict(reversed(found[name].items()))
        elif way == "short":
            del found[name][row]
        elif way == "blank":
            found[name][row] = dict.fromkeys(found[name][row], "—")
        elif way == "amount":
            found[name][row] = dict.fromkeys(found[name][row], "7730.280")
    return {name: numbers_of(form, name, found[name]) for name in TABLES}


def cells_of(numbers):
    return {
        (row, column): number
        for row in numbers.grid
        for column, number in numbers.cells(row).items()
        if number
    }


def plain_sum(parts, name):
    def add(total, cells):
        return {key: total.get(key, 0) + cells.get(key, 0) for key in total | cells}

    return reduce(add, (cells_of(part[name]) for part in parts), {})


def filled(table):
    return {
        (row, column): number for row, cells in table.items() for column, number in cells.items()
        if number
    }  # fmt: skip


@pytest.mark.parametrize("key", FORMS)
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_sum_is_a_plain_sum_however_the_tables_are_written(key, data):
    form = form_named(key)
    parts = data.draw(st.lists(tables(form), min_size=1, max_size=4))
    total = Sum(form)
    for part in parts:
        total.add(part)
    for name in TABLES:
        assert filled(total.table(name)) == plain_sum(parts, name)
    total.take_away(parts[0])
    for name in TABLES:
        assert filled(total.table(name)) == plain_sum(parts[1:], name)


@pytest.mark.parametrize("key", FORMS)
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_fingerprint_of_a_sum_is_the_sum_of_the_fingerprints(key, data):
    form = form_named(key)
    parts = data.draw(st.lists(tables(form), min_size=2, max_size=3))
    total = Sum(form)
    for part in parts:
        total.add(part)
    summed = {
        name: numbers_of(
            form,
            name,
            {
                row: {column: plain(number) for column, number in cells.items()}
                for row, cells in total.table(name).items()
            },
        )
        for name in TABLES
    }
    prints = [prints_of(form, part) for part in parts]
    both = tuple(sum(each[place] for each in prints) % PRIME for place in (0, 1))
    assert prints_of(form, summed) == both


@pytest.mark.parametrize("key", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_every_cell_changes_the_fingerprint_in_its_own_way(key, name):
    form = form_named(key)
    seen = set()
    for row, columns in form.cells_of(name).items():
        for column in columns:
            table = table_of(form, name, lambda r, c, at=(row, column): int((r, c) == at))
            none = {other: numbers_of(form, other, {}) for other in TABLES}
            seen.add(prints_of(form, none | {name: numbers_of(form, name, table)}))
    assert len(seen) == sum(map(len, form.cells_of(name).values()))


@pytest.mark.parametrize("key", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_a_packed_table_is_unpacked_as_it_was(key, name):
    form = form_named(key)
    counter = iter(range(1, 1000))
    table = table_of(form, name, lambda *_: next(counter))
    numbers = numbers_of(form, name, table)
    assert layout_of(form, name).unpack(numbers.packed) == table


@pytest.mark.parametrize("wrong", [-1, 1 << 45, 1 << 70, True, None, "3", 2.5])
def test_what_is_no_small_whole_number_is_not_packed(wrong):
    form = form_named("2021")
    table = table_of(form, "received", lambda *_: 1)
    table["granted"]["natural"] = wrong
    assert numbers_of(form, "received", table).packed is None


def test_huge_numbers_still_add_up():
    form = form_named("2021")
    table = table_of(form, "received", lambda *_: 1 << 60)
    total = Sum(form)
    for _ in range(20):
        total.add({"received": numbers_of(form, "received", table)})
    assert total.table("received")["granted"]["natural"] == 20 << 60
