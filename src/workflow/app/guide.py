"""政府信息公开指南 (art. 12): from the agency's record, its catalogue and the law in force.

It says how information is classed, arranged and got, and the office's name, address, hours,
telephone, fax and internet contact.
What the record doesn't hold is left blank to be filled in by hand, and named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.app.agencies import card_of, get_agency, settings_of
from workflow.app.disclosing_catalogue import Row, catalogue_of, shown
from workflow.app.disclosing_reading import items_of
from workflow.app.office import Office
from workflow.app.official_text import Appendix, Filled, Part, Text, made, written
from workflow.core.casefile import AgencyCard
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.cn_2019.terms import (
    CORRECTION_NOTICE_DAYS,
    EXTENSION_CAP,
    FEE_PAYMENT_DAYS,
    IN_FORCE,
    REPLY_DAYS,
    THIRD_PARTY_DAYS,
)
from workflow.statutes.papers.notices import GUIDE
from workflow.statutes.remedy import suit_months

#: The law on reconsideration that asks for a reconsideration before a suit over a refusal
#: (行政复议法 2023, art. 23(1)(4)), and the one before it.
RECONSIDERATION_FIRST = date(2024, 1, 1)
RECONSIDERATION_DAYS = 60  # 行政复议法 (2023) art. 20; (2017) art. 9
DISCLOSURE_DAYS = "disclosure_days"  # art. 26: 20 working days, a setting
#: What art. 12 asks of the guide, in the agency's record.
_CONTACT = ("office_name", "address", "hours", "telephone", "fax", "email", "website", "postcode")
#: How many items art. 20 has.
_ITEMS = 15
_TOWN = ("镇人民政府", "乡人民政府")
_BLANK = "＿＿＿＿＿＿"
#: Name, responsible body, attribute, time limit, way: what fits a page in portrait.
_SHOWN = ("title", "responsible", "attribute", "time_limit", "way_published")
#: The fields by which the template names them.
_COLUMNS = ("item", *_SHOWN[1:])


@dataclass(frozen=True, slots=True)
class Guide:
    """What a guide is made from. ``hours`` are the office's, which no register holds."""

    card: AgencyCard
    on: date
    hours: str
    categories: Sequence[str]
    catalogue: Sequence[Row]
    disclosure_days: int

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what art. 12 asks for and the record doesn't hold."""
        return tuple(name for name in _CONTACT if not self.contact(name))

    def contact(self, name: str) -> str:
        """Return one of the office's details, empty where it isn't known."""
        return self.hours if name == "hours" else str(getattr(self.card, name))


def guide_of(office: Office, agency: str, on: date, hours: str = "") -> Guide:
    """Return what an agency's guide says on a day."""
    if on < IN_FORCE:
        raise InputError("guide.before_law", on=on, since=IN_FORCE)
    rows = catalogue_of(office, agency)
    with office.store.read() as session:
        row = get_agency(session, agency)
        card, settings = card_of(row), settings_of(row)
    columns = [row.get("site_column") or "" for row in rows]
    columns += [str(item.facts.get("category") or "") for item in items_of(office, agency)]
    categories = tuple(dict.fromkeys(filter(None, columns)))
    return Guide(card, on, hours.strip(), categories, rows, settings[DISCLOSURE_DAYS])


def guide_docx(office: Office, guide: Guide) -> bytes:
    """Return the guide as .docx from the template in force."""
    return made(office, guide_paper(guide))


def guide_paper(guide: Guide) -> Filled:
    """Return what the guide's template is filled with."""
    return written(GUIDE, guide.card.code, guide_text(guide))


def guide_text(guide: Guide) -> Text:
    """Return the guide's text."""
    body = guide.card.name
    return Text(
        title=_say("title"),
        preface=(_say("preface", body=body),),
        parts=(
            Part(_say("office"), tuple(_office(guide))),
            Part(_say("disclosure"), sections=tuple(_disclosure(guide))),
            Part(_say("requests"), sections=tuple(_requests(guide))),
            Part(_say("withheld"), tuple(_say(f"withheld_{n}") for n in (1, 2, 3))),
            Part(_say("remedy"), tuple(_remedy(guide))),
        ),
        signed=body,
        on=guide.on,
        appendix=_catalogue(guide),
    )


def _office(guide: Guide) -> Iterator[str]:
    for name in _CONTACT:
        yield _say("contact", label=_say(f"label_{name}"), text=guide.contact(name) or _BLANK)


def _disclosure(guide: Guide) -> Iterator[tuple[str, Sequence[str]]]:
    items = [f"{n}. {_say(f'item_{n}')}" for n in range(1, _ITEMS + 1)]
    town = [_say("town")] if guide.card.name.endswith(_TOWN) else []
    yield _say("scope"), (_say("scope_text"), *items, *town)
    yield _say("order"), tuple(_order(guide))
    yield _say("ways"), (_say("ways_text", website=guide.card.website or _BLANK),)
    yield _say("time"), (_say("time_text", days=guide.disclosure_days),)


def _order(guide: Guide) -> Iterator[str]:
    if guide.categories:
        yield _say("categories", categories="、".join(guide.categories))
    yield _say("index")
    if guide.catalogue:
        yield _say("see_catalogue", count=len(guide.catalogue))


def _requests(guide: Guide) -> Iterator[tuple[str, Sequence[str]]]:
    office = guide.card.office_name or _say("this_office")
    yield _say("who"), (_say("who_text", office=office),)
    yield _say("how"), (_say("how_text"), *(_say(f"how_{n}") for n in (1, 2, 3)), _say("channels"))
    correction = {"days": CORRECTION_NOTICE_DAYS}
    yield _say("handling"), (_say("receipt"), _say("correction", **correction))
    days = {"days": REPLY_DAYS, "more": EXTENSION_CAP, "party": THIRD_PARTY_DAYS}
    yield _say("reply"), (_say("reply_text", **days), _say("reply_kinds"))
    yield _say("fee"), (_say("fee_text", days=FEE_PAYMENT_DAYS),)


def _remedy(guide: Guide) -> Iterator[str]:
    body = guide.card.reconsideration_body or _say("superior")
    court = guide.card.court or _say("some_court")
    yield _say("report")
    days: dict[str, Any] = {"days": RECONSIDERATION_DAYS, "months": suit_months(guide.on)}
    first = "_first" if guide.on >= RECONSIDERATION_FIRST else ""
    yield _say(f"appeal{first}", body=body, court=court, **days)
    if guide.card.reconsideration_online:
        yield _say("online", address=guide.card.reconsideration_online)


def _catalogue(guide: Guide) -> Appendix:
    rows = [[shown(name, row.get(name)) for name in _SHOWN] for row in guide.catalogue]
    return Appendix(_say("catalogue", name=guide.card.short_name), _COLUMNS, rows)


def _say(key: str, **values: Any) -> str:
    return say(f"guide.{key}", "zh", **values)
