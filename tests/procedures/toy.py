"""A tiny sound procedure that each test bends in one place."""

from dataclasses import replace

from workflow.core.moves import FactSpec, Guard
from workflow.core.procedure import NEW, Phase, Procedure, StateSpec, Step, Vocabulary

WORDS = Vocabulary(
    roles=frozenset({"clerk", "leader"}),
    notices=frozenset({"N01"}),
    event_kinds=frozenset({"submitted"}),
    clocks=frozenset({"reply"}),
)
STATES = (StateSpec("received", clocks=("reply",)), StateSpec("archived", Phase.FINAL))
OPENING = Step("register", (NEW,), "received", ("clerk",), "条例第三十一条")
CLOSING = Step("archive", ("received",), "archived", ("leader",), "条例第四十五条")
CONTENT = FactSpec("content", "text", "facts.content", required=True)


def guard(key="toy", reasons=(), **named):
    return Guard(key, "条例第三十条", lambda _, __: reasons, **named)


def procedure(states=STATES, steps=(OPENING, CLOSING), **named):
    return Procedure("request", "toy", states, steps, WORDS, **named)


def bent(**changes):
    """The toy with its closing step changed."""
    return procedure(steps=(OPENING, replace(CLOSING, **changes)))
