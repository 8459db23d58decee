"""Parts of the tests that the drivers use too: a throw-away PostgreSQL server, a browser."""

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

TESTS = Path(__file__).parents[2] / "tests"
CONFTEST, BROWSER = TESTS / "conftest.py", TESTS / "web" / "browser.py"


@cache
def load(path: Path) -> ModuleType:
    """Load a module of the tests."""
    spec = importlib.util.spec_from_file_location(f"of_the_tests_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def postgresql() -> Iterator[Any]:
    """Start a server on a socket of its own; stop and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="workflow-pg-"))
    server = load(CONFTEST).PostgresServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
