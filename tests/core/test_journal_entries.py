"""Entries themselves: what they refer to, which of them hold, and what has no place in them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from workflow.core.journal import (
    Entry,
    canonical,
    columns_of,
    effective,
    entry_of,
    reason_reference,
    refer,
    references,
    utc_text,
)

AT = datetime(2020, 5, 11, 1, tzinfo=UTC)
ENTRY = Entry("request:1", 1, "register", date(2020, 5, 11), AT, "li", "clerk")


def test_only_what_is_kept_beside_the_journal_is_a_reference():
    told = refer("content-1", b"salt", "示例村土地征收补偿方案")
    entry = replace(ENTRY, facts={"content": told, "period": {"length": 15}, "outcome": "A12"})
    assert references(entry) == {"content": told}


def test_a_written_reason_is_read_as_the_reference_that_it_is():
    told = refer("reason-1", b"salt", "示例：笔误")
    assert reason_reference(replace(ENTRY, reason=canonical(told))) == told
    assert reason_reference(ENTRY) is None


def test_the_salt_decides_the_digest_of_a_personal_value():
    first, second = (refer("name", salt, "张三（示例）")["digest"] for salt in (b"a", b"b"))
    assert first != second
    assert len(first) == len(second) == 64


def test_an_entry_comes_back_from_its_columns_as_it_was():
    entry = replace(ENTRY, entry=7, child="consultation:c1", facts={"n": 1}, supersedes=3)
    assert entry_of(columns_of(entry)) == entry


def test_a_correction_of_a_correction_stands_in_the_first_one_s_place():
    wrong = replace(ENTRY, facts={"count": 1})
    other = replace(ENTRY, entry=2, trigger="acknowledge")
    mended = replace(wrong, entry=3, facts={"count": 2}, actor="wang", supersedes=1)
    again = replace(wrong, entry=4, facts={"count": 3}, actor="wang", supersedes=3)
    first, second = effective([wrong, other, mended, again])
    assert (first.entry, first.facts, first.actor) == (1, {"count": 3}, "li")
    assert second == other


@pytest.mark.parametrize(
    "value", [1.5, {"money": 1.5}, [[0.1]], {1: "x"}, {"on": date(2020, 1, 1)}]
)
def test_what_two_databases_might_write_differently_has_no_place_in_an_entry(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        utc_text(AT.replace(tzinfo=None))
