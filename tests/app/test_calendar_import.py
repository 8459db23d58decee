"""An official list: what it would move, accepted once, every case derived again, resumable.

The list of 2027 is the invented one of ``calendars.example_lists``; unlike the likeliest days it
works on Saturday 30 January 2027 and frees 5 and 8 to 12 February.
"""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from calendars.example_lists import HEADING, as_csv, as_json
from workflow.app import keeping
from workflow.app.agencies import change_agency, get_agency
from workflow.app.calendar_drafts import draft_of
from workflow.app.calendars import Arrival, accept, closures_of, rules_of
from workflow.app.filing import DOCUMENT
from workflow.app.heavy import rederive as heavy
from workflow.app.heavy.rederive import PAUSE, order_what_is_stale
from workflow.app.inbox import inbox
from workflow.app.listing import Filter, list_cases
from workflow.app.office import Actor
from workflow.app.reading import find_case
from workflow.app.rederiving import stale
from workflow.app.showing import entry_json
from workflow.app.working import work
from workflow.calendars import Closure
from workflow.calendars.imports import Heading
from workflow.calendars.lists import parse_list
from workflow.errors import ConflictError, InputError, NotFoundError, StorageError
from workflow.store import journals
from workflow.store.vaults import Vault

from .conftest import rederived

ADMIN = Actor("root", "admin")
AS_OF = date(2026, 12, 15)


def read(text, name="2027.csv"):
    return parse_list(text, name)


@pytest.fixture
def december(clock):
    clock.set(date(2026, 12, 14))
    return clock


@pytest.fixture
def numbers(december, clerk):
    """One extended into February, two that end in January."""
    found = [clerk.register(date(2026, 12, 14), agency="liangtian")]
    found += [clerk.register(date(2026, 12, 14), agency="shili") for _ in range(2)]
    clerk.move(found[0], "extend", date(2026, 12, 14), "zhao", length=20, consented_on="2026-12-14")
    december.set(AS_OF)
    return found


def draft(office, region=None):
    return draft_of(office, read(as_csv()), HEADING, region, AS_OF)


def is_reply(move):
    return move.shift.clock == "reply"


def reply(office, number):
    with office.store.read() as session:
        return find_case(office, session, number).deadlines.clock("reply")


def entries(office, number):
    with office.store.read() as session:
        return find_case(office, session, number).entries


def test_a_draft_says_each_day_and_each_case_that_moves(office, numbers):
    found = draft(office)
    moves = {one.move.number: one.move.shift for one in found.foreseen if is_reply(one.move)}
    move = moves[numbers[0]]
    assert move.before == reply(office, numbers[0]).due
    assert move.after != move.before
    assert not move.overdue
    lines = list(found.lines())
    assert lines[0].startswith("2027年1月1日（周五） 元旦：")
    assert any(line.startswith(f"{numbers[0]} 答复：") for line in lines)
    assert lines[-1] == f"将改动 {len(found.foreseen)} 个期限，其中 0 个改后逾期。"
    document = found.to_json()
    assert len(document["days"]) == 32
    assert document["moves"][0].keys() == {
        "number", "agency", "clock", "id", "from", "to", "overdue", "letters",
    }  # fmt: skip


def test_what_was_foreseen_is_what_moves_and_stands_in_the_journal(office, numbers):
    found = draft(office)
    accept(office, found.arrival, ADMIN)
    moved = rederived(office)
    foreseen = json.loads(json.dumps([one.move.to_json() for one in found.foreseen], default=str))
    assert sorted(moved, key=str) == sorted(foreseen, key=str)
    last = entries(office, numbers[0])[-1]
    assert (last.trigger, last.role, last.via) == ("recalculate", "admin", "calendar")
    assert last.facts["notice"] == HEADING.number
    reply_move = next(one for one in last.facts["moves"] if one["clock"] == "reply")
    assert reply_move["to"] == reply(office, numbers[0]).due.isoformat()
    assert entry_json(last)["label"] == "因日历变动重新推算"
    assert keeping.verify(office, derived=True).broken == ()


def test_a_recalculation_is_no_step_of_the_case(office, numbers, clerk):
    before = next(one for one in list_cases(office, Filter()) if one["number"] == numbers[0])
    accept(office, draft(office).arrival, ADMIN)
    rederived(office)
    after = next(one for one in list_cases(office, Filter()) if one["number"] == numbers[0])
    assert (after["state"], after["handler"]) == (before["state"], before["handler"])
    clerk.answer(numbers[0], AS_OF)
    assert reply(office, numbers[0]).state == "met"


