"""A full register: ledgers imported, every case of them copied, derived rows multiplied."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.copies import Copies, originals
from benchmarks.mix import MARK, write_ledger
from benchmarks.office import ADMIN, CLERK
from scaling import say
from scaling.indexes import without_indexes
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.office import Office
from workflow.app.projecting import TABLES

#: What is multiplied without journals, until there are ten million cases.
MULTIPLIED = ("derived_case", "derived_deadline")
AGENCIES, IMPORTED = 200, 10


def code_of(at: int) -> str:
    """Return the code of an agency."""
    return f"a{at:05}"


def cases(office: Office) -> int:
    """Return how many cases the register derives."""
    with office.store.read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM derived_case")).scalar_one())


def fill(office: Office, wanted: int) -> dict[str, float]:
    """Give each agency its full journals; return the seconds that importing and copying took."""
    begun = perf_counter()
    with TemporaryDirectory() as folder:
        ledger = write_ledger(Path(folder) / "ledger.xlsx", wanted // AGENCIES, office.today)
        for at in range(IMPORTED):
            _add(office, at)
            import_ledger(office, Ledger(code_of(at), ledger), CLERK)
            say(f"{code_of(at)} imported, {perf_counter() - begun:.0f} s")
    imported = perf_counter() - begun
    _copy(office)
    return {"imported": round(imported, 1), "copied": round(perf_counter() - begun - imported, 1)}


def _add(office: Office, at: int) -> None:
    name = f"示例镇{at}人民政府（{MARK}）"
    add_agency(office, NewAgency(code_of(at), name, {"number_word": "示"}), ADMIN)


def _copy(office: Office) -> None:
    """Copy each agency that was imported to all that are to be like it."""
    copies = Copies(office)
    for source in range(IMPORTED):
        cases_there = originals(office, code_of(source))
        for at in range(IMPORTED + source, AGENCIES, IMPORTED):
            _add(office, at)
            copies.to(cases_there, code_of(at))
        say(f"{code_of(source)} copied")
    with office.store.write() as session, without_indexes(session, [one.name for one in TABLES]):
        copies.derive(session)
    _settle(office)


def multiply(office: Office, wanted: int) -> float:
    """Repeat derived rows under other chains and agencies until there are so many cases.

    Return the seconds.
    """
    begun = perf_counter()
    times = wanted // cases(office)
    with office.store.write() as session, without_indexes(session, MULTIPLIED):
        _more_agencies(session, times)
        for table in MULTIPLIED:
            changed = {"chain": "chain || '/' || n", "agency": "agency || '-' || n"}
            _repeat(session, table, changed, times)
            say(f"{table} multiplied")
    _settle(office)
    return round(perf_counter() - begun, 1)


def _more_agencies(session: Session, times: int) -> None:
    changed = {"code": "code || '-' || n", "name": "name || n"}
    _repeat(session, "agency", changed, times)


def _repeat(session: Session, table: str, changed: dict[str, str], times: int) -> None:
    known = sa.inspect(session.connection()).get_columns(table)
    names = [column["name"] for column in known]
    quoted = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    rows = f"SELECT {values} FROM {table}, generate_series(1, {times - 1}) AS n"  # noqa: S608
    session.execute(sa.text(f"INSERT INTO {table} ({quoted}) {rows}"))


def _settle(office: Office) -> None:
    """Let the planner and the sizes know what was written, and the disk have all of it."""
    with office.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(sa.text("VACUUM ANALYZE"))
        line.execute(sa.text("CHECKPOINT"))
