"""What a move writes of the derived tables is what the fold of the whole case says."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from workflow.app import folding
from workflow.app.keeping import verify
from workflow.app.projecting import TABLES, differing, project, rows_of, stored_rows
from workflow.app.reading import find_case, lock_case, lock_with_head
from workflow.errors import InputError, NotFoundError
from workflow.store import journals

ON = date(2020, 5, 11)
SUIT = {"child": "litigation", "group": "direct"}
JUDGED = {"child": "litigation:l1", "decided_on": "2020-09-01", "instance": 1}
JUDGED |= {"effective": True, "result": "upheld"}


def stands(office, number):
    """Return a case's derived rows as they stand, having compared them with its fold."""
    with office.store.read() as session:
        case = find_case(office, session, number)
        stored = stored_rows(session, [case.chain])[case.chain]
        assert differing(rows_of(case), stored) == []
    return stored


@pytest.fixture
def answered(clerk):
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    clerk.answer(number, date(2020, 6, 1))
    return number


def test_each_move_of_a_case_leaves_the_rows_of_its_fold(office, clerk):
    number = clerk.register(ON)
    assert stands(office, number)["derived_case"][0]["state"] == "received"
    clerk.move(number, "acknowledge", ON)
    assert stands(office, number)["derived_case"][0]["state"] == "processing"
    clerk.answer(number, date(2020, 6, 1))
    stood = stands(office, number)
    assert stood["derived_case"][0]["outcome"] == "A12"
    assert stood["derived_appeal"] == []
    assert verify(office, derived=True).broken == ()


def test_an_appeal_and_what_becomes_of_it_get_their_rows(office, clerk, answered):
    clerk.move(answered, "receive_copy", date(2020, 7, 1), **SUIT)
    (row,) = stands(office, answered)["derived_appeal"]
    assert (row["child"], row["result"]) == ("litigation:l1", None)
    clerk.move(answered, "record_judgment", date(2020, 9, 8), **JUDGED)
    (row,) = stands(office, answered)["derived_appeal"]
    assert row["decided_on"] == date(2020, 9, 1)


def test_a_move_replaces_what_is_wrong_in_the_row_of_its_case(office, clerk):
    number = clerk.register(ON)
    with office.store.write() as session:
        session.execute(sa.update(TABLES[0]).values(state="closed", outcome="A1", open=False))
    clerk.move(number, "acknowledge", ON)
    assert stands(office, number)["derived_case"][0]["outcome"] is None


def test_rows_that_stand_are_replaced_whole(office, clerk, answered):
    clerk.move(answered, "receive_copy", date(2020, 7, 1), **SUIT)
    before = stands(office, answered)
    with office.store.write() as session:
        project(session, find_case(office, session, answered))
    assert stands(office, answered) == before


def test_a_case_is_locked_with_the_head_of_its_chain(office, clerk):
    number = clerk.register(ON)
    with office.store.write() as session:
        case, head = lock_with_head(office, session, number)
        assert head == journals.lock(session, case.chain)
        assert head.count == case.version == 1
        again = lock_case(office, session, case.chain, "liangtian")
        assert (again.entries, again.deadlines) == (case.entries, case.deadlines)
        with pytest.raises(NotFoundError):
            lock_case(office, session, number, "shili")
        with pytest.raises(NotFoundError):
            lock_case(office, session, "request:99")


def test_a_number_that_two_agencies_have_must_be_told_with_one_of_them(office, clerk):
    numbers = {clerk.register(ON), clerk.register(ON, agency="shili")}
    with office.store.write() as session:
        session.execute(sa.update(TABLES[0]).values(number="示例1号"))
        with pytest.raises(InputError, match="liangtian"):
            lock_case(office, session, "示例1号")
        found = {
            code: lock_case(office, session, "示例1号", code).number
            for code in ("liangtian", "shili")
        }
    assert set(found.values()) == numbers


def test_a_move_is_few_statements_however_many_rows_it_writes(office, clerk):
    """Each is a wait for PostgreSQL but those sent together: journal, head, outbox, derived."""
    number = clerk.register(ON)
    said = []
    event.listen(
        office.store.engine, "before_cursor_execute", lambda *told: said.append(told[2].split()[0])
    )
    clerk.move(number, "acknowledge", ON)
    first_write = next(at for at, word in enumerate(said) if word in {"INSERT", "UPDATE"})
    assert said[0] == "BEGIN"
    assert said[1:first_write].count("SELECT") == first_write - 1 <= 5
    assert "SELECT" not in said[first_write:]


def test_deadlines_are_taken_over_only_where_nothing_of_law_happened_since(
    office, clerk, clock, monkeypatch
):
    derived = []
    real = folding.deadlines_on
    monkeypatch.setattr(
        folding, "deadlines_on", lambda events, *rest: derived.append(events) or real(events, *rest)
    )
    number = clerk.register(ON)
    derived.clear()
    clerk.move(number, "acknowledge", ON)  # no event of law
    assert len(derived) == 2  # as of today before it, and as of the move's own day
    derived.clear()
    clerk.move(number, "extend", date(2020, 6, 1), "zhao", length=5, consented_on="2020-06-01")
    before, after = derived[0], derived[-1]
    assert len(after) == len(before) + 1
    stands(office, number)


def test_a_case_folded_behind_another_is_the_case_folded_from_all_its_entries(office, answered):
    with office.store.read() as session:
        whole = find_case(office, session, answered)
        rules, entries = whole.rules, whole.entries
    for count in range(1, len(entries)):
        before = folding.fold(whole.chain, entries[:count], rules, office.today)
        for as_of in (office.today, date(2020, 6, 30)):
            alone = folding.fold(whole.chain, entries[: count + 1], rules, as_of)
            behind = folding.fold(whole.chain, entries[: count + 1], rules, as_of, before)
            assert behind == alone
