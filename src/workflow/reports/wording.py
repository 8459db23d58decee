"""The words of a report as they are printed: title, preface, sections, numbers filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.errors import InputError
from workflow.forms import Form
from workflow.reports.model import Report

#: A number of the text that is tied to a figure: {{figure:requests}}.
PLACE = re.compile(r"\{\{\s*figure:\s*([\w.]+)\s*\}\}")
ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of part 一: its printed title ("" for none) and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """The written parts of a report, paragraph by paragraph."""

    preface: tuple[str, ...]
    overview: tuple[Section, ...]
    problems: tuple[str, ...]
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: ``key`` names the figure that it shows, None for typed words."""

    text: str
    key: str | None = None


def title_lines(report: Report) -> tuple[str, str]:
    """Return the title: the body, and the year with the report's name."""
    return report.body, f"{report.year}年政府信息公开工作年度报告"


def sections(report: Report, form: Form) -> Sections:
    """Return the written parts with their numbers filled in."""
    text, figures = report.text, report.figures
    return Sections(
        preface=_paragraphs(text.get("0"), figures),
        overview=tuple(_overview(text.get("1"), figures, form)),
        problems=_paragraphs(text.get("5"), figures),
        matters=_paragraphs(text.get("6"), figures),
    )


def pieces(text: str, figures: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield a text in pieces, each number that is tied to a figure as a piece of its own.

    Raises InputError where the text names a figure that isn't there.
    """
    at = 0
    for place in PLACE.finditer(text):
        key = place.group(1)
        if place.start() > at:
            yield Piece(text[at : place.start()])
        yield Piece(str(_figure(figures, key)), key)
        at = place.end()
    if at < len(text):
        yield Piece(text[at:])


def _figure(figures: Mapping[str, Any], key: str) -> Any:
    """Return a figure; ``website_categories.扶贫工作`` is a part of a breakdown."""
    name, _, part = key.partition(".")
    found = figures.get(name)
    value = found.get(part) if part and isinstance(found, dict) else None if part else found
    if value is None or isinstance(value, dict):
        raise InputError("report.no_figure", key=key)
    return value


def filled(text: str, figures: Mapping[str, Any]) -> str:
    """Return a text with its figures.

    >>> filled("收到申请{{figure:requests}}件。", {"requests": 1})
    '收到申请1件。'
    """
    return "".join(piece.text for piece in pieces(text, figures))


def _paragraphs(raw: Any, figures: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paragraphs of a part; a mapping's headings stand before their text."""
    if isinstance(raw, dict):
        raw = "\n".join(f"{head}\n{text}" if head else str(text) for head, text in raw.items())
    return tuple(p.strip() for p in filled(str(raw or ""), figures).split("\n") if p.strip())


def _overview(raw: Any, figures: Mapping[str, Any], form: Form) -> Iterator[Section]:
    sections_of = raw if isinstance(raw, dict) else {"": raw}
    numbers = iter(ORDINALS)
    for name, text in sections_of.items():
        title = f"（{next(numbers)}）{form.overview.get(name, name)}" if name else ""
        paragraphs = _paragraphs(text, figures)
        if title or paragraphs:
            yield Section(title, paragraphs)
