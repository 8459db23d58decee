"""The shape of a paragraph with values in it, by which the values are found again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_TAG = re.compile(r"\{\{\s*(?P<name>[^\W\d]\w*)\s*\}\}")
_OTHER = re.compile(r"\{\{|\{%|\{#")


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph as standing texts and fields in turn: texts[0] fields[0] texts[1] …."""

    texts: tuple[str, ...]
    fields: tuple[str, ...]

    def read(self, text: str) -> Mapping[str, str] | None:
        """Return the values of the fields in a paragraph of this shape, None for another one."""
        pieces = [re.escape(standing) for standing in self.texts]
        found = re.fullmatch("(.*?)".join(pieces), text, re.DOTALL)
        return dict(zip(self.fields, found.groups(), strict=True)) if found else None


def shape_of(text: str) -> Iterator[Shape]:
    """Yield the shape of a paragraph with plain values only, and enough standing text to tell it.

    >>> [shape.fields for shape in shape_of("文号：{{ number }}")]
    [('number',)]
    """
    texts = _TAG.split(text)[::2]
    fields = tuple(found["name"] for found in _TAG.finditer(text))
    if fields and not _OTHER.search("".join(texts)) and any(piece.strip() for piece in texts):
        yield Shape(tuple(texts), fields)
