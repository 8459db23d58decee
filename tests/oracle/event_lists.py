"""Random event lists: lawful ones, odd ones, and many that sit exactly on an edge.

``Chooser`` is the only source of chance, so that the same code makes the lists of a seeded run
and those that Hypothesis draws (and shrinks).
"""

import random
from datetime import date, timedelta

from hypothesis import strategies as st

from oracle.known_days import national, regional
from oracle.slow_counter import SlowCounter

LAST_AS_OF = date(2026, 11, 24)
FEES_SINCE = date(2021, 1, 1)  # 国办函〔2020〕109号
ANSWERS = [f"A{number}" for number in range(1, 25) if number != 23]
PARTIES = ["third_party", "joint_agency", "other_agency"]
CHANNELS = ["in_person", "signed_mail", "ordinary_mail", "web", "email", "fax"]
EDGES_OF_YEARS = [(1, 1), (1, 25), (4, 3), (4, 29), (6, 5), (9, 10), (9, 28), (12, 1), (12, 20)]


class Chooser:
    """Chance from a seeded generator."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, low, high):
        return self.random.randint(low, high)

    def pick(self, things):
        return things[self.number(0, len(things) - 1)]

    def chance(self, percent):
        return self.number(1, 100) <= percent


class DrawnChooser(Chooser):
    """Chance from Hypothesis."""

    def __init__(self, draw):
        self.draw = draw

    def number(self, low, high):
        return self.draw(st.integers(low, high))


class Story:
    """One application, told event by event; each act picks its day, often on an edge."""

    def __init__(self, chooser, *, law, region=None):
        self.chooser = chooser
        self.region = region
        self.law = law
        self.events = []
        self.today = self.first_day()
        self.letters = {}
        self.extended = 0
        self.corrected = self.fee_noticed = self.delayed = False

    # ------------------------------------------------------------------ days

    def first_day(self):
        first, last = {
            "cn-2008": (date(2008, 5, 1), date(2019, 5, 14)),
            "cn-2019": (date(2019, 5, 15), date(2026, 9, 30)),
        }[self.law]
        if self.region:  # years whose regional notices are listed one after the other
            first = {"ningxia": date(2019, 5, 15), "guangxi": date(2021, 4, 1)}[self.region]
            last = date(2025, 6, 30)
        if self.chooser.chance(30):
            month, day = self.chooser.pick(EDGES_OF_YEARS)
            near = date(self.chooser.number(first.year, last.year), month, day)
            near += timedelta(days=self.chooser.number(0, 9))
            if first <= near <= last:
                return near
        return first + timedelta(days=self.chooser.number(0, (last - first).days))

    def counter(self):
        """Ask the slow counter how the case stands, so that a day can be put on an edge."""
        return SlowCounter({"events": self.events, "law": self.law}, LAST_AS_OF, self.days())

    def days(self):
        return regional(self.region) if self.region else national

    def edges(self):
        """The days around every date that runs now."""
        found = []
        for clock in self.counter().clocks().values():
            if isinstance(clock.due, date) and "met" not in clock.states:
                found += [clock.due - timedelta(days=1), clock.due, clock.due + timedelta(days=1)]
        return [day for day in found if self.today <= day <= self.today + timedelta(days=120)]

    def pass_time(self):
        kind = self.chooser.number(1, 100)
        if kind <= 12:
            return  # the same day
        edges = self.edges() if kind > 70 else []
        if edges:
            self.today = self.chooser.pick(edges)
        else:
            self.today += timedelta(days=self.chooser.number(1, 9 if kind < 60 else 40))

    def add(self, kind, **facts):
        self.events.append({"kind": kind, "on": self.today.isoformat(), **facts})

    # ------------------------------------------------------------------ acts

    def submit(self):
        channel = self.chooser.pick(CHANNELS)
        if channel == "web" and self.chooser.chance(50):
            self.add("submitted", channel=channel, receipt="automatic")
            return
        self.add("submitted", channel=channel)
        if channel in ("ordinary_mail", "web", "email", "fax"):
            self.today += timedelta(days=self.chooser.number(0, 6))
            if self.law == "cn-2008" and self.today > date(2019, 5, 14):
                self.today = date(2019, 5, 14)
            self.add("confirmed")

    def request_correction(self):
        unit = self.chooser.pick(["working_days", "working_days", "calendar_days"])
        facts = {"period": {"length": self.chooser.number(5, 20), "unit": unit}}
        if self.chooser.chance(70):
            received = self.today + timedelta(days=self.chooser.number(0, 5))
            facts["received_on"] = received.isoformat()
        self.add("correction_requested", **facts)
        self.corrected = True

    def extend_correction(self):
        until = self.today + timedelta(days=self.chooser.number(5, 40))
        self.add("correction_period_extended", until=until.isoformat())

    def send_letter(self):
        name = f"c{len(self.letters) + 1}"
        self.letters[name] = "sent"
        self.add("consultation_sent", id=name, party=self.chooser.pick(PARTIES))

    def receive_letter(self):
        name = self.chooser.pick([name for name, at in self.letters.items() if at == "sent"])
        self.letters[name] = "received"
        self.add("consultation_received", id=name)

    def answer_letter(self):
        name = self.chooser.pick([name for name, at in self.letters.items() if at != "answered"])
        self.letters[name] = "answered"
        self.add("consultation_answered", id=name)

    def extend(self):
        cap = 20 if self.law == "cn-2019" else 15
        length = self.chooser.number(1, cap - self.extended)
        if self.chooser.chance(40):
            length = cap - self.extended
        self.extended += length
        self.add("extended", length=length)

    def begin_anew(self, kind):
        """A correction or a payment: a new period, and with it a new cap on extensions."""
        self.extended = 0
        self.add(kind)

    def delay(self):
        until = self.today + timedelta(days=self.chooser.number(30, 90))
        self.delayed = True
        self.add("delayed", until=until.isoformat())

    def notify_fee(self):
        facts = {}
        if self.chooser.chance(70):
            received = self.today + timedelta(days=self.chooser.number(0, 5))
            facts["received_on"] = received.isoformat()
        self.fee_noticed = True
        self.add("fee_notified", **facts)

    def dispatch(self):
        facts = {"outcome": self.chooser.pick(ANSWERS)}
        if facts["outcome"] == "A3":
            facts["grounds"] = [self.chooser.pick(ANSWERS[:11])]
        if self.chooser.chance(80):
            facts["way"] = self.chooser.pick(["post", "direct", "through_agency", "electronic"])
        self.add("dispatched", **facts)

    # ------------------------------------------------------------------ the course of a case

    def acts(self, waiting, due):
        """The acts open to the case now, likelier ones more than once."""
        acts = []
        if len(self.letters) < 3:
            acts += [self.send_letter] * 3
        if "sent" in self.letters.values():
            acts += [self.receive_letter] * 3
        if any(at != "answered" for at in self.letters.values()):
            acts += [self.answer_letter] * 3
        return acts + self.acts_while(waiting, due)

    def acts_while(self, waiting, due):
        """What is done about the thing awaited, or, if nothing is, about the request."""
        acts, law_2019 = [], self.law == "cn-2019"
        if waiting == "correction":
            return [self.extend_correction, *[lambda: self.begin_anew("corrected")] * 4]
        if waiting == "payment":
            return [lambda: self.begin_anew("fee_paid")] * 4
        if not self.corrected and len(self.events) < 3:
            acts += [self.request_correction] * 8
        if self.extended < (20 if law_2019 else 15):
            acts += [self.extend] * 2
        if law_2019 and not self.fee_noticed and self.today >= FEES_SINCE:
            acts += [self.notify_fee] * (4 if self.extended else 1)
        if law_2019 and not self.delayed and self.chooser.chance(30):
            acts += [self.delay]
        acts += [lambda: self.add("reasons_requested"), lambda: self.add("reasons_received")]
        if isinstance(due, date) and self.today <= due:
            acts += [self.pause]
        return acts

    def pause(self):
        self.add("suspended", reason="示例")
        if self.chooser.chance(90):
            self.today += timedelta(days=self.chooser.number(0, 20))
            self.add("resumed")

    def tell(self):
        self.submit()
        for _ in range(self.chooser.number(0, 7)):
            self.pass_time()
            self.today = min(self.today, LAST_AS_OF)
            counter = self.counter()
            waiting = counter.reply.waiting_for
            if waiting and self.chooser.chance(12):
                self.add("lapsed")
                if self.chooser.chance(40):
                    self.pass_time()
                    self.add("corrected" if waiting == "correction" else "fee_paid")
            else:
                self.chooser.pick(self.acts(waiting, counter.reply_due()))()
        self.finish()
        return [event for event in self.events if event["on"] <= LAST_AS_OF.isoformat()]

    def finish(self):
        end = self.chooser.number(1, 100)
        self.pass_time()
        if end <= 8:
            self.add("withdrawn")
        elif end <= 60:
            self.dispatch()
            if self.chooser.chance(75):
                self.pass_time()
                self.add("served")
                self.appeal()
        elif end <= 75:
            self.appeal()

    def appeal(self):
        name = {"id": "r1"} if self.chooser.chance(60) else {}
        procedure = self.chooser.pick(["ordinary", "simplified"])
        if self.chooser.chance(50):
            self.pass_time()
            if self.chooser.chance(70):
                extended = self.chooser.chance(20)
                self.add("reconsideration_accepted", **name, procedure=procedure, extended=extended)
                self.pass_time()
            self.add("reconsideration_copy_received", **name, procedure=procedure)
            if self.chooser.chance(60):
                self.pass_time()
                self.add("reconsideration_answered", **name)
            if self.chooser.chance(60):
                self.pass_time()
                self.add("reconsideration_decision_received", **name)
        if self.chooser.chance(30):
            self.sue()
        if self.chooser.chance(20):
            self.order_again()

    def sue(self):
        name = {"id": "l1"} if self.chooser.chance(60) else {}
        self.pass_time()
        self.add("lawsuit_copy_received", **name)
        if self.chooser.chance(60):
            self.pass_time()
            self.add("lawsuit_answered", **name)
        if self.chooser.chance(40):
            self.pass_time()
            self.add("judgment_received", **name, instance=1, effective=True)

    def order_again(self):
        self.pass_time()
        unit = self.chooser.pick(["working_days", "calendar_days", "months"])
        length = self.chooser.number(1, 3) if unit == "months" else self.chooser.number(5, 40)
        self.add("redo_ordered", period={"length": length, "unit": unit})
        if self.chooser.chance(60):
            self.pass_time()
            self.dispatch()


def as_of_for(chooser, events, region=None, law="auto"):
    """A day on or after the last event, often the very day on which a date falls."""
    last = date.fromisoformat(events[-1]["on"])
    day = last + timedelta(days=chooser.number(0, 260))
    if chooser.chance(50):
        document = {"law": law, "region": region, "events": events}
        clocks = SlowCounter(document, LAST_AS_OF, regional(region)).clocks().values()
        edges = [clock.due for clock in clocks if isinstance(clock.due, date) and clock.due >= last]
        if edges:
            day = chooser.pick(edges) + timedelta(days=chooser.number(0, 1))
    return min(max(day, last), max(LAST_AS_OF, last))


def lawful_case(chooser):
    """Return (document, as_of): a case whose acts follow one another as the law lets them."""
    region = chooser.pick(["ningxia", "guangxi"]) if chooser.chance(12) else None
    law = "cn-2019" if region or chooser.chance(82) else "cn-2008"
    events = Story(chooser, law=law, region=region).tell()
    document = {"law": "auto", "region": region, "events": events}
    return document, as_of_for(chooser, events, region)


def odd_case(chooser):
    """Return (document, as_of): any events in any order that the contract admits."""
    story = Story(chooser, law=chooser.pick(["cn-2019", "cn-2019", "cn-2008"]))
    story.submit()
    for _ in range(chooser.number(1, 9)):
        story.pass_time()
        if story.today > LAST_AS_OF:
            break
        chooser.pick(odd_acts(story))()
    events = [event for event in story.events if event["on"] <= LAST_AS_OF.isoformat()]
    return (
        {"law": "auto", "region": None, "events": events},
        as_of_for(chooser, events),
    )


def odd_acts(story):
    acts = [
        story.request_correction,
        story.extend_correction,
        story.send_letter,
        story.delay,
        story.notify_fee,
        story.dispatch,
        story.order_again,
    ]
    if not any(event.get("procedure") or "lawsuit" in event["kind"] for event in story.events):
        acts.append(story.appeal)
    kinds = ("corrected", "fee_paid", "lapsed", "withdrawn", "served", "resumed")
    acts += [lambda kind=kind: story.add(kind) for kind in kinds]
    acts.append(lambda: story.add("suspended", reason="示例"))
    if story.extended < (20 if story.law == "cn-2019" else 15):
        acts.append(story.extend)
    if "sent" in story.letters.values():
        acts.append(story.receive_letter)
    if any(at != "answered" for at in story.letters.values()):
        acts.append(story.answer_letter)
    return acts


@st.composite
def lawful_cases(draw):
    """Draw lawful cases for Hypothesis."""
    return lawful_case(DrawnChooser(draw))


@st.composite
def odd_cases(draw):
    """Draw odd cases for Hypothesis."""
    return odd_case(DrawnChooser(draw))
