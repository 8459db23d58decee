"""What ``workflow processes check`` finds in the definitions of every law version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workflow.core.procedure import NEW, Procedure
from workflow.core.soundness import faults
from workflow.errors import Reason
from workflow.messages import catalogue
from workflow.statutes.registry import Statute

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and where it is."""

    statute: str
    procedure: str
    reason: Reason

    def to_json(self) -> dict[str, Any]:
        """Return the shape that the command prints."""
        return {
            "statute": self.statute,
            "procedure": self.procedure,
            "code": self.reason.code,
            "message": self.reason.message,
        }


def check(statutes: Iterable[Statute]) -> tuple[Fault, ...]:
    """Return every fault of every procedure of some statutes."""
    return tuple(
        Fault(statute.code, procedure.key, reason)
        for statute in statutes
        for procedure in statute.procedures.values()
        for reason in (*_structure(procedure), *_unnamed(procedure))
    )


def _structure(procedure: Procedure) -> tuple[Reason, ...]:
    """Ask again what the import asked: a procedure can't have changed, and yet."""
    answers = procedure.answer_key is not None
    return faults(procedure.states, procedure.steps, procedure.words, answers=answers)


def _unnamed(procedure: Procedure) -> Iterator[Reason]:
    """Find states, triggers and facts without a name in one of the languages."""
    for code in dict.fromkeys(_codes(procedure)):
        for language in LANGUAGES:
            if code not in catalogue(language):
                yield Reason("procedure.fault_label", {"word": f"{language}/{code}"})


def _codes(procedure: Procedure) -> Iterator[str]:
    for state in procedure.states:
        yield f"states.{procedure.key}_{state.key}"
    for step in procedure.steps:
        yield f"triggers.{procedure.key}_{step.trigger}"
        for spec in step.facts:
            yield spec.label
        if step.when:
            yield step.when.otherwise
    yield f"states.{NEW}"
