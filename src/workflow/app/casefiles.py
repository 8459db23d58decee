"""The case file: journal, people and texts together, in clear, in memory only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import card_of, get_agency
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.reading import find_case
from workflow.app.texts import in_clear, texts_of
from workflow.app.users import people_of
from workflow.core.casefile import Applicant, CaseFile
from workflow.core.journal import Entry, effective
from workflow.core.moves import Child

#: What stands for a value whose key was destroyed.
GONE = "（已销毁）"


def casefile(office: Office, number: str, agency: str | None = None) -> CaseFile:
    """Return one request with everything that a notice or a page may say of it."""
    with office.store.read() as session:
        return assemble(office, session, find_case(office, session, number, agency))


def assemble(
    office: Office, session: Session, case: Case, opened: Sequence[Entry] | None = None
) -> CaseFile:
    """Put a folded case and its opened texts together.

    ``opened`` are its entries as written in clear, where somebody has opened them already.
    """
    clear = effective(in_clear(office, session, case.entries) if opened is None else opened)
    texts = texts_of(clear, case.holding)
    opening = clear[0].facts
    return CaseFile(
        agency=card_of(get_agency(session, case.agency)),
        number=case.number,
        statute=case.statute.code,
        state=case.state,
        channel=str(opening["channel"]),
        applicant=_applicant(opening),
        content=_text(opening, "content"),
        submitted_on=case.opening.on,
        form_wanted=_text(opening, "form_wanted"),
        way_wanted=_text(opening, "way_wanted"),
        entries=clear,
        children=tuple(_with_texts(case, clear)),
        deadlines=case.deadlines,
        texts=texts,
        people=people_of(session, [entry.actor for entry in case.entries]),
        settings=case.rules.settings,
        example=bool(opening.get("example")),
    )


def _with_texts(case: Case, clear: Sequence[Entry]) -> list[Child]:
    return [
        replace(
            child,
            entries=tuple(one for one in clear if one.child == f"{child.kind}:{child.id}"),
        )
        for child in case.children
    ]


def _applicant(opening: Mapping[str, Any]) -> Applicant:
    person = opening.get("person") or {}
    kind = str(opening.get("applicant_class") or "natural")
    if "digest" in person:
        return Applicant(kind, GONE)
    return Applicant(kind, _text(opening, "applicant"), **person)


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name, "")
    return value if isinstance(value, str) else GONE


def masked(value: str) -> str:
    """Return an identity number as it may be shown: four digits at each end.

    >>> masked("640104200001011001")
    '6401**********1001'
    """
    shown = 4
    if len(value) <= 2 * shown:
        return "*" * len(value)
    return value[:shown] + "*" * (len(value) - 2 * shown) + value[-shown:]
