"""Compares the product's answer with the slow counter's, and says every difference in words."""

from oracle.known_days import regional
from oracle.proof_comparison import day_of, proof_agrees, proof_hangs_together
from oracle.slow_counter import ANY, OPEN, OpenDayError, SlowCounter
from oracle.slow_readings import Earliest, Latest, Likely

DEADLINE_KEYS = [
    "clock", "id", "due", "state", "waiting_for", "provisional", "not_before", "not_after",
    "basis", "history", "warnings", "proof",
]  # fmt: skip
ANSWER_KEYS = ["received_on", "day_zero", "law", "reconsideration_law", "warnings", "deadlines"]
STATES = {"running", "suspended", "met", "late", "lapsed"}
WAITS = {None, "correction", "payment", "third_party"}


def differences(document, as_of, answer):
    """Return every difference between the product's answer and the law as it is read here."""
    days = regional(document.get("region"))
    counter = SlowCounter(document, as_of, days)
    expected = counter.clocks()
    found = whole_answer(counter, answer)
    given = {}
    for deadline in answer["deadlines"]:
        key = (deadline["clock"], deadline["id"])
        if key in given:
            found.append(f"{key} stands there twice")
        given[key] = deadline
        found += shape(deadline)
        found += proof_hangs_together(deadline)
    for key, clock in expected.items():
        if key not in given:
            found += [] if clock.optional else [f"{key} is missing; expected {clock.due}"]
        else:
            found += one_clock(clock, given[key])
            found += proof_agrees(counter, clock, given[key])
    found += [f"{key} is not expected" for key in given if key not in expected]
    if document.get("region") is None:
        found += provisional_agrees(document, as_of, counter, given)
    return found


def whole_answer(counter, answer):
    found = []
    if [key for key in answer if key in ANSWER_KEYS] != ANSWER_KEYS:
        found.append(f"answer's keys are {list(answer)}")
    if day_of(answer["received_on"]) != counter.received_on:
        found.append(f"received_on {answer['received_on']}, expected {counter.received_on}")
    if answer["law"] != counter.law:
        found.append(f"law {answer['law']}, expected {counter.law}")
    if not counter.reply.doubt and day_of(answer["day_zero"]) != counter.reply.day_zero:
        found.append(f"day_zero {answer['day_zero']}, expected {counter.reply.day_zero}")
    names = counter.appeal_ids("reconsideration_copy_received", "reconsideration_accepted")
    laws = [counter.reconsideration_law(name) for name in names]
    if len(laws) < 2 and answer["reconsideration_law"] != (laws or [None])[0]:
        found.append(f"reconsideration_law {answer['reconsideration_law']}, expected {laws}")
    return found + [f"warning {w}" for w in answer["warnings"] if not is_a_warning(w)]


def is_a_warning(warning):
    return bool(warning.get("code")) and bool(warning.get("message"))


def shape(deadline):
    name = (deadline["clock"], deadline["id"])
    found = []
    if [key for key in deadline if key in DEADLINE_KEYS] != DEADLINE_KEYS:
        found.append(f"{name} has the keys {list(deadline)}")
    if not deadline["basis"] or not all(b["law"] and b["article"] for b in deadline["basis"]):
        found.append(f"{name} has no basis")
    if deadline["state"] not in STATES or deadline["waiting_for"] not in WAITS:
        found.append(f"{name} is {deadline['state']}, waiting for {deadline['waiting_for']}")
    if (deadline["not_before"] is None) != (deadline["not_after"] is None):
        found.append(f"{name} has one bound")
    if deadline["not_before"] and not (
        deadline["provisional"]
        and deadline["not_before"] <= deadline["due"] <= deadline["not_after"]
    ):
        found.append(f"{name}: {deadline['due']} against its bounds {bounds(deadline)}")
    found += [f"{name} warns {w}" for w in deadline["warnings"] if not is_a_warning(w)]
    return found


def bounds(deadline):
    return day_of(deadline["not_before"]), day_of(deadline["not_after"])


def one_clock(clock, given):
    name = (clock.clock, clock.id)
    found = date_agrees(clock, given)
    if given["state"] not in clock.states:
        found.append(f"{name} is {given['state']}, expected {sorted(clock.states)}")
    if clock.waiting_for not in (ANY, given["waiting_for"]):
        found.append(f"{name} waits for {given['waiting_for']}, expected {clock.waiting_for}")
    if clock.warned and not given["warnings"]:
        found.append(f"{name} doesn't warn")
    if clock.history != ANY:
        history = [(day_of(one["due"]), day_of(one["until"])) for one in given["history"]]
        if history != clock.history or not all(one["why"] for one in given["history"]):
            found.append(f"{name} history {given['history']}, expected {clock.history}")
    return found


def date_agrees(clock, given):
    name, due = (clock.clock, clock.id), day_of(given["due"])
    if clock.due == OPEN:
        if given["provisional"] and due is not None:
            return []
        return [f"{name} due {due}, expected a provisional date"]
    if clock.due == ANY:
        return []
    if due != clock.due:
        return [f"{name} due {due}, expected {clock.due}"]
    return firmness_agrees(clock, given)


def firmness_agrees(clock, given):
    """A settled date has no bounds; one that waits for a receipt is provisional and says so."""
    name, found = (clock.clock, clock.id), []
    if clock.provisional == ANY:
        return []
    if given["provisional"] != clock.provisional:
        found.append(f"{name} provisional {given['provisional']}")
    if given["not_before"] is not None:
        found.append(f"{name} has bounds and no open day")
    if clock.provisional and not given["warnings"]:
        found.append(f"{name} doesn't warn that a receipt isn't known")
    return found


def provisional_agrees(document, as_of, firm, given):
    """Where no notice settles the days: the three walks of law.md 6.2, each on its own."""
    if not any(clock.due == OPEN for clock in firm.clocks().values()):
        return []
    readings = {
        "due": SlowCounter(document, as_of, Likely()),
        "not_before": SlowCounter(document, as_of, Earliest()),
        "not_after": SlowCounter(document, as_of, Latest()),
    }
    found = []
    for key, clock in firm.clocks().items():
        if clock.due != OPEN or key not in given:
            continue
        if clock.provisional:
            continue  # a receipt isn't known either: then there are no bounds
        if clock.clock == "reply" and reaches_open_days(firm):
            continue  # which weekend days a walk meets while it is suspended is left open
        for field, reading in readings.items():
            expected = reading.clocks()[key].due
            if day_of(given[key][field]) != expected:
                found.append(f"{key} {field} {given[key][field]}, expected {expected}")
    return found


def reaches_open_days(counter):
    """Tell whether a suspension of the reply clock has a day that no notice settles."""
    try:
        counter.excluded_days()
    except OpenDayError:
        return True
    return False
