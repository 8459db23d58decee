"""The remedy paragraph (救济途径): a function of ground and date, never of the report row.

What an answer withholds under art. 14-16 goes to reconsideration first from 2024-01-01
(行政复议法 2023 art. 23(1)(4) [V]); anything else by choice: 行政查询事项 (A11) too, although the
report counts it among refusals. No real refusal letter of 2024 or later was seen: the sentence
that names reconsideration first is this project's own wording (law.md 5.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Any

from workflow.core.wording import day_text
from workflow.errors import Reason
from workflow.messages import say
from workflow.statutes import litigation, reconsideration
from workflow.statutes.cn_2019.terms import IN_FORCE as REGULATION_OF_2019

#: Notices whose text names the remedy. Correction, extension and fee notices can't be contested
#: alone (国办函〔2021〕132号 art. 3(1) [V], 3(3) [S]); N03 and N06 by the same reasoning [J].
CARRIERS = frozenset({"N07", "N10", "N11", "N12"})

#: From these days on the paragraph changes: half a year to sue; reconsideration first; the scope
#: of 不予公开 settled; the revised 实施条例 (its text not read).
CUTS = (
    litigation.SIX_MONTHS,
    reconsideration.LAW_OF_2023,
    reconsideration.SCOPE_SETTLED,
    reconsideration.RULES_OF_2026,
)

OLD_SUIT_ARTICLE = "行政诉讼法（1989）第三十九条"  # [M 95 %]

WITHDRAWN = "A23"
UNPAID = "A22"


class Route(StrEnum):
    """Which way the applicant may go."""

    NONE = "none"
    CHOICE = "choice"
    RECONSIDERATION_FIRST = "reconsideration_first"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a remedy paragraph says, and the paragraph itself (empty where there is none).

    ``suit_months`` is None where the suit has to wait for the reconsideration; ``articles`` are
    the sources of the version in force on the day of the decision. ``warnings`` name what the
    agency's record lacks and what isn't sure in the law.
    """

    route: Route
    text: str = ""
    reconsideration_days: int | None = None
    suit_months: int | None = None
    articles: tuple[str, ...] = ()
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the remedy depends on: the answer, and the agency's record of whom to turn to.

    ``outcome`` is None for a notice that isn't an answer (N07, N12). ``way`` is that of service:
    what is served by internet offers the internet channel (行政复议法 2023 art. 22(2) [V]).
    ``payment_due`` is the last day of the payment period, for A22.
    """

    outcome: str | None
    decided_on: date
    grounds: Sequence[str] = ()
    notice: str = "N10"
    way: str | None = None
    body: str = ""
    court: str = ""
    online: str = ""
    payment_due: date | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def version(decided_on: date) -> date | None:
    """Return the day since which the paragraph's version holds, None for the first."""
    past = tuple(takewhile(lambda cut: cut <= decided_on, CUTS))
    return past[-1] if past else None


def route(answer: Answer) -> Route:
    """Return the way that is open against an answer."""
    if answer.notice not in CARRIERS or answer.outcome == WITHDRAWN:
        return Route.NONE
    first = reconsideration.comes_first(
        answer.outcome, answer.grounds, answer.decided_on, answer.settings
    )
    return Route.RECONSIDERATION_FIRST if first else Route.CHOICE


def remedy(answer: Answer) -> Paragraph:
    """Return the remedy paragraph of an answer, with what it rests on and what is doubtful."""
    way = route(answer)
    if way is Route.NONE:
        return Paragraph(way)
    first = way is Route.RECONSIDERATION_FIRST
    months = None if first else suit_months(answer.decided_on)
    return Paragraph(
        route=way,
        text=_text(answer, way, months),
        reconsideration_days=reconsideration.REQUEST_DAYS,
        suit_months=months,
        articles=_articles(answer, way),
        warnings=tuple(_warnings(answer, way)),
    )


