"""Heavy work: resumable, with its progress; after a calendar change people hear what moved."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

import leases
from app.conftest import clerk, clock, office  # noqa: F401
from ledger.ledgers import row, xlsx
from workflow.app import running
from workflow.app.heavy import ledger as heavy_ledger
from workflow.app.heavy import rederive
from workflow.app.inbox import inbox
from workflow.app.ledger import importing
from workflow.app.office import Actor
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.tasks import XLSX, Order, TaskFile, progress, start, tasks
from workflow.app.working import do_heavy_work, work
from workflow.errors import StorageError
from workflow.store.engine import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path, ready_sqlite):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").new_database()
    (tmp_path / "workflow.db").write_bytes(ready_sqlite.read_bytes())
    return f"sqlite:///{tmp_path}/workflow.db"


def begin(office):  # noqa: F811
    return start(office, Order("rederive"), Actor("guan", "admin"))


@pytest.fixture
def many(office, clerk, clock):  # noqa: F811
    clock.set(date(2020, 5, 11))
    return [clerk.register(date(2020, 5, 11)) for _ in range(5)]


def spoil(office):  # noqa: F811
    """Write a wrong date into every case, as if an old calendar had said so."""
    with office.store.write() as session:
        session.execute(
            sa.update(DEADLINE).where(DEADLINE.c.clock == "reply").values(
                due=date(2020, 6, 11), warn_on=date(2020, 6, 11)
            )
        )  # fmt: skip
        session.execute(sa.update(CASE).values(calendar="an old one"))


def dues(office):  # noqa: F811
    with office.store.read() as session:
        found = sa.select(DEADLINE.c.due).where(DEADLINE.c.clock == "reply")
        return set(session.execute(found).scalars())


def test_a_task_shows_its_progress_and_tells_what_moved(office, many):  # noqa: F811
    spoil(office)
    ident = begin(office)
    assert [(one.done, one.total) for one in tasks(office)] == [(0, None)]
    assert do_heavy_work(office) == 1
    (task,) = tasks(office)
    assert (task.id, task.done, task.total, task.failure) == (ident, 5, 5, None)
    assert task.state == "finished"
    assert dues(office) == {date(2020, 6, 10)}
    said = [one["message"] for one in inbox(office, "li")]
    moved = "答复从 2020年6月11日（周四） 改为 2020年6月10日（周三）：日历变了。"
    assert sorted(said) == sorted(f"{number} {moved}" for number in many)


def test_a_killed_task_resumes_behind_the_last_step(office, many, monkeypatch):  # noqa: F811
    monkeypatch.setattr(rederive, "AT_ONCE", 2)
    spoil(office)
    begin(office)
    seen = []
    whole = rederive.rederive_within

    def killed(office, session, chains, actor):
        if len(seen) == 1:
            raise KeyboardInterrupt
        seen.append(chains)
        return whole(office, session, chains, actor)

    monkeypatch.setattr(rederive, "rederive_within", killed)
    with pytest.raises(KeyboardInterrupt):
        do_heavy_work(office)
    assert [(one.done, one.total) for one in tasks(office)] == [(2, 5)]
    monkeypatch.setattr(rederive, "rederive_within", whole)
    assert do_heavy_work(office) == 0  # the killed one's claim still holds
    leases.run_out(office)
    assert do_heavy_work(office) == 1
    assert [(one.done, one.total) for one in tasks(office)] == [(5, 5)]


def test_nothing_stale_is_nothing_to_do(office, many):  # noqa: F811
    begin(office)
    assert do_heavy_work(office) == 1
    assert [(one.done, one.total) for one in tasks(office)] == [(0, 0)]


def test_a_task_that_fails_is_noted_and_holds_up_no_other(office, many, monkeypatch):  # noqa: F811
    def refuse(*_):
        raise StorageError("store.disk_full")

    spoil(office)
    begin(office)
    with monkeypatch.context() as broken:
        broken.setattr(rederive, "rederive_within", refuse)
        assert do_heavy_work(office) == 0
    begin(office)
    work(office)
    assert [one.failure and one.failure.code for one in tasks(office)] == [None, "store.disk_full"]
    assert dues(office) == {date(2020, 6, 10)}


@pytest.fixture
def ledger(office, clock, tmp_path, monkeypatch):  # noqa: F811
    """A ledger of three requests ordered; ``importing`` tells of each request as it is written."""
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    clock.set(date(2020, 7, 1))
    path = tmp_path / "台账.xlsx"
    xlsx(path, *(row(申请编号=f"示{number}号") for number in range(3)))
    wanted = {"mapping": {}, "dry_run": False, "skip_bad": False}
    file = TaskFile(path.name, XLSX, path.read_bytes())
    return start(office, Order("ledger", "liangtian", wanted, [file]), Actor("li", "clerk"))


def cases(office):  # noqa: F811
    with office.store.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(CASE)).scalar_one()


def test_a_ledger_in_its_one_transaction_shows_everybody_how_far_it_is(
    office,  # noqa: F811
    ledger,
    tmp_path,
    monkeypatch,
):
    other = replace(office, store=Store(office.store.url.render_as_string(hide_password=False)))
    seen, tell = [], heavy_ledger.tell_progress

    def telling(*told, **how):
        tell(*told, **how)
        seen.append((progress(other, ledger).done, cases(other)))

    monkeypatch.setattr(heavy_ledger, "tell_progress", telling)
    assert do_heavy_work(office) == 1
    done = [one for one, _ in seen]
    assert done == sorted(done)
    assert 0 < done[0] < progress(other, ledger).total
    assert {imported for _, imported in seen} == {0}  # nothing is there before all of it is
    assert (progress(other, ledger).done, cases(other)) == (progress(other, ledger).total, 3)
    assert [path.name for path in tmp_path.glob("*.task-*")] == []
    other.store.close()


def test_a_ledger_asked_to_stop_is_undone_and_begun_again_however_often(office, ledger):  # noqa: F811
    looks = itertools.count()
    # looked at before the task, before its step, and at each note of the progress
    stopped = replace(office, stopping=lambda: next(looks) >= 2)
    for _ in range(running.TRIES + 1):
        assert do_heavy_work(stopped) == 0
        assert cases(office) == 0
        assert running.waits(office)
        looks = itertools.count()
    assert do_heavy_work(office) == 1
    assert cases(office) == 3
