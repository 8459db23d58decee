"""The notices of the 2019 Regulation: which there are, how each is filled, what it may cite."""

from functools import partial

from workflow.statutes.cn_2019.outcomes import OUTCOMES
from workflow.statutes.notices import answers, consultation, letters, sets
from workflow.statutes.notices.lawful import answered_by, table
from workflow.statutes.notices.registry import fill, notice

STATUTE = "cn-2019"
ANSWERED_BY_N10, ANSWERED_BY_N11 = answered_by(OUTCOMES, "N10"), answered_by(OUTCOMES, "N11")

_letter = partial(notice, STATUTE)

_LETTERS = (
    _letter("N01", sets.N01, letters.acknowledgement, "第二十九条 第三十一条 第三十三条"),
    _letter("N02", sets.N02, letters.correction, "第三十条"),
    _letter("N03", sets.N03, letters.reasons, "第三十五条"),
    _letter("N04", sets.N04, letters.extension, "第三十三条 第三十五条"),
    _letter("N05", sets.N05, consultation.third_party, "第三十二条"),
    _letter("N06", sets.N06, letters.third_party_told, "第三十二条 第三十三条"),
    _letter("N07", sets.N07, consultation.overridden, "第十五条 第三十二条", needs_remedy=True),
    _letter("N08", sets.N08, consultation.agency, "第三十三条 第三十四条"),
    _letter("N09", sets.N09, letters.fee, "第四十二条"),
    _letter(
        "N10",
        sets.answer_fields(ANSWERED_BY_N10),
        answers.answer,
        "第十四条 第十五条 第十六条 第三十条 第三十六条 第三十七条 第三十八条",
        needs_remedy=True,
        outcomes=ANSWERED_BY_N10,
    ),
    _letter(
        "N11",
        sets.refusal_fields(ANSWERED_BY_N11),
        answers.refusal,
        "第二条 第三十条 第三十五条 第三十六条 第三十九条 第四十二条",
        needs_remedy=True,
        outcomes=ANSWERED_BY_N11,
    ),
    _letter(
        "N12",
        sets.N12,
        letters.amendment,
        "第四十一条",
        needs_remedy=True,
        outcomes=sets.AMENDMENTS,
    ),
    _letter("N12-transfer", sets.N12_TRANSFER, letters.transfer, "第四十一条"),
)

NOTICES = table(_LETTERS)
#: The values of a notice for a case (``registry.fill``), by its number or its template's key.
fields = partial(fill, NOTICES)