def suit_months(decided_on: date) -> int:
    """Return how many months the applicant has for a direct suit."""
    new = decided_on >= litigation.SIX_MONTHS
    return litigation.SUIT_MONTHS if new else litigation.OLD_SUIT_MONTHS


def _text(answer: Answer, way: Route, months: int | None) -> str:
    values: dict[str, Any] = {
        "document": say(f"remedy.document_{answer.notice}", "zh"),
        "body": answer.body or say("remedy.blank_body", "zh"),
        "court": answer.court or say("remedy.blank_court", "zh"),
        "days": reconsideration.REQUEST_DAYS,
        "months": months,
        "after": litigation.AFTER_RECONSIDERATION_DAYS,
        "start": _start(answer),
    }
    partial = way is Route.RECONSIDERATION_FIRST and answer.outcome == reconsideration.PARTIAL
    text = say("remedy.partial_first" if partial else f"remedy.{way}", "zh", **values)
    return text + (say("remedy.online", "zh", url=answer.online) if _offers_online(answer) else "")


def _start(answer: Answer) -> str:
    """Say from when an unpaid fee's end can be contested: after the payment period."""
    if answer.outcome != UNPAID or answer.payment_due is None:
        return ""
    return say("remedy.after_payment", "zh", due=day_text(answer.payment_due))


def _by_internet(answer: Answer) -> bool:
    new_law = answer.decided_on >= reconsideration.LAW_OF_2023
    return new_law and answer.way == "electronic"


def _offers_online(answer: Answer) -> bool:
    return _by_internet(answer) and bool(answer.online)


def _articles(answer: Answer, way: Route) -> tuple[str, ...]:
    on, found = answer.decided_on, []
    old_regulation = on < REGULATION_OF_2019
    found.append("条例（2008）第三十三条第二款" if old_regulation else "条例第五十一条")
    new_law = on >= reconsideration.LAW_OF_2023
    found.append("行政复议法（2023）第二十条" if new_law else "行政复议法（2017）第九条")
    if way is Route.RECONSIDERATION_FIRST:
        found.append("行政复议法（2023）第二十三条第一款第四项、第二款")
        if on >= reconsideration.SCOPE_SETTLED:
            found.append("法释〔2025〕8号第一条")
        if _cites_rules(answer):
            found.append("行政复议法实施条例（2026）第三十一条")
    else:
        found.append("行政诉讼法第四十六条" if on >= litigation.SIX_MONTHS else OLD_SUIT_ARTICLE)
    return tuple(found)


def _cites_rules(answer: Answer) -> bool:
    cites = answer.settings.get("remedy_2026_cites") == "rules"
    return cites and answer.decided_on >= reconsideration.RULES_OF_2026


def _warnings(answer: Answer, way: Route) -> list[Reason]:
    found = []
    if not answer.body:
        found.append(Reason("remedy.no_body"))
    if not answer.court:
        found.append(Reason("remedy.no_court"))
    if _by_internet(answer) and not answer.online:
        found.append(Reason("remedy.no_online", article="行政复议法（2023）第二十二条第二款"))
    if answer.outcome == reconsideration.PARTIAL and not answer.grounds:
        found.append(Reason("remedy.grounds_unknown"))
    if _scope_disputed(answer, way):
        found.append(Reason("remedy.scope_disputed"))
    if answer.decided_on >= reconsideration.RULES_OF_2026:
        found.append(Reason("remedy.rules_unread"))
    return found


def _scope_disputed(answer: Answer, way: Route) -> bool:
    """Tell whether the date lies in the time when texts read 不予公开 more widely."""
    between = reconsideration.LAW_OF_2023 <= answer.decided_on < reconsideration.SCOPE_SETTLED
    sure = way is Route.RECONSIDERATION_FIRST and answer.outcome in reconsideration.WITHHELD
    granted = answer.outcome is None or answer.outcome in reconsideration.GRANTED
    return between and not sure and not granted
