"""The applicant's clocks and those of his appeals."""

from datetime import date

from oracle.slow_answers import ANY, EVERY_STATE, Clock, ClockReader
from oracle.slow_walks import OPEN, month_end

FIRST_DAY_OF_2023_RECONSIDERATION_LAW = date(2024, 1, 1)  # XF23
FIRST_DAY_OF_SIX_MONTHS = date(2015, 5, 1)  # SS17 art. 46; before: three months

RECONSIDERATION_FIRST = {"A4", "A5", "A6", "A7", "A8", "A9", "A10"}  # XF23 23(1)(4), art. 14-16


class RemedyReader(ClockReader):
    """Answers for reconsideration, suit, and an answer ordered again."""

    def remedies(self):
        zero, optional = self.remedy_starts()
        if zero is None:
            return []
        due = ANY
        if zero != ANY:
            due = self.date_or_open(self.after_calendar_days, zero, 60)
        asked = self.over_on("reconsideration_accepted", "reconsideration_copy_received")
        states = self.appealed(due, zero, asked)
        if asked is None and self.first("lawsuit_copy_received"):
            states = states | {"lapsed"}  # the applicant went the other way
        found = [Clock("reconsideration", None, zero, due, states, optional=optional, length=60)]
        if optional or not self.reconsideration_comes_first():
            found.append(self.lawsuit(zero, optional))
        return found

    def appealed(self, due, zero, on):
        """An appeal made before the clock began: whether it ended this clock too is open."""
        if on is not None and zero != ANY and on < zero:
            return EVERY_STATE
        return self.judge(due, on)

    def remedy_starts(self):
        """Return day 0 of the applicant's clocks, and whether the text leaves them open."""
        served = self.all("served")
        dispatched = self.all("dispatched")
        if len(served) > 1 or len(dispatched) > 1 or self.served_first():
            return ANY, True
        if served:
            if self.contested_inside_the_payment_period(served[0], dispatched[0]):
                return ANY, False
            return served[0]["on"], False
        if self.reply.doubt:
            return ANY, True
        return self.end_of_silence()

    def contested_inside_the_payment_period(self, served, dispatched):
        """FEE art. 8: only after it may A22 be contested; what an early A22 starts is open."""
        if dispatched.get("outcome") != "A22" or not self.first("fee_notified"):
            return False
        last = self.fee()[0].due if self.fee() else None
        return last is not None and (last in (ANY, OPEN) or last >= served["on"])

    def end_of_silence(self):
        """Without service: from the end of a reply period that ended without an answer."""
        due = self.reply_due()
        if due is None or due == OPEN or self.open_pause() or self.as_of <= due:
            return None, False
        ended = self.over_on("dispatched", "withdrawn")
        if ended:
            return (None, False) if ended <= due else (due, True)
        return due, False

    def reconsideration_comes_first(self):
        answer = self.first("dispatched")
        if answer is None or answer["on"] < FIRST_DAY_OF_2023_RECONSIDERATION_LAW:
            return False
        grounds = {answer.get("outcome")}
        if answer.get("outcome") == "A3":
            grounds = set(answer.get("grounds") or [])
        return bool(grounds & RECONSIDERATION_FIRST)

    def lawsuit(self, zero, optional):
        due, length = ANY, ANY
        if zero != ANY:
            answer = self.first("dispatched")
            judged_by = answer["on"] if answer and self.first("served") else zero
            months = 6 if judged_by >= FIRST_DAY_OF_SIX_MONTHS else 3
            due = self.date_or_open(self.after_months, zero, months)
            length = (month_end(zero, months) - zero).days
        sued = self.over_on("lawsuit_copy_received")
        states = self.appealed(due, zero, sued)
        if self.over_on("reconsideration_accepted", "reconsideration_copy_received"):
            states = states | {"lapsed"}  # the other way was taken first
        return Clock("lawsuit", None, zero, due, states, optional=optional, length=length)

    def appeal_ids(self, *kinds):
        ids = []
        for event in self.events:
            if event["kind"] in kinds and event.get("id") not in ids:
                ids.append(event.get("id"))
        return ids

    def reconsiderations(self):
        found = []
        for name in self.appeal_ids(
            "reconsideration_copy_received",
            "reconsideration_accepted",
            "reconsideration_decision_received",
        ):
            found += self.one_reconsideration(name)
        return found

    def reconsideration_law(self, name):
        """By the day on which the body accepted, else the day on which the copy came [J]."""
        accepted = self.first("reconsideration_accepted", id=name)
        copy = self.first("reconsideration_copy_received", id=name)
        event = accepted or copy
        if event is None:
            return None
        new = event["on"] >= FIRST_DAY_OF_2023_RECONSIDERATION_LAW
        return "fy-2023" if new else "fy-2017"

    def one_reconsideration(self, name):
        found = []
        law = self.reconsideration_law(name)
        copy = self.first("reconsideration_copy_received", id=name)
        accepted = self.first("reconsideration_accepted", id=name)
        decided = self.first("reconsideration_decision_received", id=name)
        if copy:
            found.append(self.defence(name, law, copy))
        if accepted:
            found.append(self.decision(name, law, accepted, decided))
        if decided:
            due = self.date_or_open(self.after_calendar_days, decided["on"], 15)
            states = self.appealed(due, decided["on"], self.over_on("lawsuit_copy_received"))
            clock = Clock("lawsuit_after_reconsideration", name, decided["on"], due, states)
            clock.length = 15
            found.append(clock)
        elif accepted:
            found.append(
                Clock("lawsuit_after_reconsideration", name, ANY, ANY, EVERY_STATE, optional=True)
            )
        return found

    def defence(self, name, law, copy):
        """2023: 10 working days, simplified 5 (48, 54, 88); 2017: 10 calendar days (23)."""
        if law == "fy-2017":
            length = 10
            due = self.date_or_open(self.after_calendar_days, copy["on"], length)
        else:
            length = 5 if copy.get("procedure") == "simplified" else 10
            due = self.date_or_open(self.after_working_days, copy["on"], length)
        answered = self.first("reconsideration_answered", id=name)
        states = self.judge(due, answered["on"] if answered else None)
        if answered is None and self.first("reconsideration_decision_received", id=name):
            states = states | {"lapsed"}
        return Clock("reconsideration_answer", name, copy["on"], due, states, length=length)

    def decision(self, name, law, accepted, decided):
        """60 days, extended by 30 (2017: 31; 2023: 62); simplified 30 without extension."""
        length = 60
        if accepted.get("extended"):
            length = 90
        if law == "fy-2023" and accepted.get("procedure") == "simplified":
            length = 30
        due = self.date_or_open(self.after_calendar_days, accepted["on"], length)
        states = self.judge(due, decided["on"] if decided else None)
        if decided and decided.get("decided_on"):
            states = states | self.judge(due, decided["decided_on"])
        return Clock("reconsideration_decision", name, accepted["on"], due, states, length=length)

    def lawsuits(self):
        found = []
        for name in self.appeal_ids("lawsuit_copy_received"):
            copy = self.first("lawsuit_copy_received", id=name)
            due = self.date_or_open(self.after_calendar_days, copy["on"], 15)
            answered = self.first("lawsuit_answered", id=name)
            states = self.judge(due, answered["on"] if answered else None)
            if answered is None and self.first("judgment_received", id=name):
                states = states | {"lapsed"}
            found.append(Clock("court_answer", name, copy["on"], due, states, length=15))
        return found

    def redo(self):
        """As ordered; if none set, 60 days (XFT07 49, until 2026-06-30)."""
        orders = self.all("redo_ordered")
        if not orders:
            return []
        order = orders[0]
        period = order.get("period") or {"length": 60, "unit": "calendar_days"}
        due = self.date_or_open(self.after, order["on"], period)
        ended = None
        for event in self.events[self.events.index(order) :]:
            if event["kind"] == "dispatched" and ended is None:
                ended = self.signed_on(event)
        states = self.judge(due, ended)
        if self.first("withdrawn"):
            states = states | {"lapsed"}
        clock = Clock("redo", None, order["on"], due, states)
        if len(orders) > 1:
            clock.due, clock.states, clock.day_zero = ANY, EVERY_STATE, ANY
        return [clock]
