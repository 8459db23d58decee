"""提醒: how many working days before a last day whom to remind of which clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import reminder_settings
from workflow.app.office import Office
from workflow.app.reminder_rules import CASE_CLOCKS, OWN_CLOCKS, ROLES
from workflow.app.reminder_words import label_of
from workflow.errors import InputError
from workflow.messages import say
from workflow.web.guard import SentForm, TheOffice, actor
from workflow.web.keepers import Admin, CaseOrAdmin
from workflow.web.typed import plain, read_number
from workflow.web.view import page

router = APIRouter()
PATH = "/settings/reminders"
#: What is typed where nobody shall be reminded.
NOBODY = "不提醒"


@dataclass(frozen=True, slots=True)
class Cell:
    """The thresholds of a clock for a role: the key, what is chosen, what else holds."""

    key: str
    label: str
    value: str
    shipped: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A clock with its cells, one a role; the office's own clocks have one."""

    label: str
    cells: tuple[Cell, ...]


@router.get(PATH)
def show(request: Request, office: TheOffice, person: CaseOrAdmin, done: int = 0) -> HTMLResponse:
    """Show the thresholds: to change (admin), or to read."""
    with office.store.read() as session:
        own = reminder_settings.chosen(session)
    typed = {key: spelt(days) for key, days in own.get("thresholds", {}).items()}
    typed |= {name: str(own[name]) for name in reminder_settings.NUMBERS if name in own}
    return _page(request, office, person.role, typed, done=bool(done))


@router.post(PATH)
def change(request: Request, office: TheOffice, person: Admin, form: SentForm) -> Response:
    """Choose the thresholds; an empty field is as the product ships it."""
    typed = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    keys = [cell.key for line in _lines(office, {}) for cell in line.cells]
    try:
        thresholds = {key: read_days(typed[key]) for key in keys if typed.get(key)}
        numbers = {
            name: _number(name, typed[name])
            for name in reminder_settings.NUMBERS
            if typed.get(name)
        }
        reminder_settings.change(office, thresholds, numbers, actor(person))
    except InputError as error:
        return _page(request, office, person.role, typed, error.message)
    return RedirectResponse(f"{PATH}?done=1", status_code=303)


def _page(
    request: Request,
    office: Office,
    role: str,
    typed: Mapping[str, str],
    problem: str = "",
    *,
    done: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "reminder_settings.html",
        status=400 if problem else 200,
        lines=_lines(office, typed),
        roles=[say(f"roles.{one}") for one in ROLES],
        numbers=_numbers(office, typed),
        problem=problem,
        done=done,
        may_change=role == "admin",
        nobody=NOBODY,
    )


def _lines(office: Office, typed: Mapping[str, str]) -> list[Line]:
    everywhere = [_cell(office, role, say(f"roles.{role}"), typed) for role in ROLES]
    found = [Line(say("web_settings.every_clock"), tuple(everywhere))]
    for clock in CASE_CLOCKS:
        cells = (
            _cell(office, f"{clock}/{role}", f"{label_of(clock)} {say(f'roles.{role}')}", typed)
            for role in ROLES
        )
        found.append(Line(label_of(clock), tuple(cells)))
    for clock in OWN_CLOCKS:
        cell = _cell(office, f"{clock}/clerk", label_of(clock), typed)
        found.append(Line(label_of(clock), (cell,)))
    return found


def _cell(office: Office, key: str, label: str, typed: Mapping[str, str]) -> Cell:
    value = typed.get(key, "")
    return Cell(key, label, value, spelt(reminder_settings.shipped(office, key)), _is_wrong(value))


def _is_wrong(text: str) -> bool:
    try:
        read_days(text)
    except InputError:
        return True
    return False


def _numbers(office: Office, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": say(f"web_settings.{name}"),
            "hint": say(f"web_settings.{name}_hint"),
            "value": typed.get(name, ""),
            "shipped": getattr(office.reminders, name),
        }
        for name in reminder_settings.NUMBERS
    ]


def spelt(days: tuple[int, ...] | list[int]) -> str:
    """Return thresholds as a field shows them: 5、3、1, or that nobody is reminded.

    >>> spelt((5, 3, 1, 0, -1)), spelt(())
    ('5、3、1、0、-1', '不提醒')
    """
    return "、".join(map(str, days)) if days else NOBODY


def read_days(text: str) -> tuple[int, ...]:
    """Return typed thresholds, the earliest first; InputError where one is no whole number.

    >>> read_days("1，３ 5")
    (5, 3, 1)
    """
    said = plain(text)
    if said in {"", NOBODY}:
        return ()
    pieces = said.replace("、", " ").replace(",", " ").split()
    numbers = [read_number(piece) for piece in pieces]
    if None in numbers:
        raise InputError("web_settings.threshold_wrong", said=text, nobody=NOBODY)
    return tuple(sorted({one for one in numbers if one is not None}, reverse=True))


def _number(name: str, text: str) -> int:
    number = read_number(text)
    if number is None:
        least, most = reminder_settings.NUMBERS[name]
        raise InputError(f"web_settings.{name}_wrong", least=least, most=most)
    return number
