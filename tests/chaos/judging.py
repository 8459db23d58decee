"""What is asked of the end, and at rests in between; reminders and dates are counted here again.

Thresholds are typed anew, working days come from a package that is not ours, and the dates of
each case from ``oracle.slow_counter``, which shares no code with the product.
"""

import json
import time
from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

import leases
from chaos.people import PEOPLE
from oracle.known_days import national
from oracle.slow_counter import ANY, OPEN, SlowCounter
from workflow.app.deliveries import DELIVERY, _line
from workflow.app.keeping import verify
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.reading import all_cases
from workflow.app.reminder_words import sentence_of
from workflow.app.reminding import REMINDER, sweep
from workflow.app.showing import event_json
from workflow.app.tasks import tasks
from workflow.app.working import work
from workflow.calendars import load
from workflow.store.leases import real_time

#: A message may come twice where the process that sent it was killed, or lost the database, so few
#: seconds later: between a message and the note that it left lies one transaction, on a loaded
#: machine. A clock that jumps is no excuse.
SHORTLY = 20.0
ONE = timedelta(days=1)
#: The clocks that are the agency's own duty, and those that are somebody else's time.
DUTIES = (
    "confirmation",
    "reply",
    "service_proof",
    "reconsideration_answer",
    "court_answer",
    "redo",
)
OTHERS = ("correction_reply", "fee_payment", "third_party", "joint_agency", "other_agency")
#: The head hears from the last day on, the leader once it is late.
FIRST = {"li": 5, "zhao": 0, "sun": -1}


def working_days_left(on, last):
    """Count the working days after one day up to another, one by one; negative: that many late."""
    early, late = min(on, last), max(on, last)
    days = [early + timedelta(days=n) for n in range(1, (late - early).days + 1)]
    count = sum(works(day, on) for day in days)
    return count if on <= last else -count


def works(day, on):
    """Tell whether a day works; one that no notice settles yet is taken as the product takes it."""
    known = national(day, on)
    return load(None, as_of=on).likely.working_days(day - ONE, day) == 1 if known is None else known


def threshold(clock, person, on, last):
    """Return the newest threshold at which a person must have heard by a day; None: none yet."""
    left = working_days_left(on, last)
    over = last < on
    if clock in OTHERS:
        if person != "li" or (over and left == 0):
            return None
        return -1 if over else 2 if left <= 2 else None
    if clock not in DUTIES or left > FIRST[person] or (over and left == 0):
        return None
    return min((one for one in (5, 3, 1) if one >= left), default=left) if left > 0 else left


def missing_reminders(office):
    """Return what must have been told by now and wasn't, by the derived dates and this file."""
    on = office.today
    columns = (DEADLINE.c.chain, DEADLINE.c.clock, DEADLINE.c.child, DEADLINE.c.warn_on)
    with office.store.read() as session:
        told = {
            (row.chain, row.clock, row.child, row.due, row.person): row.threshold
            for row in session.execute(sa.select(REMINDER).order_by(REMINDER.c.threshold.desc()))
        }
        open_ = (DEADLINE.c.open, DEADLINE.c.warn_on.is_not(None))
        found = sa.select(*columns, CASE.c.open.label("owed")).join(
            CASE, CASE.c.chain == DEADLINE.c.chain
        )
        rows = session.execute(found.where(*open_)).all()
    return [
        (*row[:4], person, reached)
        for row in rows
        for person in FIRST
        if row.owed or row.clock not in OTHERS
        if (reached := threshold(row.clock, person, on, row.warn_on)) is not None
        if told.get((*row[:4], person), 99) > reached
    ]


def not_delivered(office, receiver):
    """Return the reminders whose sentence no message of the receiver says."""
    came = {person: {text for who, text in receiver.came if who == person} for person in PEOPLE}
    with office.store.read() as session:
        rows = session.execute(sa.select(REMINDER)).all()
    said = [(row, sentence_of(row.number, row.clock, row.due, row.left_days, row.basis))
            for row in rows]  # fmt: skip
    return [
        row.id
        for row, text in said
        if text not in came[row.person] and not any(text in one for one in came[row.person])
    ]


def doubled_in_peace(receiver, disturbed, wanted):
    """Return the messages that came oftener than ``wanted`` though nobody died over them.

    Two messages may say the same (two reviews ask the same leader): ``wanted`` is how often each
    was to come. With each the times at which it came, and from which process.
    """
    return [
        (*said, came)
        for said, came in receiver.came.items()
        if len(came) - wanted.get(said, 0) > sum(died_over(disturbed, *one) for one in came)
    ]


