"""Letters to a third party or another agency. The applicant is never named in them.

They follow one consultation of the case: its kind (``party``), the summary of the information,
the addressee, and what came back.
"""

from typing import Any

from workflow.core.journal import Entry
from workflow.core.past import latest
from workflow.statutes.notices.common import common
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.words import day, words

Entries = tuple[Entry, ...]


def _consultation(draft: Draft) -> tuple[str | None, Entries]:
    child = draft.chosen("consultation")
    if child is None:
        return None, ()
    return child.id, tuple(entry for entry in child.entries if entry.on <= draft.on)


def _said(draft: Draft, entries: Entries, name: str) -> str:
    """Return the fact as the last entry that has it says it."""
    holder = next((entry for entry in reversed(entries) if name in entry.facts), None)
    return draft.text(name, holder)


def _outward(draft: Draft) -> dict[str, Any]:
    child, entries = _consultation(draft)
    party = draft.extra.get("party") or _said(draft, entries, "party") or "third_party"
    received = latest(entries, "record_receipt")
    return {
        **common(draft),
        "party": party,
        "addressee": _said(draft, entries, "party_name"),
        "summary": _said(draft, entries, "summary") or draft.case.content,
        "why": _said(draft, entries, "grounds_text"),
        "last_day": draft.due(party, child) if received else "",
    }


def third_party(draft: Draft) -> dict[str, Any]:
    """N05: asks a third party whether the information may be disclosed (art. 32)."""
    made = _outward(draft)
    del made["party"]
    return {**made, "you": words("third_party_you")}


def agency(draft: Draft) -> dict[str, Any]:
    """N08: asks a joint maker (art. 34: silence is consent) or another agency (art. 33)."""
    return _outward(draft)


def overridden(draft: Draft) -> dict[str, Any]:
    """N07: tells a third party what is disclosed against his will or silence, and why."""
    _, entries = _consultation(draft)
    decided, replied = latest(entries, "override"), latest(entries, "record_reply")
    made = third_party(draft)
    for name in ("why", "last_day"):
        del made[name]
    return {
        **made,
        "sent_on": day(sent.on) if (sent := latest(entries, "send")) else "",
        "replied_on": day(replied.on) if replied else "",
        "disclosed": draft.text("published", decided) or made["summary"],
        "reasons": draft.text("public_interest", decided),
    }
