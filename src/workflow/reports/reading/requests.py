"""Table 2 out of lines: each row by its label, its values by the column heads or by counting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.reports.notes import Notes
from workflow.reports.reading.labels import request_columns, request_rows
from workflow.reports.reading.lines import Line, squeeze
from workflow.reports.reading.values import fit, is_value, value

#: A line is a column head when it names one of these; 其他 and 总计 alone are also rows.
_SURE = {"natural", "enterprise", "research", "social", "legal"}
_COLUMNS = ("natural", "enterprise", "research", "social", "legal", "other", "total")


@dataclass(slots=True)
class RequestTable:
    """Gathers table 2; ``rows`` is what has been read so far."""

    notes: Notes
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    _heads: dict[str, int] = field(default_factory=dict)
    _grid: int | None = None
    _row: str | None = None
    _values: list[str] = field(default_factory=list)
    _words: str = ""

    def take(self, line: Line) -> None:
        """Read a line of the table, or of what may be its pieces."""
        if line.grid != self._grid:
            self.finish()
            self._grid = line.grid
            self._heads = {} if not self._is_complete() or line.grid is None else self._heads
        if self._take_heads(line):
            return
        at, key = self._label(line)
        if key is not None:
            self.finish()
            self._row = key
            self._words = ""
            self._take_values(line, at)
        elif self._row and all(is_value(cell) for cell in line.cells if cell is not None):
            self._values += [cell for cell in line.cells if cell is not None]
            self._settle()
        else:
            self._keep_words(line)

    def finish(self) -> None:
        """End the row that is open: without all its values it is said to be unread."""
        if self._row is not None:
            self.notes.unread("received", self._row, "　".join(self._values))
        self._row, self._values = None, []

    def _take_heads(self, line: Line) -> bool:
        named = {
            label.key: at
            for at, cell in enumerate(line.cells)
            if cell and (label := request_columns().find(cell)) and label.exact
        }
        words = squeeze(line.text)
        is_head = bool(_SURE & set(named)) or "申请人情况" in words
        if is_head:
            self.finish()
            self._heads |= named
        return is_head or words == "法人或其他组织"

    def _label(self, line: Line) -> tuple[int, str | None]:
        """Return the last cell that names a row, and the row; a broken label is put together."""
        found: tuple[int, str | None] = (0, None)
        for at, cell in enumerate(line.cells):
            text = f"{self._words}{cell}" if cell and at == 0 and self._words else cell
            if not cell or not text or (at and is_value(cell) and not squeeze(cell)[1:]):
                continue
            label = request_rows().find(cell) or request_rows().find(text)
            if label:
                found = (at, label.key)
                if not label.exact:
                    self.notes.misprint("received", label.key, cell)
        return found

    def _take_values(self, line: Line, at: int) -> None:
        if self._is_complete() and line.grid is not None:
            cells = [line.cells[n] if n < len(line.cells) else None for n in self._places()]
            if all(cell is not None for cell in cells) and at < min(self._places()):
                self._store([cell or "" for cell in cells])
                return
        self._values = [cell for cell in line.cells[at + 1 :] if cell is not None]
        self._settle()

    def _settle(self) -> None:
        found = fit(self._values, len(_COLUMNS))
        if found:
            self._store(found)

    def _store(self, cells: Sequence[str]) -> None:
        assert self._row is not None
        if self._row in self.rows:
            self.notes.twice("received", self._row, "　".join(cells))
        else:
            values = (value(cell) for cell in cells)
            self.rows[self._row] = dict(zip(_COLUMNS, values, strict=True))
        self._row, self._values = None, []

    def _keep_words(self, line: Line) -> None:
        """Keep the words of a label that goes on in the next line; say a row nobody knows."""
        filled = [cell for cell in line.cells if cell and cell.strip()]
        numbers = [cell for cell in filled if is_value(cell) and value(cell) is not None]
        if len(numbers) >= len(_COLUMNS) - 1 and len(filled) > len(numbers):
            self.notes.unread("received", None, "　".join(filled))
        self._words = filled[0] if len(filled) == 1 and line.grid is None else ""

    def _is_complete(self) -> bool:
        return set(self._heads) >= set(_COLUMNS)

    def _places(self) -> list[int]:
        return [self._heads[key] for key in _COLUMNS]
