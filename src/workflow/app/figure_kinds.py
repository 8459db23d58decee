"""The figures that belong to no case: their names, what they count, how their periods add up.

Two families: the cells of the report's table 1 by the forms' own rows and columns
(``normative.made``, 条例第二十条), and the figures of its part 一 (``website_items``,
``website_categories.扶贫工作``). A name that isn't known is kept under itself: an annual report may
count what no form foresees.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache

from workflow.errors import InputError
from workflow.forms import Form, all_forms
from workflow.forms.form import PROACTIVE
from workflow.messages import catalogue, say

#: A figure: a whole number, or the digits of an amount with decimals.
Value = int | str

#: Figures of part 一, in the order in which a report tells them. Marks: ``*`` stands at a moment
#: and isn't added up over periods, ``.`` has parts by category, ``¥`` is an amount with decimals.
_NARRATIVE = (
    "website_items", ".website_categories", "website_visits", "weibo_items", "weibo_followers*",
    "wechat_items", "wechat_followers*", "platform_cases_handled", "service_items",
    "service_completed", "interpretations", "bulletins", "press_conferences", "consultations",
    "inquiry_visits", "training_sessions", "training_people", "staff_full_time*",
    "staff_part_time*", "public_terminals*", "social_assessments", "accountability",
    "fee_cases", "fee_total_yuan¥", "fee_received_yuan¥",
)  # fmt: skip
#: Columns of table 1 that stand at a moment, that are amounts, that may be below zero.
_STANDING = frozenset({"total", "valid", "prev_items"})
_AMOUNTS = frozenset({"amount", "amount_wan_yuan"})
_SIGNED = frozenset({"change"})
#: Breakdown → the figure that its parts add up to.
WHOLES: Mapping[str, str] = {"website_categories": "website_items"}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LARGEST = 10**15
_DECIMALS = 6
#: So alike, of 1, a name is a slip of another one.
_NEAR = 0.85


@dataclass(frozen=True, slots=True)
class Kind:
    """What a figure is: where its cell stands, and how it behaves.

    ``standing``: as of the period's end, not added up (staff, documents in force). ``amount``: may
    have decimals. ``signed``: may be below zero. ``row`` is its row of table 1, None for a figure
    of the narrative.
    """

    name: str
    standing: bool = False
    amount: bool = False
    signed: bool = False
    parts: bool = False
    row: str | None = None
    column: str | None = None

    @property
    def known(self) -> bool:
        """Whether the product has a word for it."""
        return self.name in known_kinds()


@cache
def known_kinds() -> Mapping[str, Kind]:
    """Return every figure that the product knows by name, table 1 first."""
    found = {kind.name: kind for kind in _table_1()}
    for told in _NARRATIVE:
        name = told.strip("*.¥")
        found[name] = Kind(name, "*" in told, "¥" in told, parts=told.startswith("."))
    return found


def _table_1() -> Iterator[Kind]:
    for form in all_forms().values():
        for row, columns in form.cells_of(PROACTIVE).items():
            for column in columns:
                yield Kind(
                    f"{row}.{column}",
                    standing=column in _STANDING,
                    amount=column in _AMOUNTS,
                    signed=column in _SIGNED,
                    row=row,
                    column=column,
                )


def kind_of(key: str) -> Kind:
    """Return what a figure's key names; InputError for one that is no name.

    >>> kind_of("normative.made").row, kind_of("website_categories.扶贫工作").name
    ('normative', 'website_categories')
    """
    known = known_kinds()
    if key in known:
        if known[key].parts:
            raise InputError("figures.part_needed", key=key)
        return known[key]
    name, dot, part = key.partition(".")
    if not _NAME.fullmatch(name) or (dot and not part.strip()):
        raise InputError("figures.key_wrong", key=key)
    if dot and name in _rows():
        columns = "、".join(kind.name for kind in known.values() if kind.row == name)
        raise InputError("figures.cell_unknown", key=key, known=columns)
    if dot and name in known and not known[name].parts:
        raise InputError("figures.no_parts", key=key, name=name)
    return known.get(name) or Kind(name, parts=bool(dot))


@cache
def _rows() -> frozenset[str]:
    return frozenset(kind.row for kind in known_kinds().values() if kind.row)


def place_of(key: str) -> tuple[int, str]:
    """Return where a figure stands in a list: the known ones in their order, then by key."""
    kind = kind_of(key)
    known = list(known_kinds())
    return (known.index(kind.name) if kind.name in known_kinds() else len(known), key)


def label_of(key: str, year: int | None = None) -> str:
    """Return a figure's name as it is read, of a cell as the form of ``year`` prints it.

    One without a word of its own keeps its key.
    """
    if key in known_kinds() and known_kinds()[key].row:
        return _cell_label(known_kinds()[key], year)
    name, dot, part = key.partition(".")
    own = f"figures.label_{name}"
    label = say(own) if own in catalogue("zh") else name
    return f"{label}：{part}" if dot else label


def _cell_label(kind: Kind, year: int | None) -> str:
    """Return row and column as the form of the year prints them, else the newest that has them."""
    forms = sorted(all_forms().values(), key=lambda form: year is not None and form.serves(year))
    for form in reversed(forms):
        if kind.column in form.cells_of(PROACTIVE).get(str(kind.row), ()):
            return _on_form(form, kind)
    return kind.name


def _on_form(form: Form, kind: Kind) -> str:
    row = form.row_label(PROACTIVE, kind.row)
    return f"{row}：{form.column_label(PROACTIVE, kind.row, kind.column)}"


def key_named(text: str) -> str:
    """Return the key that a cell of an office's file names: the key itself or its label.

    InputError for one that is nearly a known one: it would be kept beside it and never counted.

    >>> key_named("行政许可：上一年项目数量"), key_named("training_sessions")
    ('licensing.prev_items', 'training_sessions')
    """
    plain = _squeezed(text)
    key = _keys_by_label().get(plain)
    if key:
        return key
    head, colon, part = plain.partition("：")
    name = _keys_by_label().get(head)
    if colon and name in known_kinds() and known_kinds()[str(name)].parts:
        return f"{name}.{part}"
    own = unicodedata.normalize("NFKC", text).strip()
    refuse_near(own)
    return own


def refuse_near(key: str) -> None:
    """Raise InputError for a key that isn't known and looks like a slip of one that is."""
    name = key.partition(".")[0]
    if key in known_kinds() or (name in known_kinds() and known_kinds()[name].parts):
        return
    near = _nearest(key, known_kinds()) or _nearest(key, _keys_by_label())
    if not near and "." in key:
        breakdowns = [kind.name for kind in known_kinds().values() if kind.parts]
        near = _nearest(name, breakdowns)
    if near:
        raise InputError("figures.key_near", key=key, near=near)


