"""Files that go out with an answer (答复书的附件): drafted in the case until an answer takes them.

Until an answer is handed in a file can be taken away again. The entry that hands it in names it
with its digest (``answer_naming``); from then on it stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.app import attaching
from workflow.app.attaching import File
from workflow.app.folding import Case
from workflow.app.office import Actor, Office
from workflow.app.reading import find_case, lock_case
from workflow.app.report_uploads import plain_name
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, is_reference
from workflow.core.past import latest
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.messages import say
from workflow.statutes.roles import label

#: The fact by which an answer names its files, and how their references begin.
FACT, PREFIX = "files", "answer."
#: Steps that hand files in.
HANDING_IN = ("submit_answer", "supplement")
#: A letter that lists more wants a list of its own.
MOST = 30


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of an answer.

    ``entries`` are the numbers of those that handed it in, none: it is only drafted. ``chosen``
    tells whether the next answer takes it along unless somebody says otherwise.
    """

    file: File
    entries: tuple[int, ...]
    chosen: bool


def listed(office: Office, number: str, agency: str | None = None) -> tuple[AnswerFile, ...]:
    """Return the files of a case's answers, by its number or chain, in the order they came."""
    with office.store.read() as session:
        return of_case(office, session, find_case(office, session, number, agency))


def of_case(office: Office, session: Session, case: Case) -> tuple[AnswerFile, ...]:
    """Return the files of a folded case's answers.

    Chosen are those that no answer has taken yet, and those of an answer that is to be handed in
    again; of two with one name the newer.
    """
    found = sorted(attaching.files_of(office, session, case.chain, PREFIX), key=_place)
    if not found:
        return ()
    taken = files_named(office, session, case.entries)
    last = latest(case.holding, "submit_answer") if case.open else None
    again = files_named(office, session, [last])[last.entry] if last else ()
    refs = {one["ref"] for one in again}
    newest = {one.name: one.ref for one in found}
    made = []
    for one in found:
        entries = tuple(n for n, files in taken.items() if any(f["ref"] == one.ref for f in files))
        wanted = one.ref in refs or not entries
        made.append(AnswerFile(one, entries, wanted and newest[one.name] == one.ref))
    return tuple(made)


def _place(file: File) -> int:
    return int(file.ref.removeprefix(PREFIX))


def files_named(
    office: Office, session: Session, entries: Sequence[Entry]
) -> dict[int, Sequence[Mapping[str, Any]]]:
    """Return the files that each entry hands in, described; none of what a purge has emptied."""
    naming = in_clear(office, session, [one for one in entries if one.facts.get(FACT)])
    named = {one.entry: one.facts[FACT] for one in naming}
    return {
        one.entry: () if is_reference(named.get(one.entry)) else named.get(one.entry, ())
        for one in entries
    }


def add(
    office: Office,
    number: str,
    name: str,
    content: bytes,
    actor: Actor,
    agency: str | None = None,
) -> File:
    """Draft a file for the answer of a case; a drafted one of the same name gives way to it.

    InputError where it is too large, empty or of no kind that is taken; RefusedError where no
    answer is being written, or not by this role.
    """
    name = plain_name(name)
    media_type = attaching.checked(name, content)
    with office.store.write() as session:
        case = lock_case(office, session, number, agency)
        _refuse(case, actor)
        known = of_case(office, session, case)
        if sum(not one.entries for one in known) >= MOST:
            raise InputError("answer_files.too_many", most=MOST)
        for one in known:
            if one.file.name == name and not one.entries:
                attaching.forget(session, case.chain, one.file.ref)
        place = 1 + max((_place(one.file) for one in known), default=0)
        file = File(f"{PREFIX}{place}", name, len(content))
        attaching.put(office, session, case.chain, file, media_type, content)
    return file


def remove(office: Office, number: str, ref: str, actor: Actor, agency: str | None = None) -> File:
    """Take a drafted file away; RefusedError where an answer was handed in with it."""
    with office.store.write() as session:
        case = lock_case(office, session, number, agency)
        _refuse(case, actor)
        found = next((o for o in of_case(office, session, case) if o.file.ref == ref), None)
        if found is None:
            raise NotFoundError("answer_files.unknown", ref=ref)
        if found.entries:
            values = {"name": found.file.name, "entry": found.entries[-1]}
            raise _refused(Reason("answer_files.handed_in", values))
        attaching.forget(session, case.chain, ref)
    return found.file


def _refuse(case: Case, actor: Actor) -> None:
    """Refuse where no step of the case hands files in now, or none in this role."""
    against = _against(case, actor.role)
    if against:
        raise _refused(*against)


def _against(case: Case, role: str) -> list[Reason]:
    steps = [step for trigger in HANDING_IN for step in case.procedure.steps_of(trigger)]
    here = [step for step in steps if case.state in step.sources]
    if not here:
        state = case.procedure.state_label(case.state)
        return [Reason("answer_files.not_now", {"state": state})]
    if not any(role in step.roles for step in here):
        return [Reason("answer_files.role", {"role": label(role)})]
    return []


def _refused(*reasons: Reason) -> RefusedError:
    return RefusedError("case.refused", reasons, trigger=say("answer_files.act"))
