"""Cases that went their ways: a realistic mix of short and long journals, by the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from benchmarks.office import AGENCY, CLERK
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register

REVIEWER, HEAD = Actor("wang", "reviewer"), Actor("zhao", "office_head")
LEADER = Actor("sun", "leader")
SUBJECTS = (
    "征收土地补偿标准",
    "低保发放名单",
    "土地承包合同",
    "校舍修缮预算",
    "水库移民安置方案",
    "环境监测数据",
)
SURNAMES = "张王李赵陈杨黄周吴徐"


@dataclass(frozen=True, slots=True)
class Act:
    """A move, so many days after the registration, by whom, on what child, with what facts."""

    after: int
    trigger: str
    by: Actor = CLERK
    child: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


SEEN = Act(1, "acknowledge")
CORRECTION = (
    SEEN,
    Act(2, "request_correction", facts={
        "items": "示例：所需信息的名称", "period": {"length": 15, "unit": "working_days"}}),
)  # fmt: skip
CONSULTED = (
    SEEN,
    Act(
        2,
        "draft",
        child="consultation:c1",
        facts={"party": "third_party", "party_name": "示例公司"},
    ),
    Act(2, "send", child="consultation:c1"),
)
EXTENDED = (
    SEEN,
    Act(9, "extend", HEAD, facts={
        "length": 20, "consented_on": 8, "grounds_text": "示例：要查旧档"}),
)  # fmt: skip
HANDED_IN = (
    SEEN,
    Act(8, "submit_answer", facts={"outcome": "A12", "search_record": "示例：检索了全部目录"}),
)
SENT = (
    *HANDED_IN,
    Act(9, "pass_secrecy_review", REVIEWER),
    Act(9, "pass_legal_review", REVIEWER),
    Act(10, "approve", LEADER),
    Act(10, "dispatch", facts={"way": "post", "carrier": "postal"}),
)
#: One way a case: half are open and at work, the others wait, are in review, or went out.
WAYS: Sequence[Sequence[Act]] = (
    (), (SEEN,), (SEEN,), CORRECTION, (*CORRECTION, Act(9, "receive_correction")), CONSULTED,
    EXTENDED, HANDED_IN, SENT, (*SENT, Act(12, "record_service", facts={"evidence": "示例：回执"})),
)  # fmt: skip


def walk_cases(office: Office, today: date, count: int) -> list[str]:
    """Register cases up to twelve days before a day and let each go its way; return the numbers."""
    return list(_walked(office, today, count))


def _walked(office: Office, today: date, count: int) -> Iterator[str]:
    for at, way in enumerate(islice(cycle(WAYS), count)):
        begun = today - timedelta(days=13 + at % 6)
        number = _register(office, begun, at)
        for act in way:
            on = begun + timedelta(days=act.after)
            advance(office, Wanted(number, act.trigger, on, _facts(act, begun), act.child), act.by)
        yield number


def _facts(act: Act, begun: date) -> dict[str, Any]:
    """Return the facts of an act; ``consented_on`` is told in days after the registration."""
    facts = dict(act.facts)
    if "consented_on" in facts:
        facts["consented_on"] = (begun + timedelta(days=facts["consented_on"])).isoformat()
    return facts


def _register(office: Office, on: date, at: int) -> str:
    facts = {
        "channel": "in_person",
        "applicant_class": "natural",
        "applicant": f"{SURNAMES[at % len(SURNAMES)]}某{at}（示例）",
        "content": f"示例村第{at}组{SUBJECTS[at % len(SUBJECTS)]}",
        "form_wanted": "纸质",
    }
    person = {
        "id_kind": "居民身份证",
        "id_number": f"64010420000101{at:04}",
        "address": "示例路1号",
    }
    return register(office, Application(AGENCY, on, facts, person), CLERK).case.number
