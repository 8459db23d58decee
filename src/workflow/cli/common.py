"""What all commands share: JSON out, JSON in, errors said in one sentence."""

import json
import logging
import secrets
import sys
from pathlib import Path
from typing import Any

from workflow.errors import InputError, RefusedError, WorkflowError
from workflow.messages import say

log = logging.getLogger("workflow")


def emit(document: Any) -> None:
    """Print one JSON document on standard output: UTF-8, dates as YYYY-MM-DD."""
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write(text + "\n")


def read_json(path: Path) -> Any:
    """Read a JSON file; say file, line and column where it is not one."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(
            "error.json_broken", path=path, line=error.lineno, column=error.colno, what=error.msg
        ) from error


def read_text(path: Path) -> str:
    """Read a UTF-8 file (a byte-order mark is dropped), or raise InputError naming it."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError("error.file_missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("error.file_unreadable", path=path, what=error) from error


def report_error(error: WorkflowError) -> int:
    """Print an error's sentence (and all reasons of a refusal); return its exit status."""
    sys.stderr.write(f"{error}\n")
    if isinstance(error, RefusedError):
        for reason in error.reasons:
            sys.stderr.write(f"· {reason.message} [{reason.code}]\n")
    return error.exit_status


def report_unexpected(error: Exception) -> int:
    """Log a defect under a number and print only that number."""
    number = secrets.token_hex(2).upper()
    log.error("unexpected %s", number, exc_info=error)
    sys.stderr.write(say("error.unexpected", number=number) + " [error.unexpected]\n")
    return 2
