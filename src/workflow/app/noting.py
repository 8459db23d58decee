"""Noting down what happened and is no step (记一件事): a call, a visit, a paper that came."""

from datetime import date

from workflow.app.asides import NOTE
from workflow.app.folding import Case
from workflow.app.office import Actor, Office
from workflow.app.recording import Draft, record
from workflow.app.registering import finish
from workflow.app.viewing import open_case
from workflow.core.wording import day_text
from workflow.errors import InputError
from workflow.store import journals


def note(
    office: Office,
    ident: int | str,
    agency: str,
    on: date,
    text: str,
    actor: Actor,
    expected: int | None = None,
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
        journals.refuse_overtaken(session, case.chain, expected)
        draft = Draft(
            chain=case.chain,
            trigger=NOTE,
            on=on,
            actor=actor.name,
            role=actor.role,
            facts={"note": text.strip()},
            personal=frozenset({"note"}),
            via="web",
        )
        return finish(office, session, record(office, session, draft))
