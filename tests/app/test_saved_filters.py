"""Filters that somebody keeps: his own, encrypted, on both databases."""

import pytest
import sqlalchemy as sa

from workflow.app import saved_filters
from workflow.app.saved_filters import MOST
from workflow.errors import InputError
from workflow.store.tables import VaultValue, table_of

VALUE = table_of(VaultValue)
MINE = {"q": "张文博（示例）", "kind": "late", "year": ""}


def names(office, person="li"):
    return [one.name for one in saved_filters.listed(office, person)]


def test_a_filter_is_kept_under_its_name_and_what_is_empty_is_left_out(office):
    saved_filters.save(office, "li", " 逾期的 ", MINE)
    (one,) = saved_filters.listed(office, "li")
    assert (one.name, one.values) == ("逾期的", {"q": "张文博（示例）", "kind": "late"})


def test_what_is_looked_for_is_encrypted(office):
    saved_filters.save(office, "li", "张文博的", MINE)
    with office.store.read() as session:
        rows = session.execute(sa.select(VALUE)).all()
    assert not any("张文博".encode() in bytes(row.value) or "张" in row.ref for row in rows)


def test_each_person_has_his_own(office):
    saved_filters.save(office, "li", "我的", MINE)
    assert names(office, "zhao") == []
    saved_filters.drop(office, "zhao", saved_filters.listed(office, "li")[0].ref)
    assert names(office) == ["我的"]


def test_the_same_name_replaces_and_a_dropped_one_is_gone(office):
    saved_filters.save(office, "li", "甲", {"kind": "open"})
    saved_filters.save(office, "li", "甲", {"kind": "all"})
    (one,) = saved_filters.listed(office, "li")
    assert one.values == {"kind": "all"}
    saved_filters.drop(office, "li", one.ref)
    assert names(office) == []


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_filter_needs_a_name_of_a_bearable_length(office, name):
    with pytest.raises(InputError) as refused:
        saved_filters.save(office, "li", name, MINE)
    assert refused.value.code == "web_cases.filter_name_wrong"


def test_there_is_an_end_to_them(office):
    for number in range(MOST):
        saved_filters.save(office, "li", f"第{number}个", {})
    saved_filters.save(office, "li", "第0个", {"kind": "all"})
    with pytest.raises(InputError) as refused:
        saved_filters.save(office, "li", "再一个", {})
    assert refused.value.code == "web_cases.filter_too_many"
    assert len(names(office)) == MOST
