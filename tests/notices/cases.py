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

REASON = "查找、核对相关档案需要时间"

#: What each outcome demands, as an officer would write it; texts are kept beside the journal.
ANSWERS: dict[str, dict[str, Any]] = {
    "A1": {
        "access_way": "登录示例区人民政府网站查阅",
        "access_route": "“政府信息公开”栏目“规划计划”",
    },
    "A2": {"information": "该项目总投资312万元。\n项目于2015年11月开工，2016年6月完工"},
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
    "A11": {
        "access_rule": "《不动产登记暂行条例》关于登记资料查询的规定",
        "access_route": "示例区不动产登记中心",
    },
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
        .add("propose_extension", "2020-06-05", length=20, texts={"grounds_text": REASON})
        .add(
            "extend",
            "2020-06-08",
            actor="zhou",
            role="office_head",
            length=20,
            consented_on="2020-06-05",
            texts={"grounds_text": f"{REASON}。"},
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


CHILD = "consultation:c1"


def corrected() -> History:
    """Told on the fourth day to correct two things, corrected on 2020-05-25."""
    items = "所需政府信息的名称、文号或者便于查询的其他特征性描述；获取信息的方式、途径"
    return (
        History(applicant=COMPANY, channel="signed_mail")
        .register("2020-05-11")
        .add(
            "request_correction",
            "2020-05-15",
            received_on="2020-05-18",
            period={"length": 15, "unit": "working_days"},
            texts={"items": items},
        )
        .add("receive_correction", "2020-05-25")
    )


def lapsed_correction() -> History:
    """Never corrected: the period ends on 2020-06-01, the request lapses on 2020-06-08."""
    return (
        History()
        .register("2020-05-11")
        .add(
            "request_correction",
            "2020-05-15",
            received_on="2020-05-18",
            period={"length": 10, "unit": "working_days"},
            texts={"items": "所需政府信息的名称"},
        )
        .add("lapse", "2020-06-08", outcome="A21")
    )


def charged() -> History:
    """The 35th request of a month: a fee of 3000 yuan."""
    return (
        History(number="示政公开〔2021〕35号")
        .register("2021-05-10")
        .add(
            "notify_fee",
            "2021-05-14",
            actor="zhou",
            role="office_head",
            tariff="items",
            count=35,
            amount_fen=300000,
            received_on="2021-05-17",
            texts={"grounds_text": "同一自然月内申请数量明显超过合理范围"},
        )
    )


def lapsed_fee() -> History:
    """Never paid: the request lapses on 2021-06-16."""
    return charged().add("lapse", "2021-06-16", outcome="A22")


def reasoned() -> History:
    """Asked for reasons on 2020-05-15, given on 2020-05-28."""
    return (
        History(applicant=COMPANY)
        .register("2020-05-11")
        .add(
            "request_reasons",
            "2020-05-15",
            until="2020-05-29",
            texts={"counts": "自2020年1月1日以来已向本机关提出政府信息公开申请56件"},
        )
        .add("receive_reasons", "2020-05-28")
    )


def delayed() -> History:
    """Reasons accepted, the answer delayed to a date that the agency set."""
    return reasoned().add(
        "delay",
        "2020-05-29",
        actor="zhou",
        role="office_head",
        until="2020-07-31",
        reasonable=True,
        texts={"grounds_text": "所涉档案数量较多"},
    )


def consulted(party: str = "third_party", statute: str = "cn-2019") -> History:
    """One consultation, sent on 2020-05-15, received on 2020-05-18."""
    year = "2018" if statute == "cn-2008" else "2020"
    texts = {
        "party_name": "示例建设有限公司" if party == "third_party" else "示例市示例区农业农村局",
        "summary": "示例项目中标合同的技术方案部分",
        "grounds_text": "该合同载有技术方案和报价构成",
    }
    return (
        History(statute=statute)
        .register(f"{year}-05-11")
        .add("draft", f"{year}-05-14", child=CHILD, party=party, texts=texts)
        .add("send", f"{year}-05-15", child=CHILD)
        .add("record_receipt", f"{year}-05-18", child=CHILD)
    )


def overridden(statute: str = "cn-2019") -> History:
    """The third party refused, the leader decided for the public interest."""
    history = consulted(statute=statute)
    year = "2018" if statute == "cn-2008" else "2020"
    return history.add(
        "record_reply",
        f"{year}-05-28",
        child=CHILD,
        answer="refuse",
        texts={"reasons": "属于商业秘密"},
    ).add(
        "override",
        f"{year}-05-29",
        actor="wu",
        role="leader",
        child=CHILD,
        texts={
            "public_interest": "该项目使用财政资金，公众有权了解其价格",
            "published": "示例项目的中标价格",
        },
    )


def answered_2008(outcome: str) -> History:
    """A request of 2018 that has come to an outcome under the 2008 Regulation."""
    history = History(statute="cn-2008", number="示政公开〔2018〕1号").register("2018-05-11")
    if outcome == "A15":
        history.add("request_correction", "2018-05-15", texts={"items": "所需政府信息的名称"}).add(
            "receive_correction", "2018-05-21"
        )
    more = {"grounds": ["A7"]} if outcome == "A3" else {}
    return history.answer(outcome, "2018-05-28", **more)


def answered(outcome: str, on: str = "2020-06-05") -> History:
    """A request that has come to an outcome by the way that the outcome takes."""
    before = {"A15": corrected, "A19": reasoned, "A21": lapsed_correction, "A22": lapsed_fee}
    history = before.get(outcome, lambda: History().register("2020-05-11"))()
    return history if outcome in {"A21", "A22"} else history.answer(outcome, on)


def served() -> History:
    """Answered, sent by post and served."""
    return (
        answered("A12")
        .add("approve", "2020-06-05", actor="wu", role="leader")
        .add("dispatch", "2020-06-05", way="post", carrier="postal")
        .add("record_service", "2020-06-08", texts={"place": "示例市示例区示例村1号"})
    )


def appealed(kind: str = "reconsideration") -> History:
    """Contested before the reconsideration body or the court; the agency answers."""
    body = {"reconsideration": "body", "litigation": "court"}[kind]
    names = {"body": "示例市示例区人民政府", "court": "示例市示例区人民法院"}
    return (
        served()
        .add(
            "receive_copy",
            "2020-06-22",
            child=f"{kind}:r1",
            document_number="示例〔2020〕7号",
            texts={body: names[body]},
        )
        .add(
            "defend",
            "2020-06-29",
            child=f"{kind}:r1",
            actor="wu",
            role="leader",
            texts={"reasons": "本机关已在档案室、财政所和电子公文系统中检索。\n该信息确不存在"},
        )
    )


def amended(trigger: str) -> CaseFile:
    """A record about the applicant: amended, not amended, or sent on."""
    texts = {
        "amend": {"correction": "户主：马某某（示例）"},
        "refuse": {"reasons": "所附证据不足以证明该记录不准确"},
        "transfer": {"transferred_to": "示例市公安局示例分局"},
    }
    history = History(content="更正户主姓名")
    record = {"record": "本机关登记的户主姓名"}
    history.add("register", "2020-05-11", channel="in_person", texts=record)
    history.add(trigger, "2020-05-20", texts=texts[trigger])
    request = History(content=history.content).register("2020-05-11").case()
    return replace(request, entries=tuple(history.entries), texts=history.texts)
