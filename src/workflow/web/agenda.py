"""The desk's agenda: each open deadline in one of five bands that don't overlap."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.app.listing import DeskRow
from workflow.app.reminding import days_left
from workflow.app.summaries import Summary
from workflow.core.calendar import Calendar
from workflow.core.past import latest
from workflow.messages import say
from workflow.web.left import NEAR, SOON, Left, days_text
from workflow.web.words import day_in_list, short_day

#: Bands from the most urgent on; ``later`` is shown as a line that leads to the list.
BANDS = ("late", "today", "soon", "near", "open", "later")


@dataclass(frozen=True, slots=True)
class Duty:
    """One row: one deadline of one case, with the next thing to do about it."""

    row: DeskRow
    summary: Summary
    band: str
    left: Left
    verb: str
    state: str

    @property
    def ident(self) -> str:
        """The number of the case's chain, as its page is addressed."""
        return self.row.chain.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Placed:
    """A deadline and the band in which it stands."""

    row: DeskRow
    band: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the agenda: the days that it names, its first rows, and how many it has in all."""

    key: str
    duties: tuple[Duty, ...]
    days: str
    count: int

    @property
    def left_out(self) -> int:
        """How many of its deadlines aren't among the rows."""
        return self.count - len(self.duties)


def duties(
    rows: Sequence[DeskRow], said: Mapping[str, Summary], calendar: Calendar, today: date
) -> list[Duty]:
    """Return a row for each deadline that has a day."""
    return [_duty(row, said[row.chain], calendar, today) for row in rows if row.due is not None]


def _duty(row: DeskRow, summary: Summary, calendar: Calendar, today: date) -> Duty:
    last = row.warn_on or row.due
    assert last is not None
    band = _band_of(row, calendar, today)
    said = Left("open", _bounds(row, today)) if band == "open" else days_text(last, calendar, today)
    return Duty(row, summary, band, said, verb(row, summary), _state(row, summary))


def _band_of(row: DeskRow, calendar: Calendar, today: date) -> str:
    last = row.warn_on or row.due
    assert last is not None
    if last < today:
        return "late"
    return _band(days_left(calendar, today, last), provisional=row.provisional)


def _band(left: int, *, provisional: bool) -> str:
    if left == 0:
        return "today"
    if left <= SOON:
        return "soon"
    if left <= NEAR:
        return "near"
    return "open" if provisional else "later"


def _bounds(row: DeskRow, today: date) -> str:
    assert row.due is not None
    if row.not_after is None:
        return say("web_desk.about")
    likely = short_day(row.due) if row.due.year == today.year else day_in_list(row.due, today)
    last = short_day(row.not_after)
    return say("web_desk.about_latest", likely=likely, last=last)


def verb(row: DeskRow, summary: Summary) -> str:
    """Return the next thing to do about a deadline, as a verb."""
    if row.clock != "reply":
        return say(f"web_desk.do_{row.clock}")
    if row.state in {"processing", "extended"} and _returned(summary):
        return say("web_desk.do_reply_returned")
    return say(f"web_desk.do_reply_{row.state}")


def _returned(summary: Summary) -> bool:
    """Tell whether the answer was sent back and not handed in again."""
    own = [one for one in summary.entries if one.child is None]
    last = latest(own, "submit_answer", "return_answer", "receive_correction")
    return last is not None and last.trigger == "return_answer"


def _state(row: DeskRow, summary: Summary) -> str:
    state = say(f"states.request_{row.state}")
    last = summary.last
    done = say("web_desk.last_act", act=say(f"triggers.request_{last.trigger}"),
               on=short_day(last.on))  # fmt: skip
    return f"{state} · {done}"


def placed(rows: Iterable[DeskRow], calendar: Calendar, today: date) -> list[Placed]:
    """Return each deadline that has a day with its band."""
    return [Placed(row, _band_of(row, calendar, today)) for row in rows if row.due is not None]


#: So many rows of a band are shown; what is due later is only told of: the next one.
SHOWN = 100
SHOWN_LATER = 1


def shown(found: Iterable[Placed]) -> list[DeskRow]:
    """Return the rows that the bands show: only their cases need be opened."""
    seen: Counter[str] = Counter()
    rows = []
    for one in found:
        seen[one.band] += 1
        if seen[one.band] <= (SHOWN_LATER if one.band == "later" else SHOWN):
            rows.append(one.row)
    return rows


def bands(
    found: Sequence[Placed], made: Sequence[Duty], calendar: Calendar, today: date
) -> tuple[Band, ...]:
    """Return the bands in their order, those without rows too; ``made`` are the rows shown."""
    days, counts = dict(_days(calendar, today)), Counter(one.band for one in found)
    return tuple(
        Band(key, tuple(one for one in made if one.band == key), days.get(key, ""), counts[key])
        for key in BANDS
    )


def _days(calendar: Calendar, today: date) -> Iterator[tuple[str, str]]:
    """Yield what the tiles say of their days: 11月25日至27日; 11月30日、12月1日."""
    days = _working_days(calendar, today, NEAR)
    yield "soon", say("web_desk.from_to", first=short_day(days[0]), last=short_day(days[SOON - 1]))
    yield "near", "、".join(short_day(day) for day in days[SOON:])


def _working_days(calendar: Calendar, today: date, n: int) -> list[date]:
    days: list[date] = []
    day = today
    while len(days) < n:
        day += timedelta(days=1)
        if calendar.day(day).works:
            days.append(day)
    return days


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that others owe: how many cases wait for it, and when the first wait ends."""

    code: str
    count: int
    href: str
    note: str


def waiting(rows: Sequence[DeskRow], in_review: Sequence[str], today: date) -> tuple[Waiting, ...]:
    """Return what cases wait for, by whom they wait for."""
    found = []
    for code, clocks in WAITS:
        own = [row for row in rows if row.clock in clocks]
        if own:
            found.append(_wait(code, own, today))
    if in_review:
        count = len(set(in_review))
        found.append(Waiting("web_desk.wait_review", count, "/cases?state=in_review", ""))
    return tuple(found)


WAITS = (
    ("web_desk.wait_correction", ("correction_reply",)),
    ("web_desk.wait_third_party", ("third_party",)),
    ("web_desk.wait_agency", ("joint_agency", "other_agency")),
    ("web_desk.wait_fee", ("fee_payment",)),
    ("web_desk.wait_decision", ("reconsideration_decision",)),
)


def _wait(code: str, rows: Sequence[DeskRow], today: date) -> Waiting:
    days = sorted(row.due for row in rows if row.due is not None)
    note = say("web_desk.ends_on", day=day_in_list(days[0], today)) if days else ""
    chains = dict.fromkeys(row.chain for row in rows)
    one = next(iter(chains)).partition(":")[2]
    href = f"/cases/{one}" if len(chains) == 1 else f"/cases?state={rows[0].state}"
    return Waiting(code, len(chains), href, note)
