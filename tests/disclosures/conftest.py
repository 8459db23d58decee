"""An office with its people on both databases, its registers still empty."""

from datetime import UTC, date, datetime, time

import pytest

from workflow.adapters.clock import FixedClock
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.disclosing import Wanted, advance
from workflow.app.figure_periods import Period, read_period
from workflow.app.figures import Entering, enter, figures_of
from workflow.app.office import Actor, Office
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import install

ADMIN = Actor("root", "admin")
CLERK, REVIEWER, LEADER = Actor("li", "clerk"), Actor("wang", "reviewer"), Actor("sun", "leader")
HEAD = Actor("zhao", "office_head")
PEOPLE = {"li": ("clerk",), "wang": ("reviewer",), "zhao": ("office_head",), "sun": ("leader",)}
TODAY = date(2020, 9, 25)
YEAR = Period(2020)
#: 良田镇's website in 2020 by category, as its annual report has it: together 123.
CATEGORIES = {
    "机构职能": 2,
    "部门文件": 33,
    "政策解读": 3,
    "重点工作": 5,
    "规划计划": 2,
    "热点回应及议案建议办理": 2,
    "财政资金": 1,
    "社保医保": 1,
    "社会救助": 11,
    "扶贫工作": 59,
    "河长制工作": 2,
    "医疗卫生": 2,
}
#: The other figures of that report.
NARRATIVE = {
    "website_items": 123,
    "weibo_items": 235,
    "wechat_items": 9,
    "platform_cases_handled": 4724,
    "service_items": 2129,
    "service_completed": 2037,
    "staff_part_time": 2,
    "training_sessions": 3,
}
TOWN = {**NARRATIVE, **{f"website_categories.{name}": n for name, n in CATEGORIES.items()}}


def noon(on):
    return datetime.combine(on, time(4), UTC)


@pytest.fixture
def clock():
    return FixedClock(noon(TODAY))


@pytest.fixture
def office(store, keys, clock):
    office = Office(store=store, keys=keys, now=clock)
    install(store, keys, clock())
    card = {"region": "ningxia", "number_word": "良政公开", "short_name": "良田镇"}
    add_agency(office, NewAgency("liangtian", "良田镇人民政府（示例）", card), ADMIN)
    add_agency(office, NewAgency("shili", "示例县人民政府", {}), ADMIN)
    for name, roles in PEOPLE.items():
        add_user(office, NewUser(name, f"{name}（示例）", roles, "liangtian"), ADMIN)
    return office


class Desk:
    """Enters figures and makes steps the way a test says them."""

    def __init__(self, office):
        self.office = office

    def enter(self, period, values, source="示例统计表", actor=CLERK, agency="liangtian"):
        wanted = Entering(agency, read_period(period), values, dict.fromkeys(values, source))
        return enter(self.office, wanted, actor)

    @property
    def figures(self):
        return figures_of(self.office, "liangtian")

    def step(self, trigger, on, number=None, actor=CLERK, reason=None, **facts):
        wanted = Wanted("liangtian", trigger, on, facts, number, reason)
        return advance(self.office, wanted, actor).item

    def draft(self, on=date(2020, 9, 14), **facts):
        own = {"title": "采购公告（示例）", "attribute": "proactive", "made_on": str(on)}
        return self.step("draft", on, **own | facts)

    def publish(self, on=date(2020, 9, 16), channels=("website",), **facts):
        """Draft, review, approve and publish an item, all on one day."""
        number = self.draft(on, **facts).number
        self.step("pass_secrecy_review", on, number, REVIEWER)
        self.step("approve", on, number, LEADER)
        place = {"place_published": "政府网站", "channels": list(channels)}
        return self.step("publish", on, number, **place)


@pytest.fixture
def desk(office):
    return Desk(office)
