"""The register of disclosures searched: what is owed first, then the newest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.app.disclosing_reading import Item
from workflow.app.figure_periods import Period

PAGE = 50
#: The one filter that is no state: still to be published, in whatever state.
OWED = "owed"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty means any.

    ``state`` is a state or ``owed``. ``period`` is that of publishing; of what isn't published,
    that of its making.
    """

    text: str = ""
    state: str = ""
    column: str = ""
    channel: str = ""
    category: str = ""
    period: Period | None = None
    page: int = 1

    def fits(self, item: Item) -> bool:
        """Tell whether an item is looked for."""
        return (
            self._says(item)
            and (not self.state or self.state in {item.state, OWED if item.owed else ""})
            and (not self.column or item.facts.get("site_column") == self.column)
            and (not self.category or item.facts.get("category") == self.category)
            and (not self.channel or self.channel in item.channels)
            and (self.period is None or self.period.holds(_day_of(item)))
        )

    def _says(self, item: Item) -> bool:
        """Tell whether each word stands in name, number or content."""
        names = ("title", "item_content", "document_number")
        said = "\n".join([item.number, *(str(item.facts.get(name, "")) for name in names)])
        return all(word in said for word in self.text.split())


def _day_of(item: Item) -> date | None:
    return item.published_on or item.made_on or item.entries[0].on


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found; ``columns`` and ``categories`` are those there are at all."""

    items: Sequence[Item]
    total: int
    sought: Sought
    columns: Sequence[str]
    categories: Sequence[str]

    @property
    def more(self) -> bool:
        """Whether a page follows."""
        return self.sought.page * PAGE < self.total


def found_in(items: Iterable[Item], sought: Sought) -> list[Item]:
    """Return the items looked for: the owed by their last day, then the newest first."""
    fitting = [item for item in items if sought.fits(item)]
    owed = sorted((one for one in fitting if one.owed), key=_last_day)
    done = sorted((one for one in fitting if not one.owed), key=_newest, reverse=True)
    return [*owed, *done]


def _last_day(item: Item) -> date:
    due = item.deadline.warn_on if item.deadline else None
    return due or date.max


def _newest(item: Item) -> Any:
    year, _, number = item.slug.partition("-")
    return (_day_of(item), int(year), int(number))


def browse(items: Sequence[Item], sought: Sought) -> Found:
    """Return one page of what is looked for; a page beyond the last one is the last."""
    fitting = found_in(items, sought)
    last = max(1, -(-len(fitting) // PAGE))
    here = replace(sought, page=min(max(1, sought.page), last))
    first = (here.page - 1) * PAGE
    return Found(
        fitting[first : first + PAGE],
        len(fitting),
        here,
        _words(items, "site_column"),
        _words(items, "category"),
    )


def _words(items: Iterable[Item], fact: str) -> list[str]:
    return sorted({str(item.facts[fact]) for item in items if item.facts.get(fact)})
