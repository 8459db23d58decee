"""What leaves the house: each delivery once, tried again with growing pauses, given up loudly."""

import logging
import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

import leases
from app.conftest import ADMIN, CONTENT, NAME, noon
from reminders.conftest import with_rules
from workflow.app import deliveries as module
from workflow.app.contacts import NewContact, contacts_of, remove_contact, set_contact
from workflow.app.deliveries import CLAIM, DELIVERY, PAUSES, deliver, deliveries, try_again
from workflow.app.handlers import carry_out
from workflow.app.inbox import inbox, tell
from workflow.app.reminding import sweep
from workflow.app.users import NewUser, add_user
from workflow.errors import InputError, NotFoundError

WARNED = date(2020, 6, 3)


@pytest.fixture
def warned(reached, number, clock):
    clock.set(WARNED)
    sweep(reached)
    return reached


def test_a_reminder_leaves_once_with_number_and_link(warned, channels, number):
    assert deliver(warned).sent == 1
    assert deliver(warned).sent == 0
    ((channel, address, title, body),) = channels.sent
    line = f"{number} 答复还剩 5 个工作日，最迟 2020年6月10日（周三）。"
    assert (channel, address) == ("mail", "li@example.invalid")
    assert title == f"依申请公开提醒：{line}"
    assert body == f"{line}\nhttps://gongkai.invalid/cases/1"


def test_no_message_says_anything_of_the_applicant(warned, channels, number):
    deliver(warned)
    said = str(channels.sent)
    assert number in said
    assert not any(word in said for word in (NAME, CONTENT, "张三", "征收", "640104"))


def test_each_deadline_threshold_person_and_channel_is_one_row(warned, channels, clock):
    set_contact(warned, NewContact("li", "wecom", "robot-key-示例"), ADMIN)
    sweep(warned)
    for day in (5, 9, 10):
        clock.set(date(2020, 6, day))
        sweep(warned)
        sweep(warned)
    with warned.store.read() as session:
        rows = session.execute(sa.select(DELIVERY.c.about_id, DELIVERY.c.channel)).all()
    # the first was queued for mail alone; three more days for both; zhao has no channel
    assert len(rows) == len(set(rows)) == 1 + 3 * 2


def test_quiet_hours_and_days_off_hold_messages_back(warned, channels, clock):
    clock.at = noon(WARNED) + timedelta(hours=8)  # 20:00
    assert deliver(warned).sent == 0
    clock.at = noon(date(2020, 6, 6))  # Saturday
    assert deliver(warned).sent == 0
    clock.at = noon(date(2020, 6, 8))
    assert deliver(warned).sent == 1


def test_a_digest_is_one_message_a_day(reached, channels, clerk, clock, number):
    set_contact(reached, NewContact("li", "mail", "li@example.invalid", digest=True), ADMIN)
    second = clerk.register(date(2020, 5, 11))
    clock.set(WARNED)
    assert len(sweep(reached)) == 2
    assert deliver(reached).sent == 0  # noon: the next digest is tomorrow at 8:30
    clock.set(WARNED + timedelta(days=1))
    assert deliver(reached).sent == 1
    ((_, _, title, body),) = channels.sent
    assert title == "依申请公开提醒：今天 2 条"
    assert number in body
    assert second in body


def test_a_failure_is_tried_again_after_growing_pauses_and_given_up_loudly(
    warned, channels, clock, caplog
):
    office = with_rules(warned, quiet_from=with_rules(warned).reminders.quiet_until,
                        working_days_only=False)  # fmt: skip
    channels.broken.add("mail")
    tries = []
    with caplog.at_level(logging.WARNING):
        for _ in range(len(PAUSES) + 1):
            done = deliver(office)
            tries.append((done.failed, len(done.given_up)))
            assert deliver(office).failed == 0  # not before the pause is over
            if len(tries) <= len(PAUSES):
                clock.at += PAUSES[len(tries) - 1]
    assert tries == [(1, 0)] * len(PAUSES) + [(1, 1)]
    assert sorted(PAUSES) == list(PAUSES)
    (row,) = deliveries(office, state="given_up")
    assert (row["attempts"], row["failure"]) == (9, "对方没有收下")
    assert "given up" in caplog.text
    assert "li@example.invalid" not in caplog.text
    for person in ("li", "zhao"):
        assert inbox(office, person)[0]["code"] == "inbox.given_up"
    clock.at += timedelta(days=30)
    assert deliver(office).failed == 0
    channels.broken.clear()
    try_again(office, row["id"])
    assert deliver(office).sent == 1


def test_only_what_was_given_up_can_be_sent_again(warned):
    for ident in (1, 99):
        with pytest.raises(NotFoundError):
            try_again(warned, ident)


