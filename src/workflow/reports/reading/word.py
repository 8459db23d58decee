"""A Word file: body paragraphs and tables in order, merged cells opened up."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from workflow.errors import InputError, why_unreadable
from workflow.reports.reading.lines import Line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = "word/document.xml"
_WIDEST = 60
#: A report's text part is well below a megabyte; more is no report, or a bomb.
LARGEST_PART = 50_000_000


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a .docx; deleted text of tracked changes isn't read."""
    body = parse_part(path, _PART).find(f"{_W}body")
    if body is None:
        raise InputError("report.broken_file", path=path)
    return list(_Body().lines(body))


def parse_part(path: Path, name: str) -> Any:
    """Parse one part of an Office file; entities are not resolved, large parts refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > LARGEST_PART:
                raise InputError("report.too_large", path=path)
            return etree.fromstring(archive.read(name), parser)
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise InputError("report.broken_file", path=path) from error
    except OSError as error:
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error


class _Body:
    """Walks a body; every table is a grid of its own."""

    def __init__(self) -> None:
        self.grids = 0

    def lines(self, parent: Any) -> Iterator[Line]:
        for child in parent:
            if child.tag == f"{_W}p":
                text = _paragraph(child)
                if text.strip():
                    yield Line((text,))
            elif child.tag == f"{_W}tbl":
                self.grids += 1
                yield from (Line(tuple(_row(row)), self.grids) for row in child.iter(f"{_W}tr"))
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
                yield from self.lines(child)


def _row(row: Any) -> Iterator[str | None]:
    for cell in row.iter(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        merge = None if properties is None else properties.find(f"{_W}vMerge")
        span = None if properties is None else properties.find(f"{_W}gridSpan")
        continues = merge is not None and merge.get(f"{_W}val") != "restart"
        yield None if continues else "".join(_words(cell)).strip()
        width = int(span.get(f"{_W}val") or 1) if span is not None else 1
        yield from [None] * (min(width, _WIDEST) - 1)


def _paragraph(paragraph: Any) -> str:
    """Return a paragraph's text with bold words between ``**``, as narratives keep them."""
    pieces: list[tuple[bool, str]] = []
    for run in paragraph.iter(f"{_W}r"):
        bold, text = _is_bold(run), "".join(_words(run))
        if pieces and pieces[-1][0] == bold:
            pieces[-1] = (bold, pieces[-1][1] + text)
        elif text:
            pieces.append((bold, text))
    if len(pieces) == 1:
        return pieces[0][1]
    return "".join(f"**{text}**" if bold else text for bold, text in pieces)


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}


def _words(element: Any) -> Iterator[str]:
    for node in element.iter(f"{_W}t", f"{_W}noBreakHyphen", f"{_W}tab"):
        yield {f"{_W}noBreakHyphen": "-", f"{_W}tab": " "}.get(node.tag, node.text or "")
