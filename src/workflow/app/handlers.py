"""What the sweep does with each kind of effect: one table, nothing else decides."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.filing import Notice, file_notice
from workflow.app.inbox import tell
from workflow.app.office import Office
from workflow.app.outbox import OUTBOX, waiting
from workflow.app.projecting import CASE
from workflow.app.users import holders
from workflow.errors import WorkflowError
from workflow.messages import say

log = logging.getLogger("workflow.outbox")
#: Noted where a handler failed with an error that isn't one of ours: the log has it under the id.
DEFECT = "inbox.effect_failed"
Handler = Callable[[Office, Session, sa.RowMapping, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one pass did: the effects carried out, and those that failed with the reason."""

    done: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def _draft(office: Office, session: Session, row: sa.RowMapping, effect: Mapping[str, Any]) -> None:
    _notice(office, session, row, effect, final=False)


def _issue(office: Office, session: Session, row: sa.RowMapping, effect: Mapping[str, Any]) -> None:
    _notice(office, session, row, effect, final=True)


def _notice(
    office: Office, session: Session, row: sa.RowMapping, effect: Mapping[str, Any], *, final: bool
) -> None:
    if office.documents is None:
        return
    key = effect["key"] or effect["notice"]
    wanted = Notice(row["chain"], row["entry"], effect["notice"], key, effect["child"], final)
    file_notice(office, session, office.documents, wanted)


def _notify(
    office: Office, session: Session, row: sa.RowMapping, effect: Mapping[str, Any]
) -> None:
    case = _case(session, row["chain"])
    for person in holders(session, case["agency"], effect["role"]):
        _tell(office, session, row, person, "inbox.waits")


def _bundle(office: Office, session: Session, row: sa.RowMapping, _: Mapping[str, Any]) -> None:
    """Tell the clerk that the case can be bundled: the bundle is made when it is fetched."""
    case = _case(session, row["chain"])
    _tell(office, session, row, case["handler"], "inbox.bundle")


def _case(session: Session, chain: str) -> sa.RowMapping:
    return session.execute(sa.select(CASE).where(CASE.c.chain == chain)).mappings().one()


def _tell(office: Office, session: Session, row: sa.RowMapping, person: str, code: str) -> None:
    number = _case(session, row["chain"])["number"]
    cause = f"{row['effect']}/{person}"
    tell(session, person, row["chain"], code, {"number": number}, cause, office.now())


HANDLERS: Mapping[str, Handler] = {
    "draft_notice": _draft,
    "issue_notice": _issue,
    "notify": _notify,
    "bundle_case": _bundle,
}


#: The kinds of effect that make a notice.
NOTICES = ("draft_notice", "issue_notice")


def carry_out(office: Office, limit: int = 1000, *, chain: str | None = None) -> Carried:
    """Carry out what waits in the outbox (of one case), each effect in a transaction of its own.

    What ends in our database happens exactly once: the effect and the note that it is done are
    written together. One that fails is noted and tried again in the next pass; what is left when
    the process was asked to stop waits for the next one.
    """
    with office.store.read() as session:
        ids = waiting(session, limit, chain=chain)
    return _carry(office, ids)


def file_waiting(office: Office, chain: str | None = None) -> Carried:
    """Make the notices that wait (of one case), before somebody asks for what was issued.

    Else a letter asked for between its step and the next sweep would be a draft of today, with
    today's date and remedy, of what went out on another day.
    """
    if office.documents is None:
        return Carried((), ())
    with office.store.read() as session:
        ids = waiting(session, None, NOTICES, chain)
    return _carry(office, ids)


def _carry(office: Office, ids: Sequence[int]) -> Carried:
    done: list[str] = []
    failed: list[tuple[str, str]] = []
    for ident in ids:
        if office.stopping():
            break
        try:
            effect = _carry_one(office, ident)
        except WorkflowError as error:
            failed.append((_note_failure(office, ident, error.code), error.message))
        except Exception:
            log.exception("effect %s failed", ident)
            failed.append((_note_failure(office, ident, DEFECT), say(DEFECT, number=ident)))
        else:
            done += [effect] if effect else []
    return Carried(tuple(done), tuple(failed))


def _carry_one(office: Office, ident: int) -> str | None:
    with office.store.write() as session:
        row = _locked(session, ident)
        if row is None:
            return None
        HANDLERS[row["kind"]](office, session, row, json.loads(row["payload"]))
        _set(session, ident, done_at=office.now(), failure=None, attempts=row["attempts"] + 1)
        return str(row["effect"])


def _locked(session: Session, ident: int) -> sa.RowMapping | None:
    """Return an effect that nobody else carries out, or None."""
    found = sa.select(OUTBOX).where(OUTBOX.c.id == ident, OUTBOX.c.done_at.is_(None))
    return session.execute(found.with_for_update(skip_locked=True)).mappings().one_or_none()


def _note_failure(office: Office, ident: int, code: str) -> str:
    with office.store.write() as session:
        row = session.execute(sa.select(OUTBOX).where(OUTBOX.c.id == ident)).mappings().one()
        _set(session, ident, failure=code, attempts=row["attempts"] + 1)
        return str(row["effect"])


def _set(session: Session, ident: int, **values: Any) -> None:
    session.execute(sa.update(OUTBOX).where(OUTBOX.c.id == ident).values(**values))
