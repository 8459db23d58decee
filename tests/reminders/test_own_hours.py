"""Each officer's own silent hours and channels at rest; the office's hold without them."""

from datetime import datetime, time

import pytest

from reminders.conftest import ADMIN, with_rules
from workflow.app.contacts import NewContact, contacts_of, set_contact
from workflow.app.deliveries import count_deliveries, deliver, deliveries, try_again
from workflow.app.reminding import sweep
from workflow.clock import CHINA
from workflow.errors import InputError, NotFoundError


@pytest.fixture
def warned(reached, number, clock):
    """A reminder of Wednesday 2020-06-03, five working days before 06-10, waits to be sent."""
    clock.at = datetime(2020, 6, 3, 9, tzinfo=CHINA)
    set_contact(reached, NewContact("li", "mail", "li@example.invalid"), ADMIN)
    sweep(reached)
    return reached


def at(clock, hour, minute=0):
    clock.at = datetime(2020, 6, 3, hour, minute, tzinfo=CHINA)


def own_hours(office, begin, end, channel="mail"):
    hours = (time(begin), time(end))
    set_contact(office, NewContact("li", channel, "", quiet=hours), ADMIN)


def test_a_persons_own_hours_go_before_the_offices(warned, clock):
    own_hours(warned, 12, 18)  # silent from noon to six
    at(clock, 13)
    assert deliver(warned).sent == 0
    at(clock, 21)  # the office's own silence begins at eight in the evening
    assert deliver(warned).sent == 1


def test_the_same_hour_twice_is_no_silence(warned, clock):
    own_hours(warned, 0, 0)
    clock.at = datetime(2020, 6, 4, 3, tzinfo=CHINA)
    assert deliver(warned).sent == 1


def test_each_channel_has_hours_of_its_own(reached, number, channels, clock):
    set_contact(reached, NewContact("li", "wecom", "robot-示例", quiet=(time(8), time(20))), ADMIN)
    clock.at = datetime(2020, 6, 3, 9, tzinfo=CHINA)
    sweep(reached)
    deliver(reached)
    assert {one[0] for one in channels.sent} == {"mail"}
    at(clock, 21)
    deliver(reached)
    assert {one[0] for one in channels.sent} == {"mail", "wecom"}


def test_a_change_of_hours_keeps_the_address(warned):
    own_hours(warned, 12, 14)
    (shown,) = contacts_of(warned, "li")
    assert shown["address"] == "l***@example.invalid"
    assert shown["quiet"] == (time(12), time(14))


def test_a_channel_at_rest_gets_nothing_new(reached, number, clock):
    set_contact(reached, NewContact("li", "mail", "", active=False), ADMIN)
    clock.at = datetime(2020, 6, 3, 9, tzinfo=CHINA)
    sweep(reached)
    assert deliveries(reached) == []


def test_a_channel_without_any_address_is_refused(reached):
    with pytest.raises(InputError) as refused:
        set_contact(reached, NewContact("li", "feishu", " "), ADMIN)
    assert refused.value.code == "notify.address_wrong"


def test_a_delivery_says_of_which_deadline_and_threshold_it_tells(warned):
    (row,) = deliveries(warned, people=["li"])
    assert (row["clock"], str(row["due"]), row["threshold"]) == ("答复", "2020-06-10", 5)
    assert deliveries(warned, people=["zhao"]) == []
    assert count_deliveries(warned) == {"waiting": 1, "sent": 0, "given_up": 0}


def test_nobody_sends_another_persons_message_again(warned, channels, clock):
    office = with_rules(warned, working_days_only=False)
    (row,) = deliveries(office)
    with pytest.raises(NotFoundError):
        try_again(office, row["id"], people=["zhao"])
