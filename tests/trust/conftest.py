"""The drivers of ``scripts/trust``, and an office with a filed case on both databases."""

import sys
from datetime import date
from pathlib import Path

import pytest

DRIVERS = Path(__file__).parents[2] / "scripts" / "trust"
sys.path.insert(0, str(DRIVERS))

from acts import ADMIN, CARD, KEYS, PEOPLE, PERSON, noon  # noqa: E402

from workflow.adapters.clock import FixedClock  # noqa: E402
from workflow.app.agencies import NewAgency, add_agency  # noqa: E402
from workflow.app.moving import Wanted, advance  # noqa: E402
from workflow.app.office import Actor, Office  # noqa: E402
from workflow.app.registering import Application, register  # noqa: E402
from workflow.app.users import NewUser, add_user  # noqa: E402
from workflow.bootstrap import install  # noqa: E402

NAME, CONTENT = "张三（示例）", "示例村土地征收补偿方案"
OFFICER = Actor("qian", "security_officer")


@pytest.fixture
def clock():
    return FixedClock(noon(date(2026, 11, 24)))


@pytest.fixture
def office(store, clock):
    office = Office(store=store, keys=KEYS, now=clock)
    install(store, KEYS, clock())
    add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", CARD), ADMIN)
    for name, roles in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", roles, "liangtian"), ADMIN)
    return office


class Clerk:
    """Does things in an office the way a test says them."""

    def __init__(self, office):
        self.office = office

    def register(self, on=date(2026, 11, 20)):
        facts = {
            "channel": "in_person",
            "applicant_class": "natural",
            "applicant": NAME,
            "content": CONTENT,
        }
        made = register(
            self.office, Application("liangtian", on, facts, PERSON), Actor("li", "clerk")
        )
        return made.case.number

    def move(self, number, trigger, on=date(2026, 11, 23), **facts):
        return advance(self.office, Wanted(number, trigger, on, facts), Actor("li", "clerk"))

    def filed(self):
        """Register, withdraw and file a request."""
        number = self.register()
        self.move(number, "withdraw", statement="示例：本人声明撤回")
        self.move(number, "archive", date(2026, 11, 24))
        return number


@pytest.fixture
def clerk(office):
    return Clerk(office)
