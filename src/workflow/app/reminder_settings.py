"""The office's own habits of reminding, chosen on a page: the newest entry of the journal holds.

They stand over those of ``workflow.toml``, which stand over the product's.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Actor, Office
from workflow.app.reminder_rules import THRESHOLDS, ReminderRules, check_thresholds
from workflow.errors import InputError
from workflow.store import journals
from workflow.store.tables import Journal, table_of

JOURNAL = table_of(Journal)
CHANGED = "change_reminders"
#: The numbers beside the thresholds, each with the least and the most that it may be.
NUMBERS = {"internal_days": (0, 15), "review_days": (1, 15)}

Thresholds = Mapping[str, tuple[int, ...]]


def chosen(session: Session) -> dict[str, Any]:
    """Return what was chosen last: ``thresholds`` and the numbers; empty where nothing was."""
    found = sa.select(JOURNAL.c.facts).where(
        JOURNAL.c.chain == journals.INSTALLATION, JOURNAL.c.trigger == CHANGED
    )
    facts = session.execute(found.order_by(JOURNAL.c.entry.desc()).limit(1)).scalar_one_or_none()
    return dict(json.loads(facts)) if facts else {}


def rules_now(office: Office) -> ReminderRules:
    """Return the rules that hold now."""
    with office.store.read() as session:
        own = chosen(session)
    numbers = {name: own[name] for name in NUMBERS if name in own}
    thresholds = {key: tuple(days) for key, days in own.get("thresholds", {}).items()}
    before = office.reminders
    return replace(before, thresholds={**before.thresholds, **thresholds}, **numbers)


def change(
    office: Office, thresholds: Thresholds, numbers: Mapping[str, int], actor: Actor
) -> None:
    """Choose the thresholds by ``role`` or ``clock/role``; what isn't named is as it was shipped.

    InputError where a name, a threshold or a number can't be.
    """
    check_thresholds(thresholds)
    for name, (least, most) in NUMBERS.items():
        if not least <= numbers.get(name, least) <= most:
            raise InputError(f"web_settings.{name}_wrong", least=least, most=most)
    facts = {"thresholds": {key: list(days) for key, days in thresholds.items()}, **numbers}
    with office.store.write() as session:
        made = (CHANGED, office.today, office.now(), actor.name, actor.role)
        entry = journals.make_entry(journals.INSTALLATION, *made, facts=facts, via="web")
        journals.append(session, office.keys.head_key, entry)


def shipped(office: Office, key: str) -> tuple[int, ...]:
    """Return the thresholds that hold where nothing is chosen for a role or ``clock/role``."""
    clock, _, role = key.rpartition("/")
    rules = office.reminders
    return rules.of(clock, role) if clock else rules.thresholds.get(role, THRESHOLDS.get(role, ()))
