"""Which numbers a ledger has brought so far, and where: a few bytes a row, whatever its size.

The numbers themselves stand in the register as soon as their batch is written. What is remembered
is where each case that the ledger opened stood, in the order in which they were opened.
"""

from array import array
from collections.abc import Mapping

from workflow.app.gram_rows import number_of
from workflow.ledger.problems import Place

_ROW_BITS = 32


class Seen:
    """Tells of each number of a ledger whether an earlier row had it; batch by batch."""

    def __init__(self) -> None:
        self._sheets: dict[str, int] = {}
        self._first = 0  # the number of the first chain that the ledger opened
        self._opened = array("Q")
        self._others: dict[str, int] = {}
        self._batch: dict[str, Place] = {}
        self._known: Mapping[str, str] = {}

    def begin(self, known: Mapping[str, str]) -> None:
        """Begin a batch: the chains that the register has by now, by their numbers."""
        self._known = known
        self._batch.clear()

    def earlier(self, number: str, place: Place) -> Place | None:
        """Return where a number stood before; None: here it stands for the first time."""
        first = self._batch.get(number) or self._before(number)
        if first is None:
            self._batch[number] = place
            if number in self._known:
                self._others[number] = self._packed(place)
        return first

    def _before(self, number: str) -> Place | None:
        chain = self._known.get(number)
        at = number_of(chain) - self._first if chain and self._first else -1
        if 0 <= at < len(self._opened):
            return self._unpacked(self._opened[at])
        packed = self._others.get(number)
        return None if packed is None else self._unpacked(packed)

    def opened(self, chain: str, place: Place) -> None:
        """Note that a row opened a case: the chains of a ledger follow one another."""
        self._first = self._first or number_of(chain)
        assert number_of(chain) == self._first + len(self._opened)
        self._opened.append(self._packed(place))

    def failed(self, number: str, place: Place) -> None:
        """Note that a row could open none: its number counts all the same."""
        self._others[number] = self._packed(place)

    def _packed(self, place: Place) -> int:
        return self._sheets.setdefault(place.sheet, len(self._sheets)) << _ROW_BITS | place.row

    def _unpacked(self, packed: int) -> Place:
        return Place(packed & (1 << _ROW_BITS) - 1, [*self._sheets][packed >> _ROW_BITS])
