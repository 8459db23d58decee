"""What somebody typed about a case, read by the step that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.app.asking import fact_specs
from workflow.app.folding import child_name
from workflow.app.moving import procedure_of
from workflow.app.office import Office
from workflow.app.reading import find_case
from workflow.app.rectifying import facts_of
from workflow.core.facts import parse_facts
from workflow.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Typed:
    """Facts by kind, the case's agency, and the roles that may make the move."""

    agency: str
    facts: Mapping[str, Any]
    roles: tuple[str, ...]


def typed_move(
    office: Office,
    number: str,
    trigger: str,
    child: str | None,
    texts: Mapping[str, str],
    agency: str | None = None,
) -> Typed:
    """Read the facts of a move; InputError names one that can't be read."""
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
    name = child_name(case, child) if child else None
    facts = parse_facts(fact_specs(case, trigger, name), texts)
    steps = procedure_of(case, name).steps_of(trigger)
    here = [step for step in steps if case.state in step.sources] or list(steps)
    return Typed(case.agency, facts, here[0].roles)


def typed_mend(
    office: Office, number: str, entry: int, texts: Mapping[str, str], agency: str | None = None
) -> Typed:
    """Read the facts of a rectification by the step of the entry that it mends.

    An empty text takes the fact away.
    """
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
    wrong = next((one for one in case.entries if one.entry == entry), None)
    if wrong is None:
        raise NotFoundError("case.rectify_unknown", entry=entry)
    said = {name: text for name, text in texts.items() if text.strip()}
    facts: dict[str, Any] = parse_facts(facts_of(case, wrong), said)
    facts |= {name: None for name, text in texts.items() if not text.strip()}
    return Typed(case.agency, facts, (wrong.role,))
