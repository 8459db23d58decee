"""The notices of the 2008 Regulation, for requests received before 2019-05-15.

It knew no fee, no reasons, no letter to a joint maker; what it refused, it refused by article 21.
"""

from functools import partial

from workflow.statutes.cn_2008.outcomes import OUTCOMES
from workflow.statutes.notices import answers, consultation, letters, sets
from workflow.statutes.notices.lawful import answered_by, table
from workflow.statutes.notices.registry import fill, notice

STATUTE = "cn-2008"
ANSWERED_BY_N10, ANSWERED_BY_N11 = answered_by(OUTCOMES, "N10"), answered_by(OUTCOMES, "N11")

_letter = partial(notice, STATUTE)

_LETTERS = (
    _letter("N01", sets.N01, letters.acknowledgement, "第二十条 第二十四条"),
    _letter("N02", sets.N02_2008, letters.correction, "第二十一条"),
    _letter("N04", sets.N04, letters.extension, "第二十四条"),
    _letter("N05", sets.N05, consultation.third_party, "第二十三条"),
    _letter("N06", sets.N06, letters.third_party_told, "第二十三条 第二十四条"),
    _letter("N07", sets.N07, consultation.overridden, "第二十三条", needs_remedy=True),
    _letter(
        "N10",
        sets.answer_fields(ANSWERED_BY_N10),
        answers.answer,
        "第八条 第十四条 第二十一条 第二十二条 第二十三条",
        needs_remedy=True,
        outcomes=ANSWERED_BY_N10,
    ),
    _letter(
        "N11",
        sets.refusal_fields(ANSWERED_BY_N11),
        answers.refusal,
        "第二条",
        needs_remedy=True,
        outcomes=ANSWERED_BY_N11,
    ),
)

NOTICES = table(_LETTERS)
#: The values of a notice for a case (``registry.fill``), by its number or its template's key.
fields = partial(fill, NOTICES)
