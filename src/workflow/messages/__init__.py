"""The catalogue of every sentence that a person reads.

One file a language and area (``zh/clocks.toml``), one key a sentence; the code of a sentence is
``area.key`` and never changes once released. A second language is a second folder.
"""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

DEFAULT_LANGUAGE = "zh"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every sentence of a language, by code; an unknown language is the default one.

    >>> catalogue("zh")["error.unexpected"][:3]
    '没有办'
    """
    folder = files(__name__) / language
    if not folder.is_dir():
        return catalogue(DEFAULT_LANGUAGE)
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            area = file.name.removesuffix(".toml")
            table = tomllib.loads(file.read_text("utf-8"))
            found |= {f"{area}.{key}": text for key, text in table.items()}
    return found


_SETTLED: ContextVar[str] = ContextVar("settled language", default="")


def language() -> str:
    """Return the language asked for by WORKFLOW_LANG: ``zh`` unless told otherwise."""
    return _SETTLED.get() or os.environ.get("WORKFLOW_LANG", DEFAULT_LANGUAGE)[:2]


@contextmanager
def one_language() -> Iterator[None]:
    """Ask for the language once for all that is said within: a page says hundreds of sentences."""
    token = _SETTLED.set(language())
    try:
        yield
    finally:
        _SETTLED.reset(token)


def say(code: str, /, in_language: str | None = None, **values: Any) -> str:
    """Return the sentence of a code with its values filled in.

    Values are the fields of the sentence's ``{}`` places. An unknown code is a defect of the
    product: it raises KeyError, and a test looks for every code that the source names.
    """
    return catalogue(in_language or language())[code].format_map(values)