def test_a_process_killed_while_sending_loses_nothing(warned, channels, clock, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(type(channels), "send", killed)
    with pytest.raises(KeyboardInterrupt):
        deliver(warned)
    monkeypatch.undo()
    clock.at += CLAIM  # its lease runs by the database's time, not by the office's clock
    assert deliver(warned).sent == 0
    leases.run_out(warned)
    assert deliver(warned).sent == 1


def test_one_broken_channel_holds_up_no_other(warned, channels, clock):
    set_contact(warned, NewContact("li", "feishu", "key-示例"), ADMIN)
    clock.set(date(2020, 6, 5))
    sweep(warned)
    channels.broken.add("mail")
    done = deliver(warned)
    assert (done.sent, done.failed) == (1, 2)
    assert [one["state"] for one in deliveries(warned, state="sent")] == ["sent"]


def test_messages_of_the_outbox_leave_too(reached, channels, clerk, clock):
    set_contact(reached, NewContact("wang", "mail", "wang@example.invalid"), ADMIN)
    clock.set(date(2020, 5, 12))
    number = clerk.register(date(2020, 5, 12))
    clerk.move(
        number,
        "submit_answer",
        date(2020, 5, 12),
        outcome="A12",
        search_record="示例：检索了全部目录",
    )
    carry_out(reached)
    deliver(reached)
    assert f"{number} 等您办理。" in str(channels.sent)


def test_a_removed_address_gives_up_what_was_on_its_way(warned, channels):
    remove_contact(warned, "li", "mail", ADMIN)
    assert deliver(warned).sent == 0
    (row,) = deliveries(warned)
    assert (row["state"], row["failure"]) == ("given_up", "这个人的地址已经删除")
    assert channels.sent == []


def test_without_channels_the_inbox_is_all_there_is(warned):
    assert deliver(replace(warned, channels=None)).sent == 0
    assert len(inbox(warned, "li")) == 1


def test_addresses_are_encrypted_and_shown_masked(reached, database_url):
    set_contact(reached, NewContact("li", "dingtalk", "SECexample@0123456789"), ADMIN)
    shown = {one["channel"]: one["address"] for one in contacts_of(reached, "li")}
    assert shown == {"dingtalk": "SECe***", "mail": "l***@example.invalid"}
    with reached.store.read() as session:
        stored = session.execute(sa.text("SELECT address FROM contact")).scalars().all()
        journal = session.execute(sa.text("SELECT facts FROM journal")).scalars().all()
    assert not any(b"example" in bytes(one) or b"0123" in bytes(one) for one in stored)
    assert "example.invalid" not in str(journal)


@pytest.mark.parametrize(
    ("channel", "address", "code"),
    [
        ("pigeon", "li", "notify.channel_unknown"),
        ("mail", "li", "notify.address_wrong"),
        ("wecom", "  ", "notify.address_wrong"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(reached, channel, address, code):
    with pytest.raises(InputError) as refused:
        set_contact(reached, NewContact("li", channel, address), ADMIN)
    assert refused.value.code == code


def test_a_person_without_an_agency_is_reached_by_the_country_s_calendar(reached, channels, clock):
    add_user(reached, NewUser("guan", "关（示例）", ("admin",)), ADMIN)
    set_contact(reached, NewContact("guan", "mail", "guan@example.invalid"), ADMIN)
    clock.set(date(2020, 5, 25))  # a holiday in Ningxia, a working Monday elsewhere
    with reached.store.write() as session:
        tell(session, "guan", "installation", "inbox.waits", {"number": "1"}, "c/guan", clock())
        tell(session, "li", "installation", "inbox.waits", {"number": "1"}, "c/li", clock())
    deliver(reached)
    assert [address for _, address, _, _ in channels.sent] == ["guan@example.invalid"]


def test_a_letter_that_somebody_else_took_over_is_left_to_him(warned):
    (letter,) = module._claim(warned, "slow")
    leases.run_out(warned)
    (taken_over,) = module._claim(warned, "quick")
    assert not module._hold_on(warned, letter, "slow")
    assert module._hold_on(warned, taken_over, "quick")
    assert module._postpone(warned, letter, "slow") == ()
    assert module._hold_on(warned, taken_over, "quick")  # a failure of the slow one changes nothing


class Slow:
    """Channels that hold every message until they may send it, as on a loaded machine."""

    def __init__(self):
        self.sent, self.under_way, self.may_go = [], threading.Event(), threading.Event()

    def send(self, _channel, _address, title, _body):
        self.under_way.set()
        assert self.may_go.wait(10)
        self.sent.append(title)


@pytest.mark.parametrize("jump", [timedelta(minutes=6), timedelta(days=7)])
def test_a_clock_that_jumps_while_a_message_is_under_way_makes_nobody_send_it_again(
    warned, clock, jump
):
    channels = Slow()
    office = replace(warned, channels=channels)
    slow = threading.Thread(target=deliver, args=(office,))
    slow.start()
    assert channels.under_way.wait(10)  # it has looked whether the message is its own: it is
    clock.at += jump
    other = threading.Thread(target=deliver, args=(office,))
    other.start()
    other.join(0.5)
    channels.may_go.set()
    slow.join(10)
    other.join(10)
    assert len(channels.sent) == 1


def test_a_lease_is_held_on_to_before_each_message(reached, channels, clerk, clock, monkeypatch):
    for _ in range(2):
        clerk.register(date(2020, 5, 11))
    clock.set(WARNED)
    sweep(reached)
    held = []

    def looking(*_):
        with reached.store.read() as session:
            claims = sa.select(DELIVERY.c.claimed_until).order_by(DELIVERY.c.id)
            held.append(session.execute(claims).scalars().all())

    monkeypatch.setattr(type(channels), "send", looking)
    assert deliver(reached).sent == 2
    (first, second), (_, renewed) = held
    assert first > second  # claimed together, held on to one by one
    assert renewed > second


def test_asked_to_stop_it_ends_the_message_under_way_and_gives_back_the_rest(
    reached, channels, clerk, clock
):
    for _ in range(3):
        clerk.register(date(2020, 5, 11))
    clock.set(WARNED)
    sweep(reached)
    stopped = replace(reached, stopping=lambda: bool(channels.sent))
    assert deliver(stopped).sent == 1
    assert deliver(stopped).sent == 0
    assert deliver(reached).sent == 2  # at once: no lease has to run out
    assert len(channels.sent) == 3
