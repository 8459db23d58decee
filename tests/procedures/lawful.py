"""For each trigger of the request machine one lawful way to do it."""

from procedures.scene import NOON, Case, d, deadline
from workflow.core.journal import Entry
from workflow.core.moves import Child

WORKING_DAYS = {"length": 15, "unit": "working_days"}

#: trigger → who does it, and with which facts.
LAWFUL = {
    "register": {"channel": "in_person"},
    "confirm": {},
    "acknowledge": {},
    "request_correction": {
        "items": "所需信息的名称",
        "period": WORKING_DAYS,
        "reason": "补正后仍缺一页，申请人同意再补",
    },
    "extend_correction": {"until": "2020-12-01", "good_reason": "住院"},
    "receive_correction": {},
    "propose_extension": {"length": 5},
    "extend": {"actor": "wang", "length": 5, "consented_on": "2020-09-14"},
    "request_reasons": {"counts": "本月第12件"},
    "receive_reasons": {"reasonable": True},
    "delay": {"actor": "wang", "until": "2021-01-31", "reasonable": True},
    "suspend": {"actor": "wang", "reason": "等待上级意见"},
    "resume": {"actor": "wang", "reason": "意见已到"},
    "notify_fee": {"actor": "wang", "tariff": "items", "count": 35},
    "receive_payment": {"reason": None},
    "lapse": {},
    "restore": {"reason": "邮局证明寄递延误"},
    "submit_answer": {"outcome": "A12", "search_record": "档案室"},
    "pass_secrecy_review": {"actor": "zhao"},
    "pass_legal_review": {"actor": "zhao"},
    "return_answer": {"actor": "zhao", "comment": "补写检索范围"},
    "approve": {"actor": "zhang"},
    "dispatch": {"way": "post"},
    "supplement": {"approved_by": "zhang"},
    "record_service": {"evidence": "邮件号"},
    "withdraw": {"statement": "本人声明"},
    "archive": {},
    "reopen": {},
}

#: A day on which everything may be done: corrections and fees are overdue, nothing else is.
DEADLINES = (
    deadline("confirmation", "12-31"),
    deadline("correction_notice", "12-31"),
    deadline("correction_reply", "9-13"),
    deadline("fee_payment", "12-31"),
    deadline("reply", "12-31"),
)


#: How a case comes into each state: the triggers, each done lawfully.
ROUTES = {
    "new": (),
    "received": ("register",),
    "processing": ("register", "acknowledge"),
    "extended": ("register", "extend"),
    "correction_requested": ("register", "request_correction"),
    "reasons_requested": ("register", "request_reasons"),
    "fee_notified": ("register", "notify_fee"),
    "in_review": ("register", "submit_answer"),
}
ROUTES["approved"] = (
    *ROUTES["in_review"],
    "pass_secrecy_review",
    "pass_legal_review",
    "approve",
)
ROUTES["answered"] = (*ROUTES["approved"], "dispatch")
ROUTES["served"] = (*ROUTES["answered"], "record_service")
ROUTES["withdrawn"] = ("register", "withdraw")
ROUTES["archived"] = (*ROUTES["served"], "archive")


def lawful(case, trigger):
    """The facts for a trigger, as far as the case's own statute knows them."""
    known = {spec.name for spec in case.procedure.facts_of(trigger)} | {"actor", "reason"}
    return {name: fact for name, fact in LAWFUL[trigger].items() if name in known}


def take(case, trigger, on="9-14", **changed):
    """Do a step in a lawful way."""
    return case.do(trigger, on, **(lawful(case, trigger) | changed))


def case_in(state, procedure, on="9-14"):
    """A case brought into a state by its shortest way."""
    case = Case(procedure).knowing(*DEADLINES)
    if state == "submitted":
        return case.do("register", on, channel="ordinary_mail")
    for trigger in ROUTES[state]:
        take(case, trigger, on)
    return case


def appeal(order=True, on="9-14", state="decided", ident="r1", **facts):
    """A reconsideration that was decided, with or without an order."""
    entry = Entry(
        "request:1", 90, "receive_decision", d(on), NOON, "li", "clerk",
        f"reconsideration:{ident}", {"order": order, **facts},
    )  # fmt: skip
    return Child("reconsideration", ident, state, (entry,))
