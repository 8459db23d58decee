"""An office with its people, on both databases, under a clock that the test sets."""

from datetime import UTC, date, datetime, time

import pytest

from workflow.adapters.clock import FixedClock
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.heavy.foreground import derive_again
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install

ADMIN = Actor("root", "admin")
PEOPLE = {
    "li": ("clerk",),
    "wang": ("reviewer",),
    "zhao": ("office_head",),
    "sun": ("leader",),
}
#: Invented, as everything personal here.
PERSON = {
    "id_kind": "居民身份证",
    "id_number": "640104200001011001",
    "address": "示例路1号",
    "telephone": "13900000000",
}
NAME, CONTENT = "张三（示例）", "示例村土地征收补偿方案"


def noon(on):
    return datetime.combine(on, time(4), UTC)


def rederived(office, told=lambda _done, _of: None):
    """Have everything derived again that a change of calendar touched; return what moved."""
    return derive_again(office, ADMIN, told)


@pytest.fixture
def clock():
    return FixedClock(noon(date(2026, 11, 24)))


@pytest.fixture
def office(store, keys, clock):
    office = Office(store=store, keys=keys, now=clock)
    install(store, keys, clock())
    card = {"region": "ningxia", "number_word": "良政公开"}
    add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", card), ADMIN)
    card = {"number_word": "示政公开"}
    add_agency(office, NewAgency("shili", "示例县人民政府", card), ADMIN)  # no region of its own
    for name, roles in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", roles, "liangtian"), ADMIN)
    return office


class Clerk:
    """Does things in an office the way a test says them."""

    def __init__(self, office):
        self.office = office

    def register(self, on=date(2020, 5, 11), channel="in_person", agency="liangtian", **facts):
        person = facts.pop("person", PERSON)
        own = {"channel": channel, "applicant_class": "natural", "applicant": NAME}
        own |= {"content": CONTENT, "form_wanted": "纸质", **facts}
        application = Application(agency, on, own, person)
        return register(self.office, application, Actor("li", "clerk")).case.number

    def move(self, number, trigger, on, who="li", role=None, child=None, reason=None, **facts):
        acting = Actor(who, role or PEOPLE[who][0])
        wanted = Wanted(number, trigger, on, facts, child, reason)
        return advance(self.office, wanted, acting)

    def answer(self, number, on, outcome="A12", **facts):
        """Hand in an answer, review, approve and dispatch it, all on one day."""
        facts = facts or {"search_record": "示例：检索了档案室全部目录"}
        self.move(number, "submit_answer", on, outcome=outcome, **facts)
        self.move(number, "pass_secrecy_review", on, "wang")
        self.move(number, "pass_legal_review", on, "wang")
        self.move(number, "approve", on, "sun")
        return self.move(number, "dispatch", on, way="post", carrier="postal")


@pytest.fixture
def clerk(office):
    return Clerk(office)
