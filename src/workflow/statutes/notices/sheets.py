"""The sheet of a notice's fields: what an office may write into its own template, in Chinese."""

from collections.abc import Iterator
from typing import Any

from workflow.core.fields import Field, NoticeFields
from workflow.messages import say


def sheet(spec: NoticeFields, key: str) -> str:
    """Return the field sheet of a notice as Markdown."""
    return "\n".join(_lines(spec, key)) + "\n"


def _lines(spec: NoticeFields, key: str) -> Iterator[str]:
    yield f"# {key} {spec.title_zh}"
    yield ""
    yield _say("intro")
    yield ""
    yield _say("how")
    yield ""
    yield from _rules(spec)
    yield from _table(spec.fields)
    for field in spec.fields:
        if field.items:
            yield ""
            yield _say("rows", name=field.name, label=field.label_zh)
            yield ""
            yield from _table(field.items)


def _rules(spec: NoticeFields) -> Iterator[str]:
    if spec.needs_remedy:
        yield f"* {_say('remedy')}"
    if spec.articles:
        yield f"* {_say('articles', articles='、'.join(sorted(spec.articles, key=_ordinal)))}"
    if spec.outcomes:
        yield f"* {_say('outcomes', outcomes='、'.join(spec.outcomes))}"
    if spec.needs_remedy or spec.articles or spec.outcomes:
        yield ""


def _table(fields: tuple[Field, ...]) -> Iterator[str]:
    yield _say("head")
    yield "|---|---|---|---|---|"
    for field in fields:
        kind = _say(f"kind_{field.kind}")
        if field.choices:
            kind += "：" + "、".join(field.choices)
        cells = (f"`{field.name}`", field.label_zh, kind, _example(field.example), _empty(field))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _empty(field: Field) -> str:
    if not field.required:
        return _say("may_be_empty")
    if field.can_be_empty_for:
        codes = sorted(field.can_be_empty_for, key=lambda code: (len(code), code))
        return _say("empty_for", outcomes="、".join(codes))
    return ""


def _example(value: Any) -> str:
    if isinstance(value, bool):
        return _say("yes" if value else "no")
    if isinstance(value, list):
        return "；".join(_example(item) for item in value)
    if isinstance(value, dict):
        return "，".join(f"{name}：{_example(item)}" for name, item in value.items())
    return str(value)


_NUMERALS = "一二三四五六七八九十"


def _ordinal(article: str) -> int:
    """Return the number of an article, to sort by.

    >>> _ordinal("第三十三条"), _ordinal("第十四条"), _ordinal("第二条"), _ordinal("第二十条")
    (33, 14, 2, 20)
    """
    tens, ten, units = article.strip("第条").rpartition("十")
    one = _NUMERALS.index(units) + 1 if units else 0
    return (((_NUMERALS.index(tens) + 1) if tens else 1) * 10 if ten else 0) + one


def _say(key: str, **values: str) -> str:
    return say(f"notices.sheet_{key}", "zh", **values)
