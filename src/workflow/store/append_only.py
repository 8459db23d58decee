"""Tables that only grow: the database itself refuses to change or remove a row."""

import sqlalchemy as sa

_SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
--
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
--
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRESQL = """
CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
--
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
--
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()
"""

_DEFINED = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    " AND tgrelid = CAST(:table AS regclass)",
}
_EXPECTED = {"sqlite": 3, "postgresql": 2}


def make_append_only(connection: sa.Connection, table: str, key: tuple[str, ...]) -> None:
    """Make the database refuse UPDATE and DELETE of a table whose primary key is ``key``.

    SQLite's ``INSERT OR REPLACE`` deletes without firing a trigger, hence the third one there;
    PostgreSQL's TRUNCATE likewise has its own.
    """
    script = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[connection.dialect.name]
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    for statement in script.format(table=table, same=same).split("--"):
        connection.exec_driver_sql(statement)


def is_append_only(connection: sa.Connection, table: str) -> bool:
    """Tell whether the triggers are all there and enabled."""
    dialect = connection.dialect.name
    found = connection.execute(sa.text(_DEFINED[dialect]), {"table": table}).scalar_one()
    return int(found) == _EXPECTED[dialect]
