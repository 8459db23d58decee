"""The 2019 Regulation's terms (国务院令第711号, in force 2019-05-15), each with its article.

[V] texts were read (law.md 1, R19); what the text leaves open [J] comes from the settings.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.core.clock_laws import Regulation, Rule
from workflow.core.deadlines import Basis
from workflow.core.terms import Term, Unit
from workflow.errors import Reason

CODE = "cn-2019"
IN_FORCE = date(2019, 5, 15)  # art. 56 [V]

REPLY_DAYS = 20  # art. 33(2) [V]
EXTENSION_CAP = 20  # art. 33(2) [V]; one cap for all extensions together [J]
CORRECTION_NOTICE_DAYS = 7  # art. 30 [V]
THIRD_PARTY_DAYS = 15  # art. 32 [V]
JOINT_AGENCY_DAYS = 15  # art. 34 [V]
FEE_PAYMENT_DAYS = 20  # 国办函〔2020〕109号 art. 6 [V FEE-SC]


def article(text: str) -> tuple[Basis, ...]:
    """Return an article of the 2019 Regulation as a basis."""
    return (Basis(CODE, text),)


REPLY = Rule(Term(REPLY_DAYS), article("第三十三条第二款"))
CORRECTION_NOTICE = Rule(Term(CORRECTION_NOTICE_DAYS), article("第三十条"))
THIRD_PARTY = Rule(Term(THIRD_PARTY_DAYS), article("第三十二条"))
JOINT_AGENCY = Rule(Term(JOINT_AGENCY_DAYS), article("第三十四条"))
FEE_PAYMENT = Rule(Term(FEE_PAYMENT_DAYS), (Basis("fee-2020", "第六条"),))
EXCLUSION = Basis(CODE, "第三十三条第三款")
DELAY = Basis(CODE, "第三十五条")


def regulation(settings: Mapping[str, Any]) -> Regulation:
    """Return the version with the office's answers to what it leaves open."""
    # art. 33(3) excludes the time of other agencies but sets no limit [J]
    other_agency = Rule(
        Term(settings["other_agency_days"]),
        (EXCLUSION,),
        (Reason("clocks.other_agency_no_limit", {"days": settings["other_agency_days"]}),),
    )
    return Regulation(
        code=CODE,
        reply=REPLY,
        extension_cap=EXTENSION_CAP,
        exclusion=EXCLUSION,
        # art. 31(3) says no time for confirming [J]
        confirmation=Rule(Term(settings["confirmation_days"]), article("第三十一条")),
        consultations={
            "third_party": THIRD_PARTY,
            "joint_agency": JOINT_AGENCY,
            "other_agency": other_agency,
        },
        correction_notice=CORRECTION_NOTICE,
        # art. 30: a reasonable period, no number [M 70 %: 7 to 15 working days]
        correction_period=Rule(Term(settings["correction_days"]), article("第三十条")),
        fee_payment=FEE_PAYMENT,
        delay=DELAY,
        # internal: the text sets no time for writing off what lapsed [J]
        lapse=Rule(Term(settings["lapse_days"]), article("第三十三条第二款")),
        # internal: no text sets a time for the proof of service [J]
        service_proof=Rule(
            Term(settings["service_proof_days"], Unit.CALENDAR_DAYS),
            (Basis("s-2016-235", "第四条"),),
        ),
    )
