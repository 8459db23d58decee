"""A letter that an officer edited, compared with the case before it is issued."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.core.fields import REMEDY, Field, NoticeFields
from workflow.documents.citations import citations
from workflow.documents.package import open_package
from workflow.documents.readback import read_back, text_lines
from workflow.documents.texts import DATE, NUMBER
from workflow.documents.values import as_text
from workflow.messages import say

#: Beside every date: what must say the same in the letter and in the case.
KEYS = frozenset({"agency_name", "number", "application_number", "addressee", "amount", REMEDY})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the letter says otherwise than the case.

    ``field`` is a field's name, or ``dates``, ``numbers``, ``articles`` for what stands in the
    letter outside any field; ``expected`` or ``found`` is empty where one side says nothing.
    """

    field: str
    label: str
    expected: str
    found: str

    @property
    def message(self) -> str:
        """The difference as an officer reads it."""
        code = "added" if not self.expected else "changed" if self.found else "lost"
        return say(f"docx.{code}", label=self.label, expected=self.expected, found=self.found)

    def to_json(self) -> dict[str, str]:
        """Return the shape of ``document check --json``."""
        return {
            "field": self.field,
            "label": self.label,
            "expected": self.expected,
            "found": self.found,
            "message": self.message,
        }


def compare_with_case(
    document: bytes, made: bytes, fields: Mapping[str, Any], spec: NoticeFields
) -> tuple[Difference, ...]:
    """Return what a document says otherwise than the case.

    ``made`` is the letter as the case and its template make it, ``fields`` the values in it.
    Name, numbers, dates, amount and remedy are compared field by field; then the dates, document
    numbers and articles of the whole text. Other wording is the officer's.
    """
    by_field = list(_fields(document, made, fields, spec))
    told = {text for difference in by_field for text in (difference.expected, difference.found)}
    rest = _texts(made, document)
    return (*by_field, *(found for found in rest if not _told(found, told)))


def _fields(
    document: bytes, made: bytes, fields: Mapping[str, Any], spec: NoticeFields
) -> Iterator[Difference]:
    printed, now = read_back(made), read_back(document, made)
    whole = _squeezed("".join(text_lines(open_package(document))))
    for field in spec:
        expected = as_text(fields.get(field.name)) if _is_key(field) else ""
        if not expected or field.name not in printed:
            continue
        texts = now.get(field.name, ())
        wrong = [text for text in texts if _squeezed(text) != _squeezed(expected)]
        if wrong or (not texts and _squeezed(expected) not in whole):
            found = wrong[0] if wrong else ""
            yield Difference(field.name, field.label_zh, expected, found)


def _is_key(field: Field) -> bool:
    return field.kind == "date" or field.name in KEYS


def _squeezed(text: str) -> str:
    """Return a text without blanks and line breaks: they are layout."""
    return "".join(text.split())


def _texts(made: bytes, document: bytes) -> Iterator[Difference]:
    """Yield the dates, numbers and articles that only one of the two documents has."""
    before, after = (list(text_lines(open_package(data))) for data in (made, document))
    for kind, read in (("dates", _dates), ("numbers", _numbers), ("articles", _articles)):
        old, new = read(before), read(after)
        label = say(f"docx.{kind}")
        for text in old:
            if text not in new:
                yield Difference(kind, label, text, "")
        for text in new:
            if text not in old:
                yield Difference(kind, label, "", text)


def _told(difference: Difference, told: set[str]) -> bool:
    text = difference.expected or difference.found
    return any(text in _squeezed(other) for other in told)


def _dates(lines: Sequence[str]) -> list[str]:
    return _unique(found.group() for line in lines for found in DATE.finditer(_squeezed(line)))


def _numbers(lines: Sequence[str]) -> list[str]:
    """Return the numbers without their 机关代字: nothing in Chinese text tells where it begins."""
    found = (number for line in lines for number in NUMBER.finditer(_squeezed(line)))
    return _unique(number.group()[len(number["word"]) :] for number in found)


def _articles(lines: Sequence[str]) -> list[str]:
    cited = (citation for line in lines for citation in citations(_squeezed(line)))
    return _unique(f"《{citation.law}》{citation.article}" for citation in cited)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
