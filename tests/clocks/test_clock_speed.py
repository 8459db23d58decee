"""All clocks of a case cost a fraction of one library loop over twenty working days.

Measured in a process of its own, so that a coverage run doesn't measure its own tracing. The goal
of ten is measured by ``scripts/bench``; the bound here leaves room for a busy machine.
"""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_all_clocks_cost_less_than_a_fifth_of_one_library_loop():
    measure = Path(__file__).with_name("measure_case.py")
    run = subprocess.run(
        [sys.executable, measure],
        env={**os.environ, "PYTHONPATH": str(measure.parents[1])},
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(run.stdout)
    assert (found["clocks"], found["reply"]) == (5, "2024-03-26")
    assert found["ratio"] > 5
