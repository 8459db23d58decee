"""What every kind of file is turned into before anybody looks for a report in it: lines of cells.

A paragraph is a line of one cell. A row of a table is a line of as many cells as its grid has
columns; a cell that continues a merged one is None. Pasted text has lines without a grid, whose
cells are what tabs (or a run of numbers) set apart.
"""

import re
import unicodedata
from dataclasses import dataclass

_DROPPED = re.compile(r"[\s.、,。;:!?\"'“”‘’()<>《》\[\]【】〔〕/／·*_|-]+")
_CHINESE = "\u4e00-\u9fff\u3001-\u301f\uff01-\uff5e“”‘’"
_BESIDE_CHINESE = re.compile(rf"(?<=[{_CHINESE}]) | (?=[{_CHINESE}])")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells, and the number of the grid that it is a row of (None: text)."""

    cells: tuple[str | None, ...]
    grid: int | None = None

    @property
    def text(self) -> str:
        """The words of the line, cells joined."""
        return "".join(cell for cell in self.cells if cell)

    @property
    def single(self) -> str | None:
        """The only cell that isn't empty; None where there are none or more."""
        filled = [cell for cell in self.cells if cell and cell.strip()]
        return filled[0] if len(filled) == 1 else None


def squeeze(text: str) -> str:
    """Return a text without brackets, stops and spaces, full-width signs as half-width ones.

    >>> squeeze("（ 二 ）部分公开(区分处理的, 只计这一情形)")
    '二部分公开区分处理的只计这一情形'
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def tidy(text: str) -> str:
    """Return a paragraph without the spaces that pasting leaves around Chinese signs.

    >>> tidy("1. 通过网站 公开信息 123 件")
    '1.通过网站公开信息123件'
    """
    return _BESIDE_CHINESE.sub("", _SPACES.sub(" ", text).strip())
