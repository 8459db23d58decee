"""An invented town (示例) on 2026-11-24, a Tuesday: a case in each state that the pages show.

Every date was counted by the calendar of 2026 (weekends; 国庆节 10-01 to 10-07, 10-10 works).
"""

from datetime import UTC, date, datetime, time
from pathlib import Path

from workflow.adapters.clock import FixedClock
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.handlers import carry_out
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register
from workflow.app.users import NewUser, add_user
from workflow.bootstrap import build
from workflow.settings import Settings

TODAY = date(2026, 11, 24)
PASSWORD = "shili-2026-mima"
ROOT = Actor("cli", "admin")
#: User → roles in the town (the keepers hold theirs in the installation).
PEOPLE = {
    "wang": ("王示例", ("clerk",)),
    "liu": ("刘示例", ("reviewer",)),
    "zheng": ("郑示例", ("office_head",)),
    "sun": ("孙示例", ("leader",)),
    "both": ("周示例", ("clerk", "reviewer")),
}
KEEPERS = {"admin": "admin", "officer": "security_officer", "auditor": "auditor"}
PERSON = {"id_kind": "居民身份证", "id_number": "000000197001011001", "telephone": "000-0000"}
IDENT = {"processing": 1, "in_review": 2, "approved": 3, "consulting": 4, "received": 5,
         "submitted": 6, "foreign": 7}  # fmt: skip
CONTENT = "2025年高标准农田建设项目中标合同及验收报告"


class Hand:
    """Moves cases on their days: the clock stands on the day of each act."""

    def __init__(self, office: Office, clock: FixedClock) -> None:
        self.office = office
        self.clock = clock

    def register(self, on, content, agency="hewan", by="wang", channel="in_person", **facts):
        self.clock.set(on)
        given = {
            "channel": channel,
            "applicant_class": "natural",
            "applicant": "张文博（示例）",
            "content": content,
            "form_wanted": "纸质",
            "way_wanted": "邮寄",
            "evidence": "示例",
            **facts,
        }
        wanted = Application(agency, on, given, PERSON, example=True)
        return register(self.office, wanted, Actor(by, "clerk")).case.chain

    def move(self, chain, trigger, on, by="wang", role="clerk", child=None, **facts):
        self.clock.set(on)
        moved = advance(self.office, Wanted(chain, trigger, on, facts, child), Actor(by, role))
        return moved.entry.child


def settle(office: Office) -> None:
    """Add the county, the town, another town, and their people."""
    add_agency(office, NewAgency("xian", "云川县人民政府（示例）", {}, example=True), ROOT)
    card = {
        "number_word": "河政公开",
        "reconsideration_body": "云川县人民政府（示例）",
        "court": "云川县人民法院（示例）",
        "address": "示例路1号",
        "telephone": "000-0000 0000",
    }
    town = NewAgency("hewan", "云川县河湾镇人民政府（示例）", card, parent="xian", example=True)
    add_agency(office, town, ROOT)
    other = NewAgency("shan", "云川县山前镇人民政府（示例）", {"number_word": "山政公开"})
    add_agency(office, other, ROOT)
    for name, (shown, roles) in PEOPLE.items():
        add_user(office, NewUser(name, shown, roles, "hewan", PASSWORD), ROOT)
    add_user(office, NewUser("far", "何示例", ("clerk",), "shan", PASSWORD), ROOT)
    add_user(office, NewUser("chief", "马示例", ("supervisor",), "xian", PASSWORD), ROOT)
    for name, role in KEEPERS.items():
        add_user(office, NewUser(name, name, (role,), "", PASSWORD), ROOT)


def live(hand: Hand) -> None:
    """Play what happened in the town up to today."""
    # received 10-30: 20 working days, all of November's Mondays to Fridays → 11-27
    processing = hand.register(date(2026, 10, 30), CONTENT)
    hand.move(processing, "acknowledge", date(2026, 11, 2))
    # received 10-27 → due 11-24, today
    review = hand.register(date(2026, 10, 27), "低保评议会议记录")
    hand.move(review, "acknowledge", date(2026, 10, 28))
    reasons = {"outcome": "A9", "grounds": ["A9"], "reasons": "会议记录属于讨论记录"}
    hand.move(review, "submit_answer", date(2026, 11, 20), **reasons)
    # received 10-23 → due 11-20, two working days ago
    approved = hand.register(date(2026, 10, 23), "2024年集体土地征收补偿安置方案")
    hand.move(approved, "acknowledge", date(2026, 10, 26))
    where = {"outcome": "A1", "access_way": "县政府网站", "access_route": "www.yunchuan.example"}
    hand.move(approved, "submit_answer", date(2026, 11, 13), **where)
    hand.move(approved, "pass_secrecy_review", date(2026, 11, 16), "liu", "reviewer")
    hand.move(approved, "pass_legal_review", date(2026, 11, 16), "zheng", "office_head")
    hand.move(approved, "approve", date(2026, 11, 17), "sun", "leader")
    # received 11-03; a letter of 11-20 to another agency isn't answered yet
    consulting = hand.register(date(2026, 11, 3), "2023—2025年小型水利维修养护资金使用明细")
    hand.move(consulting, "acknowledge", date(2026, 11, 4))
    child = hand.move(
        consulting, "draft", date(2026, 11, 19), child="consultation",
        party="third_party", party_name="云川县禾丰建设有限公司（示例）", summary="合同单价分析表",
    )  # fmt: skip
    hand.move(consulting, "send", date(2026, 11, 20), child=child)
    # received 11-13: seven working days for a correction → 11-24, today
    hand.register(date(2026, 11, 13), "关于水库的文件")
    # by e-mail, not confirmed
    hand.register(date(2026, 11, 18), "镇卫生院改造项目环境影响登记表", channel="email")
    hand.register(date(2026, 11, 10), "山前镇的文件", agency="shan", by="far")


def morning(on: date) -> datetime:
    """Return nine o'clock in China of a day."""
    return datetime.combine(on, time(1), UTC)


def found_town(folder: Path) -> None:
    """Make the data folder of the town."""
    clock = FixedClock(morning(date(2026, 10, 20)))
    office = build(Settings(data_dir=folder), clock)
    settle(office)
    live(Hand(office, clock))
    clock.at = morning(TODAY)
    done = carry_out(office)
    assert done.failed == ()
    office.store.close()
