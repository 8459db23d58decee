"""A throw-away PostgreSQL server: the one of the tests."""

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CONFTEST = Path(__file__).parents[2] / "tests" / "conftest.py"


@contextmanager
def postgresql() -> Iterator[Any]:
    """Start a server on a socket of its own; stop and remove it afterwards."""
    spec = importlib.util.spec_from_file_location("postgres_of_the_tests", CONFTEST)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = Path(tempfile.mkdtemp(prefix="workflow-pg-"))
    server = module.PostgresServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
