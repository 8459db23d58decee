"""The office of the app's tests, with channels that keep what they are given."""

from dataclasses import replace
from datetime import date

import pytest

from app.conftest import ADMIN, Clerk, clerk, clock, office  # noqa: F401
from workflow.adapters.kept_channels import KeptChannels
from workflow.app.contacts import NewContact, set_contact
from workflow.app.reminder_rules import ReminderRules

#: Received 2020-05-11 in Ningxia: the answer is due on Wednesday 2020-06-10.
RECEIVED = date(2020, 5, 11)


@pytest.fixture
def channels():
    return KeptChannels()


@pytest.fixture
def reached(office, channels):  # noqa: F811
    """The same office, reachable: Li by mail, the pages at an address."""
    office = replace(office, channels=channels, base_url="https://gongkai.invalid/")
    set_contact(office, NewContact("li", "mail", "li@example.invalid"), ADMIN)
    return office


@pytest.fixture
def number(clerk, clock):  # noqa: F811
    clock.set(RECEIVED)
    number = clerk.register(RECEIVED)
    clerk.move(number, "acknowledge", RECEIVED)
    return number


def with_rules(office, **rules):  # noqa: F811
    return replace(office, reminders=ReminderRules(**rules))
