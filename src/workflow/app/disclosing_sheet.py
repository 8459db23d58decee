"""信息公开审批单 (N14) of a document to be published: what it is, its attributes, who signed.

What nobody has signed yet is left open to be signed on paper.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.app.disclosing_reading import Item
from workflow.core.journal import Entry
from workflow.core.past import latest
from workflow.documents.build import styles
from workflow.documents.build.document import Properties, build
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import paragraph
from workflow.messages import say
from workflow.statutes.processes import ATTRIBUTES, PLACES

SHEET = "N14"
#: Widths of the four columns in twips (documents.md: the approval form of N14).
_FOUR = (1247, 3175, 1247, 3176)
_LINE, _TWO_LINES, _OPINION = 567, 850, 1150
_TITLE_SPACE = {"before": 0, "after": 0, "line": 660, "lineRule": "exact"}
#: Who signs, by the step that holds his opinion; a new draft or revision begins the signing anew.
_SIGNERS = (("secrecy", "pass_secrecy_review"), ("leader", "approve"))


def approval_sheet(item: Item, agency: str, people: Mapping[str, str], on: date) -> bytes:
    """Return an item's approval sheet as .docx; ``people`` are display names by user."""
    title = _say("title")
    head = _say("head", agency=agency, number=item.number)
    rows = (*_about(item), *_attributes(item), *_signatures(item, people), _published(item))
    body = [
        paragraph(styles.TITLE, title, spacing=_TITLE_SPACE),
        paragraph(styles.FORM_HEAD, head),
        table(_FOUR, rows),
        paragraph(styles.END),
    ]
    return build(body, Properties(title, agency, on))


def _about(item: Item) -> Iterator[Row]:
    yield _wide("name", item.title, height=_TWO_LINES)
    made = day_text(item.made_on) if item.made_on else ""
    yield _pair("document_number", _text(item, "document_number"), "made_on", made)
    yield _wide("content", _text(item, "item_content"), height=_OPINION)
    due = item.deadline.due if item.deadline else None
    yield _pair("due", day_text(due) if due else "", "category", _text(item, "category"))


def _attributes(item: Item) -> Iterator[Row]:
    stated = item.facts.get("attribute")
    yield _wide("attribute", _boxes(ATTRIBUTES, {str(stated)}, "facts"))
    yield _wide("basis", _text(item, "basis"), height=_TWO_LINES)
    yield _pair("responsible", _text(item, "responsible"), "time_limit", _text(item, "time_limit"))
    yield _pair("way", _text(item, "way_published"), "kind", _text(item, "disclosure_kind"))
    yield _wide("column", _text(item, "site_column"))


def _signatures(item: Item, people: Mapping[str, str]) -> Iterator[Row]:
    drafted = _newest(item)
    yield _wide("drafted", _say("by", name=_name(drafted, people), on=day_text(drafted.on)))
    for signer, trigger in _SIGNERS:
        entry = latest(item.entries, trigger)
        signed = entry if entry and entry.entry > drafted.entry else None
        yield _signed(signer, signed, people)


def _newest(item: Item) -> Entry:
    """Return the entry that wrote the newest text."""
    written = latest(item.entries, "draft", "revise")
    assert written is not None
    return written


def _signed(signer: str, entry: Entry | None, people: Mapping[str, str]) -> Row:
    opinion, name = "", _say("unsigned")
    if entry is not None:
        opinion = str(entry.facts.get("opinion") or _say(f"opinion_{signer}"))
        name = _say("signed", name=_name(entry, people), on=day_text(entry.on))
    cell = (paragraph(styles.FORM_TEXT, opinion), paragraph(styles.FORM_TEXT, name, jc="right"))
    return Row((_label(signer), Cell(cell, 3)), _OPINION)


def _published(item: Item) -> Row:
    """Return where and when it was published: filled in once it is."""
    entry = latest(item.entries, "publish")
    done = entry if entry and entry.entry > _newest(item).entry else None
    marks = _boxes(PLACES, set(item.channels) if done else set(), "disclosure", "channel_")
    on = day_text(done.on) if done else _say("day_open")
    place = _text(item, "place_published") if done else ""
    lines = (marks, _say("published", place=place, on=on))
    content = tuple(paragraph(styles.FORM_TEXT, line) for line in lines)
    return Row((_label("publishing"), Cell(content, 3)), _OPINION)


def _boxes(codes: tuple[str, ...], ticked: set[str], area: str, prefix: str = "") -> str:
    return "　".join(
        ("■" if code in ticked else "□") + say(f"{area}.{prefix}{code}", "zh") for code in codes
    )


def _text(item: Item, name: str) -> str:
    return str(item.facts.get(name) or "")


def _name(entry: Entry, people: Mapping[str, str]) -> str:
    return people.get(entry.actor, entry.actor)


def _label(name: str) -> Cell:
    return Cell((paragraph(styles.FORM_LABEL, _say(f"label_{name}")),))


def _cell(text: str, span: int = 1) -> Cell:
    return Cell((paragraph(styles.FORM_TEXT, text),), span)


def _pair(left: str, left_text: str, right: str, right_text: str) -> Row:
    return Row((_label(left), _cell(left_text), _label(right), _cell(right_text)), _LINE)


def _wide(label: str, text: str, height: int = _LINE) -> Row:
    return Row((_label(label), _cell(text, 3)), height)


def day_text(on: date) -> str:
    """Return a day as a document writes it, month and day without zeros (GB/T 9704-2012).

    >>> day_text(date(2020, 6, 8))
    '2020年6月8日'
    """
    return f"{on.year}年{on.month}月{on.day}日"


def _say(key: str, **values: str) -> str:
    return say(f"disclosure.sheet_{key}", "zh", **values)
