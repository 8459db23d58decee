"""``scripts/bench``: the contract's shape, and lines whose both sides did the same work."""

import doctest
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["name", "what", "ours", "baseline", "baseline_is", "ratio", "goal", "met", "unit", "size"]


def bench(*options):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *options],
        cwd=ROOT,
        env={"PYTHONPATH": "scripts"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_line_is_one_json_object_a_row_with_the_keys_of_the_contract():
    run = bench("--json", "--only", "date")
    rows = json.loads(run.stdout)
    assert [row["name"] for row in rows] == ["date", "date-holidays"]
    for row in rows:
        assert list(row) == KEYS
        assert row["met"] == (row["ratio"] >= row["goal"])
        assert row["ratio"] > 20  # even on a busy machine
    assert run.returncode == (0 if all(row["met"] for row in rows) else 1)
    assert run.stderr.startswith("date")


@pytest.mark.parametrize(
    ("line", "size", "names"),
    [
        ("report", 300, ["report"]),
        ("roll-up", 30, ["roll-up"]),
        ("scan", 600, ["scan", "scan-idle"]),
        ("advance", 5, ["advance", "advance-objects"]),
    ],
)
def test_a_line_that_grows_is_as_large_as_it_is_told(line, size, names):
    run = bench("--json", "--only", line, "--size", str(size))
    assert run.returncode in {0, 1}, run.stderr
    rows = json.loads(run.stdout)
    assert [row["name"] for row in rows] == names
    assert {row["size"] for row in rows} == {size}
    assert all(row["ours"] > 0 < row["baseline"] for row in rows)


@pytest.fixture
def part(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    return lambda name: importlib.import_module(f"benchmarks.{name}")


def test_the_document_says_what_a_line_that_misses_its_goal_spends_its_time_on(part):
    row, document = part("row"), part("document")
    slow = row.Row("slow", "示例", 3.0, 1.0, "nothing", 0.5, "ms", 1)
    explained = row.explained(slow, lambda: sorted(range(1000), key=str))
    text = "\n".join(document.lines([explained]))
    assert "| slow | 3.00 ms | 1.00 ms | 0.33 × | 0.50 × | **no** |" in text
    _, missed = text.split("## Goals that were missed")
    assert "**slow**, 0.33 × instead of 0.50 ×" in missed
    assert "own time: built-ins" in missed


def test_a_line_that_meets_its_goal_is_not_profiled(part):
    row, document = part("row"), part("document")
    quick = row.Row("quick", "示例", 1.0, 3.0, "nothing", 0.5, "ms", 1)
    assert row.explained(quick, lambda: 1 / 0) is quick
    assert "missed" not in "\n".join(document.lines([quick]))


def test_the_examples_in_the_docstrings_hold(part):
    found = doctest.testmod(part("row"))
    assert found.attempted > 0
    assert found.failed == 0


def test_a_line_nobody_knows_is_refused():
    run = bench("--only", "nothing")
    assert run.returncode == 2
    assert "nothing" in run.stderr
