"""The facts that an answer may carry, whatever its outcome (law.md 1.8)."""

from workflow.core.moves import FactSpec
from workflow.statutes.facts import choice, codes, files, flag, text, word


def answer_facts(outcomes: tuple[str, ...], grounds: tuple[str, ...]) -> tuple[FactSpec, ...]:
    """Return the facts of an answer: its outcome, its grounds, and what outcomes demand."""
    return (
        choice("outcome", outcomes, required=True),
        codes("grounds", grounds),
        *CONTENT,
    )


#: What the letter says, each part a fact of its own: a wrong one is a ground for appeal itself.
CONTENT = (
    text("access_way"),
    text("access_route"),
    text("access_time"),
    text("information"),
    text("published_part"),
    text("reasons"),
    text("access_rule"),
    text("search_record"),
    text("other_agency"),
    text("other_agency_contact"),
    flag("other_agency_undetermined"),
    text("channel_advice"),
    word("earlier_answer"),
    text("attachments"),
    files("files"),
)
