"""What a notice's template may name: typed fields, one set a notice.

A statute fills these (``statutes/<law>/notices.py``), ``documents`` checks and renders templates
against them; they stand in ``core`` because a statute may not import what lies above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal["text", "date", "number", "list", "flag", "choice"]

#: The field that carries the remedy paragraph, in every notice that needs one.
REMEDY = "remedy"


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a template may name.

    ``label_zh`` and ``example`` are what the field sheet prints for the office. ``required``
    False: the value may be empty whatever the outcome; ``can_be_empty_for`` names the outcomes
    (``A12``) in which a required one may be. An empty value is ``""``, ``()``, ``False`` or None:
    the name is always there. ``choices`` are the values of a ``choice``; ``items`` the fields of
    one row of a ``list`` (none: the list holds plain texts).
    """

    name: str
    label_zh: str
    kind: FieldKind
    required: bool = True
    example: Any = ""
    can_be_empty_for: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    items: tuple["Field", ...] = ()

    def may_be_empty(self, outcome: str | None) -> bool:
        """Tell whether the value can be empty: for this outcome, or (None) for any of them."""
        if not self.required:
            return True
        return bool(self.can_be_empty_for) if outcome is None else outcome in self.can_be_empty_for


@dataclass(frozen=True, slots=True)
class NoticeFields:
    """The fields of one notice under one statute; a template names exactly these.

    ``notice`` is the catalogue's id (``N04``). ``needs_remedy``: the notice must carry the remedy
    paragraph, that is name ``{{ remedy }}``. ``outcomes`` are those it is written for (none:
    it follows no outcome). ``articles`` are the articles of the statute that its standing text
    may cite (``第三十三条``), empty where that is not checked.
    """

    notice: str
    fields: tuple[Field, ...]
    needs_remedy: bool = False
    title_zh: str = ""
    statute: str = ""
    outcomes: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by the name that a template writes."""
        return {field.name: field for field in self.fields}
