"""The cells of a workbook's sheets, row by row, out of their XML.

openpyxl opens the workbook and knows its strings, styles and sheets. But to learn a sheet's size
it may read it whole, and it makes a tree of every cell: that costs more than all that an import
does with a row. Here the parser's events are taken as they come. The values are those of openpyxl
(``tests/ledger/test_cells.py``), with the escapes of texts undone.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.escape import unescape

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _VALUE, _TEXT, _PHONETIC = (
    f"{_SPACE}{name}" for name in ("row", "c", "v", "t", "rPh")
)
_CHUNK = 65_536
#: So many numbers of a workbook are remembered: a ledger's days come again and again.
_NUMBERS_KEPT = 20_000

Row = tuple[Any, ...]
#: What a cell of a kind, with a text and a style, holds.
Value = Callable[[str, str, str], Any]


class Book:
    """A workbook that is read once through.

    Making and reading it raises whatever a broken file makes openpyxl and the parser meet.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._parts = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        self._parts.read_manifest()
        self._parts.read_strings()
        self._parts.read_workbook()
        apply_stylesheet(self._parts.archive, self._parts.wb)
        self._value = _value_in(self._parts.wb, self._parts.shared_strings)

    @property
    def counts_from_1904(self) -> bool:
        """Whether its serial numbers begin in 1904 (old Macintosh files)."""
        return int(self._parts.wb.epoch.year) == 1904  # noqa: PLR2004

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Yield name and path of each sheet that has cells."""
        for sheet, rel in self._parts.parser.find_sheets():
            if rel.target in self._parts.valid_files and "chartsheet" not in rel.Type:
                yield sheet.name, rel.target

    def rows(self, path: str, widest: int) -> Iterator[Row]:
        """Yield the rows of a sheet, missing ones as empty, without cells beyond the widest."""
        with self._parts.archive.open(path) as source:
            yield from _Rows(self._value, widest).read(source)

    def close(self) -> None:
        """Let go of the file."""
        self._parts.archive.close()


class _Rows:
    """The state between two events of the parser."""

    def __init__(self, value: Value, widest: int) -> None:
        self._value = value
        self._widest = widest
        self._done: list[Row] = []
        self._cells: list[Any] = []
        self._count = 0  # rows that are done
        self._at = 0  # the number of the row that is open
        self._cell: dict[str, str] = {}
        self._texts: list[str] = []
        self._listens = False
        self._phonetic = False

    def read(self, source: IO[bytes]) -> Iterator[Row]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse  # entities expand without end
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk)
            yield from self._done
            self._done.clear()
        parser.Parse(b"", True)
        yield from self._done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._cell = attributes
            self._texts.clear()
        elif name == _VALUE:
            self._listens = self._cell.get("t") != "inlineStr"
        elif name == _TEXT:
            self._listens = not self._phonetic and self._cell.get("t") == "inlineStr"
        elif name == _ROW:
            number = attributes.get("r")
            self._at = int(float(number)) if number else self._at + 1
            self._cells = []
        elif name == _PHONETIC:
            self._phonetic = True

    def _text(self, text: str) -> None:
        if self._listens:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        if name in (_VALUE, _TEXT):
            self._listens = False
        elif name == _CELL:
            self._end_cell()
        elif name == _ROW:
            self._end_row()
        elif name == _PHONETIC:
            self._phonetic = False

    def _end_cell(self) -> None:
        cells, cell = self._cells, self._cell
        place = cell.get("r")
        at = _column(place.rstrip("0123456789")) if place else len(cells)
        if at >= self._widest:
            return
        while len(cells) <= at:
            cells.append(None)
        text = "".join(self._texts)
        if text:
            cells[at] = self._value(cell.get("t", "n"), text, cell.get("s", "0"))

    def _end_row(self) -> None:
        if self._at <= self._count:  # a number that was there before
            return
        while self._count < self._at - 1:
            self._done.append(())
            self._count += 1
        self._done.append(tuple(self._cells))
        self._count += 1


def _refuse(*_: Any) -> None:
    raise ValueError("a worksheet declares no document type")


@lru_cache(1024)
def _column(letters: str) -> int:
    """Return the place of a column, from 0 on.

    >>> [_column(letters) for letters in ("A", "Z", "AA")]
    [0, 25, 26]
    """
    return int(column_index_from_string(letters)) - 1


def _value_in(book: Any, strings: Any) -> Value:
    days, spans = book._date_formats, book._timedelta_formats  # noqa: SLF001  (no other way)

    @lru_cache(_NUMBERS_KEPT)
    def number(text: str, style: str) -> Any:
        found = float(text) if "." in text or "e" in text.lower() else int(text)
        if int(style) not in days:
            return found
        try:
            return from_excel(found, book.epoch, timedelta=int(style) in spans)
        except (OverflowError, ValueError):
            return "#VALUE!"

    kinds: dict[str, Callable[[str], Any]] = {
        "s": lambda text: plain(strings[int(text)]),
        "b": lambda text: bool(int(text)),
        "d": from_ISO8601,
    }

    def value(kind: str, text: str, style: str) -> Any:
        if kind == "n":
            return number(text, style)
        return kinds[kind](text) if kind in kinds else plain(text)

    return value


def plain(text: str) -> str:
    r"""Return a text without the escapes in which Excel keeps signs that XML can't hold.

    >>> plain("第一行_x000D_\n第二行")
    '第一行\r\n第二行'
    """
    return str(unescape(text)) if "_x" in text else text
