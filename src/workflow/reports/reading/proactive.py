"""Table 1 out of lines: blocks of a clause, each with heads of its own."""

from dataclasses import dataclass, field
from typing import Any

from workflow.reports.notes import Notes
from workflow.reports.reading.labels import proactive_columns, proactive_rows
from workflow.reports.reading.lines import Line, squeeze
from workflow.reports.reading.values import fit, value

_HEAD = "信息内容"


@dataclass(slots=True)
class ProactiveTable:
    """Gathers table 1; the heads of a block are those of its last line 信息内容."""

    notes: Notes
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    _heads: list[tuple[int, str]] = field(default_factory=list)
    _grid: int | None = None

    def take(self, line: Line) -> None:
        """Read a line of the table."""
        if line.grid != self._grid:
            self._grid, self._heads = line.grid, []
        filled = [(at, cell) for at, cell in enumerate(line.cells) if cell and cell.strip()]
        if not filled:
            return
        at, first = filled[0]
        if squeeze(first) == _HEAD:
            self._take_heads(filled[1:])
        elif self._heads and (label := proactive_rows().find(first)):
            if not label.exact:
                self.notes.misprint("proactive", label.key, first)
            self._take_row(line, at, label.key)

    def _take_heads(self, cells: list[tuple[int, str]]) -> None:
        self._heads = []
        for at, cell in cells:
            label = proactive_columns().find(cell)
            if label is None:
                self.notes.unread("proactive", None, cell)
            self._heads.append((at, label.key if label else ""))

    def _take_row(self, line: Line, at: int, row: str) -> None:
        if line.grid is not None:
            cells: list[str] | None = [_cell(line, n) for n, _ in self._heads]
        else:
            after = [cell or "" for cell in line.cells[at + 1 :]]
            cells = fit(after, len(self._heads))
        if cells is None:
            self.notes.unread("proactive", row, "　".join(cell or "" for cell in line.cells))
            return
        values = {key: value(cell) for (_, key), cell in zip(self._heads, cells, strict=True)}
        self.rows.setdefault(row, {key: each for key, each in values.items() if key})


def _cell(line: Line, at: int) -> str:
    return (line.cells[at] if at < len(line.cells) else None) or ""
