"""A sequence that is made when somebody first looks at it, and then kept."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Lazily(Sequence[T], Generic[T]):
    """What ``make`` yields, in order; equal to another one of equal content."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make
        self._made: tuple[T, ...] | None = None

    @property
    def made(self) -> tuple[T, ...]:
        """All of it."""
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return an item, or a run of items."""
        return self.made[index]

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.made)

    def __eq__(self, other: object) -> bool:
        """Tell whether another one, or a tuple, has the same items."""
        if isinstance(other, Lazily):
            return self.made == other.made
        return self.made == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """Hash the items."""
        return hash(self.made)

    def __repr__(self) -> str:
        """Show the items."""
        return f"Lazily({list(self.made)!r})"
