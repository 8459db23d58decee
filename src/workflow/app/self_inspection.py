"""The half-year self-inspection report (半年自查报告): from the figures and the own record.

What was found wanting comes from the record itself: documents published late or still owed, sent
back, requests answered late, figures whose sums don't hold. The officer's words go over what is
proposed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import card_of, get_agency
from workflow.app.disclosing_catalogue import catalogue_of
from workflow.app.disclosing_reading import CATEGORIES, Item, counted, items_of
from workflow.app.figure_checks import Sums, check_sums
from workflow.app.figure_inputs import together
from workflow.app.figure_kinds import Value, as_number, label_of
from workflow.app.figure_periods import Period
from workflow.app.figures import Figures, figures_of
from workflow.app.office import Office
from workflow.app.official_text import Appendix, Filled, Part, Text, made, written
from workflow.app.period_counts import count_period
from workflow.app.projecting import CASE, DEADLINE
from workflow.core.casefile import AgencyCard
from workflow.core.deadlines import State
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.papers.notices import SELF_INSPECTION

#: Figures that a sentence of each section tells, where they are known.
_SAID = {
    "disclosure": (
        "weibo_items",
        "wechat_items",
        "bulletins",
        "interpretations",
        "press_conferences",
    ),
    "platform": (
        "platform_cases_handled",
        "service_items",
        "service_completed",
        "public_terminals",
        "inquiry_visits",
        "website_visits",
    ),
    "support": ("training_sessions", "training_people", "social_assessments", "accountability"),
}
_STAFF = ("staff_full_time", "staff_part_time")
_COLUMNS = ("figure", "now", "before")


@dataclass(frozen=True, slots=True)
class Record:
    """What an office's own record says of a period."""

    card: AgencyCard
    period: Period
    values: Mapping[str, Value]
    last_year: Mapping[str, Value]
    sums: Sums
    items: Sequence[Item]
    catalogue: int
    received: int
    answered: int
    open: int
    late: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the officer writes himself; empty: what the record proposes."""

    problems: str = ""
    plans: str = ""


def words_from_json(document: Any, place: str) -> Words:
    """Read the officer's words; InputError for anything else."""
    known = {"problems", "plans"}
    if not isinstance(document, dict) or not set(document) <= known:
        raise InputError("figures.words_shape", path=place)
    if not all(isinstance(text, str) for text in document.values()):
        raise InputError("figures.words_shape", path=place)
    return Words(**document)


def record_of(office: Office, agency: str, period: Period) -> Record:
    """Return what the record says of a period, as of today."""
    items = items_of(office, agency)
    figures = figures_of(office, agency)
    here = counted(items, period)
    rows = len(catalogue_of(office, agency))
    with office.store.read() as session:
        counts = count_period(session, agency, period.first, period.last)
        late = _late(session, agency, period)
        card = card_of(get_agency(session, agency))
    return Record(
        card=card,
        period=period,
        values=together(figures, here, period),
        last_year=_last_year(figures, items, period),
        sums=check_sums(figures, period, here),
        items=items,
        catalogue=rows,
        received=counts.received,
        answered=counts.answered,
        open=counts.open,
        late=late,
        appeals=counts.appeals,
    )


def _last_year(figures: Figures, items: Sequence[Item], period: Period) -> dict[str, Value]:
    before = period.last_year
    return together(figures, counted(items, before), before)


def _late(session: Session, agency: str, period: Period) -> int:
    """Return how many replies were due in the period and came late, or haven't come."""
    found = (
        sa.select(sa.func.count(sa.distinct(CASE.c.chain)))
        .join(DEADLINE, DEADLINE.c.chain == CASE.c.chain)
        .where(CASE.c.agency == agency, DEADLINE.c.clock == "reply")
        .where(DEADLINE.c.state == State.LATE.value)
        .where(DEADLINE.c.due.between(period.first, period.last))
    )
    return int(session.execute(found).scalar_one())


def inspection_docx(office: Office, record: Record, on: date, words: Words | None = None) -> bytes:
    """Return the report as .docx from the template in force, dated ``on``."""
    return made(office, inspection_paper(record, on, words))


def inspection_paper(record: Record, on: date, words: Words | None = None) -> Filled:
    """Return what the report's template is filled with."""
    return written(SELF_INSPECTION, record.card.code, inspection_text(record, on, words or Words()))


def inspection_text(record: Record, on: date, words: Words) -> Text:
    """Return the report's text."""
    body, period = record.card.name, record.period.label
    proposed = proposed_words(record)
    found = _lines(words.problems or proposed.problems)
    plans = _lines(words.plans or proposed.plans)
    rows = list(_rows(record))
    return Text(
        title=_say("title", period=period),
        preface=(_say("preface", body=body, period=period),),
        parts=(
            Part(_say("work"), sections=tuple(_sections(record))),
            Part(_say("problems"), found),
            Part(_say("plans"), plans),
        ),
        signed=body,
        on=on,
        appendix=Appendix(_say("appendix"), _COLUMNS, rows),
    )


