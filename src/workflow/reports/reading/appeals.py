"""Table 3 out of lines: one row of fifteen numbers under three times five heads."""

from dataclasses import dataclass, field
from typing import Any

from workflow.reports.notes import Notes
from workflow.reports.reading.labels import appeal_columns
from workflow.reports.reading.lines import Line, squeeze
from workflow.reports.reading.values import fit, is_value, value

_GROUPS = ("review", "litigation_direct", "litigation_after_review")
_COLUMNS = ("upheld", "corrected", "other", "pending", "total")
_WIDTH = len(_GROUPS) * len(_COLUMNS)


@dataclass(slots=True)
class AppealTable:
    """Gathers table 3; ``rows`` are its three groups, empty until the numbers were read."""

    notes: Notes
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    _heads: dict[int, str] = field(default_factory=dict)
    _grid: int | None = None
    _seen: bool = False

    def take(self, line: Line) -> None:
        """Read a line of the table."""
        if line.grid != self._grid:
            self._grid, self._heads, self._seen = line.grid, {}, False
        heads = {
            at: label.key
            for at, cell in enumerate(line.cells)
            if cell and (label := appeal_columns().find(cell))
        }
        if "upheld" in heads.values():
            self._seen = True
        if heads:
            self._heads |= heads
        elif self._seen and not self.rows and self._has_numbers(line):
            self._take_numbers(line)

    def _has_numbers(self, line: Line) -> bool:
        filled = [cell for cell in line.cells if cell and cell.strip()]
        return bool(filled) and all(is_value(cell) and not _is_head(cell) for cell in filled)

    def _take_numbers(self, line: Line) -> None:
        places = sorted(self._heads)
        if line.grid is not None and [self._heads[n] for n in places] == [*_COLUMNS] * 3:
            cells: list[str] | None = [line.cells[n] or "" for n in places if n < len(line.cells)]
        else:
            cells = fit([cell for cell in line.cells if cell is not None], _WIDTH)
        if cells is None or len(cells) != _WIDTH:
            self.notes.unread("appeals", None, "　".join(cell or "" for cell in line.cells))
            return
        values = [value(cell) for cell in cells]
        for n, group in enumerate(_GROUPS):
            five = values[n * len(_COLUMNS) : (n + 1) * len(_COLUMNS)]
            self.rows[group] = dict(zip(_COLUMNS, five, strict=True))


def _is_head(cell: str) -> bool:
    return bool(squeeze(cell)) and not any(sign.isdecimal() for sign in cell)
