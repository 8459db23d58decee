"""信息公开审批单 (N14) of a document to be published: what it is, its attributes, who signed.

What nobody has signed yet is left open to be signed on paper. The form is a template, the built-in
one or the office's own (``statutes.papers``).
"""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.app.disclosing_reading import Item
from workflow.app.official_text import Filled, day_text
from workflow.core.journal import Entry
from workflow.core.past import latest
from workflow.messages import say
from workflow.statutes.papers.notices import APPROVAL
from workflow.statutes.processes import ATTRIBUTES, PLACES

SHEET = "N14"
#: Field of the sheet → the fact that it shows as it is.
_PLAIN = {
    "issued_number": "document_number",
    "item_content": "item_content",
    "category": "category",
    "disclosure_basis": "basis",
    "responsible": "responsible",
    "time_limit": "time_limit",
    "way_published": "way_published",
    "disclosure_kind": "disclosure_kind",
    "site_column": "site_column",
}
#: Who signs, by the step that holds his opinion; a new draft or revision begins the signing anew.
_SIGNERS = (("secrecy", "pass_secrecy_review"), ("leader", "approve"))


def approval_sheet(
    item: Item, agency: tuple[str, str], people: Mapping[str, str], on: date
) -> Filled:
    """Return what an item's approval sheet says; ``agency`` is code and name.

    ``people`` are display names by user.
    """
    code, name = agency
    values = {field: str(item.facts.get(fact) or "") for field, fact in _PLAIN.items()}
    due = item.deadline.due if item.deadline else None
    values |= {
        "agency_name": name,
        "number": item.number,
        "item": item.title,
        "made_on": day_text(item.made_on) if item.made_on else "",
        "disclosure_due": day_text(due) if due else "",
        "attribute_boxes": _boxes(ATTRIBUTES, {str(item.facts.get("attribute"))}, "facts"),
        **dict(_signatures(item, people)),
        **_published(item),
    }
    return Filled(APPROVAL, code, _say("title"), name, on, values)


def _signatures(item: Item, people: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield who drafted, and each signer's opinion and signature on the newest text."""
    drafted = _newest(item)
    yield "drafted", _say("by", name=_name(drafted, people), on=day_text(drafted.on))
    for signer, trigger in _SIGNERS:
        entry = latest(item.entries, trigger)
        signed = entry if entry and entry.entry > drafted.entry else None
        yield f"{signer}_opinion", _opinion(signer, signed)
        yield f"{signer}_signed", _signature(signed, people)


def _newest(item: Item) -> Entry:
    """Return the entry that wrote the newest text."""
    written = latest(item.entries, "draft", "revise")
    assert written is not None
    return written


def _opinion(signer: str, entry: Entry | None) -> str:
    return str(entry.facts.get("opinion") or _say(f"opinion_{signer}")) if entry else ""


def _signature(entry: Entry | None, people: Mapping[str, str]) -> str:
    if entry is None:
        return _say("unsigned")
    return _say("signed", name=_name(entry, people), on=day_text(entry.on))


def _published(item: Item) -> dict[str, str]:
    """Return where and when it was published: filled in once it is."""
    entry = latest(item.entries, "publish")
    done = entry if entry and entry.entry > _newest(item).entry else None
    return {
        "channel_boxes": _boxes(
            PLACES, set(item.channels) if done else set(), "disclosure", "channel_"
        ),
        "published_on": day_text(done.on) if done else _say("day_open"),
        "place_published": _place(item) if done else _say("place_open"),
    }


def _place(item: Item) -> str:
    return str(item.facts.get("place_published") or _say("place_open"))


def _boxes(codes: tuple[str, ...], ticked: set[str], area: str, prefix: str = "") -> str:
    return "　".join(
        ("■" if code in ticked else "□") + say(f"{area}.{prefix}{code}", "zh") for code in codes
    )


def _name(entry: Entry, people: Mapping[str, str]) -> str:
    return people.get(entry.actor, entry.actor)


def _say(key: str, **values: str) -> str:
    return say(f"disclosure.sheet_{key}", "zh", **values)
