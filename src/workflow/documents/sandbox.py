"""Jinja for files that staff upload: a few nodes, a few filters, nothing that can act.

The sandbox of Jinja has had escapes, so templates are read node by node as well: what isn't on
the list is refused when the template is compiled, long before it is rendered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from jinja2 import (
    ChainableUndefined,
    StrictUndefined,
    TemplateRuntimeError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from workflow.documents.values import Xml, as_xml, joined, long_date
from workflow.errors import InputError

#: More rounds than this in one document, over all its loops together, are refused.
MAX_ROUNDS = 20_000
#: A part that grows beyond this many characters is refused.
MAX_OUTPUT = 32 * 1024 * 1024

_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Filter, nodes.Test, nodes.Tuple, nodes.List, nodes.Concat,
)  # fmt: skip
_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex"})
_DATE = frozenset({"year", "month", "day"})
_TESTS = frozenset({"none", "odd", "even"})


def _length(items: Sequence[Any] | str) -> int:
    return len(items)


def _first(items: Sequence[Any]) -> Any:
    return items[0] if items else ""


def _last(items: Sequence[Any]) -> Any:
    return items[-1] if items else ""


FILTERS: dict[str, Callable[..., Any]] = {
    "join": joined,
    "length": _length,
    "first": _first,
    "last": _last,
    "trim": str.strip,
    "date": long_date,
}


class Missing(StrictUndefined):
    """A field that nobody gave: any use of it raises UndefinedError with the field's name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(name or hint, obj, name, exc)


def _printed(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)  # raises
    return as_xml(value)


class Environment(ImmutableSandboxedEnvironment):
    """The environment of all templates: delimiters that no XML can hold, attributes by key."""

    def __init__(self) -> None:
        super().__init__(
            block_start_string="\x01%",
            block_end_string="%\x02",
            variable_start_string="\x01{",
            variable_end_string="}\x02",
            comment_start_string="\x01#",
            comment_end_string="#\x02",
            keep_trailing_newline=True,
            undefined=Missing,
            autoescape=False,
            finalize=_printed,
        )
        self.filters = dict(FILTERS)
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the row's value of that name; nothing else has attributes but dates and loops."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(name=attribute)
        known = _LOOP if isinstance(obj, LoopContext) else _DATE if isinstance(obj, date) else ()
        if attribute in known:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an undefined value: templates have no subscripts."""
        return self.undefined(obj=obj, name=str(argument))


def value_source(code: str) -> str:
    """Return an expression between the environment's delimiters."""
    return f"\x01{{ {code} }}\x02"


def block_source(code: str) -> str:
    """Return a statement between the environment's delimiters."""
    return f"\x01% {code} %\x02"


def fault_of(source: str) -> str:
    """Return the first thing in a piece of template that isn't on the list, or nothing.

    Raises jinja2.TemplateSyntaxError where it is no template at all.
    """
    faults = (_fault(node) for node in _walk(ENVIRONMENT.parse(source)))
    return next((fault for fault in faults if fault), "")


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _fault(node: nodes.Node) -> str:  # noqa: PLR0911  (one line a rule)
    match node:
        case nodes.Name(name=name) if name.startswith("_"):
            return name
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return name
        case nodes.Filter(name=name) if name not in FILTERS:
            return f"|{name}"
        case nodes.Filter() if node.kwargs or node.dyn_args or node.dyn_kwargs:
            return f"|{node.name}"
        case nodes.Test(name=name) if name not in _TESTS:
            return f"is {name}"
        case nodes.For(recursive=True):
            return "recursive"
        case _ if not isinstance(node, _NODES):
            return type(node).__name__
    return ""


class Rounds:
    """Counts the rounds of all loops of one rendering, and stops a document without end."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MAX_ROUNDS

    def __call__(self, items: Any, place: str) -> Iterable[Any]:
        """Return the items of the loop that stands at a place if they are a list, and not many."""
        if isinstance(items, Undefined):
            return iter(items)  # raises
        if not isinstance(items, (list, tuple)):
            raise InputError("template.not_a_list", place=place, kind=type(items).__name__)
        self.left -= len(items)
        if self.left < 0:
            raise InputError("template.too_long", place=place, limit=MAX_ROUNDS)
        return items


def whole(content: str) -> Xml:
    """Return a cell's (header's, box's) content with the last paragraph that Word demands."""
    return Xml(content if content.endswith(("</w:p>", "<w:p/>")) else f"{content}<w:p/>")


def with_rows(table: str) -> Xml:
    """Return a table, or nothing when all its rows are gone: Word refuses one without rows."""
    return Xml(table if "<w:tr>" in table or "<w:tr " in table else "")


def with_runs(paragraph: str) -> Xml:
    """Return a paragraph, or nothing when its conditions left it empty: no hole in a letter."""
    return Xml(paragraph if "<w:r>" in paragraph or "<w:r " in paragraph else "")


HELPERS = {"_whole": whole, "_with_rows": with_rows, "_with_runs": with_runs}
ENVIRONMENT = Environment()
ENVIRONMENT.globals.update(HELPERS)
#: For rehearsals: a name that nobody knows prints nothing, and the rest is looked at all the same.
LENIENT = ENVIRONMENT.overlay(undefined=ChainableUndefined)
