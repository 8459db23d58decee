"""How an answer is filled: what its outcome must give, each thing in a field of its own.

The names of the facts are those that the outcomes demand (``<law>/outcomes.py``).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.core.journal import Entry
from workflow.statutes.notices.common import answer_head, attachments
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.words import day, listed, quoted, split, to_date, trimmed, words

#: Facts in free words that an answer carries under their own names.
TEXTS = (
    *("access_way", "access_route", "access_time", "reasons", "access_rule"),
    *("other_agency", "other_agency_contact"),
)


def answer(draft: Draft) -> dict[str, Any]:
    """N10: the opening, every fact that an outcome may demand, the attachment list."""
    entry = draft.entry("submit_answer", "lapse")
    return {
        **answer_head(draft),
        "outcome": draft.fact("outcome", entry) or "",
        **{name: draft.text(name, entry) for name in TEXTS},
        "information": _paragraphs(draft, "information", entry),
        "published_part": _paragraphs(draft, "published_part", entry),
        "grounds": _grounds(draft, entry),
        **_search(draft.fact("search_record", entry), draft),
        "answered_on": _on(draft, "dispatch"),
        "supplement": _paragraphs(draft, "text", draft.entry("supplement")),
        "attachments": attachments(draft),
    }


def refusal(draft: Draft) -> dict[str, Any]:
    """N11: that the request isn't, or is no longer, handled; on which ground."""
    entry = draft.entry("submit_answer", "lapse")
    return {
        **answer_head(draft),
        "outcome": draft.fact("outcome", entry) or "",
        **{name: draft.text(name, entry) for name in ("reasons", "earlier_answer", "access_route")},
        "channel_advice": draft.text("channel_advice", entry),
        "correction_due": draft.due("correction_reply"),
        "fee_due": draft.due("fee_payment"),
        "attachments": attachments(draft),
    }


def _on(draft: Draft, trigger: str) -> str:
    entry = draft.entry(trigger)
    return day(entry.on) if entry else ""


def _paragraphs(draft: Draft, name: str, entry: Entry | None) -> list[str]:
    value = str(draft.fact(name, entry) or "")
    return [f"{trimmed(line)}。" for line in value.split("\n") if trimmed(line)]


def _grounds(draft: Draft, entry: Entry | None) -> list[dict[str, str]]:
    """Return one row a ground of what is withheld: its article and its finding, by outcome code."""
    law = draft.case.statute.replace("-", "_")
    codes = draft.fact("grounds", entry) or ()
    return [
        {"finding": words(f"{law}_ground_{code}"), "articles": words(f"{law}_articles_{code}")}
        for code in codes
    ]


def _search(record: Any, draft: Draft) -> dict[str, str]:
    """Return who searched when, by which words, where, and who was asked.

    A record in free words goes into ``search_record`` as it is.
    """
    parts: Mapping[str, Any] = record if isinstance(record, Mapping) else {}
    detailed = draft.case.settings.get("letter_tells_search", True)
    return {
        "search_record": trimmed(record) if isinstance(record, str) else "",
        "searched_by": _names(parts.get("persons")),
        "search_period": _span(parts.get("period")),
        "search_words": "".join(map(quoted, _list(parts.get("keywords")))) if detailed else "",
        "search_places": _names(parts.get("places")),
        "search_asked": _names(parts.get("asked")),
    }


def _list(value: Any) -> list[str]:
    return split(value) if isinstance(value, str) else [str(item) for item in value or ()]


def _names(value: Any) -> str:
    return listed(trimmed(name) for name in _list(value))


def _span(value: Any) -> str:
    """Return a period of search: as it is written, or from one day to another.

    >>> _span({"from": "2020-05-12", "to": "2020-06-24"})
    '2020年5月12日至6月24日'
    """
    if not isinstance(value, Mapping):
        return trimmed(str(value or ""))
    first, last = to_date(value.get("from")), to_date(value.get("to"))
    if first is None or last is None or first == last:
        return day(first or last)
    return f"{day(first)}至{_short(first, last)}"


def _short(first: date, last: date) -> str:
    return f"{last.month}月{last.day}日" if first.year == last.year else day(last)
