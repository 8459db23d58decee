"""The register of disclosures read: an item is the fold of its chain (条例第十九条至第二十六条).

An agency's items lie in the chains ``disclosure:CODE/YEAR-N``; what their list filters and sorts
by stands beside them (``disclosing_projecting``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.figure_kinds import Value
from workflow.app.figure_periods import Period
from workflow.app.folding import Rules
from workflow.app.office import Office
from workflow.app.texts import in_clear
from workflow.core.deadlines import Deadline
from workflow.core.facts import day
from workflow.core.journal import COLUMNS, Entry, effective, entry_of
from workflow.core.past import latest
from workflow.errors import NotFoundError
from workflow.messages import say
from workflow.statutes.other_terms import disclosure_deadlines, owed_since
from workflow.statutes.processes import DISCLOSURE
from workflow.store import journals
from workflow.store.prefixes import begins_with
from workflow.store.prepared import Prepared

PROCESS = DISCLOSURE.key
PREFIX = f"{PROCESS}:"
#: Of so many agencies the statements are kept ready.
AGENCIES = 256
#: The nine attributes of the basic catalogue, by their facts, in the order of its columns.
ATTRIBUTES = (
    "title",
    "item_content",
    "basis",
    "responsible",
    "attribute",
    "time_limit",
    "way_published",
    "disclosure_kind",
    "site_column",
)
#: Channel of publishing → the figure of the annual report that counts it.
COUNTED = {"website": "website_items", "weibo": "weibo_items", "wechat": "wechat_items"}
CATEGORIES = "website_categories"
_NUMBER = re.compile(r"(?:主动)?[〔\[(（]?(\d{4})[〕\])）]?[-年]?(\d{1,6})号?")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the register as it stands on a day.

    ``entries`` are in clear; ``facts`` are the newest of each name. ``deadlines`` are the terms of
    art. 26, one a version (as made, then each change); none for what isn't published of the
    agency's own accord.
    """

    chain: str
    entries: tuple[Entry, ...]
    facts: Mapping[str, Any]
    state: str
    deadlines: tuple[Deadline, ...]

    @property
    def deadline(self) -> Deadline | None:
        """The term of its newest version."""
        return self.deadlines[-1] if self.deadlines else None

    @property
    def owed_since(self) -> date | None:
        """Day 0 of the term in which it is still to be published, None where nothing is owed."""
        return owed_since(self.entries) if self.owed else None

    @property
    def place(self) -> tuple[int, int]:
        """The year and the place in it that make its number."""
        return _place(self.entries)

    @property
    def slug(self) -> str:
        """Its number as an address and a command write it: 2020-1."""
        return self.chain.rpartition("/")[2]

    @property
    def number(self) -> str:
        """Its number in the register: 主动〔2020〕1号."""
        return str(self.entries[0].facts["number"])

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.facts.get("title", ""))

    @property
    def published_on(self) -> date | None:
        """The day on which it was first published."""
        return next((entry.on for entry in self.entries if entry.trigger == "publish"), None)

    @property
    def taken_down_on(self) -> date | None:
        """The day on which it was taken down, None while it stands."""
        down = latest(self.entries, "take_down")
        return down.on if down and self.state == "taken_down" else None

    @property
    def made_on(self) -> date | None:
        """The day on which the document was made, None where nobody stated it."""
        return day(self.facts, "made_on")

    @property
    def channels(self) -> tuple[str, ...]:
        """Where it was published."""
        return tuple(self.facts.get("channels") or ())

    @property
    def owed(self) -> bool:
        """Whether it is still to be published."""
        return self.deadline is not None and self.deadline.ended_on is None

    def history(self) -> list[dict[str, Any]]:
        """Return every step, the first one first, with what it said."""
        return [
            {
                "trigger": entry.trigger,
                "label": DISCLOSURE.trigger_label(entry.trigger),
                "on": entry.on,
                "actor": entry.actor,
                "role": entry.role,
                "via": entry.via,
                "facts": {k: v for k, v in entry.facts.items() if k not in {"agency", "number"}},
                "reason": entry.reason,
            }
            for entry in self.entries
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``disclosure list`` and ``show``."""
        facts = {name: self.facts.get(name) for name in ATTRIBUTES}
        return {
            "number": self.number,
            "state": self.state,
            "state_label": DISCLOSURE.state_label(self.state),
            **facts,
            "category": self.facts.get("category"),
            "document_number": self.facts.get("document_number"),
            "made_on": self.made_on,
            "published_on": self.published_on,
            "taken_down_on": self.taken_down_on,
            "channels": list(self.channels),
            "place_published": self.facts.get("place_published"),
            "requests": list(self.facts.get("requests") or ()),
            "due": self.deadline.due if self.deadline else None,
            "due_state": self.deadline.state.value if self.deadline else None,
        }


def chain_of(agency: str, year: int, number: int) -> str:
    """Return the name of an item's chain."""
    return f"{PREFIX}{agency}/{year}-{number}"


def number_of(year: int, number: int) -> str:
    """Return an item's number as people write it.

    >>> number_of(2020, 7)
    '主动〔2020〕7号'
    """
    return f"主动〔{year}〕{number}号"


def find_chain(session: Session, agency: str, number: str) -> str:
    """Return an item's chain by its number (主动〔2020〕7号, 2020-7), or raise NotFoundError."""
    get_agency(session, agency)
    found = _NUMBER.fullmatch("".join(number.split()))
    if found:
        chain = chain_of(agency, int(found[1]), int(found[2]))
        if journals.lock(session, chain).count:
            return chain
    raise NotFoundError("disclosure.unknown", number=number, agency=agency)


def find_item(office: Office, agency: str, number: str) -> Item:
    """Return an item by its number as it stands today."""
    with office.store.read() as session:
        chain = find_chain(session, agency, number)
        return read_item(office, session, agency, journals.read_chain(session, chain))


def items_of(office: Office, agency: str) -> list[Item]:
    """Return every item of an agency as it stands today, in the order of their numbers."""
    with office.store.read() as session:
        get_agency(session, agency)
        return list(read_items(office, session, agency))


def owed_of(office: Office, agency: str) -> list[Item]:
    """Return what an agency has still to publish, by its last day (art. 26).

    Only chains that end with a step before publishing are read at all.
    """
    with office.store.read() as session:
        rules = rules_of(session, get_agency(session, agency))
        chains = _chains(session, agency, unpublished=True)
        owed = [item for item in _items(office, session, rules, chains) if item.owed]
    return sorted(owed, key=_last_day)


def _last_day(item: Item) -> date:
    assert item.deadline is not None
    return item.deadline.due or date.max


def read_items(office: Office, session: Session, agency: str) -> Iterator[Item]:
    """Yield every item of an agency in the order of their numbers."""
    rules = rules_of(session, get_agency(session, agency))
    yield from _items(office, session, rules, _chains(session, agency))


def read_chains(office: Office, session: Session, agency: str, chains: Sequence[str]) -> list[Item]:
    """Return the items of some chains of an agency, in the order given."""
    rules = rules_of(session, get_agency(session, agency))
    read = journals.read_chains(session, chains)
    return list(_items(office, session, rules, [read[chain] for chain in chains]))


def _chains(session: Session, agency: str, *, unpublished: bool = False) -> list[tuple[Entry, ...]]:
    """Return the entries of each chain, read in one statement."""
    rows = _entries(agency, unpublished=unpublished).all(session, {})
    grouped = groupby(map(entry_of, rows), key=lambda entry: entry.chain)
    return sorted((tuple(entries) for _, entries in grouped), key=_place)


@lru_cache(AGENCIES)
def _entries(agency: str, *, unpublished: bool) -> Prepared:
    """Return the statement for the entries of an agency's chains."""
    table = journals.JOURNAL
    mine = _unpublished(agency) if unpublished else _of(agency)
    found = sa.select(*(table.c[name] for name in COLUMNS)).where(table.c.chain.in_(mine))
    return Prepared(found.order_by(table.c.chain, table.c.entry))


def _of(agency: str) -> sa.Select[tuple[str]]:
    """Select an agency's chains: by their heads, of which each chain has one."""
    chain = journals.HEAD.c.chain
    return sa.select(chain).where(begins_with(chain, f"{PREFIX}{agency}/"))


def _unpublished(agency: str) -> sa.Select[tuple[str]]:
    """Select the chains whose last entry neither published the item nor took it down."""
    head, last = journals.HEAD, journals.JOURNAL.alias()
    ends = sa.and_(last.c.chain == head.c.chain, last.c.entry == head.c.count)
    found = _of(agency).join(last, ends)
    return found.where(last.c.trigger.not_in(("publish", "take_down")))


def _place(entries: Sequence[Entry]) -> tuple[int, int]:
    year, _, number = entries[0].chain.rpartition("/")[2].partition("-")
    return int(year), int(number)


def read_item(office: Office, session: Session, agency: str, entries: Sequence[Entry]) -> Item:
    """Return an item from its entries, as of today."""
    rules = rules_of(session, get_agency(session, agency))
    (item,) = _items(office, session, rules, [entries])
    return item


def _items(
    office: Office, session: Session, rules: Rules, chains: Sequence[Sequence[Entry]]
) -> Iterator[Item]:
    """Yield items from the entries of their chains; all texts are opened in one go."""
    holding = [effective(entries) for entries in chains]
    clear = iter(in_clear(office, session, [one for entries in holding for one in entries]))
    calendar = rules.calendar_on(office.today)
    for entries in holding:
        own = tuple(islice(clear, len(entries)))
        found = disclosure_deadlines(entries, calendar, office.today, rules.settings)
        state = DISCLOSURE.state_after(entries)
        yield Item(entries[0].chain, own, _newest(own), state, found)


def _newest(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the newest fact of each name."""
    facts: dict[str, Any] = {}
    for entry in entries:
        facts |= {name: value for name, value in entry.facts.items() if value not in (None, "")}
    return facts


def counted(items: Iterable[Item], period: Period) -> dict[str, Value]:
    """Return what the register says of a period's figures: items published, by channel, category.

    What was taken down later was published all the same.
    """
    found: dict[str, int] = {}
    for item in items:
        if period.holds(item.published_on):
            for key in _keys(item):
                found[key] = found.get(key, 0) + 1
    return dict(found)


def _keys(item: Item) -> Iterator[str]:
    for channel in item.channels:
        if channel in COUNTED:
            yield COUNTED[channel]
        if channel == "website":
            category = item.facts.get("category") or say("disclosure.no_category", "zh")
            yield f"{CATEGORIES}.{category}"
