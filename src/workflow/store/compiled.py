"""A statement in the words of one dialect: its text, how values go in and how rows come out.

Values are bound and rows are read as SQLAlchemy would, by its own types; only what it works out
anew at every execution is worked out once.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

DAYS_KEPT = 20_000
#: Lists are filled up to this many values by powers of two, longer ones by thousands.
STEP = 1024
Values = Mapping[str, Any]
#: A row as the driver takes it: a tuple in the order of its marks, or (psycopg) values by name.
Bound = Sequence[Any] | Mapping[str, Any]
Process = Callable[[Any], Any]
#: By place: how the value there is turned into another.
Processes = Sequence[tuple[int, Process]]


@dataclass(frozen=True, slots=True)
class Text:
    """What the driver is given: a text, the names of its values in order, how some are bound.

    ``lists`` are the names under which the values of a list stand there, by the list's own.
    """

    text: str
    names: tuple[str, ...]
    by_position: bool
    binds: Processes
    lists: Mapping[str, Sequence[str]]

    def bound(self, values: Values) -> Bound:
        """Return values as the driver takes them; one that isn't given is NULL."""
        found = [*map(values.get, self.names)]
        for at, bind in self.binds:
            found[at] = bind(found[at])
        return tuple(found) if self.by_position else dict(zip(self.names, found, strict=True))


class Compiled:
    """One statement, compiled for one dialect."""

    def __init__(self, statement: Any, dialect: sa.Dialect) -> None:
        self._compiled: Any = statement.compile(dialect=dialect)
        self._dialect = dialect
        self._columns = [*statement.exported_columns]
        self._row: Any = namedtuple("Row", [one.key for one in self._columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
        self._binds = {name: bind for bind, name in self._compiled.bind_names.items()}
        self._lists = [name for name, bind in self._binds.items() if bind.expanding]
        self._given = {
            name: bind.effective_value
            for name, bind in self._binds.items()
            if not bind.required and bind.effective_value is not None
        }
        self._texts: dict[tuple[int, ...], Text] = {}
        self._processes: Processes | None = None

    def ready(self, values: Values) -> tuple[str, Bound]:
        """Return text and values as the driver takes them.

        A list that a condition is in (``IN``) is filled up by its last value, so that few texts
        serve lists of all lengths; it may hold 31,744 values.
        """
        known = self._complete(values)
        lists = {name: filled(known[name]) for name in self._lists}
        text = self._text(lists)
        if lists:
            known = {**known}
            for name, some in lists.items():
                known.update(zip(text.lists[name], some, strict=True))
        return text.text, text.bound(known)

    def many(self, rows: Iterable[Values]) -> tuple[str, list[Bound]]:
        """Return the text and the values of many executions; none of them is a list."""
        text = self._text({})
        return text.text, [text.bound(self._complete(row)) for row in rows]

    def plain(self, rows: Sequence[tuple[Any, ...]]) -> tuple[str, Sequence[Bound]]:
        """Return the text and rows of texts, numbers and bytes in the order of its names."""
        text = self._text({})
        if text.by_position:
            return text.text, rows
        return text.text, [dict(zip(text.names, row, strict=True)) for row in rows]

    def _complete(self, values: Values) -> Values:
        return {**self._given, **values} if self._given else values

    def _text(self, lists: Mapping[str, Sequence[Any]]) -> Text:
        """Return the text for lists of such lengths."""
        sizes = tuple(map(len, lists.values()))
        found = self._texts.get(sizes)
        if found is None:
            found = self._texts[sizes] = self._made(lists)
        return found

    def _made(self, lists: Mapping[str, Sequence[Any]]) -> Text:
        compiled, binds = self._compiled, self._binds
        said, order, spread = str(compiled), compiled.positiontup, dict[str, list[str]]()
        if lists:
            known = {**dict.fromkeys(binds), **self._given, **lists}
            state = compiled.construct_expanded_state(known)
            said, order, spread = state.statement, state.positiontup, state.parameter_expansion
        origin = {one: name for name, some in spread.items() for one in some}
        names = order or [*(name for name in binds if name not in lists), *origin]
        kinds = (binds[origin.get(name, name)].type for name in names)
        binders = _known((at, _bind(kind, self._dialect)) for at, kind in enumerate(kinds))
        return Text(said, tuple(names), compiled.positional, binders, spread)

    def rows(self, cursor: Any, found: Iterable[Sequence[Any]]) -> list[Any]:
        """Return rows of the driver with their values as the columns' types read them.

        A column that has no name, or that of an earlier one, is reached by its place alone.
        """
        if self._processes is None:
            self._processes = self._reads(cursor.description)
        make, processes = self._row._make, self._processes
        if not processes:
            return [*map(make, found)]
        return [make(_read(row, processes)) for row in found]

    def _reads(self, description: Sequence[Any]) -> Processes:
        """Return how columns are read; ``description`` is the driver's, of their kinds."""
        found = (
            (at, one.type.dialect_impl(self._dialect).result_processor(self._dialect, told[1]))
            for at, (one, told) in enumerate(zip(self._columns, description, strict=True))
        )
        return _known(found)


def filled(values: Iterable[Any]) -> list[Any]:
    """Return values filled up by the last of them, so that few lengths are met.

    >>> filled("abcde"), filled("")
    (['a', 'b', 'c', 'd', 'e', 'e', 'e', 'e'], [])
    """
    found = [*values]
    count = len(found)
    wanted = 1 << (count - 1).bit_length() if count <= STEP else -(-count // STEP) * STEP
    return found + found[-1:] * (wanted - count)


def _read(row: Sequence[Any], processes: Processes) -> list[Any]:
    values = [*row]
    for at, process in processes:
        values[at] = process(values[at])
    return values


def _known(found: Iterable[tuple[int, Process | None]]) -> Processes:
    return [(at, process) for at, process in found if process is not None]


def _bind(kind: Any, dialect: sa.Dialect) -> Process | None:
    """Return how values of a type are bound; days, which come again and again, from memory."""
    process: Process | None = kind.dialect_impl(dialect).bind_processor(dialect)
    is_day = process is not None and isinstance(kind, sa.Date)
    return lru_cache(DAYS_KEPT)(process) if process and is_day else process
