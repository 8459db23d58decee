"""Document numbers: one pattern language that both produces and reads them.

GB/T 9704-2012 [M 98%] wants ``机关代字〔年份〕序号号``: six-sided brackets, Arabic digits, no 第,
no leading zeros. Offices differ (``沪水务信补（2020）第7号``, ``…-收件``), so a pattern is plain
text with three places, ``{机关代字}``, ``{年份}`` (four digits), ``{序号}`` (``{序号:3}`` pads to
three digits). The application takes its number from the yearly series; a notice's number is that
number with the notice's suffix, or follows a pattern of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from workflow.errors import InputError

_PLACE = re.compile(r"\{(?P<name>[^{}:]*)(?::(?P<width>\d+))?\}")
_WORD, _YEAR, _SEQUENCE = "机关代字", "年份", "序号"
#: Programs may write the places in English.
_ENGLISH = {"word": _WORD, "year": _YEAR, "n": _SEQUENCE}
_AS_TYPED = str.maketrans(
    "()（）[]［］【】０１２３４５６７８９－", "〔〕〔〕〔〕〔〕〔〕0123456789-"
)
_WIDTHS = range(1, 10)

#: Suffixes of the notices. 补, 延, 告, 答, 回 are Beijing's [M 75%]; the others are ours [J].
#: The acceptance (受理告知书) is a letter of its own beside the receipt (登记回执).
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "N01": "-回", "N01-acceptance": "-受", "N02": "-补", "N03": "-理", "N04": "-延",
        "N05": "-征", "N06": "-征告", "N07": "-公", "N08": "-协", "N09": "-费", "N10": "-答",
        "N11": "-告", "N12": "-更", "N13": "-送", "N14": "-审", "N15": "-辩", "N16": "-期",
    }
)  # fmt: skip


def _name(place: re.Match[str]) -> str:
    return _ENGLISH.get(place["name"], place["name"])


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number says: its year and place in the series, its notice (None: the application).

    ``ordinal`` counts the documents of one notice in one case (a second extension).
    """

    year: int
    sequence: int
    notice: str | None = None
    ordinal: int = 1


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """One pattern, checked when it is made: InputError tells what is wrong with it."""

    text: str

    def __post_init__(self) -> None:
        names = [_name(found) for found in _PLACE.finditer(self.text)]
        unknown = next((name for name in names if name not in {_WORD, _YEAR, _SEQUENCE}), None)
        if unknown is not None:
            raise InputError("docx.pattern_unknown", pattern=self.text, place=unknown)
        for name in (_YEAR, _SEQUENCE):
            if names.count(name) != 1:
                raise InputError("docx.pattern_once", pattern=self.text, place=name)
        if re.search(r"[{}\r\n]", _PLACE.sub("", self.text)):
            raise InputError("docx.pattern_braces", pattern=self.text)
        widths = {_name(found): found["width"] for found in _PLACE.finditer(self.text)}
        padded = widths.pop(_SEQUENCE)
        if any(widths.values()) or int(padded or 1) not in _WIDTHS:
            raise InputError("docx.pattern_width", pattern=self.text)

    def produce(self, word: str, year: int, sequence: int) -> str:
        """Return the number of a year and a place in the series.

        >>> NumberPattern("{机关代字}〔{年份}〕{序号}号").produce("良政公开", 2020, 1)
        '良政公开〔2020〕1号'
        """
        values = {_WORD: word, _YEAR: f"{year:04}", _SEQUENCE: str(sequence)}
        return _PLACE.sub(
            lambda found: values[_name(found)].zfill(int(found["width"] or 0)), self.text
        )

    def read(self, text: str, word: str, *, lenient: bool = False) -> Numbered | None:
        """Return what a number says, or None if it isn't of this pattern.

        ``lenient`` takes every bracket for 〔〕 and ignores blanks and wide digits, as ledgers
        typed by hand need it.
        """
        found = _expression(self.text, word, lenient).fullmatch(_fold(text, lenient))
        return Numbered(int(found["year"]), int(found["sequence"])) if found else None


DEFAULT = NumberPattern("{机关代字}〔{年份}〕{序号}号")


@dataclass(frozen=True, slots=True)
class NumberRules:
    """How one agency numbers: the application's pattern, and what its notices make of it.

    ``patterns`` are those notices that have a pattern of their own, ``own_series`` those that
    take a number of their own at issue; the others share the application's place in the series,
    so no two of them may give the same number (InputError).
    """

    application: NumberPattern = DEFAULT
    patterns: Mapping[str, NumberPattern] = field(default_factory=dict)
    suffixes: Mapping[str, str] = field(default_factory=lambda: SUFFIXES)
    own_series: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        made: dict[str, str] = {}
        for notice, pattern in self._all():
            number = pattern.produce("字", 2000, 1)
            if number in made:
                raise InputError("docx.pattern_same", first=made[number], second=notice)
            made[number] = notice
        if lost := self.own_series - self.patterns.keys():
            raise InputError("docx.pattern_series", notice=min(lost))

    def application_number(self, word: str, year: int, sequence: int) -> str:
        """Return the number that an application gets at registration."""
        return self.application.produce(word, year, sequence)

    def notice_number(
        self, notice: str, word: str, year: int, sequence: int, *, ordinal: int = 1
    ) -> str:
        """Return a notice's number; a second one of the same notice ends in ``-2``.

        ``sequence`` is the application's place, or the notice's own one with a series of its own.
        """
        number = self._pattern(notice).produce(word, year, sequence)
        return number if ordinal == 1 else f"{number}-{ordinal}"

    def read(self, text: str, word: str, *, lenient: bool = False) -> Numbered | None:
        """Return what a number of this agency says, whatever it numbers; None if nothing."""
        if found := self.application.read(text, word, lenient=lenient):
            return found
        for notice, pattern in self._all():
            for number, ordinal in _ordinals(text):
                if found := pattern.read(number, word, lenient=lenient):
                    return Numbered(found.year, found.sequence, notice, ordinal)
        return None

    def _pattern(self, notice: str) -> NumberPattern:
        own = self.patterns.get(notice)
        return own or NumberPattern(self.application.text + self.suffixes.get(notice, f"-{notice}"))

    def _all(self) -> Iterator[tuple[str, NumberPattern]]:
        for notice in sorted({*self.suffixes, *self.patterns}):
            yield notice, self._pattern(notice)


def _ordinals(text: str) -> Iterator[tuple[str, int]]:
    yield text, 1
    if found := re.fullmatch(r"(.*)-([2-9]|[1-9]\d+)", text):
        yield found[1], int(found[2])


@lru_cache(64)
def _expression(pattern: str, word: str, lenient: bool) -> re.Pattern[str]:
    pieces: list[str] = []
    at = 0
    for place in _PLACE.finditer(pattern):
        pieces.append(re.escape(_fold(pattern[at : place.start()], lenient)))
        pieces.append(_place_expression(place, _fold(word, lenient)))
        at = place.end()
    return re.compile("".join(pieces) + re.escape(_fold(pattern[at:], lenient)))


def _place_expression(place: re.Match[str], word: str) -> str:
    name = _name(place)
    if name == _WORD:
        return re.escape(word)
    if name == _YEAR:
        return r"(?P<year>[0-9]{4})"
    width = int(place["width"] or 1)
    return rf"(?P<sequence>(?=[0-9]*[1-9])[0-9]{{{width}}}|[1-9][0-9]{{{width},}})"


def _fold(text: str, lenient: bool) -> str:
    if not lenient:
        return text
    return "".join(text.translate(_AS_TYPED).split())
