"""Functions stay as short as they can be lived with, and nothing stands that nobody calls."""

import ast
import re
import statistics
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "workflow"
MEDIAN, LONGEST = 8, 40
#: Who else may be the only one to call a function: templates, scripts, the packaging.
OTHERS = [
    *SOURCE.rglob("*.html"),
    *(ROOT / "scripts").rglob("*.py"),
    ROOT / "pyproject.toml",
]
WORD = re.compile(r"\w+")
#: What a library calls by its name: no code of ours does.
BY_NAME = {
    "do_GET", "do_POST", "log_message", "getitem", "visit_Call", "process_bind_param",
    "process_result_value",
}  # fmt: skip
#: The law's rule that no page applies yet: whoever charges counts the month's items himself.
NOT_YET = {"charged_month"}


@pytest.fixture(scope="module")
def functions():
    """Every function of the product: its file, its node, and the line that it begins with."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        found += [
            (path.relative_to(ROOT), node, lines[node.lineno - 1])
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
    return found


def length(node):
    return node.end_lineno - node.lineno + 1


def test_a_function_is_short(functions):
    assert len(functions) > 3000
    assert statistics.median(length(node) for _, node, _ in functions) <= MEDIAN


def test_a_long_function_says_why_beside_it(functions):
    silent = [
        f"{path}:{node.lineno} {node.name}, {length(node)} lines"
        for path, node, line in functions
        if length(node) > LONGEST and "# long: " not in line
    ]
    assert silent == []


def test_a_reason_to_be_long_stands_beside_nothing_short(functions):
    idle = [
        f"{path}:{node.lineno} {node.name}"
        for path, node, line in functions
        if length(node) <= LONGEST and "# long: " in line
    ]
    assert idle == []


def test_no_function_stands_that_only_its_tests_name(functions):
    """A function without a decorator must be named somewhere else than where it is made."""
    named = Counter()
    for path in [*SOURCE.rglob("*.py"), *OTHERS]:
        named.update(WORD.findall(path.read_text("utf-8")))
    made = Counter(node.name for _, node, _ in functions)
    dead = [
        f"{path}:{node.lineno} {node.name}"
        for path, node, _ in functions
        if named[node.name] == made[node.name]
        and not node.decorator_list
        and not node.name.startswith("__")
        and node.name not in BY_NAME | NOT_YET
    ]
    assert dead == []
