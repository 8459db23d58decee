"""A paper of the office in official format: its text, and the file made from the template in force.

The words are ours or the officer's; fonts, head, standing text are the template's: the built-in
one, or the version that the office installed (``statutes.papers``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.app.office import Office
from workflow.app.own_templates import StoredTemplates
from workflow.documents.compile import compile_template
from workflow.documents.library import builtin
from workflow.statutes.papers.notices import LAW

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Part:
    """A part under a heading of the first level: its paragraphs, then its sections by heading."""

    heading: str
    paragraphs: Sequence[str] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass(frozen=True, slots=True)
class Appendix:
    """A table on a page of its own; ``names`` are the fields of its rows."""

    title: str
    names: Sequence[str]
    rows: Sequence[Sequence[str]] = field(default=())


@dataclass(frozen=True, slots=True)
class Text:
    """A whole paper; ``signed`` is the agency that signs it on the day ``on``."""

    title: str
    preface: Sequence[str]
    parts: Sequence[Part]
    signed: str
    on: date
    appendix: Appendix


@dataclass(frozen=True, slots=True)
class Filled:
    """What a paper's template is filled with; ``signed`` made the file, ``on`` is its day.

    ``agency`` is the code whose own template serves, where it has one.
    """

    key: str
    agency: str
    title: str
    signed: str
    on: date
    values: Mapping[str, Any]


def made(office: Office, paper: Filled, template: bytes | None = None) -> bytes:
    """Return a paper as .docx from the template in force, or from one that is only tried.

    The same values give the same bytes.
    """
    data = template or _in_force(office, paper)
    return compile_template(data).render(
        paper.values, title=paper.title, creator=paper.signed, created=paper.on
    )


def _in_force(office: Office, paper: Filled) -> bytes:
    own = StoredTemplates(office.store).own(paper.agency, LAW, [paper.key])
    return own[1] if own else builtin(LAW, paper.key)


def written(key: str, agency: str, text: Text) -> Filled:
    """Return a paper of running text."""
    return Filled(key, agency, text.title, text.signed, text.on, values_of(text))


def day_text(on: date) -> str:
    """Return a day as a document writes it, month and day without zeros (GB/T 9704-2012).

    >>> day_text(date(2020, 6, 8))
    '2020年6月8日'
    """
    return f"{on.year}年{on.month}月{on.day}日"


def values_of(text: Text) -> dict[str, Any]:
    """Return a text as the values of its template's fields."""
    appendix = text.appendix
    return {
        "agency_name": text.signed,
        "title": text.title,
        "preface": _said(text.preface),
        "parts": list(_parts(text.parts)),
        "table_title": appendix.title,
        "table_rows": [dict(zip(appendix.names, row, strict=True)) for row in appendix.rows],
        "on": day_text(text.on),
    }


def _parts(parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    for number, part in enumerate(parts):
        sections = [
            {"heading": f"（{ORDINALS[n]}）{heading}", "paragraphs": _said(paragraphs)}
            for n, (heading, paragraphs) in enumerate(part.sections)
        ]
        heading = f"{ORDINALS[number]}、{part.heading}"
        own = {"paragraphs": _said(part.paragraphs), "sections": sections}
        yield {"heading": heading, **own}


def _said(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs that say something."""
    return [text for text in paragraphs if text]
