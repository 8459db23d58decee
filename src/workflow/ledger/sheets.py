"""The sheets of an .xlsx or .csv, row by row: one pass, whatever the size."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from workflow.errors import InputError
from workflow.ledger.dates import EPOCH_1900, EPOCH_1904

LARGEST = 2_000_000_000  # bytes unpacked: a ledger of a million rows has less
_WIDEST = 200
_AT_ONCE = 500
_FIRST_BYTES = 65_536
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
#: May stand before the first sign of a page or of XML.
_BLANK = b" \t\r\n\xef\xbb\xbf"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = ",\t;，"

#: The cells of a row, as Excel keeps them.
Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (empty for a CSV), day 0 of its serial numbers, its rows once through."""

    name: str
    rows: Iterator[Cells]
    epoch: date = EPOCH_1900


@contextmanager
def open_sheets(path: Path) -> Iterator[Iterator[Sheet]]:
    """Open a file and give its sheets; InputError says why it can't be read."""
    try:
        with path.open("rb") as file:
            start = file.read(_FIRST_BYTES)
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except OSError as error:
        raise InputError("error.file_unreadable", path=path, what=error.strerror) from error
    if not start.strip():
        raise InputError("ledger.empty_file", path=path)
    if start.startswith(_OLD_EXCEL):
        raise InputError("ledger.old_excel", path=path)
    if start.lstrip(_BLANK).startswith(b"<"):
        raise InputError("ledger.web_page", path=path)
    if start.startswith(b"PK"):
        with _workbook(path) as sheets:
            yield sheets
    else:
        yield _csv(path)


@contextmanager
def _workbook(path: Path) -> Iterator[Iterator[Sheet]]:
    from workflow.ledger.cells import Book  # noqa: PLC0415  (openpyxl: slow to import)

    with path.open("rb") as file:  # opened by what it holds, whatever its name ends in
        try:
            _refuse_bomb(path)
            with _quiet():
                book = Book(file)
                parts = [*book.sheets()]
        except InputError:
            raise
        except Exception as error:  # openpyxl lets out whatever a broken file makes it meet
            raise InputError("ledger.broken_file", path=path) from error
        try:
            epoch = EPOCH_1904 if book.counts_from_1904 else EPOCH_1900
            yield (
                Sheet(name, _rows(book.rows(part, _WIDEST), path), epoch) for name, part in parts
            )
        finally:
            book.close()


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise InputError("ledger.too_large", path=path)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep openpyxl from warning about what an office's file has beside its cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(rows: Iterator[Cells], path: Path) -> Iterator[Cells]:
    while True:
        try:
            some = [*islice(rows, _AT_ONCE)]
        except Exception as error:  # as above
            raise InputError("ledger.broken_file", path=path) from error
        yield from some
        if len(some) < _AT_ONCE:
            return


def _csv(path: Path) -> Iterator[Sheet]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        yield Sheet("", _csv_rows(file, path))


def _csv_rows(file: io.TextIOWrapper, path: Path) -> Iterator[Cells]:
    start = file.read(_FIRST_BYTES)
    file.seek(0)
    delimiter = max(_DELIMITERS, key=start.count)
    reader = csv.reader(file, delimiter=delimiter)
    try:
        for row in reader:
            yield row[:_WIDEST]
    except csv.Error as error:
        raise InputError("ledger.broken_csv", path=path, row=reader.line_num) from error


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8 where it is, else GB18030."""
    with path.open("rb") as file:
        start = file.read(3)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in _ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise InputError("ledger.unknown_encoding", path=path)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            return all("\0" not in part for part in iter(lambda: file.read(_FIRST_BYTES), ""))
    except UnicodeDecodeError:
        return False
