"""Published reports read from files: JSON, Word, Excel, web page, pasted text.

What can't be read is said, never guessed.
"""

from pathlib import Path

from workflow.errors import InputError
from workflow.reports.model import Report, read_json_report


def read_report(path: Path) -> Report:
    """Read a report from a file by its kind, or raise InputError saying what is wrong."""
    if path.suffix.lower() != ".json":
        raise InputError("report.unknown_kind", path=path)
    return read_json_report(path)
