"""What all commands share: JSON out, errors said in one sentence."""

import contextlib
import json
import os
import secrets
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import click

from workflow.errors import RefusedError, WorkflowError
from workflow.messages import say

#: The option of every command that has an answer; ``tests/cli`` walks the commands for it.
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def emit(document: Any) -> None:
    """Print one JSON document on standard output: UTF-8, dates as YYYY-MM-DD."""
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write(text + "\n")


def answer(document: Any, sentence: str, *, as_json: bool) -> None:
    """Print what was done: one JSON document, or one sentence."""
    if as_json:
        emit(document)
    else:
        click.echo(sentence)


def report_error(error: WorkflowError, *, as_json: bool = False) -> int:
    """Print an error's sentence (and all reasons of a refusal); return its exit status.

    With ``as_json`` a refusal is also one JSON document on standard output; a wrong call has no
    answer, so nothing stands there.
    """
    if as_json and error.exit_status == 1:
        reasons = error.reasons if isinstance(error, RefusedError) else ()
        said = {"allowed": False, "code": error.code, "message": error.message}
        emit({**said, "reasons": [reason.to_json() for reason in reasons]})
    sys.stderr.write(f"{error}\n")
    if isinstance(error, RefusedError):
        for reason in error.reasons:
            sys.stderr.write(f"· {reason.message} [{reason.code}]\n")
    return error.exit_status


def report_unexpected(error: Exception) -> int:
    """Note a defect under a number in the error log; print only the number and where it is."""
    number = secrets.token_hex(2).upper()
    place = _note(number, error)
    sentence = say("error.unexpected", number=number, place=place)
    sys.stderr.write(f"{sentence} [error.unexpected]\n")
    return 2


def _note(number: str, error: Exception) -> Path:
    """Append the traceback to the user's own error log, which nobody else may read."""
    path = Path(tempfile.gettempdir()) / f"workflow-errors-{os.getuid()}.log"
    text = "".join(traceback.format_exception(error))
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(f"{number}\n{text}\n")
    return path
