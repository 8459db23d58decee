"""The pages of a case bundle: plain HTML that opens anywhere, the journal in an officer's words."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from workflow.app.answer_files import FACT
from workflow.app.showing import trigger_label
from workflow.core.journal import Entry
from workflow.core.wording import day_text
from workflow.messages import catalogue, say

_STYLE = (
    "body{font-family:serif;max-width:60em;margin:2em auto;line-height:1.6}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3em .6em;"
    "text-align:left;vertical-align:top}td:nth-child(3){min-width:8em}td:nth-child(-n+2),td:nth-child(4)"
    "{white-space:nowrap}h1{font-size:1.4em}"
)
#: Where the Chinese words of a fact's name and of its value are looked for, in this order.
_NAMES = ("bundle.fact_{name}", "facts.{name}", "web_register.{name}")
_VALUES = ("web_choices.{name}_{value}", "facts.{value}", "outcomes.{value}")


def page(title: str, body: str) -> bytes:
    """Return a page with a title and a body of ready HTML."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    top = f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head>\n'
    return f"{top}<body><h1>{escape(title)}</h1>{body}</body></html>\n".encode()


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], links: frozenset[int] = frozenset()
) -> str:
    """Return a table of texts; the columns of ``links`` are ready HTML."""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(f"<tr>{_cells(row, links)}</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _cells(row: Sequence[str], links: frozenset[int]) -> str:
    shown = (cell if place in links else escape(cell) for place, cell in enumerate(row))
    return "".join(f"<td>{cell}</td>" for cell in shown)


def entries_table(entries: Sequence[Entry], people: Mapping[str, str]) -> str:
    """Return journal entries as a table; ``people`` are display names by user name."""
    heads = [say(f"bundle.head_{name}", "zh") for name in ("entry", "on", "what", "who", "facts")]
    rows = [
        (
            str(entry.entry),
            entry.on.isoformat(),
            trigger_label(entry) + _child(entry),
            people.get(entry.actor, entry.actor),
            "；".join(f"{fact_name(name)}：{value(name, each)}" for name, each in _facts(entry)),
        )
        for entry in entries
    ]
    return table(heads, rows)


def _child(entry: Entry) -> str:
    kind, _, ident = (entry.child or "").partition(":")
    return f"（{say(f'states.kind_{kind}', 'zh')} {ident}）" if kind else ""


def _facts(entry: Entry) -> list[tuple[str, Any]]:
    """Return an entry's facts; who the applicant is stands one by one."""
    own = [(name, each) for name, each in entry.facts.items() if name != "person"]
    person = entry.facts.get("person")
    return own + (list(person.items()) if isinstance(person, Mapping) else [])


def fact_name(name: str) -> str:
    """Return what an officer calls a fact."""
    return _first(_NAMES, name, name=name)


def value(name: str, given: Any) -> str:
    """Return a fact's value in words.

    >>> value("outcome", "A12"), value("party", "third_party"), value("reasonable", True)
    ('A12 信息不存在', '第三方', '是')
    """
    if isinstance(given, bool):
        return say("docx.yes" if given else "docx.no", "zh")
    if name == FACT and isinstance(given, Mapping):
        return str(given["name"])
    if isinstance(given, Mapping):
        return "、".join(
            f"{fact_name(str(key))} {value(str(key), each)}" for key, each in given.items()
        )
    if isinstance(given, list | tuple):
        return "、".join(value(name, each) for each in given)
    if isinstance(given, date):
        return day_text(given)
    text = str(given)
    words = _first(_VALUES, text, name=name, value=text) if text.isascii() else text
    return f"{text} {words}" if f"outcomes.{text}" in catalogue("zh") else words


def _first(codes: Sequence[str], otherwise: str, **places: str) -> str:
    known = catalogue("zh")
    found = (code.format_map(places) for code in codes)
    return next((known[code] for code in found if code in known), otherwise)