def died_over(disturbed, at, process):
    """Tell whether a process may not have come to note what it sent at a moment."""
    killed = disturbed.kills.get(process)
    if killed is not None and at <= killed + 1 and killed - at <= SHORTLY:
        return True
    return any(begun - SHORTLY <= at <= ended for begun, ended in disturbed.restarts)


def wanted_messages(office):
    """Count the deliveries by person and what they say: each is one message."""
    found = Counter()
    with office.store.read() as session:
        for row in session.execute(sa.select(DELIVERY)).all():
            found[row.person, _line(office, session, row)] += 1
    return found


def wrong_dates(office):
    """Compare the dates of every case with those that the slow counter finds in its events."""
    found = []
    with office.store.read() as session:
        stored = {(row.chain, row.clock, row.child): row.due
                  for row in session.execute(sa.select(DEADLINE))}  # fmt: skip
        days = {row.chain: row.as_of for row in session.execute(sa.select(CASE))}
        for case in all_cases(office, session):
            events = json.loads(json.dumps([*map(event_json, case.events)], default=str))
            document = {"law": "auto", "region": None, "events": events}
            expected = SlowCounter(document, days[case.chain], national).clocks()
            found += [
                (case.chain, clock, child, due, one.due)
                for (clock, child), one in expected.items()
                if one.due not in (ANY, OPEN) and not one.optional
                if (due := stored.get((case.chain, clock, child or ""))) != one.due
            ]
    return found


def count(office, statement):
    with office.store.read() as session:
        return session.execute(sa.text(statement)).scalar_one()


def come_to_rest(office, patience):
    """Let the leases of the killed run out and all work be done.

    ``patience`` is how long to wait for that (seconds); what is held then is freed.
    """
    end = time.monotonic() + patience
    while held(office) and time.monotonic() < end:
        time.sleep(1)
    leases.run_out(office)
    for _ in range(20):
        office.now.jump(timedelta(minutes=6))
        done = work(office)
        if not (done.reminders or done.carried.done or done.delivered.sent):
            return


def held(office):
    """Return how many deliveries the killed left claimed."""
    with office.store.read() as session:
        theirs = (DELIVERY.c.sent_at.is_(None), DELIVERY.c.claimed_until > real_time(session))
        return session.execute(sa.select(sa.func.count()).where(*theirs)).scalar_one()


def faults_of(office, receiver, crowd, disturbed):
    """Return by name everything that is wrong at the end."""
    numbers = crowd.registered
    in_doubt = len(crowd._threads)
    cases = count(office, "SELECT count(*) FROM derived_case")
    unfinished = [one.id for one in tasks(office, limit=1000) if one.state != "finished"]
    faults = {
        "people broken": crowd.broken,
        "registered twice or lost": sorted(numbers) != sorted(set(numbers))
        or not len(numbers) <= cases <= min(crowd.asked, len(numbers) + in_doubt),
        "reminders missing": missing_reminders(office),
        "reminders not delivered": not_delivered(office, receiver),
        "doubled in peace": doubled_in_peace(receiver, disturbed, wanted_messages(office)),
        "effects left": count(office, "SELECT count(*) FROM outbox WHERE done_at IS NULL"),
        "deliveries left": count(office, "SELECT count(*) FROM delivery WHERE sent_at IS NULL"),
        "tasks left or failed": unfinished,
        "journal and its tables": [one.message for one in verify(office, derived=True).broken],
        "wrong dates": wrong_dates(office),
        "told again": sweep(office),
    }
    if not office.store.sqlite:
        stuck = "SELECT count(*) FROM queue.procrastinate_jobs WHERE status = 'doing'"
        faults["jobs stuck"] = count(office, f"{stuck} AND task_name NOT LIKE 'builtin%'")
    return {name: found for name, found in faults.items() if found}


def figures_of(office, receiver, crowd):
    """Return how much happened."""
    return {
        "cases": count(office, "SELECT count(*) FROM derived_case"),
        "moves": crowd.moves,
        "reminders": count(office, "SELECT count(*) FROM reminder"),
        "messages": sum(map(len, receiver.came.values())),
        "doubled": sum(map(len, receiver.came.values())) - wanted_messages(office).total(),
        "tasks": count(office, "SELECT count(*) FROM task"),
        "until": office.today.isoformat(),
    }
