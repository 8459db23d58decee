"""A notice in the making: the case it speaks of, its day and number, and how it reads facts.

A fact is looked for in this order: what the caller hands in (a draft may carry words that no
journal entry holds yet), then the entry's own facts. A fact in free words stands in the journal
as a reference; its words are in ``CaseFile.texts`` by that reference, or by the name of the fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.core.casefile import CaseFile
from workflow.core.deadlines import Deadline
from workflow.core.journal import Entry
from workflow.core.past import latest
from workflow.core.procedure import Child
from workflow.statutes.notices import words


@dataclass(frozen=True, slots=True)
class Draft:
    """One notice of one case, on the day that it bears, under the number that it bears.

    ``extra`` are facts handed in; ``child`` names the consultation or appeal the notice belongs
    to (``consultation:c1`` or ``c1``; the last one of its kind where none is named).
    """

    notice: str
    case: CaseFile
    on: date
    number: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    child: str | None = None

    @property
    def you(self) -> str:
        """How the letter speaks to the applicant: 您, or 您单位 to anyone but a natural person."""
        return words.you(self.case.applicant.kind)

    @property
    def own(self) -> tuple[Entry, ...]:
        """The entries of the request itself up to the notice's day, without its children's."""
        return tuple(
            entry for entry in self.case.entries if entry.child is None and entry.on <= self.on
        )

    def entry(self, *triggers: str) -> Entry | None:
        """Return the last entry of the request with one of the triggers."""
        return latest(self.own, *triggers)

    def fact(self, name: str, entry: Entry | None = None) -> Any:
        """Return a fact as it is recorded, None where nothing says it."""
        if name in self.extra:
            return self.extra[name]
        value = entry.facts.get(name) if entry else None
        if isinstance(value, Mapping) and "ref" in value:
            return self.case.texts.get(value["ref"], self.case.texts.get(name))
        return value

    def text(self, name: str, entry: Entry | None = None) -> str:
        """Return a fact in free words, without a closing stop; ``""`` where nothing says it."""
        return words.trimmed(str(self.fact(name, entry) or ""))

    def day(self, name: str, entry: Entry | None = None) -> str:
        """Return a fact that is a day as a letter writes it."""
        return words.day(words.to_date(self.fact(name, entry)))

    def items(self, name: str, entry: Entry | None = None) -> list[str]:
        """Return a fact that lists things; a text is split at its lines or semicolons."""
        value = self.fact(name, entry)
        if isinstance(value, str):
            value = words.split(value)
        return [words.trimmed(str(item)) for item in value or ()]

    def deadline(self, clock: str, child: str | None = None) -> Deadline | None:
        """Return a deadline of the case, None where that clock isn't known."""
        return self.case.deadlines.clock(clock, child) if self.case.deadlines else None

    def due_then(self, clock: str) -> Deadline | None:
        """Return a deadline as it stood on the notice's day: what moved it later isn't told."""
        deadline = self.deadline(clock)
        if deadline is None:
            return None
        later = [old.due for old in deadline.history if old.until > self.on]
        return replace(deadline, due=later[0], provisional=False) if later else deadline

    def due(self, clock: str, child: str | None = None) -> str:
        """Return the last day of a clock as a letter writes it, ``""`` where there is none."""
        deadline = self.deadline(clock, child)
        return words.day(deadline.due if deadline else None)

    def children(self, kind: str) -> Sequence[Child]:
        """Return the consultations or appeals of the case."""
        return [child for child in self.case.children if child.kind == kind]

    def chosen(self, kind: str) -> Child | None:
        """Return the child that the notice belongs to: the one named, else the last."""
        wanted = (self.child or "").rpartition(":")[2]
        found = [child for child in self.children(kind) if wanted in {"", child.id}]
        return found[-1] if found else None

    def person(self, user: str) -> str:
        """Return the name of an officer as a form prints it."""
        return self.case.people.get(user, user)
