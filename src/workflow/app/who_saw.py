"""Who saw what: every showing, handing out and purging of personal data that the journal holds."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.messages import say
from workflow.statutes.roles import label
from workflow.store.journals import JOURNAL

#: Triggers of agencies' chains that say that somebody saw personal data in full, or destroyed it.
SEEING = ("show_identity", "purge_person")


@dataclass(frozen=True, slots=True)
class Seen:
    """One act: when, by whom in which role, on which case, and what."""

    at: str
    actor: str
    role: str
    agency: str
    number: str
    trigger: str

    @property
    def message(self) -> str:
        """The sentence about it."""
        values = {"at": self.at[:16], "actor": self.actor, "role": label(self.role)}
        what = say(f"trust.{self.trigger}")
        return say("trust.seen", **values, number=self.number, what=what)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        named = ("at", "actor", "role", "agency", "number", "trigger")
        return {name: getattr(self, name) for name in named}


def who_saw(
    office: Office,
    *,
    number: str | None = None,
    agency: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Seen]:
    """Return who saw what, the earliest first; of one case, one agency, some days, if told."""
    found = sa.select(JOURNAL).where(JOURNAL.c.trigger.in_(SEEING))
    if agency is not None:
        found = found.where(JOURNAL.c.chain == f"agency:{agency}")
    if since is not None:
        found = found.where(JOURNAL.c.on >= since.isoformat())
    if until is not None:
        found = found.where(JOURNAL.c.on <= until.isoformat())
    with office.store.read() as session:
        numbers = {row.chain: row.number for row in session.execute(_numbers())}
        rows = session.execute(found.order_by(JOURNAL.c.recorded_at)).mappings().all()
    seen = [_seen(row, numbers) for row in rows]
    return [one for one in seen if number in {None, one.number}]


def _numbers() -> sa.Select[tuple[str, str]]:
    return sa.select(CASE.c.chain, CASE.c.number)


def _seen(row: sa.RowMapping, numbers: dict[str, str]) -> Seen:
    case = str(json.loads(row["facts"])["case"])
    return Seen(
        at=row["recorded_at"],
        actor=row["actor"],
        role=row["role"],
        agency=str(row["chain"]).partition(":")[2],
        number=numbers.get(case, case),
        trigger=row["trigger"],
    )
