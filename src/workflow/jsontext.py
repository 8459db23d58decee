"""JSON that people wrote, read strictly: what is wrong is said in their words, with its place.

Python's reader takes a key that stands twice (the last one wins without a word) and numbers that
JSON doesn't have (NaN); both are refused here. What the product itself wrote is read by ``json``.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from workflow.errors import InputError, why_unreadable
from workflow.messages import say

#: How Python's reader begins to say what is wrong → our sentence of it.
_WORDS = (
    ("Expecting property name", "error.json_name"),
    ("Expecting ':'", "error.json_colon"),
    ("Expecting ','", "error.json_comma"),
    ("Expecting value", "error.json_value"),
    ("Illegal trailing comma", "error.json_trailing_comma"),
    ("Extra data", "error.json_extra"),
    ("Unterminated string", "error.json_quote"),
    ("Invalid control character", "error.json_control"),
    ("Invalid \\", "error.json_escape"),
)


class UnclearError(ValueError):
    """What no reader can know the meaning of: a key that stands twice, a number that is none."""


def loads(text: str | bytes) -> Any:
    """Return what a JSON text says.

    Raises json.JSONDecodeError where it is not JSON, UnclearError for a repeated key or a NaN,
    another ValueError for a number that is too long, RecursionError for brackets too deep.
    """
    found = json.loads(text, parse_constant=_no_number)
    if isinstance(text, str) and _names_in(found) == text.count(":"):
        return found  # as many colons as names: none can stand twice
    return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)


def _names_in(found: Any) -> int:
    """Count the names of objects inside objects."""
    count, level = 0, [found] if type(found) is dict else []
    while level:
        count += sum(map(len, level))
        level = [each for one in level for each in one.values() if type(each) is dict]
    return count


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise UnclearError(say("error.json_repeated", key=twice))
    return found


def _no_number(text: str) -> NoReturn:
    raise UnclearError(say("error.json_no_number", text=text))


def why(error: json.JSONDecodeError) -> str:
    """Return what is wrong with a text that is not JSON, in the reader's words."""
    if not error.doc.strip():
        return say("error.why_empty")
    if error.pos >= len(error.doc.rstrip()):
        return say("error.json_cut")
    return reason(error.msg)


def reason(told: str) -> str:
    """Return in the reader's words what Python's reader says."""
    return say(next(code for begins, code in _WORDS if told.startswith(begins)))


def parse(text: str, path: str | Path) -> Any:
    """Return what the text of a file says; InputError names file and place otherwise."""
    try:
        return loads(text)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise InputError("error.json_broken", path=path, what=why(error), **place) from error
    except UnclearError as error:
        raise InputError("error.json_unclear", path=path, what=str(error)) from error
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error


def read_text(path: Path) -> str:
    """Read a UTF-8 file (a byte-order mark is dropped), or raise InputError naming it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except (OSError, ValueError) as error:  # among them UnicodeDecodeError, and a NUL in the path
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error


def read(path: Path) -> Any:
    """Return what a JSON file says; InputError names file and place otherwise."""
    return parse(read_text(path), path)
