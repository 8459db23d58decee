"""Write ``docs/trust.md`` from the figures of the drivers and the findings."""

import json
from pathlib import Path
from typing import Any

HEAD = """# Trust: what was tried, and what it found

Written by `scripts/trust/run` from `trust.json` (figures) and `findings.md` (what they led to);
run it again to have your own. Without options the sizes are those of the table. Each driver runs
at a small size in `tests/trust/test_drivers.py`, at every run of the tests.

The work is that of an office: registrations, moves of every kind, rectifications, reminders,
effects, derivations, imports of ledgers and of their answers, closures that move dates, tasks in
the background, letters of all cases, the documents' folder, backups. Every driver checks the same
things afterwards: each acknowledged act is there, none is half there (entries, personal values,
search index, derived rows, numbers, rows of a ledger, files), the chain verifies, outbox and tasks
complete, no case keeps an old calendar's dates, no document exists twice, nothing is left over.

| what | size | found | seconds |
|---|---|---|---|
"""


def write_page(figures: Path, docs: Path) -> None:
    """Write the page."""
    told = json.loads(figures.read_text("utf-8"))
    rows = [row for name, line in ROWS.items() if name in told for row in line(told[name])]
    findings = (docs / "findings.md").read_text("utf-8")
    (docs / "trust.md").write_text(HEAD + "\n".join(rows) + "\n\n" + findings, "utf-8")


def _row(what: str, size: str, told: dict[str, Any], more: str = "") -> list[str]:
    wrong = len(told["wrong"])
    found = (f"{wrong} wrong" if wrong else "nothing wrong") + (f"; {more}" if more else "")
    seconds = f"{told.get('seconds', 0):.0f}" if told.get("seconds") else "–"
    return [f"| {what} | {size} | {found} | {seconds} |"]


def _crash(database: str) -> Any:
    def line(told: dict[str, Any]) -> list[str]:
        acts = ", ".join(f"{count} {kind}" for kind, count in sorted(told["acts"].items()))
        what = f"SIGKILL at a random point of random work, {database}"
        spent = f"; {told['cpu']:.0f} s of computing" if "cpu" in told else ""
        return _row(what, f"{told['kills']} kills", told, f"acknowledged: {acts}{spent}")

    return line


def _races(database: str) -> Any:
    def line(told: dict[str, Any]) -> list[str]:
        losers = sum(told["losers"].values())
        size = f"{told['writers']} writers, {told['tries']} tries"
        more = f"{told['succeeded']} moves, {told['lost']} lost, {losers} losers told in a sentence"
        return _row(f"Writers on the same three cases, {database}", size, told, more)

    return line


def _power(told: dict[str, Any]) -> list[str]:
    size = f"{told['cuts']} cuts, {told['torn']} inside a block"
    return _row("Power cut: WAL cut at a random written block, SQLite", size, told)


def _disk(told: dict[str, Any]) -> list[str]:
    more = f"full: “{told['full']}”; read-only: “{told['read_only'] or 'not tried'}”"
    size = (
        f"{told['way']}, {told['acts_before_full']} acts before, {told['acts_after_space']} after"
    )
    return _row("Disk full, then read-only", size, told, more)


def _fuzz(told: dict[str, Any]) -> list[str]:
    count, refused = sum(told["inputs"].values()), sum(told["refused"].values())
    size = f"{count} inputs, {len(told['inputs'])} parsers"
    slowest = max(told["slowest"].values())
    found = told["wrong"]
    more = f"{refused} refused in a sentence, the slowest {slowest:.2f} s"
    lines = _row("Bad input: mutated files for every parser", size, told, more)
    shares = ", ".join(f"{name} {told['inputs'][name]}" for name in sorted(told["inputs"]))
    listed = "; ".join(found) if found else "none"
    return [*lines, "", f"Inputs by parser: {shares}. Findings of this run: {listed}."]


ROWS = {
    "crash_sqlite": _crash("SQLite"),
    "crash_postgresql": _crash("PostgreSQL"),
    "power": _power,
    "disk": _disk,
    "races_sqlite": _races("SQLite"),
    "races_postgresql": _races("PostgreSQL"),
    "fuzz": _fuzz,
}