def test_the_handler_is_told_once_for_each_date(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    moved = rederived(office)
    assert rederived(office) == []
    said = [one["message"] for one in inbox(office, "li") if one["code"] == "inbox.moved"]
    assert len(said) == len(moved)
    assert any(text.startswith(f"{numbers[0]} 答复从 ") for text in said)


def test_a_pass_that_was_cut_short_goes_on_where_it_stopped(office, numbers, monkeypatch):
    monkeypatch.setattr(heavy, "AT_ONCE", 1)

    class KilledError(BaseException):
        pass

    def killed(done, _of):
        if done == 1:
            raise KilledError

    accept(office, draft(office).arrival, ADMIN)
    assert len(stale(office)) == 3
    with pytest.raises(KilledError):
        rederived(office, killed)
    assert len(stale(office)) == 2
    assert draft(office).known  # imported again it is known: only the pass goes on
    rederived(office)
    assert stale(office) == []
    for number in numbers:
        journalled = [one for one in entries(office, number) if one.trigger == "recalculate"]
        assert len(journalled) <= 1
    assert keeping.verify(office, derived=True).broken == ()


def test_the_pass_tells_how_far_it_is(office, numbers, monkeypatch):
    monkeypatch.setattr(heavy, "AT_ONCE", 1)
    accept(office, draft(office).arrival, ADMIN)
    heard = []
    rederived(office, lambda done, of: heard.append((done, of)))
    assert [*dict.fromkeys(heard)] == [(0, 0), (0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_date_that_falls_before_today_is_overdue_and_the_head_hears_of_it(office, clerk, clock):
    clock.set(date(2026, 11, 3))
    number = clerk.register(date(2026, 11, 3))
    due = reply(office, number).due
    clock.set(due)
    # 示例: a change in mid-year that makes a Saturday work moves the date a day earlier
    saturday = date(2026, 11, 28)
    heading = Heading(2026, "示例〔2026〕9号", due, due, "示例", yearly=False)
    listed = read(f"日期,类型,名称\n{saturday},班,示例\n", "change.csv")
    found = draft_of(office, listed, heading, None, due)
    move = next(one.move.shift for one in found.foreseen if is_reply(one.move))
    assert (move.overdue, move.after < due) == (True, True)
    assert "改后已经逾期" in "\n".join(found.lines())
    accept(office, found.arrival, ADMIN)
    rederived(office)
    for person in ("li", "zhao"):
        assert any(one["code"] == "inbox.moved" for one in inbox(office, person))


def test_a_notice_already_sent_that_names_the_old_date_is_pointed_out(office, numbers):
    due = reply(office, numbers[0]).due
    seal = "示例文书"
    written = json.dumps({"due": f"{due.year}年{due.month}月{due.day}日"}, ensure_ascii=False)
    keep_document(office, numbers[0], seal, written)
    keep_document(office, numbers[1], "另一件", json.dumps({"due": "2020年1月1日"}))
    found = draft(office)
    letters = {one.move.number: one.letters for one in found.foreseen if is_reply(one.move)}
    assert letters[numbers[0]] == (seal,)
    assert letters.get(numbers[1], ()) == ()
    assert f"　已发出的 {seal} 写的是" in "\n".join(found.lines())


def keep_document(office, number, name, data):
    with office.store.write() as session:
        chain = find_case(office, session, number).chain
        vault = Vault(session, office.keys, chain)
        sealed = vault.seal("document|data", "2.N04.", data.encode())
        session.execute(
            sa.insert(DOCUMENT).values(
                chain=chain, entry=2, notice="N04", key="N04", child="", number=name,
                status="issued", template="N04", template_digest="", data=sealed, content=b"",
                digest="", made_at=office.now(), issued_on=AS_OF,
            )
        )  # fmt: skip


def test_a_case_whose_key_was_destroyed_is_derived_again_too(office, numbers):
    keep_document(office, numbers[0], "示例文书", "{}")
    with office.store.write() as session:
        chain = find_case(office, session, numbers[0]).chain
        Vault(session, office.keys, chain).destroy(office.now())
    found = draft(office)
    assert all(one.letters == () for one in found.foreseen)
    accept(office, found.arrival, ADMIN)
    assert rederived(office)


def test_a_region_s_year_moves_only_its_own_agencies(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    rederived(office)
    heading = Heading(2027, "宁政办发〔2026〕示例号", AS_OF, AS_OF, "示例")
    day = date(2027, 1, 4)
    listed = read(f"日期,类型,名称\n{day},休,示例节\n", "ningxia.csv")
    found = draft_of(office, listed, heading, "ningxia", AS_OF)
    assert [one.on for one in found.days] == [day]
    assert {one.move.agency for one in found.foreseen} == {"liangtian"}
    accept(office, found.arrival, ADMIN)
    rederived(office)
    assert not any(
        warning.code == "calendar.region_year_unknown" and warning.values["year"] == 2027
        for warning in reply(office, numbers[0]).warnings
    )


def test_in_safe_mode_a_region_s_days_count_as_the_nation_s_do(office):
    with office.store.read() as session:
        row = get_agency(session, "liangtian")
        on = rules_of(session, row).calendar_on(AS_OF)
    assert not on.day(date(2020, 5, 25)).works  # 开斋节
    change_agency(office, "liangtian", {"settings": {"regional_calendar": "off"}}, ADMIN)
    with office.store.read() as session:
        safe = rules_of(session, get_agency(session, "liangtian")).calendar_on(AS_OF)
    assert safe.day(date(2020, 5, 25)).works


def test_a_closure_moves_the_agency_s_own_cases_and_is_known_from_then_on(office, numbers):
    before = reply(office, numbers[1]).due
    closure = Closure(date(2026, 12, 18), "示例决定")
    accept(office, Arrival("shili", closure, AS_OF), ADMIN)
    moved = rederived(office)
    assert {move["agency"] for move in moved} == {"shili"}
    assert reply(office, numbers[1]).due > before
    row = next(one for one in reply(office, numbers[1]).proof if one.on == closure.on)
    assert (row.counted, row.why, row.source) == (False, "closure", "示例决定")
    with office.store.read() as session:
        shili = get_agency(session, "shili")
        assert closures_of(session, shili) == (closure,)
        assert rules_of(session, shili).calendar_on(date(2026, 12, 14)).day(closure.on).works
        entry = journals.read_chain(session, "agency:shili")[-1]
    assert (entry.trigger, entry.facts["day"]) == ("add_closure", "2026-12-18")
    with pytest.raises(ConflictError):
        accept(office, Arrival("shili", closure, AS_OF), ADMIN)


def test_a_closure_of_an_agency_nobody_knows_is_refused(office):
    with pytest.raises(NotFoundError):
        accept(office, Arrival("nobody", Closure(AS_OF, "示例"), AS_OF), ADMIN)


def test_a_region_nobody_knows_is_refused(office):
    with pytest.raises(InputError) as caught:
        draft(office, region="tibet")
    assert caught.value.code == "calendar.region_unknown"


def test_the_same_list_in_json_is_the_same_notice(office):
    listed = read(json.dumps(as_json()), "2027.json")
    again = draft_of(office, listed, HEADING, None, AS_OF)
    assert again.arrival.digest == draft(office).arrival.digest


def test_what_an_acceptance_that_was_stopped_left_stale_the_worker_derives(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    assert len(stale(office)) == len(numbers)
    work(office)
    assert (stale(office), order_what_is_stale(office)) == ([], None)
    assert keeping.verify(office, derived=True).broken == ()


def test_a_derivation_is_ordered_once_however_often_the_worker_passes(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    first = order_what_is_stale(office)
    assert first is not None
    assert order_what_is_stale(office) is None


def test_a_case_that_cannot_be_derived_is_tried_again_after_an_hour(
    office, numbers, december, monkeypatch
):
    def fail(*_):
        raise StorageError("store.failed", what="示例")

    accept(office, draft(office).arrival, ADMIN)
    monkeypatch.setattr("workflow.app.heavy.rederive.rederive_within", fail)
    work(office)
    assert order_what_is_stale(office) is None
    monkeypatch.undo()
    december.at += PAUSE
    work(office)
    assert stale(office) == []


def test_several_cases_share_a_transaction_and_all_is_as_if_one_by_one(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    moved = rederived(office)  # all three in one
    assert stale(office) == []
    assert keeping.verify(office, derived=True).broken == ()
    told = [one for one in inbox(office, "li") if one["code"] == "inbox.moved"]
    assert len(told) == len(moved) > 0


def test_a_case_whose_head_was_changed_stops_the_derivation_of_its_fellows(office, numbers):
    accept(office, draft(office).arrival, ADMIN)
    with office.store.write() as session:
        heads = journals.HEAD
        session.execute(heads.update().where(heads.c.chain == "request:1").values(mac="00"))
    with pytest.raises(StorageError, match=r"trust\.in_use"):
        rederived(office)
    assert len(stale(office)) == 3
