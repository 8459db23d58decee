"""The agency's clocks: each with its date and the states that the contract allows it.

``ANY`` stands for a value that isn't compared because the text leaves it open.
"""

from dataclasses import dataclass
from datetime import date

from oracle.slow_reply import ReplyReader
from oracle.slow_walks import OPEN, OpenDayError

ANY = "any"
EVERY_STATE = {"running", "suspended", "met", "late", "lapsed"}


@dataclass
class Clock:
    """What the counter says of one clock."""

    clock: str
    id: str | None
    day_zero: object
    due: object
    states: set
    waiting_for: object = None
    history: object = ANY
    provisional: object = False
    optional: bool = False
    warned: bool = False
    excluded: object = ANY  # the working days that a suspension takes out, for the proof
    length: object = ANY  # how many counted rows the proof has


class ClockReader(ReplyReader):
    """Answers for the clocks of the agency and of those it asks."""

    def judge(self, due, ended):
        """Met or late by the ending event, else running or late by the day asked about."""
        if due == ANY:
            return EVERY_STATE
        if due == OPEN and self.region:
            return EVERY_STATE  # the national date, which may be over
        if due == OPEN:  # later than the day asked about, and than every event up to it
            return {"met"} if ended else {"running"}
        if ended:
            return {"met"} if ended <= due else {"late"}
        return {"running"} if self.as_of <= due else {"late"}

    def no_longer_needed(self, due, *, because):
        """The states of a clock whose event became pointless on a day (None: it didn't)."""
        if because is None:
            return self.judge(due, None)
        if due == OPEN and self.region:
            return EVERY_STATE
        if due == OPEN or because <= due:
            return {"lapsed"}
        return {"lapsed", "late"}

    def next(self, kind, event):
        """Return the next event of a kind behind another, or None."""
        for later in self.events[self.events.index(event) :]:
            if later["kind"] == kind:
                return later
        return None

    def served_first(self):
        """An answer served before it was dispatched: no sentence says what that means."""
        served, dispatched = self.first("served"), self.first("dispatched")
        if served is None:
            return False
        return dispatched is None or self.events.index(served) < self.events.index(dispatched)

    def over_on(self, *kinds):
        for event in self.events:
            if event["kind"] in kinds:
                return event["on"]
        return None

    def confirmation(self):
        """Ordinary mail: the day of arrival; web, e-mail, fax: one working day [J]."""
        submitted = self.events[0]
        if self.received_on == submitted["on"] and not self.first("confirmed"):
            return []  # in person, signed, automatic: nothing to confirm
        if submitted["channel"] in ("in_person", "signed_mail") or submitted.get("receipt"):
            return []
        if self.law == "cn-2008":
            return []
        length = 0 if submitted["channel"] == "ordinary_mail" else 1
        due = self.date_or_open(self.after_working_days, submitted["on"], length)
        confirmed = self.first("confirmed")
        states = self.judge(due, confirmed["on"] if confirmed else None)
        if confirmed is None:
            states = states | self.no_longer_needed(due, because=self.over_on("withdrawn"))
        return [Clock("confirmation", None, submitted["on"], due, states)]

    def correction(self):
        if self.law == "cn-2008" or self.received_on is None:
            return []
        due = self.date_or_open(self.after_working_days, self.received_on, 7)
        asked = self.first("correction_requested")
        if asked:
            states = self.judge(due, asked["on"])
        else:
            # Nobody must ask for a correction: whether the clock then lapses or is late is open.
            states = self.judge(due, None)
            if states == {"late"} or self.over_on("withdrawn", "dispatched", "served"):
                states = states | {"late", "lapsed"}
        clocks = [Clock("correction_notice", None, self.received_on, due, states, length=7)]
        return clocks + (self.correction_reply(asked) if asked else [])

    def correction_reply(self, asked):
        zero = asked.get("received_on") or asked["on"]
        due = self.date_or_open(self.after, zero, asked["period"])
        for event in self.all("correction_period_extended"):
            due = event["until"]
        came = self.next("corrected", asked)
        over = self.over_on("lapsed", "withdrawn", "dispatched", "served")
        states = self.no_longer_needed(due, because=over)
        if came:
            states = self.judge(due, came["on"])
        other = self.over_on("lapsed", "dispatched", "served")
        if (over and came) or other:
            states = states | self.judge(due, None) | {"lapsed"}
        warned = "received_on" not in asked
        extended = self.first("correction_period_extended")
        if len(self.all("correction_requested")) > 1 or (
            extended and self.events.index(extended) < self.events.index(asked)
        ):
            due, states, zero, warned = ANY, EVERY_STATE, ANY, False
        return [Clock("correction_reply", None, zero, due, states, warned=warned)]

    def reply_clock(self):
        if self.received_on is None:
            return [Clock("reply", None, None, ANY, EVERY_STATE, ANY, optional=True)]
        reply = self.reply
        due, waiting = self.reply_due(), self.waiting_for()
        if reply.doubt or (reply.ended and self.open_pause()):
            due, states, waiting = ANY, EVERY_STATE, ANY
        elif reply.ended == "withdrawn":
            over = self.over_on("withdrawn")
            states = {"lapsed"} if due is None else self.no_longer_needed(due, because=over)
            due = ANY if due is None else due
            waiting = ANY
        elif reply.ended == "dispatched":
            states = EVERY_STATE if due is None else self.judge(due, self.answered_on())
            due, waiting = (ANY, ANY) if due is None else (due, None)
        elif due is None:
            states = {"suspended"}
        elif self.open_pause():
            due, states = ANY, {"suspended", "running"}
        elif self.inside_an_interval():
            states = {"suspended"} if due == OPEN or self.as_of <= due else {"suspended", "late"}
        else:
            states = self.judge(due, None)
        clock = Clock("reply", None, reply.day_zero, due, states, waiting)
        unsettled = reply.doubt or reply.pauses or any(OPEN in pair for pair in reply.history)
        clock.history = ANY if unsettled or due == OPEN else reply.history
        clock.warned = reply.warned and not reply.doubt
        clock.provisional = self.reply_provisional(due)
        self.describe_proof(clock)
        return [clock]

    def describe_proof(self, clock):
        if isinstance(clock.due, date) and self.reply.agency_date is None:
            clock.excluded = self.excluded_days()
            clock.length = self.reply_length()

    def reply_provisional(self, due):
        """A letter that counts and whose receipt isn't known makes the date provisional."""
        if due is None or due == ANY:
            return ANY
        answer = False
        for letter in self.reply.letters.values():
            if letter.received is None and not self.known_to_the_delay(letter):
                gone = self.date_or_open(self.letter_end, letter)
                if not letter.counts or letter.answered or self.law == "cn-2008":
                    return ANY
                if gone != OPEN and gone <= self.reply.day_zero:
                    return ANY  # over before the reset, unless it was received very late
                answer = True
        return ANY if answer and self.reply.ended else answer

    def inside_an_interval(self):
        try:
            return any(begin < self.as_of <= end for begin, end in self.intervals())
        except OpenDayError:
            return any(
                letter.counts and letter.answered is None and letter.sent < self.as_of
                for letter in self.reply.letters.values()
            )

    def answered_on(self):
        """Post and electronic: the day of dispatch; direct, through an agency: the signature."""
        return self.signed_on(self.first("dispatched"))

    def signed_on(self, dispatched):
        if dispatched.get("way") not in ("direct", "through_agency"):
            return dispatched["on"]
        for event in self.events[self.events.index(dispatched) + 1 :]:
            if event["kind"] == "served":
                return event["on"]
            if event["kind"] == "dispatched":
                break
        return dispatched["on"]

    def consultations(self):
        if self.law == "cn-2008":
            return []
        found = []
        for sent in self.all("consultation_sent"):
            received = self.first("consultation_received", id=sent["id"])
            answered = self.first("consultation_answered", id=sent["id"])
            zero = received["on"] if received else sent["on"]
            due = self.date_or_open(self.after_working_days, zero, 15)
            states = self.consultation_states(due, answered)
            clock = Clock(sent["party"], sent["id"], zero, due, states, length=15)
            clock.provisional = ANY if answered else received is None
            if received and answered and answered["on"] < received["on"]:
                clock.due, clock.states = ANY, EVERY_STATE
            found.append(clock)
        return found

    def consultation_states(self, due, answered):
        if answered:
            states = self.judge(due, answered["on"])
            # Silent on its last day; the answer came after: both words fit.
            return {"late", "lapsed"} if states == {"late"} else states
        if due == OPEN and self.region:
            return EVERY_STATE
        if due != OPEN and self.as_of > due:
            return {"lapsed"}
        over = self.over_on("withdrawn", "dispatched", "served")
        return {"running", "lapsed"} if over else {"running"}

    def fee(self):
        notices = self.all("fee_notified")
        if self.law == "cn-2008" or not notices:
            return []
        notice = notices[-1]
        zero = notice.get("received_on") or notice["on"]
        due = self.date_or_open(self.after_working_days, zero, 20)
        paid = self.next("fee_paid", notice)
        if paid:
            states = self.judge(due, paid["on"])
        else:
            over = self.over_on("lapsed", "withdrawn", "dispatched", "served")
            states = self.no_longer_needed(due, because=over)
            if self.over_on("lapsed", "dispatched", "served"):
                states = states | self.judge(due, None) | {"lapsed"}
        clock = Clock("fee_payment", None, zero, due, states, length=20)
        clock.warned = "received_on" not in notice
        if len(notices) > 1:
            clock.due, clock.states, clock.day_zero = ANY, EVERY_STATE, ANY
        return [clock]

    def service(self):
        answers = self.all("dispatched")
        if self.law == "cn-2008" or not answers:
            return []
        due = self.date_or_open(self.after_calendar_days, answers[0]["on"], 15)
        served = self.first("served")
        states = self.judge(due, served["on"] if served else None)
        clock = Clock("service_proof", None, answers[0]["on"], due, states, length=15)
        if len(answers) > 1 or len(self.all("served")) > 1 or self.served_first():
            clock.due, clock.states, clock.day_zero = ANY, EVERY_STATE, ANY
        return [clock]
