"""A second process that reads ahead changes nothing of what an import does, whatever befalls it."""

import threading
from contextlib import suppress
from multiprocessing import Pipe

import pytest
import sqlalchemy as sa

from ledger.ledgers import codes, row, text, xlsx
from ledger.test_ugly_ledgers import come_out
from ledger.ugly import CORPUS
from workflow.app.keeping import verify
from workflow.app.ledger import ahead
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.errors import InputError, StorageError
from workflow.store.tables import DERIVED, table_of

from .conftest import CLERK

ROWS = [
    *(row(申请编号=str(n), 申请人=f"张{n}（示例）") for n in range(510)),
    row(申请编号="待", 答复日期="", 答复文号="", 办理结果="", 送达日期=""),
    row(申请编号="平", 受理渠道="平信", 收到日期="2020-05-13", 办理结果="A23", 送达日期=""),
]


@pytest.fixture
def two(monkeypatch):
    """Two processors, and every ledger is large."""
    monkeypatch.setattr(ahead, "LARGE", 0)
    monkeypatch.setattr(ahead, "processors", lambda: 2)


@pytest.fixture
def threaded(two, monkeypatch):
    """The same words over the same pipe, from a thread: no process to wait for."""

    class Thread(threading.Thread):
        def terminate(self):
            pass

    def start(source, basis):
        here, there = Pipe(duplex=False)
        thread = Thread(target=ahead.work, args=(there, source, basis))
        thread.start()
        return here, thread

    monkeypatch.setattr(ahead, "_start", start)


def derived(desk):
    with desk.office.store.read() as session:
        return {
            model.__tablename__: sorted(map(repr, session.execute(sa.select(table_of(model)))))
            for model in DERIVED
        }


def test_two_processes_write_what_one_writes(empty_desks, monkeypatch):
    monkeypatch.setattr(ahead, "LARGE", 0)
    found = []
    for processors in (1, 2):
        monkeypatch.setattr(ahead, "processors", lambda count=processors: count)
        desk, folder = empty_desks()
        result = desk.take(text(folder / "a.csv", *ROWS))
        assert (result.done, result.requests.added) == (True, len(ROWS))
        assert verify(desk.office, derived=True).broken == ()
        found.append((derived(desk), result.to_json()))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", CORPUS)
def test_an_ugly_ledger_read_ahead_comes_out_as_it_must(name, threaded, local_desk, tmp_path):
    ledger = CORPUS[name]
    path = ledger.make(tmp_path)
    if ledger.error:
        with pytest.raises(InputError) as caught:
            local_desk.take(path, mapping=ledger.mapping)
        assert caught.value.code == f"ledger.{ledger.error}"
        return
    result = local_desk.take(path, mapping=ledger.mapping)
    assert sorted(codes(result)) == sorted(ledger.bad)
    assert come_out(local_desk) == ledger.good


def test_known_requests_get_what_is_new_and_numbers_that_stand_twice_are_told(
    threaded, desk, tmp_path
):
    first = desk.take(text(tmp_path / "a.csv", row(申请编号="1", 送达日期="")))
    again = desk.take(xlsx(tmp_path / "b.xlsx", row(申请编号="1"), row(申请编号="2")))
    assert (first.requests.added, again.requests.added, again.requests.changed) == (1, 1, 1)
    twice = desk.take(xlsx(tmp_path / "c.xlsx", row(申请编号="3"), row(申请编号="3")))
    assert codes(twice) == [(3, "申请编号", "number_twice")]


def test_a_file_that_breaks_off_later_is_refused_as_ever(threaded, local_desk, tmp_path):
    path = text(tmp_path / "a.csv", *ROWS)
    broken = path.read_bytes() + b'"' + b"x" * 200_000  # a cell larger than any
    path.write_bytes(broken)
    with pytest.raises(InputError) as caught:
        local_desk.take(path)
    assert caught.value.code == "ledger.broken_csv"
    assert local_desk.numbers() == set()


@pytest.fixture
def started(two, monkeypatch):
    """The processes that an import starts."""
    found = []
    start = ahead._start
    monkeypatch.setattr(ahead, "_start", lambda *said: found.append(start(*said)) or found[-1])
    return found


def test_a_reader_that_is_killed_leaves_nothing_imported(
    started, local_desk, tmp_path, monkeypatch
):
    unpacked = ahead._unpacked

    def kill(packed):
        ((connection, process),) = started
        monkeypatch.setattr(ahead, "_unpacked", unpacked)
        process.kill()
        process.join()
        with suppress(EOFError):
            while True:  # what it had sent before is lost with it
                connection.recv_bytes()
        return unpacked(packed)

    monkeypatch.setattr(ahead, "_unpacked", kill)
    path = text(tmp_path / "a.csv", *ROWS)
    with pytest.raises(StorageError) as caught:
        local_desk.take(path)
    assert caught.value.code == "ledger.reader_gone"
    assert local_desk.numbers() == set()
    assert verify(local_desk.office, derived=True).broken == ()


def test_a_reader_that_never_begins_is_not_missed(two, local_desk, tmp_path, monkeypatch):
    start = ahead._start

    def killed(source, basis):
        connection, process = start(source, basis)
        process.kill()
        return connection, process

    monkeypatch.setattr(ahead, "_start", killed)
    assert local_desk.take(text(tmp_path / "a.csv", row())).done


def test_where_no_process_can_be_started_the_writer_does_it_all(
    two, local_desk, tmp_path, monkeypatch
):
    def refuse(_):
        raise OSError

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    assert local_desk.take(text(tmp_path / "a.csv", row())).done


def test_the_reader_ends_when_the_writer_gives_up(started, local_desk, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    ledger = Ledger("liangtian", text(tmp_path / "a.csv", *ROWS))
    with pytest.raises(KeyboardInterrupt):
        import_ledger(local_desk.office, ledger, CLERK, stop)
    ((connection, process),) = started
    assert connection.closed
    assert process.exitcode is not None
    assert local_desk.numbers() == set()


def test_a_small_ledger_is_read_by_the_writer(local_desk, tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    monkeypatch.setattr(ahead, "_start", None)
    path = text(tmp_path / "a.csv", row())
    assert path.stat().st_size < ahead.LARGE
    assert local_desk.take(path).done
