"""Bars made on the server: the figure stands on each, no axis, no second colour."""

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 150
TOP, BOTTOM = 24, 24
#: A bar takes so much of its place.
SHARE = 0.62
#: So many places at least: a single year's bar isn't as broad as the drawing.
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its figure: places in units of the drawing."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float
    last: bool

    @property
    def middle(self) -> float:
        """Where its texts are centred."""
        return round(self.x + self.width / 2, 1)


def bars(values: Mapping[int, int]) -> list[Bar]:
    """Return a bar a year; the highest fills the height, and none is invisible.

    >>> [bar.height for bar in bars({2024: 5, 2025: 10})]
    [51.0, 102.0]
    """
    most = max(values.values(), default=0) or 1
    place = WIDTH / max(len(values), FEWEST)
    room = HEIGHT - TOP - BOTTOM
    found = []
    for n, (year, value) in enumerate(sorted(values.items())):
        height = round(max(room * value / most, 1), 1)
        found.append(
            Bar(
                str(year),
                value,
                round(n * place + place * (1 - SHARE) / 2, 1),
                round(HEIGHT - BOTTOM - height, 1),
                round(place * SHARE, 1),
                height,
                n == len(values) - 1,
            )
        )
    return found
