"""The reply clock, event by event: resets, extensions, suspensions, and what is in doubt.

``doubt`` says in words why the contract doesn't settle the reply date of an odd list.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from oracle.slow_walks import OPEN, OpenDayError, Walker

FIRST_DAY_OF_2019_REGULATION = date(2019, 5, 15)  # R19 art. 56


@dataclass
class Letter:
    """A consultation: one letter, its receipt, its answer."""

    party: str
    sent: date
    received: date | None = None
    answered: date | None = None
    counts: bool = False


@dataclass
class Pause:
    """A suspension by hand."""

    since: date
    until: date | None = None


@dataclass
class Reply:
    """How the reply clock stands after the events read so far."""

    law: str
    day_zero: date | None = None
    extension: int = 0
    agency_date: date | None = None
    extension_after_agency_date: int = 0
    waiting_for: str | None = None
    letters: dict = field(default_factory=dict)
    pauses: list = field(default_factory=list)
    history: list = field(default_factory=list)
    ended: str | None = None
    warned: bool = False
    doubt: str | None = None
    lapsed_on: date | None = None


class ReplyReader(Walker):
    """Reads one document once, in the order of its events, for the reply clock."""

    def __init__(self, document, as_of, is_workday):
        super().__init__(as_of, is_workday)
        self.region = document.get("region")
        self.events = [read_event(event) for event in document["events"]]
        self.received_on = self.find_receipt()
        self.law = self.choose_law(document.get("law", "auto"))
        self.reply = Reply(self.law)
        self.lapsed_for = None
        self.stops_before_delay = set()
        self.read_reply()

    def find_receipt(self):
        """Art. 31: the day of submission, signature or automatic receipt, else confirmation."""
        submitted = self.events[0]
        if submitted["channel"] in ("in_person", "signed_mail"):
            return submitted["on"]
        if submitted["channel"] == "web" and submitted.get("receipt") == "automatic":
            return submitted["on"]
        confirmed = self.first("confirmed")
        return confirmed["on"] if confirmed else None

    def choose_law(self, asked):
        if asked != "auto":
            return asked
        day = self.received_on or self.events[0]["on"]
        return "cn-2019" if day >= FIRST_DAY_OF_2019_REGULATION else "cn-2008"

    def first(self, kind, **facts):
        for event in self.events:
            if event["kind"] == kind and all(event.get(k) == v for k, v in facts.items()):
                return event
        return None

    def all(self, kind):
        return [event for event in self.events if event["kind"] == kind]

    def read_reply(self):
        """Read the events in their order; after each, note a date that it replaced."""
        if self.received_on is None:
            self.reply.doubt = "not received"
            return
        self.reply.day_zero = self.received_on
        before = self.reply_due()
        for event in self.events:
            if self.received_on is not None and event["on"] < self.received_on:
                if event["kind"] not in ("submitted", "confirmed"):
                    self.reply.doubt = "an event before the receipt"
                continue
            self.read_one(event, before)
            after = self.reply_due()
            if before is not None and after != before:
                self.reply.history.append((before, event["on"]))
            before = after

    def read_one(self, event, due):
        kind, reply = event["kind"], self.reply
        if reply.ended:
            self.read_after_end(event)
            return
        in_time = due is None or due == OPEN or event["on"] <= due
        if due == OPEN and self.region:
            reply.doubt = "whether the date is over depends on a regional notice"
        if self.open_pause() and not in_time:
            reply.doubt = "an event after the date while a suspension is open"
        handler = getattr(self, "read_" + kind, None)
        if handler is not None:
            handler(event, in_time)

    def read_after_end(self, event):
        """After the answer or the withdrawal nothing moves the reply date."""
        touching = {
            "corrected", "fee_paid", "extended", "delayed", "lapsed", "suspended", "resumed",
            "consultation_sent", "consultation_received", "correction_requested", "fee_notified",
            "correction_period_extended", "withdrawn",
        }  # fmt: skip
        if event["kind"] in touching:
            self.reply.doubt = f"{event['kind']} after the end"
        if event["kind"] == "consultation_answered":
            letter = self.reply.letters.get(event.get("id"))
            if letter and letter.answered is None:
                letter.answered = event["on"]
                self.reply.doubt = "an answer after the end"
        if event["kind"] == "dispatched" and self.reply.ended == "withdrawn":
            self.reply.doubt = "dispatched after the withdrawal"

    def read_correction_requested(self, event, in_time):
        reply = self.reply
        if self.law == "cn-2008":
            return  # art. 21(4): no term, no reset
        if event is not self.first("correction_requested") or reply.waiting_for:
            reply.doubt = "a second correction notice"
        last = self.date_or_open(self.after_working_days, self.received_on, 7)
        if last != OPEN and event["on"] > last:
            reply.warned = True
            return
        if not in_time:
            reply.doubt = "a correction notice in its 7 days but after the reply date"
        reply.waiting_for = "correction"

    def read_corrected(self, event, in_time):
        reply = self.reply
        if self.law == "cn-2008":
            return
        asked = self.first("correction_requested")
        if asked is None or self.events.index(asked) > self.events.index(event):
            reply.doubt = "corrected without a correction notice"
        elif reply.waiting_for == "correction" or self.restores("correction_requested"):
            self.reset(event["on"])
        elif len(self.all("corrected")) > 1:
            reply.doubt = "corrected twice"

    def read_fee_notified(self, event, in_time):
        reply = self.reply
        if self.law == "cn-2008":
            return
        if reply.waiting_for:
            reply.doubt = "a fee notice while something is awaited"
        if in_time:
            reply.waiting_for = "payment"
        else:
            reply.warned = True

    def read_fee_paid(self, event, in_time):
        reply = self.reply
        if self.law == "cn-2008":
            return
        asked = self.first("fee_notified")
        if asked is None or self.events.index(asked) > self.events.index(event):
            reply.doubt = "paid without a fee notice"
        elif reply.waiting_for == "payment" or self.restores("fee_notified"):
            self.reset(event["on"])
        elif len(self.all("fee_paid")) > 1:
            reply.doubt = "paid twice"

    def restores(self, asked):
        """After a lapse the act that was awaited, when it comes, resets all the same."""
        wanted = {"correction_requested": "correction", "fee_notified": "payment"}[asked]
        if self.lapsed_for != wanted:
            if self.lapsed_for is not None:
                self.reply.doubt = "an act that nothing awaited"
            return False
        self.lapsed_for = None
        return True

    def reset(self, day):
        """Art. 30, FEE art. 7: the whole period afresh; the old one, extended or not, is gone."""
        reply = self.reply
        reply.day_zero = day
        reply.waiting_for = None
        reply.extension = 0
        reply.agency_date = None
        reply.extension_after_agency_date = 0

    def read_lapsed(self, event, in_time):
        self.lapsed_for = self.reply.waiting_for or "nothing"
        before = self.events[: self.events.index(event)]
        asked = [e for e in before if e["kind"] in ("correction_requested", "fee_notified")]
        if asked and self.reply.waiting_for is None:
            self.reply.doubt = "a lapse although the act came, or the notice was late"
        if self.law == "cn-2008":
            self.reply.doubt = "a lapse under the 2008 Regulation"
        self.reply.lapsed_on = event["on"]
        self.reset(event["on"])

    def read_extended(self, event, in_time):
        reply = self.reply
        if reply.waiting_for:
            reply.doubt = "an extension while something is awaited"
        if not in_time:
            reply.warned = True
        elif reply.agency_date:
            reply.extension_after_agency_date += event["length"]
        else:
            reply.extension += event["length"]

    def read_delayed(self, event, in_time):
        reply = self.reply
        if self.law == "cn-2008":
            return
        if reply.waiting_for:
            reply.doubt = "a delay while something is awaited"
        if not in_time:
            reply.warned = True
            return
        due = self.reply_due()
        if due == OPEN or due is None or event["until"] < due:
            reply.doubt = "a delay to an earlier day"
        reply.agency_date = event["until"]
        reply.extension_after_agency_date = 0
        self.stops_before_delay = {id(stop) for stop in (*reply.letters.values(), *reply.pauses)}

    def read_consultation_sent(self, event, in_time):
        letter = Letter(event["party"], event["on"])
        suspends = self.law == "cn-2019" or letter.party == "third_party"
        letter.counts = suspends and in_time
        self.reply.letters[event["id"]] = letter

    def read_consultation_received(self, event, in_time):
        letter = self.reply.letters.get(event["id"])
        if letter is None:
            return  # sent before the request was received: in doubt already
        if letter.received is None and letter.answered is None:
            letter.received = event["on"]
        else:
            self.reply.doubt = "a letter received twice, or after its answer"
        if not in_time and letter.counts:
            self.reply.doubt = "a receipt after the reply date was over"

    def read_consultation_answered(self, event, in_time):
        letter = self.reply.letters.get(event["id"])
        if letter is None:
            return
        if letter.answered is None:
            letter.answered = event["on"]
        else:
            self.reply.doubt = "a letter answered twice"

    def read_suspended(self, event, in_time):
        self.reply.warned = True
        if not in_time or self.open_pause() or self.reply.waiting_for:
            self.reply.doubt = "a suspension on top, or after the date"
        self.reply.pauses.append(Pause(event["on"]))

    def read_resumed(self, event, in_time):
        pause = self.open_pause()
        if pause is None:
            self.reply.doubt = "resumed without a suspension"
        else:
            pause.until = event["on"]

    def open_pause(self):
        for pause in self.reply.pauses:
            if pause.until is None:
                return pause
        return None

    def read_withdrawn(self, event, in_time):
        self.reply.ended = "withdrawn"

    def read_served(self, event, in_time):
        self.reply.doubt = "served before it was dispatched"

    def read_dispatched(self, event, in_time):
        self.reply.ended = "dispatched"

    def letter_end(self, letter):
        """A letter's last excluded day: its answer, or its own last day if that is earlier."""
        if self.law == "cn-2008":
            return letter.answered or date.max
        last = self.date_or_open(self.after_working_days, letter.received or letter.sent, 15)
        if last == OPEN:
            if letter.answered is None:
                raise OpenDayError(letter.sent)
            return letter.answered  # the answer came on a day that is known, so before it
        if letter.answered is not None and letter.answered < last:
            return letter.answered
        return last

    def intervals(self):
        """Return the half-open intervals (from, to] that the reply clock leaves out."""
        stops = [letter for letter in self.reply.letters.values() if letter.counts]
        stops += [pause for pause in self.reply.pauses if pause.until is not None]
        stops = [stop for stop in stops if not self.known_to_the_delay(stop)]
        return [
            (stop.sent, self.letter_end(stop))
            if isinstance(stop, Letter)
            else (stop.since, stop.until)
            for stop in stops
        ]

    def known_to_the_delay(self, stop):
        """The agency knew of it when it set its own date: only what came after moves that date."""
        return self.reply.agency_date is not None and id(stop) in self.stops_before_delay

    def excluded_days(self):
        """Return the working days after day 0 that lie in any interval, each of them once."""
        days = set()
        for begin, end in self.intervals():
            day = begin
            while day < end:
                day += timedelta(days=1)
                if day > self.reply.day_zero and self.works(day):
                    days.add(day)
        return days

    def waiting_for(self):
        if self.reply.waiting_for:
            return self.reply.waiting_for
        if self.law == "cn-2008":
            for letter in self.reply.letters.values():
                if letter.counts and letter.answered is None:
                    return "third_party"
        return None

    def reply_due(self):
        """Return the reply date as the events read so far have it; None while one waits."""
        if self.reply.day_zero is None or self.waiting_for():
            return None
        return self.date_or_open(self.walk_reply)

    def reply_length(self):
        return (20 if self.law == "cn-2019" else 15) + self.reply.extension

    def walk_reply(self):
        reply = self.reply
        if reply.agency_date:
            added = reply.extension_after_agency_date + len(self.excluded_days())
            return self.after_working_days(reply.agency_date, added)
        return self.after_working_days(
            reply.day_zero, self.reply_length() + len(self.excluded_days())
        )


def read_event(event):
    """Return the event with its days as days."""
    days = ("on", "until", "received_on", "decided_on")
    return {k: date.fromisoformat(v) if k in days and v else v for k, v in event.items()}
