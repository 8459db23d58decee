"""A roll-up of many reports, each checked, against reading and parsing the same files."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.office import ADMIN, office, put, year_of_requests
from benchmarks.row import Row, explained, microseconds
from workflow.app.agencies import NewAgency, add_agency
from workflow.app.annual_report import Inputs, build
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.report_register import OfficeRegister
from workflow.reports.model import to_json
from workflow.reports.rollup import RollUp, roll_up

YEAR = 2023
GOAL = 1 / 3
SIZE = 3000
KINDS = 10


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield the one row; the sum holds what all files say, and every file was checked."""
    with TemporaryDirectory() as folder:
        files = _write(Path(folder), size)
        ours, theirs = partial(roll_up, files, "示例市"), partial(_parse, files)
        _check(ours(), theirs())
        row = Row(
            name="roll-up",
            what="roll-up of JSON reports, each checked and added",
            ours=microseconds(ours, size, repeat=2),
            baseline=microseconds(theirs, size, repeat=5),
            baseline_is="reading and parsing the same files (json)",
            goal=GOAL,
            unit="µs a file",
            size=size,
        )
        yield explained(row, partial(roll_up, files[:300], "示例市"))


def _check(found: RollUp, documents: Sequence[Any]) -> None:
    assert len(found.bodies) == len(documents)
    assert not found.unread
    assert all(body.left_out is None for body in found.bodies)
    told = sum(each["received"]["new_received"]["total"] for each in documents)
    assert found.total.received["new_received"]["total"] == told


def _parse(files: Sequence[Path]) -> list[Any]:
    return [json.loads(file.read_bytes()) for file in files]


def _write(folder: Path, size: int) -> list[Path]:
    """Write the reports of invented towns: a few kinds of register, each town its own name."""
    with office(date(YEAR + 1, 1, 29)) as made:
        kinds = [_report(made, kind) for kind in range(KINDS)]
    files = []
    for at in range(size):
        document = deepcopy(kinds[at % KINDS]) | {"body": f"示例{at}镇人民政府"}
        files.append(folder / f"{at:06}.json")
        files[-1].write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    return files


def _report(made: Office, kind: int) -> dict[str, Any]:
    code = f"shili-{kind}"
    add_agency(made, NewAgency(code, f"示例{kind}镇人民政府（示例）", {"number_word": code}), ADMIN)
    rows = year_of_requests(60 + 13 * kind, YEAR)
    own = [row | {"agency": code, "chain": f"{row['chain']}-{kind}"} for row in rows]
    put(made, CASE, own)
    return to_json(build(OfficeRegister(made), code, YEAR, Inputs()).printed)
