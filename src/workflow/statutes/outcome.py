"""How a request may end, as one value: its article, what it demands, its row, its notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.core.facts import given
from workflow.core.journal import Entry
from workflow.core.past import latest
from workflow.core.steps import Past
from workflow.core.wording import listing
from workflow.errors import Reason
from workflow.messages import say

#: Facts by which information may come beside the letter: as files, or as papers that are named.
ENCLOSED = ("files", "attachments")


@dataclass(frozen=True, slots=True)
class Demand:
    """What an answer must carry: all facts of one of the alternatives."""

    alternatives: tuple[tuple[str, ...], ...]

    def met_by(self, facts: Mapping[str, Any]) -> bool:
        """Tell whether one alternative is there whole."""
        return any(all(given(facts, name) for name in names) for names in self.alternatives)

    @property
    def text(self) -> str:
        """The facts wanted, as an officer reads them."""
        ways = [listing(map(_named, names)) for names in self.alternatives]
        return say("outcomes.or").join(ways)


def _named(fact: str) -> str:
    return say("outcomes.fact", label=say(f"facts.{fact}"), name=fact)


def demand(*alternatives: str) -> Demand:
    """Return a demand, each alternative written as ``fact+fact``."""
    return Demand(tuple(tuple(names.split("+")) for names in alternatives))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a request may end under one statute.

    ``rows`` are the annual report's row keys by form year (``2019``, ``2021``), ``notice`` the
    letter that tells it (None: none). ``refusal`` says that its ground is one of those by which
    publishing is refused (2019: art. 14-16): such a ground decides the remedy. ``after`` are the
    steps of which one must have come before.
    """

    code: str
    article: str
    rows: Mapping[str, str]
    notice: str | None
    demands: tuple[Demand, ...] = ()
    after: tuple[str, ...] = ()
    refusal: bool = False
    mark: str = "V"

    @property
    def label(self) -> str:
        """Its name as an officer reads it."""
        return say(f"outcomes.{self.code}")

    @property
    def template(self) -> str | None:
        """The template's key: the notice, narrowed to this outcome."""
        return f"{self.notice}-{self.code}" if self.notice else None

    def lacking(self, past: Past, facts: Mapping[str, Any]) -> list[Reason]:
        """Return what this outcome demands and doesn't have, each with its article."""
        found = [
            self._reason("lacks_fact", what=wanted.text)
            for wanted in self.demands
            if not wanted.met_by(facts)
        ]
        if self.after and not latest(past, *self.after):
            steps = say("outcomes.or").join(say(f"triggers.request_{name}") for name in self.after)
            found.append(self._reason("lacks_step", step=steps))
        return found

    def _reason(self, key: str, **values: str) -> Reason:
        named = {"code": self.code, "outcome": self.label, **values}
        return Reason(f"outcomes.{key}", named, self.article)


def answer_entry(past: Past) -> Entry | None:
    """Return the entry that set the outcome which now stands, None where none does."""
    entry = latest(past, "submit_answer", "lapse", "withdraw", "restore", "reopen")
    return None if entry is None or entry.trigger in {"restore", "reopen"} else entry


def outcome_of(past: Past) -> str | None:
    """Return the code of the outcome that now stands (also one still in review)."""
    entry = answer_entry(past)
    return entry.facts.get("outcome") if entry else None


def grounds_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the grounds that an answer stands on: those it lists, else its own outcome."""
    listed = tuple(facts.get("grounds") or ())
    own = facts.get("outcome")
    return listed or ((own,) if own else ())
