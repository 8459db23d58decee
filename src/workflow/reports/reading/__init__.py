"""Published reports read from files: JSON, Word, Excel, web page, pasted text.

What can't be read is said, never guessed.
"""

import importlib
from pathlib import Path

from workflow.errors import InputError
from workflow.reports.model import Report, read_json_report

#: The kinds of file that can be read beside JSON, and the module that reads each.
KINDS = {
    ".docx": "word",
    ".xlsx": "excel",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".md": "text",
}


def read_report(path: Path) -> Report:
    """Read a report from a file by its kind, or raise InputError saying what is wrong."""
    kind = path.suffix.lower()
    if kind == ".json":
        return read_json_report(path)
    if kind not in KINDS:
        raise InputError("report.unknown_kind", path=path)
    # JSON needs none of the readers, and they load libraries: each is imported when called.
    found = importlib.import_module(f"workflow.reports.reading.{KINDS[kind]}")
    finder = importlib.import_module("workflow.reports.reading.report")
    report: Report = finder.from_lines(found.read_lines(path), str(path))
    return report
