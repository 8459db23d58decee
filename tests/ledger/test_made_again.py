"""What an import derived is made again from the journal, some cases at a time."""

import pytest
import sqlalchemy as sa

from ledger.ledgers import row, xlsx
from workflow.app import keeping
from workflow.app.ledger.repeats import repeats
from workflow.app.reading import all_cases, portions
from workflow.errors import NotFoundError
from workflow.store.journals import HEAD
from workflow.store.prepared import insert_into
from workflow.store.tables import DERIVED, table_of


@pytest.fixture
def five(desk, tmp_path, monkeypatch):
    """Five requests, of which two are read at once."""
    monkeypatch.setattr("workflow.app.reading.AT_ONCE", 2)
    rows = [row(申请编号=str(n), 申请人=f"张{n}（示例）") for n in range(4)]
    desk.take(xlsx(tmp_path / "a.xlsx", *rows, row(申请编号="4", 申请人="张0（示例）")))
    return desk.office


def derived(office):
    with office.store.read() as session:
        return {
            model.__tablename__: sorted(map(repr, session.execute(sa.select(table_of(model)))))
            for model in DERIVED
        }


def test_the_tables_are_the_ones_that_the_import_wrote(five):
    before, alike = derived(five), repeats(five, "liangtian")
    assert keeping.rebuild(five) == 5
    assert derived(five) == before
    assert keeping.verify(five, derived=True).broken == ()
    assert repeats(five, "liangtian") == alike != []


def test_every_case_is_read_once_in_the_order_of_the_chains(five):
    with five.store.read() as session:
        assert [len(some) for some in portions(five, session)] == [2, 2, 1]
        assert [case.number for case in all_cases(five, session)] == ["0", "1", "2", "3", "4"]


def test_a_head_without_entries_is_named(five):
    with five.store.write() as session:
        insert_into(HEAD).rows(session, [("request:99", 1, "0", "0")])
        with pytest.raises(NotFoundError, match="request:99"):
            list(all_cases(five, session))
