"""Invented requests for the notices: every name is an example, every step a real entry."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from workflow.calendars import load
from workflow.core.casefile import AgencyCard, Applicant, CaseFile
from workflow.core.clocks import derive
from workflow.core.eventing import events
from workflow.core.journal import Entry
from workflow.core.procedure import Child
from workflow.statutes import registry
from workflow.statutes.laws import LAWS
from workflow.statutes.settings import effective

AGENCY = AgencyCard(
    code="shili",
    name="示例市示例区示例镇人民政府",
    short_name="示例镇",
    number_word="示政公开",
    address="示例市示例区示例镇示例路1号",
    postcode="000000",
    telephone="000-0000000",
    office_name="党政综合办公室",
    reconsideration_body="示例市示例区人民政府",
    court="示例市示例区人民法院",
)
PERSON = Applicant("natural", "马某某（示例）", address="示例市示例区示例村1号")
COMPANY = Applicant("enterprise", "示例科技有限公司")
CONTENT = "兴源村2015年土地整治项目实施方案"
SEARCH = {
    "persons": ["档案室", "农业综合服务中心", "财政所"],
    "period": {"from": "2020-05-12", "to": "2020-06-24"},
    "keywords": ["兴源村", "土地整治", "实施方案"],
    "places": "本机关电子公文系统、2014年至2016年的文书档案和项目档案",
    "asked": "当时的经办人员",
}
PEOPLE = {"li": "李某某", "zhao": "赵某某", "sun": "孙某某", "zhou": "周某某", "wu": "吴某某"}

#: What each outcome demands, as an officer would write it; texts are kept beside the journal.
ANSWERS: dict[str, dict[str, Any]] = {
    "A1": {"access_way": "登录示例区人民政府网站查阅", "access_route": "“政府信息公开”栏目“规划计划”"},
    "A2": {"information": "该项目建设规模45.6公顷，总投资312万元。\n项目于2015年11月开工，2016年6月完工"},
    "A3": {
        "published_part": "该方案第一章至第四章，见附件。",
        "grounds": ["A8", "A7"],
        "reasons": "第五章为本机关内部工作流程，附表载有村民的身份信息和银行账号",
        "attachments": "土地整治项目实施方案（节选）",
    },
    "A4": {"reasons": "该文件密级为秘密，仍在保密期限内"},
    "A5": {"reasons": "《中华人民共和国统计法》禁止对外提供能够识别单个调查对象身份的资料"},
    "A6": {"reasons": "该方案载有供水设施的安全防护布置"},
    "A7": {"reasons": "该合同技术方案属于中标单位的商业秘密，中标单位不同意公开且理由合理"},
    "A8": {"reasons": "该文件为本机关内部人员分工和考勤安排"},
    "A9": {"reasons": "该文件为上报审批前的征求意见稿，尚未定稿"},
    "A10": {"reasons": "该材料为行政处罚案卷中的调查询问笔录"},
    "A11": {"access_rule": "《不动产登记暂行条例》关于登记资料查询的规定", "access_route": "示例区不动产登记中心"},
    "A12": {"search_record": SEARCH},
    "A13": {
        "reasons": "该项目由区自然资源部门组织实施",
        "other_agency": "示例市示例区自然资源局",
        "other_agency_contact": "电话000-0000001",
    },
    "A14": {"reasons": "本机关没有按户统计的台账，需要逐户汇总"},
    "A15": {"reasons": "仍未写明所需信息的名称、文号或者其他特征"},
    "A16": {"reasons": "申请内容是反映征地补偿问题", "channel_advice": "示例区信访局"},
    "A17": {"earlier_answer": "示政公开〔2019〕8号-答"},
    "A18": {"reasons": "《示例区年鉴（2015）》", "access_route": "示例区图书馆"},
    "A19": {"reasons": "所述理由与申请公开的信息没有关联"},
    "A20": {"reasons": "要求在此前提供的复印件上加盖印章"},
    "A21": {},
    "A22": {},
    "A24": {"reasons": "所述文件为村民小组会议的记录，不是行政机关在履行职能过程中制作或者获取的"},
}  # fmt: skip
#: The facts that are codes: they stand in the journal itself.
PLAIN = {"outcome", "grounds", "earlier_answer"}


@dataclass
class History:
    """A request as it is entered step by step."""

    statute: str = "cn-2019"
    region: str | None = None
    agency: AgencyCard = AGENCY
    applicant: Applicant = PERSON
    channel: str = "in_person"
    content: str = CONTENT
    number: str = "示政公开〔2020〕1号"
    entries: list[Entry] = field(default_factory=list)
    texts: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def add(self, trigger, on, actor="li", role="clerk", child=None, texts=None, **facts):
        number = len(self.entries) + 1
        day = date.fromisoformat(on)
        for name, value in (texts or {}).items():
            ref = f"{name}-{number}"
            facts[name] = {"ref": ref, "digest": "示例"}
            self.texts[ref] = value
        at = datetime.combine(day, time(9), UTC)
        chain = "request:1"
        self.entries.append(Entry(chain, number, trigger, day, at, actor, role, child, facts))
        return self

    def register(self, on, **facts):
        return self.add("register", on, channel=self.channel, **facts)

    def answer(self, outcome, on, **more):
        facts = ANSWERS[outcome] | more
        plain = {name: value for name, value in facts.items() if name in PLAIN}
        texts = {name: value for name, value in facts.items() if name not in PLAIN}
        return self.add("submit_answer", on, texts=texts, outcome=outcome, **plain)

    def case(self, as_of="2020-07-31", state="processing") -> CaseFile:
        """Return the case as it stands on a day, its deadlines derived as the product does."""
        on = date.fromisoformat(as_of)
        procedures = registry.get(self.statute).procedures
        calendar = load(self.region, as_of=on)
        settings = effective(self.settings)
        happened = events(procedures, self.entries)
        derived = derive(happened, LAWS, calendar, on, settings, self.statute)
        return CaseFile(
            agency=self.agency,
            number=self.number,
            statute=self.statute,
            state=state,
            channel=self.channel,
            applicant=self.applicant,
            content=self.content,
            submitted_on=self.entries[0].on,
            entries=tuple(self.entries),
            children=tuple(self._children()),
            deadlines=derived,
            texts=self.texts,
            people=PEOPLE,
            settings=settings,
        )

    def _children(self):
        names = dict.fromkeys(entry.child for entry in self.entries if entry.child)
        for name in names:
            kind, _, ident = name.partition(":")
            own = tuple(entry for entry in self.entries if entry.child == name)
            yield Child(kind, ident, "sent", own)


def liangtian() -> History:
    """The demo's course: received in Ningxia, acknowledged, extended by 20 working days, A12."""
    agency = replace(AGENCY, region="ningxia")
    return (
        History(region="ningxia", agency=agency)
        .register("2020-05-11")
        .add("acknowledge", "2020-05-12")
        .add("propose_extension", "2020-06-05", length=20, texts={"grounds_text": "查找、核对相关档案需要时间"})
        .add(
            "extend",
            "2020-06-08",
            actor="zhou",
            role="office_head",
            length=20,
            consented_on="2020-06-05",
            texts={"grounds_text": "查找、核对相关档案需要时间。"},
        )
        .answer("A12", "2020-06-24")
        .add("pass_secrecy_review", "2020-06-24", actor="zhao", role="reviewer")
        .add(
            "pass_legal_review",
            "2020-06-28",
            actor="sun",
            role="reviewer",
            texts={"opinion": "事实清楚，适用依据正确，救济途径告知完整"},
        )
    )  # fmt: skip
