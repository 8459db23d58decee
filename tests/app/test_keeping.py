"""Derived tables equal the fold; keys can be destroyed; everything can be made again."""

from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import keeping
from workflow.app.casefiles import casefile
from workflow.app.listing import Filter, list_cases
from workflow.app.projecting import CASE, DEADLINE
from workflow.errors import StorageError
from workflow.store.tables import DERIVED, table_of
from workflow.store.vaults import Vault


@pytest.fixture
def number(clerk):
    number = clerk.register(date(2020, 5, 11))
    clerk.answer(number, date(2020, 5, 20))
    return number


def dump(office):
    with office.store.read() as session:
        return {
            table_of(model).name: sorted(
                map(str, session.execute(sa.select(table_of(model))).all())
            )
            for model in DERIVED
        }


def test_a_rebuild_makes_the_same_rows_even_after_the_tables_are_gone(office, number):
    before = dump(office)
    assert before["derived_case"]
    assert before["derived_search"]
    with office.store.write() as session:
        for model in DERIVED:
            session.execute(sa.text(f"DROP TABLE {table_of(model).name}"))
    assert keeping.rebuild(office) == 1
    assert dump(office) == before


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("derived_case", sa.update(CASE).values(state="served")),
        ("derived_case", sa.update(CASE).values(due=date(2020, 1, 1))),
        ("derived_case", sa.delete(CASE)),
        ("derived_deadline", sa.update(DEADLINE).values(ended_on=None)),
        ("derived_deadline", sa.delete(DEADLINE)),
    ],
)
def test_a_derived_row_that_differs_from_the_fold_is_found(office, number, table, statement):
    with office.store.write() as session:
        session.execute(statement)
    assert keeping.verify(office).broken == ()
    found = keeping.verify(office, derived=True)
    assert table in [finding.table for finding in found.broken]
    assert found.to_json()["broken"][0]["chain"] == "request:1"
    keeping.rebuild(office)
    assert keeping.verify(office, derived=True).broken == ()


def test_destroying_a_key_purges_the_person_and_leaves_the_chain_valid(office, number):
    with office.store.write() as session:
        Vault(session, office.keys, "request:1").destroy(office.now())
    assert keeping.verify(office, derived=True).broken == ()
    file = casefile(office, number)
    assert file.applicant.name == "（已销毁）"
    assert file.content == "（已销毁）"
    assert file.state == "answered"
    with office.store.read() as session:
        vault = Vault(session, office.keys, "request:1")
        with pytest.raises(StorageError):
            vault.open("document|content", "1.N01.", b"")


def test_a_destroyed_case_is_found_no_more_after_a_rebuild(office, number):
    assert list_cases(office, Filter(text="土地"))
    with office.store.write() as session:
        Vault(session, office.keys, "request:1").destroy(office.now())
    keeping.rebuild(office)
    assert list_cases(office, Filter(text="土地")) == []
    assert [row["number"] for row in list_cases(office, Filter())] == [number]


def test_a_sound_database_says_its_revision_and_an_open_one_is_refused(office):
    assert keeping.check_database(office.store) == "0001"
    with office.store.write() as session:
        drop = "DROP TRIGGER journal_no_update"
        drop += "" if office.store.sqlite else " ON journal"
        drop = drop if office.store.sqlite else "ALTER TABLE journal DISABLE TRIGGER USER"
        session.execute(sa.text(drop))
    with pytest.raises(StorageError) as refused:
        keeping.check_database(office.store)
    assert refused.value.code == "store.no_trigger"
