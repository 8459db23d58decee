"""The demonstration: a real town's real year, and an invented one, played through the use cases.

Every move goes through the engine as an officer would make it, on its own day: the office's clock
is wound to that day, and each morning the sweep runs, so that the reminders are those that would
have come. Nothing is written past the guards.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from workflow.app import demo_registers
from workflow.app.agencies import NewAgency, add_agency, codes_of
from workflow.app.demo_acts import ONE_DAY, Act, days_before, plain, read
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor, Office
from workflow.app.registering import Application, register
from workflow.app.users import NewUser, add_user
from workflow.clock import CHINA
from workflow.core.calendar import Calendar

REPLY_WORKING_DAYS = 20  # 条例第三十三条第二款; only to place the invented requests around today
MORNING = time(8, 30)
INSTALLER = Actor("cli", "admin")


@dataclass(frozen=True, slots=True)
class Story:
    """An agency, its officers, and what they did, in the order of days."""

    agency: NewAgency
    users: tuple[NewUser, ...]
    acts: tuple[Act, ...]


@dataclass(slots=True)
class Winding:
    """A clock that is wound by hand: the demonstration's own time."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.moment

    def wind(self, on: date, at: time) -> None:
        """Set it to a time of day in China."""
        self.moment = datetime.combine(on, at, CHINA)


@dataclass(frozen=True, slots=True)
class Played:
    """What was played: the case numbers by name, and the reminders by day."""

    numbers: Mapping[str, str]
    reminders: Sequence[tuple[date, str]]


#: Runs the sweep of a morning and returns what it told, one sentence a reminder.
Sweep = Callable[[Office], Sequence[str]]


def story(name: str, calendar: Calendar, today: date, around: str | None = None) -> Story:
    """Read a story of the package; ``around`` adds one whose days hang on today, and registers."""
    told = read(name)
    agency = NewAgency(**told["agency"])
    users = tuple(NewUser(**user, agency=agency.code) for user in told["users"])
    acts = list(_acts(told["cases"], name))
    if around:
        placed = _placed(read(around)["cases"], around, calendar, today)
        kept = demo_registers.register_acts(name, calendar, today)
        acts += [act for act in (*placed, *kept) if act.on <= today]
    return Story(agency, users, tuple(sorted(acts, key=lambda act: act.on)))


def _acts(cases: Sequence[Mapping[str, Any]], name: str) -> Iterator[Act]:
    for number, case in enumerate(cases, 1):
        for act in case["acts"]:
            yield _act(act, act["on"], f"{name}/{number}", case)


def _placed(
    cases: Sequence[Mapping[str, Any]], name: str, calendar: Calendar, today: date
) -> Iterator[Act]:
    """Place cases so that their replies are due around today."""
    for number, case in enumerate(cases, 1):
        received = days_before(calendar, today, REPLY_WORKING_DAYS - case["due_in"])
        for act in case["acts"]:
            after = act.get("after", 0)
            on = calendar.likely.nth_working_day(received, after) if after else received
            yield _act(act, on, f"{name}/{number}", case)


def _act(act: Mapping[str, Any], on: date, case: str, whole: Mapping[str, Any]) -> Act:
    facts = {key: plain(value) for key, value in act.get("facts", {}).items()}
    return Act(
        on,
        case,
        act["trigger"],
        act["by"],
        facts,
        act.get("child"),
        whole.get("person", {}),
        whole.get("example", True),
    )


def settle(office: Office, told: Story, password: Callable[[Sequence[str]], str]) -> dict[str, str]:
    """Make the agency and its users; return their passwords, which are kept nowhere."""
    add_agency(office, told.agency, INSTALLER)
    passwords = {}
    for user in told.users:
        passwords[user.name] = password((user.name, user.display_name, *codes_of(office)))
        add_user(office, replace(user, password=passwords[user.name]), INSTALLER)
    return passwords


def play(
    office: Office,
    clock: Winding,
    told: Story,
    sweep: Sweep,
    progress: Callable[[Act], None],
) -> Played:
    """Play a story day by day: the sweep each morning, then what the officers did."""
    numbers: dict[str, str] = {}
    children: dict[tuple[str, str], str] = {}
    reminders: list[tuple[date, str]] = []
    day = told.acts[0].on
    waiting = list(told.acts)
    while waiting:
        clock.wind(day, MORNING)
        reminders += [(day, said) for said in sweep(office)]
        while waiting and waiting[0].on == day:
            act = waiting.pop(0)
            clock.moment += timedelta(minutes=20)
            _perform(office, told, act, numbers, children)
            progress(act)
        day += ONE_DAY
    return Played(numbers, reminders)


def _perform(
    office: Office,
    told: Story,
    act: Act,
    numbers: dict[str, str],
    children: dict[tuple[str, str], str],
) -> None:
    actor = Actor(act.by, _role(told, act.by))
    if act.register != "request":
        demo_registers.keep(office, told.agency.code, act, actor, numbers)
        return
    if act.trigger == "register":
        made = register(
            office,
            Application(told.agency.code, act.on, act.facts, act.person, example=act.example),
            actor,
        )
        numbers[act.case] = made.case.number
        return
    kind, _, new = (act.child or "").partition(":")
    child = kind if new else children.get((act.case, kind))
    wanted = Wanted(numbers[act.case], act.trigger, act.on, act.facts, child)
    moved = advance(office, replace(wanted, agency=told.agency.code), actor)
    if new and moved.entry.child:
        children[act.case, kind] = moved.entry.child


def _role(told: Story, name: str) -> str:
    return next(user.roles[0] for user in told.users if user.name == name)
