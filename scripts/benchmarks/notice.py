"""One-page notices: our compile-once renderer against docxtpl (``bench_docx``)."""

from collections.abc import Iterator

import bench_docx
from benchmarks.row import Row

SIZE = 1000


def measure() -> Iterator[Row]:
    """Yield the rows of ``bench_docx`` in the common shape."""
    for found in bench_docx.measure(size=SIZE):
        yield Row(
            name=found["name"],
            what=found["what"],
            ours=found["ours"],
            baseline=found["baseline"],
            baseline_is=found["baseline_is"],
            goal=found["goal"],
            unit=found["unit"],
            size=found["size"],
            less_is_better=False,
        )
