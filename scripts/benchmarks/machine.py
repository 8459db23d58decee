"""What the figures were taken on: absolute times wobble, ratios are to be trusted."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

#: Whose versions matter to the figures.
PACKAGES = ("sqlalchemy", "lxml", "chinesecalendar", "holidays", "docxtpl")


def describe() -> list[tuple[str, str]]:
    """Return the machine in pairs, as a table shows it."""
    return [
        ("processor", _processor()),
        ("cores", str(os.cpu_count())),
        ("memory", f"{_memory_gib():.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        *((name, version(name)) for name in PACKAGES),
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
