"""A procedure as a Mermaid state diagram, labelled in the reader's language."""

from workflow.core.procedure import NEW, Phase, Procedure
from workflow.core.wording import listing


def mermaid(procedure: Procedure) -> str:
    """Return the diagram: one arrow from state to state, with all triggers that go its way."""
    lines = ["stateDiagram-v2"]
    lines += [
        f'    state "{procedure.state_label(state.key)}" as {state.key}'
        for state in procedure.states
    ]
    for (source, target), triggers in _arrows(procedure).items():
        label = listing(procedure.trigger_label(trigger) for trigger in triggers)
        lines.append(f"    {_place(source)} --> {target}: {label}")
    final = (state.key for state in procedure.states if state.phase is Phase.FINAL)
    lines += [f"    {key} --> [*]" for key in final]
    return "\n".join(lines) + "\n"


def _arrows(procedure: Procedure) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for step in procedure.steps:
        for source in step.sources:
            for target in step.targets(source):
                triggers = found.setdefault((source, target), [])
                if step.trigger not in triggers:
                    triggers.append(step.trigger)
    return found


def _place(state: str) -> str:
    return "[*]" if state == NEW else state
