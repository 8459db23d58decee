"""What a reader couldn't read, or read only with a doubt: said, never guessed."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["unread", "misprint", "twice"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row as printed: ``text`` is what stands in the file."""

    kind: Kind
    table: str
    row: str | None
    text: str


@dataclass(slots=True)
class Notes:
    """The notes of one file, in order."""

    all: list[Note] = field(default_factory=list)

    def unread(self, table: str, row: str | None, text: str) -> None:
        """Note a row whose values couldn't be told apart."""
        self._add("unread", table, row, text)

    def misprint(self, table: str, row: str | None, text: str) -> None:
        """Note a label that isn't printed as the form prints it, but can only mean one row."""
        self._add("misprint", table, row, text)

    def twice(self, table: str, row: str | None, text: str) -> None:
        """Note a row that was there before; the first one counts."""
        self._add("twice", table, row, text)

    def _add(self, kind: Kind, table: str, row: str | None, text: str) -> None:
        note = Note(kind, table, row, text.strip())
        if note not in self.all:
            self.all.append(note)
