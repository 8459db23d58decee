"""An office of an invented town, on both databases, that takes ledgers."""

import shutil
from datetime import UTC, date, datetime, time

import pytest

from workflow.adapters.clock import FixedClock
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.listing import Filter, list_cases
from workflow.app.office import Actor, Office
from workflow.app.reading import find_case
from workflow.app.texts import in_clear
from workflow.bootstrap import install
from workflow.store.engine import Store

CLERK = Actor("li", "clerk")
TODAY = date(2026, 11, 24)


def make_office(store, keys):
    clock = FixedClock(datetime.combine(TODAY, time(4), UTC))
    office = Office(store=store, keys=keys, now=clock)
    install(store, keys, clock())
    new = NewAgency("liangtian", "良田镇人民政府（示例）", {"number_word": "良政公开"})
    add_agency(office, new, Actor("root", "admin"))
    return office


@pytest.fixture
def office(store, keys):
    return make_office(store, keys)


class Desk:
    """Imports ledgers into an office and looks at what came of it."""

    def __init__(self, office):
        self.office = office

    def take(self, path, **more):
        return import_ledger(self.office, Ledger("liangtian", path, **more), CLERK)

    def case(self, number):
        with self.office.store.read() as session:
            return find_case(self.office, session, number)

    def clear(self, number):
        with self.office.store.read() as session:
            case = find_case(self.office, session, number)
            return in_clear(self.office, session, case.holding)

    def numbers(self):
        return {found["number"] for found in list_cases(self.office, Filter("liangtian"))}


@pytest.fixture
def desk(office):
    return Desk(office)


@pytest.fixture
def local_desk(tmp_path, ready_sqlite, keys):
    """A desk on SQLite alone, for what has nothing to do with the database."""
    shutil.copy(ready_sqlite, tmp_path / "workflow.db")
    store = Store(f"sqlite:///{tmp_path}/workflow.db")
    yield Desk(make_office(store, keys))
    store.close()


@pytest.fixture
def empty_desks(tmp_path, ready_sqlite, keys):
    """Gives a new desk (on SQLite) and its folder each time it is called."""
    stores = []

    def make():
        folder = tmp_path / str(len(stores))
        folder.mkdir()
        shutil.copy(ready_sqlite, folder / "workflow.db")
        stores.append(Store(f"sqlite:///{folder}/workflow.db"))
        return Desk(make_office(stores[-1], keys)), folder

    yield make
    for store in stores:
        store.close()
