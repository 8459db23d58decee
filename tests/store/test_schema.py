"""The schema: made once, the same by migration and by model, a newer one left alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workflow.errors import StorageError
from workflow.store import schema
from workflow.store.append_only import is_append_only
from workflow.store.engine import Store
from workflow.store.tables import METADATA


@pytest.fixture
def empty(empty_url):
    store = Store(empty_url)
    yield store
    store.close()


def test_an_empty_database_is_made_ready_at_first_use(empty):
    assert schema.revision(empty) is None
    schema.ready(empty)
    assert schema.revision(empty) == schema.CURRENT
    with empty.read() as session:
        assert is_append_only(session.connection(), "journal")
    schema.ready(empty)


def test_the_current_revision_is_the_newest_migration():
    assert schema.known_revisions()[0] == schema.CURRENT


#: SQLite finds a prefix by the key itself (``store.prefixes``).
ONLY_POSTGRESQL = {"ix_journal_head_prefix"}


def test_the_migrations_make_what_the_models_say(store):
    def meant(_item, name, *_):
        return not (store.sqlite and name in ONLY_POSTGRESQL)

    with store.engine.connect() as connection:
        options = {"compare_type": True, "include_object": meant}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_every_constraint_has_a_name(store):
    with store.engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in METADATA.tables:
            assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
            for kind in ("get_unique_constraints", "get_check_constraints", "get_foreign_keys"):
                assert all(found["name"] for found in getattr(inspector, kind)(table))


@pytest.mark.parametrize(
    ("revision", "code"), [("9999", "store.newer_schema"), ("0000", "store.newer_schema")]
)
def test_a_schema_that_this_program_does_not_know_is_left_alone(store, revision, code):
    with store.write() as session:
        session.execute(sa.text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    for refused_by in (schema.ready, schema.upgrade):
        with pytest.raises(StorageError) as refused:
            refused_by(store)
        assert refused.value.code == code
        assert revision in refused.value.message
    assert schema.revision(store) == revision


def test_a_schema_that_is_older_asks_for_the_upgrade(store, monkeypatch):
    monkeypatch.setattr(schema, "CURRENT", "0002")
    with pytest.raises(StorageError) as refused:
        schema.ready(store)
    assert refused.value.code == "store.older_schema"
    assert "workflow db upgrade" in refused.value.message


def test_an_upgrade_of_what_is_current_changes_nothing(store):
    assert schema.upgrade(store) == (schema.CURRENT, schema.CURRENT)


def test_two_that_begin_at_once_make_it_once(empty_url):
    def begin(_):
        store = Store(empty_url)
        schema.ready(store)
        store.close()
        return True

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(begin, range(3))) == [True] * 3
