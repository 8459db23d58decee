"""``scripts/bench``: the contract's shape, and lines whose both sides did the same work."""

import json
import subprocess
import sys
from pathlib import Path

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


def test_a_line_nobody_knows_is_refused():
    run = bench("--only", "nothing")
    assert run.returncode == 2
    assert "nothing" in run.stderr
