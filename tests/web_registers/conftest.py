"""The pages of the office's registers over the town of tests/web."""

from datetime import date

import pytest

from web.conftest import app, browser, clock, folder, founded, office
from workflow.app.disclosing import Wanted, advance
from workflow.app.office import Actor

__all__ = ["app", "browser", "clock", "folder", "founded", "office"]

CLERK, REVIEWER, LEADER = Actor("wang", "clerk"), Actor("liu", "reviewer"), Actor("sun", "leader")
#: 20 working days from Friday 2026-10-30: all of November's Mondays to Fridays → 11-27.
MADE, DUE = "2026-10-30", date(2026, 11, 27)
TITLE = "2026年衔接资金分配方案（示例）"


class Register:
    """Makes steps of the town's documents the way a test says them."""

    def __init__(self, office):
        self.office = office

    def step(self, trigger, on, number=None, actor=CLERK, reason=None, **facts):
        wanted = Wanted("hewan", trigger, on, facts, number, reason)
        return advance(self.office, wanted, actor).item

    def draft(self, **facts):
        own = {"title": TITLE, "attribute": "proactive", "made_on": MADE}
        return self.step("draft", date(2026, 11, 2), **own | facts)

    def approve(self, on=date(2026, 11, 4), **facts):
        number = self.draft(**facts).slug
        self.step("pass_secrecy_review", on, number, REVIEWER)
        return self.step("approve", on, number, LEADER)

    def publish(self, on=date(2026, 11, 5), channels=("website",), **facts):
        number = self.approve(**facts).slug
        place = {"place_published": "www.hewan.example", "channels": list(channels)}
        return self.step("publish", on, number, **place)


@pytest.fixture
def register(office):
    return Register(office)