def _nearest(text: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(_squeezed(text), list(known), n=1, cutoff=_NEAR)), "")


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace(":", "：").replace("(", "（").replace(")", "）")


@cache
def _keys_by_label() -> Mapping[str, str]:
    named = catalogue("zh")
    found: dict[str, str] = {}
    for key, kind in known_kinds().items():
        labels = [named[f"figures.label_{key}"]] if kind.row is None else _printed(kind)
        found |= {_squeezed(label): key for label in labels}
    return found


def _printed(kind: Kind) -> list[str]:
    return [
        _on_form(form, kind)
        for form in all_forms().values()
        if kind.column in form.cells_of(PROACTIVE).get(str(kind.row), ())
    ]


def read_value(key: str, raw: object) -> Value | None:
    """Read a figure; None takes it back. InputError says why it can't be one.

    >>> read_value("website_items", "１，２３４"), read_value("admin_fee.amount_wan_yuan", 3.50)
    (1234, '3.5')
    """
    kind = kind_of(key)
    text = unicodedata.normalize("NFKC", "" if raw is None else str(raw)).strip().replace(",", "")
    if text in {"", "-", "—", "/"}:
        return None
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        raise InputError("figures.not_a_number", key=key, value=raw)
    number = _decimal(key, text)
    if number < 0 and not kind.signed:
        raise InputError("figures.below_zero", key=key, value=raw)
    if number == number.to_integral_value():
        return int(number)
    if not kind.amount:
        raise InputError("figures.not_whole", key=key, value=raw)
    return str(number.normalize())


def _decimal(key: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise InputError("figures.not_a_number", key=key, value=text) from error
    exponent = number.normalize().as_tuple().exponent
    if abs(number) >= _LARGEST or (isinstance(exponent, int) and exponent < -_DECIMALS):
        raise InputError("figures.not_a_number", key=key, value=text)
    return number


def as_number(value: Value) -> int | Decimal:
    """Return a figure as a number to be added."""
    return value if isinstance(value, int) else Decimal(value)


def as_value(number: int | Decimal) -> Value:
    """Return a number as it is kept."""
    whole = number == int(number)
    return int(number) if whole else str(Decimal(number).normalize())
