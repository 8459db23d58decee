"""A case as the clocks see it: its events sorted by kind, the law chosen, the calendar at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.core.calendar import Calendar
from workflow.core.clock_laws import Laws, Regulation, Settings
from workflow.core.events import Event
from workflow.core.terms import ONE_DAY
from workflow.messages import catalogue, language

#: Channels whose day of submission is the receipt (art. 31); ``web`` with an automatic receipt too.
DIRECT_CHANNELS = frozenset({"in_person", "signed_mail"})

#: Ways of service in which the applicant's signature, not the sending, is the day (S235).
SIGNED_WAYS = frozenset({"direct", "through_agency"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer sent, and its service. Either may be unknown to a list of events."""

    dispatched: Event | None
    served: Event | None

    @property
    def decided_on(self) -> date:
        """The day of the decision: that of dispatch, else of service."""
        event = self.dispatched or self.served
        assert event is not None
        return event.on

    def given_on(self, settings: Settings) -> date:
        """Return the day that decides on timeliness, by the way of service (S235)."""
        sent, served = self.dispatched, self.served
        if sent is None or served is None:
            return self.decided_on
        way = sent.facts.get("way")
        by_service = way in SIGNED_WAYS or (
            way == "electronic" and settings["electronic_answer_on"] == "service"
        )
        return max(sent.on, served.on) if by_service else sent.on


class Case:
    """The events of one case, read once."""

    __slots__ = (
        "answers",
        "as_of",
        "calendar",
        "events",
        "firm_before",
        "kinds",
        "laws",
        "receipt",
        "received_on",
        "regulation",
        "settings",
        "submitted",
        "withdrawn_on",
    )

    def __init__(
        self,
        events: Sequence[Event],
        laws: Laws,
        calendar: Calendar,
        as_of: date,
        settings: Settings,
        law: str,
    ) -> None:
        self.events = events
        self.laws = laws
        self.calendar = calendar
        self.as_of = as_of
        self.settings = settings
        self.kinds: dict[str, list[Event]] = {}
        for event in events:
            self.kinds.setdefault(event.kind, []).append(event)
        self.submitted = events[0]
        self.receipt = receipt_of(events)
        self.received_on = self.receipt.on if self.receipt else None
        self.regulation: Regulation = laws.regulation(law, law_day(events, settings), settings)
        withdrawn = self.first("withdrawn")
        self.withdrawn_on = withdrawn.on if withdrawn else None
        answered = "dispatched" in self.kinds or "served" in self.kinds
        self.answers = tuple(_answers(events)) if answered else ()
        self.firm_before = self._firm_before()

    def _firm_before(self) -> date:
        """Return the day before which this calendar has nothing to say against a date.

        Asked once a case, so that firm dates need no question of their own.
        """
        first, until = self.events[0].on, self.calendar.open_from
        settled = until - ONE_DAY
        if self.calendar.region_gap(first, settled) or self.calendar.warnings(first, settled):
            return first
        return until

    @property
    def words(self) -> Mapping[str, str]:
        """The sentences of the language asked for."""
        return catalogue(language())

    def of(self, kind: str) -> Sequence[Event]:
        """Return the events of a kind, in order."""
        return self.kinds.get(kind, ())

    def first(self, kind: str) -> Event | None:
        """Return the first event of a kind, or None."""
        found = self.kinds.get(kind)
        return found[0] if found else None

    def of_child(self, kind: str, child: str | None) -> Event | None:
        """Return the first event of a kind that belongs to a consultation or appeal, or None."""
        for event in self.of(kind):
            if event.id == child:
                return event
        return None

    def next_after(self, event: Event, *kinds: str) -> Event | None:
        """Return the first event of some kinds that stands after an event, or None."""
        later = False
        for one in self.events:
            if later and one.kind in kinds:
                return one
            later = later or one is event
        return None

    def answer_after(self, event: Event) -> Answer | None:
        """Return the next answer dispatched after an event, or None."""
        sent = self.next_after(event, "dispatched")
        return next((one for one in self.answers if sent and one.dispatched is sent), None)


def receipt_of(events: Sequence[Event]) -> Event | None:
    """Return the event that is the receipt (art. 31): submission, or its confirmation."""
    if is_receipt(events[0]):
        return events[0]
    return next((event for event in events if event.kind == "confirmed"), None)


def law_day(events: Sequence[Event], settings: Settings) -> date:
    """Return the day by which the law is chosen: the receipt [J], or while none, submission."""
    receipt = receipt_of(events)
    by_receipt = settings["law_by"] == "receipt"
    return receipt.on if receipt and by_receipt else events[0].on


def is_receipt(submitted: Event) -> bool:
    """Tell whether the submission itself is the receipt (art. 31; GC26 for automatic receipts)."""
    facts = submitted.facts
    automatic = facts["channel"] == "web" and facts.get("receipt") == "automatic"
    return automatic or facts["channel"] in DIRECT_CHANNELS


def _answers(events: Sequence[Event]) -> list[Answer]:
    """Pair each dispatch with the first service after it."""
    found: list[Answer] = []
    for event in events:
        if event.kind == "dispatched":
            found.append(Answer(event, None))
        elif event.kind == "served" and not found:
            found.append(Answer(None, event))
        elif event.kind == "served" and found[-1].served is None:
            found[-1] = Answer(found[-1].dispatched, event)
    return found
