"""Templates whose constant sentences are said once, when a template is compiled.

A page says hundreds of sentences, and most of them have no values: they are as constant as the
markup around them, and become one text with it.
"""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

#: The function of the catalogue, as templates call it.
SAY = "say"


class FoldingEnvironment(Environment):
    """An environment of one language: its ``say`` gives the same for the same code for ever."""

    def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:
        return super()._generate(_Saying(self).visit(source), *given, **named)


class _Saying(NodeTransformer):
    """Replaces each sentence that has only constant values by its text."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (the visitor's name for it)
        called = self.generic_visit(node)
        if not _is_constant(node):
            return called
        values = {one.key: one.value.as_const() for one in node.kwargs}
        say: Any = self._environment.globals[SAY]
        text = say(*(one.as_const() for one in node.args), **values)
        return nodes.Const(text, lineno=node.lineno, environment=self._environment)


def _is_constant(node: nodes.Call) -> bool:
    """Tell whether a call says a sentence, and all that it gives is written in the template."""
    says = isinstance(node.node, nodes.Name) and node.node.name == SAY
    given = (*node.args, *(one.value for one in node.kwargs))
    spread = node.dyn_args is not None or node.dyn_kwargs is not None
    return says and not spread and all(isinstance(one, nodes.Const) for one in given)
