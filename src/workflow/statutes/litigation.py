"""The Administrative Litigation Law's terms by version (law.md 5.1, 5.4)."""

from datetime import date

from workflow.core.clock_laws import Rule
from workflow.core.deadlines import Basis
from workflow.core.terms import Term, Unit

#: The revision that made three months six [M 95 %]; the text read is that of 2017 [V SS17].
SIX_MONTHS = date(2015, 5, 1)

SUIT_MONTHS = 6  # SS17 art. 46 [V]
OLD_SUIT_MONTHS = 3  # 1989 law, art. 39 [M 95 %]
AFTER_RECONSIDERATION_DAYS = 15  # SS17 art. 45 [V]; 1989 law, art. 38 [M 95 %]
COURT_ANSWER_DAYS = 15  # SS17 art. 67 [V]


def suit_rule(decided_on: date) -> Rule:
    """Return the time for a direct suit, by the day of the answer or of the period's end."""
    if decided_on < SIX_MONTHS:
        return Rule(Term(OLD_SUIT_MONTHS, Unit.MONTHS), (Basis("ss-1989", "第三十九条"),))
    return Rule(Term(SUIT_MONTHS, Unit.MONTHS), (Basis("ss-2017", "第四十六条"),))


def after_reconsideration(*, old: bool) -> Rule:
    """Return the time for a suit after a reconsideration."""
    law, text = ("ss-1989", "第三十八条") if old else ("ss-2017", "第四十五条")
    return Rule(Term(AFTER_RECONSIDERATION_DAYS, Unit.CALENDAR_DAYS), (Basis(law, text),))


def court_answer_rule() -> Rule:
    """Return the time for the agency's answer to a complaint."""
    return Rule(Term(COURT_ANSWER_DAYS, Unit.CALENDAR_DAYS), (Basis("ss-2017", "第六十七条"),))
