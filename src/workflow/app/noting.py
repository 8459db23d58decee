"""Noting down what happened and is no step (记一件事): a call, a visit, a paper that came."""

from dataclasses import dataclass
from datetime import date, datetime

from workflow.app.asides import NOTE
from workflow.app.folding import Case
from workflow.app.office import Actor, Office
from workflow.app.reading import find_case
from workflow.app.recording import Draft, record
from workflow.app.registering import finish
from workflow.app.texts import in_clear
from workflow.app.viewing import open_case
from workflow.core.journal import Entry, is_reference
from workflow.core.wording import day_text
from workflow.errors import InputError
from workflow.store import journals


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted down about a case: the day it happened, by whom and when it was written.

    ``text`` is empty where a purge has destroyed the words.
    """

    entry: int
    on: date
    text: str
    actor: str
    role: str
    recorded_at: datetime


def notes(office: Office, number: str, agency: str | None = None) -> list[Note]:
    """Return the notes of a case, by its number or chain, in the order they were written."""
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
        own = [one for one in case.entries if one.trigger == NOTE]
        return [_note(one) for one in in_clear(office, session, own)]


def _note(entry: Entry) -> Note:
    text = entry.facts.get("note")
    said = "" if is_reference(text) else str(text)
    return Note(entry.entry, entry.on, said, entry.actor, entry.role, entry.recorded_at)


def note(
    office: Office,
    ident: int | str,
    agency: str,
    on: date,
    text: str,
    actor: Actor,
    expected: int | None = None,
    via: str = "app",
) -> Case:
    """Add a note to a case under the day on which the thing happened; return the case after it.

    InputError for an empty note or a day in the future; ConflictError where somebody else added
    to the case beyond ``expected`` entries.
    """
    if not text.strip():
        raise InputError("web_case.note_empty")
    if on > office.today:
        values = {"on": day_text(on), "today": day_text(office.today)}
        raise InputError("procedure.in_future", **values)
    with office.store.write() as session:
        case = open_case(office, session, ident, {agency})
        journals.refuse_overtaken(session, journals.lock(session, case.chain), expected)
        draft = Draft(
            chain=case.chain,
            trigger=NOTE,
            on=on,
            actor=actor.name,
            role=actor.role,
            facts={"note": text.strip()},
            personal=frozenset({"note"}),
            via=via,
        )
        return finish(office, session, record(office, session, draft))
