"""The fold reads a step's declaration, a move fires the machine compiled from it: they agree."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from workflow.clock import CHINA
from workflow.core.journal import Entry
from workflow.core.machine import Procedure
from workflow.core.moves import Move
from workflow.core.steps import Step
from workflow.statutes.processes import PROCESSES
from workflow.statutes.registry import STATUTES

ON = date(2023, 5, 11)
#: Pasts by which selectors and choices of the request tell steps apart.
PASTS = (
    (),
    ("register",),
    ("register", "accept", "extend"),
    ("register", "request_correction"),
    ("register", "accept", "submit_answer", "dispatch", "reopen"),
)


def procedures() -> Iterator[Procedure]:
    for statute in STATUTES:
        yield from statute.procedures.values()
    yield from PROCESSES.values()


def past_of(triggers: tuple[str, ...]) -> tuple[Entry, ...]:
    at = datetime(2023, 5, 11, tzinfo=CHINA)
    return tuple(
        Entry("request:1", number, trigger, ON, at, "li", "clerk")
        for number, trigger in enumerate(triggers, 1)
    )


def moves(procedure: Procedure) -> Iterator[tuple[str, tuple[Entry, ...], Move, Step]]:
    """Yield every source, past and move that a step of a procedure can be taken by."""
    for step in procedure.steps:
        move = Move(step.trigger, ON, "li", step.roles[0])
        for source in step.sources:
            for triggers in PASTS:
                chosen = procedure.choose(source, past_of(triggers), move)
                if chosen is not None:
                    yield source, past_of(triggers), move, chosen


@pytest.mark.parametrize("procedure", [*procedures()], ids=lambda one: f"{one.statute}-{one.key}")
def test_a_step_leads_the_fold_where_the_machine_leads_the_move(procedure: Procedure) -> None:
    taken = [*moves(procedure)]
    assert {step.trigger for *_, step in taken} >= {
        step.trigger for step in procedure.steps if step.when is None
    }
    for source, past, move, step in taken:
        assert step.leads_to(source, past, move) == procedure.fire(source, past, move)
