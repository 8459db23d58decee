"""The words of a report: preface, the five headings of part 一, parts 五 and 六."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workflow.forms import all_forms

_PARTS = (
    r"总体情况",
    r"主动公开政府信息(?:的)?情况",
    r"收到和处理政府信息公开申请(?:的)?情况",
    r"(?:政府信息公开|因政府信息公开工作被(?:申请|提起))?行政复议、(?:提起)?行政诉讼(?:的)?情况",
    r"(?:政府信息公开工作)?存在的(?:主要)?问题(?:及|和)改进(?:情况|措施)",
    r"其他需要报告的事项|需要(?:说明|报告)的其他事项",
)
_NAMED = "|".join(f"(?P<p{n}>{part})" for n, part in enumerate(_PARTS, 1))
_HEADS = re.compile(rf"^[*#\s]*第?[一二三四五六][、.．部]分?[、.．]?(?:{_NAMED})[*\s：:]*$")
_SUB = re.compile(
    r"^\**（[一二三四五六七八九十]+）\**(?P<head>[^。；，]{2,28}?)(?:。(?P<run>.+))?\**$"
)
_BROKEN = re.compile(r"[\u4e00-\u9fff，、]$")
_LONGEST_HEAD = 32
_STARTS = re.compile(r"^\**(?:（[一二三四五六七八九十]+）|\d+[.．、]|[一二三四五六七八九十]+、)")
#: Parts that are text; the other three are tables.
WRITTEN = (0, 1, 5, 6)


def part_of(text: str) -> int | None:
    """Return which of the six parts a heading opens; None for anything else.

    >>> part_of("五、存在的主要问题及改进情况"), part_of("一、本年新收政府信息公开申请数量")
    (5, None)
    """
    found = _HEADS.match("".join(text.split()))
    if not found:
        return None
    return next(int(name[1:]) for name, words in found.groupdict().items() if words)


@dataclass(slots=True)
class Words:
    """Gathers the narrative; paragraphs are joined by newlines."""

    parts: dict[int, list[str]] = field(default_factory=dict)

    def take(self, part: int, text: str) -> None:
        """Add a paragraph to a part."""
        text = text.strip()
        if part not in WRITTEN or not text:
            return
        paragraphs = self.parts.setdefault(part, [])
        if paragraphs and _is_broken(paragraphs[-1]) and not _STARTS.match(text):
            paragraphs[-1] += text
        else:
            paragraphs.append(text)

    def text(self) -> dict[str, Any]:
        """Return the contract's ``narrative.text``: part 1 by heading, the others as one text."""
        found: dict[str, Any] = {}
        for part in sorted(self.parts):
            paragraphs = self.parts[part]
            found[str(part)] = _headed(paragraphs) if part == 1 else "\n".join(paragraphs)
        return found


def _is_broken(paragraph: str) -> bool:
    """Tell whether pasting broke a paragraph: it ends in the middle of a sentence."""
    return len(paragraph) > _LONGEST_HEAD and bool(_BROKEN.search(paragraph))


def _headed(paragraphs: list[str]) -> dict[str, str] | str:
    """Return the paragraphs by heading; one text where there is no heading at all."""
    sections: dict[str, list[str]] = {}
    name = ""
    for text in paragraphs:
        head = _SUB.match(text)
        if head:
            name = short_name(head["head"])
            sections.setdefault(name, [])
        run = (head["run"] or "") if head else text
        if run:
            sections.setdefault(name, []).append(run)
    if set(sections) == {""}:
        return "\n".join(sections[""])
    return {name: "\n".join(texts) for name, texts in sections.items()}


def short_name(head: str) -> str:
    """Return the short name of one of the five headings; any other heading as it is.

    >>> short_name("政府信息公开平台建设情况"), short_name("组织领导")
    ('平台建设', '组织领导')
    """
    head = head.strip("* ")
    return next((name for name in _names() if head in set(_variants(name))), head)


def _names() -> Iterator[str]:
    yield from next(iter(all_forms().values())).overview


def _variants(name: str) -> Iterator[str]:
    for stem in (name, f"政府信息公开{name}", f"{name}政府信息", f"{name}政府信息工作"):
        yield from (stem, f"{stem}情况", f"{stem}工作情况")
