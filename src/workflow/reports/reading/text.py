"""Plain text pasted from a web page: broken rows, tabs or spaces between the cells."""

import re
from pathlib import Path

from workflow.errors import InputError, why_unreadable
from workflow.reports.reading.lines import Line, tidy

_TRAILING_NUMBERS = re.compile(r"(?:\s+(?:-?\d[\d,.]*|[/—–-]))+\s*$")
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a text file in UTF-8, GB 18030 or UTF-16."""
    return [_line(line) for line in decode(path).splitlines() if line.strip()]


def decode(path: Path) -> str:
    """Return a file's text, or raise InputError where it is in no encoding that offices use."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except OSError as error:
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("report.unknown_encoding", path=path)


def _line(text: str) -> Line:
    """Split at tabs or the bars of a Markdown table; else set apart the numbers at the end."""
    if "\t" in text:
        return Line(tuple(cell.strip() for cell in text.split("\t")))
    if text.strip().startswith("|"):
        return Line(tuple(cell.strip() for cell in text.strip().strip("|").split("|")))
    numbers = _TRAILING_NUMBERS.search(text)
    if not numbers:
        return Line((tidy(text),))
    return Line((text[: numbers.start()].strip(), *numbers.group().split()))