def proposed_words(record: Record) -> Words:
    """Return what the record itself finds wanting, and what is to be done about it."""
    found = list(_problems(record))
    problems = [_say(f"problem_{code}", **values) for code, values in found]
    plans = [_say(f"plan_{code}") for code, _ in found]
    return Words(
        "\n".join(problems or [_say("no_problem")]), "\n".join([*plans, _say("plan_always")])
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sections(record: Record) -> Iterator[tuple[str, Sequence[str]]]:
    yield _say("disclosure"), tuple(_disclosure(record))
    yield _say("requests"), (_requests(record),)
    yield _say("management"), tuple(_management(record))
    yield _say("platform"), (_figures(record, "platform") or _say("platform_none"),)
    yield _say("support"), (_staff(record) + _figures(record, "support") or _say("support_none"),)


def _disclosure(record: Record) -> Iterator[str]:
    whole = record.values.get("website_items")
    if whole is not None:
        parts = sorted(_categories(record.values), key=lambda part: -as_number(part[1]))
        told = "，".join(f"{name}{value}件" for name, value in parts)
        yield _say("website", count=whole) + (_say("categories", parts=told) if told else "。")
    yield _figures(record, "disclosure") or ("" if whole is not None else _say("disclosure_none"))


def _categories(values: Mapping[str, Value]) -> list[tuple[str, Value]]:
    prefix = f"{CATEGORIES}."
    return [(key.removeprefix(prefix), v) for key, v in values.items() if key.startswith(prefix)]


def _requests(record: Record) -> str:
    counts = {"received": record.received, "answered": record.answered, "open": record.open}
    if not (record.received or record.answered or record.open):
        return _say("requests_none")
    late = _say("requests_late", late=record.late) if record.late else _say("requests_in_time")
    appeals = _say("appeals", count=record.appeals) if record.appeals else _say("appeals_none")
    return _say("requests_text", **counts) + late + appeals


def _management(record: Record) -> Iterator[str]:
    steps = Counter(
        entry.trigger
        for item in record.items
        for entry in item.entries
        if record.period.holds(entry.on)
    )
    if steps:
        yield _say(
            "steps",
            drafted=sum(record.period.holds(item.entries[0].on) for item in record.items),
            reviewed=steps["pass_secrecy_review"],
            approved=steps["approve"],
            published=steps["publish"],
            returned=steps["return"],
        )
        changed = {"revised": steps["revise"], "taken_down": steps["take_down"]}
        if any(changed.values()):
            yield _say("changes", **changed)
    yield _say("catalogue", count=record.catalogue) if record.catalogue else _say("catalogue_none")


def _staff(record: Record) -> str:
    told = [_one(key, record.values[key], "名") for key in _STAFF if record.values.get(key)]
    return _say("staff", figures="，".join(told)) if told else ""


def _figures(record: Record, section: str) -> str:
    """Return a sentence of the figures that a section tells."""
    told = [_one(key, record.values[key]) for key in _SAID[section] if record.values.get(key)]
    return "，".join(told) + "。" if told else ""


def _one(key: str, value: Value, unit: str = "") -> str:
    return say(f"figures.label_{key}", "zh") + str(value) + (unit or _say(f"unit_{key}"))


def _problems(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the record itself finds wanting."""
    late = [item for item in record.items if _published_late(item, record.period)]
    owed = [item for item in record.items if _owed_late(item, record.period)]
    if late:
        yield "published_late", {"count": len(late)}
    if owed:
        yield "owed", {"count": len(owed), "numbers": "、".join(item.number for item in owed)}
    if record.late:
        yield "requests_late", {"count": record.late}
    if record.sums.violations:
        told = "；".join(reason.message.rstrip("。") for reason in record.sums.violations)
        yield "sums", {"sums": told}
    if not record.catalogue:
        yield "catalogue", {}


def _published_late(item: Item, period: Period) -> bool:
    """Tell whether a version of an item was published in the period, after its last day."""
    return any(
        one.ended_on is not None and one.state is State.LATE and period.holds(one.ended_on)
        for one in item.deadlines
    )


def _owed_late(item: Item, period: Period) -> bool:
    """Tell whether the last day of a version had passed by the period's end, unpublished.

    In a period that isn't over yet, what still has time isn't late.
    """
    return item.entries[0].on <= period.last and any(
        one.state is State.LATE
        and one.due is not None
        and one.due <= period.last
        and (one.ended_on is None or one.ended_on > period.last)
        for one in item.deadlines
    )


def _rows(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield each figure with the same period of last year beside it."""
    year = record.period.year
    for key, value in record.values.items():
        if as_number(value) or as_number(record.last_year.get(key, 0)):
            yield label_of(key, year), str(value), str(record.last_year.get(key, "—"))


def _say(key: str, **values: Any) -> str:
    return say(f"figures.inspect_{key}", "zh", **values)
