"""The reconsideration law by version (law.md 5): 2017 until 2023-12-31, 2023 from 2024-01-01.

Which version governs a reconsideration: the one in force when the body accepted it [J]. Whether
reconsideration must come before a suit is a function of ground and date, never of the report row.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from workflow.core.clock_laws import ReconsiderationLaw, Rule
from workflow.core.deadlines import Basis
from workflow.core.terms import Term, Unit
from workflow.errors import Reason
from workflow.statutes import litigation

#: 行政复议法 2023 in force [V]; before it, the version of 2017.
LAW_OF_2023 = date(2024, 1, 1)
#: 法释〔2025〕8号 art. 1 settles what 不予公开 means: articles 14-16 of the Regulation [V SPC25].
SCOPE_SETTLED = date(2025, 6, 1)
#: 行政复议法实施条例 revised 2026, in force [S 95 %]; its text wasn't read.
RULES_OF_2026 = date(2026, 7, 1)

#: Refusals under articles 14, 15 and 16 of the Regulation (law.md 5.2).
WITHHELD = frozenset({"A4", "A5", "A6", "A7", "A8", "A9", "A10"})
PARTIAL = "A3"
#: Outcomes that give what was asked for; no reading of the law puts reconsideration before them.
GRANTED = frozenset({"A1", "A2"})

REQUEST_DAYS = 60  # XF23 art. 20, XF17 art. 9 [V]
ANSWER_WORKING_DAYS = 10  # XF23 art. 48, 88(2) [V]
SIMPLIFIED_ANSWER_WORKING_DAYS = 5  # XF23 art. 54 [V]
ANSWER_CALENDAR_DAYS = 10  # XF17 art. 23; art. 40 makes only 五日 and 七日 working days [V]
DECISION_DAYS = 60  # XF23 art. 62, XF17 art. 31 [V]
EXTENDED_DECISION_DAYS = 90  # 60 + 30, the same articles [V]
SIMPLIFIED_DECISION_DAYS = 30  # XF23 art. 62: no extension in the text [V]
REDO_DAYS = 60  # XFT07 art. 49, until 2026-06-30 [V]

RULES_UNREAD = Reason("clocks.rules_2026_unread")


def _days(length: int) -> Term:
    return Term(length, Unit.CALENDAR_DAYS)


def comes_first(
    outcome: str | None,
    grounds: Sequence[str],
    decided_on: date,
    settings: Mapping[str, Any] | None = None,
) -> bool:
    """Tell whether an answer must go to reconsideration before a suit (XF23 23(1)(4)).

    From 2024-01-01, for what is withheld under articles 14-16; a partial answer by its grounds.
    Between 2024-01-01 and 2025-05-31 the scope was disputed: ``reconsideration_first_2024``
    (``grounds`` or ``all_refusals``) says which reading the office follows.
    """
    if decided_on < LAW_OF_2023:
        return False
    if outcome in WITHHELD or (outcome == PARTIAL and not WITHHELD.isdisjoint(grounds)):
        return True
    wide = (settings or {}).get("reconsideration_first_2024") == "all_refusals"
    return wide and decided_on < SCOPE_SETTLED and outcome not in GRANTED and outcome is not None


def request_rule(decided_on: date) -> Rule:
    """Return the applicant's sixty days, by the day of the decision."""
    law, text = ("fy-2017", "第九条") if decided_on < LAW_OF_2023 else ("fy-2023", "第二十条")
    return Rule(_days(REQUEST_DAYS), (Basis(law, text),), _doubts(decided_on))


def non_reply_rule(ended_on: date) -> Rule:
    """Return the sixty days against a missing answer: from the end of the reply period."""
    # XFT07 art. 16, by analogy [M 85 %], until 2026-06-30; from then not read
    rule = request_rule(ended_on)
    if ended_on >= RULES_OF_2026:
        return rule
    return Rule(rule.term, (*rule.basis, Basis("fyt-2007", "第十六条")))


def redo_rule(ordered_on: date, settings: Mapping[str, Any]) -> Rule:
    """Return the term of a new answer where the order names none."""
    if ordered_on < RULES_OF_2026:
        return Rule(_days(REDO_DAYS), (Basis("fyt-2007", "第四十九条"),))
    doubts = _doubts(ordered_on)
    return Rule(_days(settings["redo_days_2026"]), (Basis("fyt-2026", "条款未核"),), doubts)


def ordered_rule(term: Term) -> Rule:
    """Return the rule of a term that a decision or judgment names itself."""
    return Rule(term, (Basis("order", "所定期限"),))


def version(on: date) -> ReconsiderationLaw:
    """Return the law in force on the day that decides the version."""
    return _law_of_2017(on < litigation.SIX_MONTHS) if on < LAW_OF_2023 else _law_of_2023()


@cache
def _law_of_2017(old_suit_law: bool) -> ReconsiderationLaw:
    answer = Rule(_days(ANSWER_CALENDAR_DAYS), (Basis("fy-2017", "第二十三条"),))
    decision = Rule(_days(DECISION_DAYS), (Basis("fy-2017", "第三十一条"),))
    extended = Rule(_days(EXTENDED_DECISION_DAYS), decision.basis)
    # the 2017 law knows no simplified procedure: both words mean the one there is
    return ReconsiderationLaw(
        code="fy-2017",
        answer={"ordinary": answer, "simplified": answer},
        decision={"ordinary": decision, "simplified": decision},
        extended_decision={"ordinary": extended, "simplified": extended},
        lawsuit_after=litigation.after_reconsideration(old=old_suit_law),
    )


@cache
def _law_of_2023() -> ReconsiderationLaw:
    decision = Rule(_days(DECISION_DAYS), (Basis("fy-2023", "第六十二条"),))
    suit = litigation.after_reconsideration(old=False)
    return ReconsiderationLaw(
        code="fy-2023",
        answer={
            "ordinary": Rule(Term(ANSWER_WORKING_DAYS), (Basis("fy-2023", "第四十八条"),)),
            "simplified": Rule(
                Term(SIMPLIFIED_ANSWER_WORKING_DAYS), (Basis("fy-2023", "第五十四条"),)
            ),
        },
        decision={
            "ordinary": decision,
            "simplified": Rule(_days(SIMPLIFIED_DECISION_DAYS), decision.basis),
        },
        extended_decision={"ordinary": Rule(_days(EXTENDED_DECISION_DAYS), decision.basis)},
        lawsuit_after=Rule(suit.term, (*suit.basis, Basis("fy-2023", "第三十四条"))),
    )


def _doubts(on: date) -> tuple[Reason, ...]:
    """Return the doubt about the rules of 2026, whose text wasn't read."""
    return (RULES_UNREAD,) if on >= RULES_OF_2026 else ()
