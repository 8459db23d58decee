"""Compares the proof of a deadline, row by row, with the slow counter's days."""

from datetime import date, timedelta
from itertools import pairwise

from oracle.slow_counter import ANY

ROW_KEYS = ["on", "day", "counted", "why", "source"]
REASONS = {
    "workday", "swapped_workday", "weekend", "holiday", "regional", "closure", "suspended",
    "calendar_day", "rolled", "agency_set",
}  # fmt: skip


def day_of(text):
    return None if text is None else date.fromisoformat(text)


def proof_hangs_together(deadline):
    """One row a day, to the due date; numbers without a gap."""
    name = (deadline["clock"], deadline["id"])
    rows = deadline["proof"]
    if deadline["due"] is None or not rows:
        return [f"{name} has a proof without a date"] if rows else []
    found = []
    if [key for key in rows[0] if key in ROW_KEYS] != ROW_KEYS:
        found.append(f"{name} proof has the keys {list(rows[0])}")
    days = [day_of(row["on"]) for row in rows]
    if any(later - earlier != timedelta(days=1) for earlier, later in pairwise(days)):
        found.append(f"{name} proof leaves out a day")
    if rows[-1]["on"] != deadline["due"]:
        found.append(f"{name} proof ends on {rows[-1]['on']}, not on {deadline['due']}")
    numbers = [row["day"] for row in rows if row["counted"]]
    if numbers != list(range(1, len(numbers) + 1)) and rows[-1]["why"] != "agency_set":
        found.append(f"{name} proof counts {numbers}")
    if any(row["day"] is not None for row in rows if not row["counted"]):
        found.append(f"{name} proof numbers a day that doesn't count")
    if not {row["why"] for row in rows} <= REASONS:
        found.append(f"{name} proof gives the reasons {sorted({row['why'] for row in rows})}")
    return found


def proof_agrees(counter, clock, given):
    """The counted rows are as many as the term is long, and each lies on a day that counts."""
    name = (clock.clock, clock.id)
    if not isinstance(clock.due, date) or day_of(given["due"]) != clock.due or clock.length == ANY:
        return []
    rows = given["proof"]
    found = []
    if sum(row["counted"] for row in rows) != clock.length:
        found.append(f"{name} proof counts {sum(row['counted'] for row in rows)} days")
    if day_of(rows[0]["on"]) != clock.day_zero + timedelta(days=1):
        found.append(f"{name} proof begins on {rows[0]['on']}, day 0 is {clock.day_zero}")
    if {row["why"] for row in rows} & {"calendar_day", "rolled"}:
        return found + rolled_rows(counter, name, rows)
    return found + rows_agree(counter, name, rows) + left_out_agrees(counter, clock, rows)


def rows_agree(counter, name, rows):
    found = []
    for row in rows:
        day = day_of(row["on"])
        works = counter.works(day)
        if row["counted"] and not works:
            found.append(f"{name} proof counts {day}, which doesn't work")
        if works and row["counted"] and (row["why"] == "swapped_workday") != (day.weekday() > 4):
            found.append(f"{name} proof calls {day} {row['why']}")
        if works and not row["counted"] and row["why"] != "suspended":
            found.append(f"{name} proof leaves {day} out: {row['why']}")
    return found


def left_out_agrees(counter, clock, rows):
    """The working days that the proof leaves out are those of the suspensions."""
    days = {day_of(row["on"]) for row in rows if not row["counted"]}
    left_out = {day for day in days if counter.works(day)}
    excluded = set() if clock.excluded == ANY else clock.excluded
    # A letter sent on the date then due: that day is suspended, its number stands on the new one.
    if left_out != excluded and excluded - left_out != {clock.due}:
        odd = sorted(map(str, left_out ^ excluded))
        return [f"{(clock.clock, clock.id)} proof leaves out otherwise: {odd}"]
    return []


def rolled_rows(counter, name, rows):
    found = [
        f"{name} proof: {row}" for row in rows if row["counted"] != (row["why"] == "calendar_day")
    ]
    tail = [day_of(row["on"]) for row in rows if not row["counted"]]
    if tail and any(counter.works(day) for day in tail[:-1]):
        found.append(f"{name} proof rolls over a working day: {tail}")
    return found
