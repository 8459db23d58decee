"""Offices to measure on: an agency with its people, and many invented requests."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from benchmarks.mix import APPLICANTS, CHANNELS, OUTCOMES
from workflow.adapters.clock import FixedClock
from workflow.adapters.keyfile import keyring
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.office import Actor, Office
from workflow.app.projecting import CASE
from workflow.app.registering import Application, register
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install
from workflow.store import schema
from workflow.store.engine import PRAGMAS, Store

AGENCY, NAME = "shili", "示例镇人民政府（示例）"
ADMIN, CLERK = Actor("root", "admin"), Actor("li", "clerk")
PASSWORD = "示例口令-示例口令"  # noqa: S105  (of nobody)
BATCH = 10_000
_TAKES = timedelta(days=20)

Rows = list[dict[str, Any]]


@contextmanager
def office(on: date, url: str | None = None) -> Iterator[Office]:
    """Give an office on a SQLite file of its own (or on ``url``), on a day that stands still."""
    with TemporaryDirectory() as folder:
        store = Store(url or f"sqlite:///{folder}/workflow.db")
        schema.ready(store)
        clock = FixedClock(datetime.combine(on, time(4), UTC))
        keys = keyring(bytes(range(32)))
        made = Office(store=store, keys=keys, now=clock)
        install(store, keys, clock())
        card = {"region": "ningxia", "number_word": "示政公开"}
        add_agency(made, NewAgency(AGENCY, NAME, card), ADMIN)
        people = {"li": "clerk", "wang": "reviewer", "zhao": "office_head", "sun": "leader"}
        for name, role in people.items():
            password = PASSWORD if name == CLERK.name else None
            add_user(made, NewUser(name, f"{name}（示例）", (role,), AGENCY, password), ADMIN)
        yield made
        store.close()


def connect(file: Path) -> sqlite3.Connection:
    """Open a SQLite file by the driver alone, with the store's own settings of durability."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def database_of(made: Office) -> Path:
    """Return the file of the office's database."""
    return Path(str(made.store.url.database))


def register_case(made: Office, on: date) -> str:
    """Register an invented application; return the case's number."""
    facts = {
        "channel": "in_person",
        "applicant_class": "natural",
        "applicant": "张三（示例）",
        "content": "示例村土地征收补偿方案",
        "form_wanted": "纸质",
    }
    person = {"id_kind": "居民身份证", "id_number": "640104200001011001", "address": "示例路1号"}
    return register(made, Application(AGENCY, on, facts, person), CLERK).case.number


def put(made: Office, table: sa.Table, rows: Rows) -> None:
    """Write rows in a few statements."""
    with made.store.write() as session:
        for first in range(0, len(rows), BATCH):
            session.execute(sa.insert(table), rows[first : first + BATCH])


def year_of_requests(size: int, year: int) -> Rows:
    """Return the derived rows of a year: 3 % came before it, 3 % are still open at its end."""
    lots = random.Random(2019)  # noqa: S311  (the same year every time)
    picks = zip(
        _drawn(lots, APPLICANTS, size),
        _drawn(lots, CHANNELS, size),
        _drawn(lots, OUTCOMES, size),
        strict=True,
    )
    rows = []
    for at, (applicant, channel, outcome) in enumerate(picks):
        place = at % 100
        received = date(year, 1, 1) + timedelta(days=at * 7919 % 340)
        if place < 3:  # noqa: PLR2004
            received = date(year - 1, 12, 15 + at % 16)
        is_open = place >= 97  # noqa: PLR2004
        if is_open:
            received = date(year, 12, 15 + at % 16)
        decided = None if is_open else received + _TAKES
        rows.append(
            case_row(at, received)
            | {"applicant": applicant, "channel": channel, "open": is_open}
            | dict.fromkeys(("decided_on", "dispatched_on", "served_on"), decided)
            | {"outcome": None if is_open else outcome}
        )
    return rows


def case_row(at: int, received: date) -> dict[str, Any]:
    """Return the derived row of an open request."""
    return {column.name: None for column in CASE.columns} | {
        "chain": f"request:{1_000_000 + at}",
        "agency": AGENCY,
        "number": f"示政公开〔{received.year}〕{1_000_000 + at}号",
        "statute": "cn-2019",
        "state": "processing",
        "open": True,
        "channel": "web",
        "applicant": "natural",
        "handler": "li",
        "submitted_on": received,
        "received_on": received,
        "calendar": "示例",
        "as_of": received,
        "reach": received,
        "version": 1,
        "example": True,
    }


def _drawn(lots: random.Random, shares: dict[str, int], size: int) -> Sequence[str]:
    return lots.choices([*shares], [*shares.values()], k=size)
