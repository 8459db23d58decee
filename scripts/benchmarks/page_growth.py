"""How much longer pages take over a hundred times as many requests.

Half of the requests are the agency's own, of many years, the others are other agencies'. As
in a real office its open cases stay as many as they were. One case in three has the character
that is searched for.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from benchmarks.case_page import LISTS, MARK, ON, WALKED, case_paths, log_to, p95
from benchmarks.office import AGENCY, PASSWORD, case_row, office, put
from benchmarks.row import Row
from benchmarks.walked import walk_cases
from workflow.app.gram_rows import Gathering
from workflow.app.office import Office
from workflow.app.projecting import CASE, DEADLINE
from workflow.app.sign_in import sign_in
from workflow.web.app import create_app
from workflow.web.guard import COOKIE

SMALL, LARGE = 10_000, 1_000_000
#: At most 1.3 times as long.
GOAL = 1 / 1.3
OPEN, OTHERS, PORTION = 300, 50, 20_000
ROUNDS = 3
#: One character that many have, a word that few have, words that nearly none has together.
SEARCHES = ("土", "示例村", "土地")
PAGES = {
    "case": "cases at random",
    "list": "list of cases: open, all, of a state, the second page",
    "search": f"search for {'、'.join(SEARCHES)}",
    "desk": "the clerk's desk",
}


Page = Callable[[], float]


def measure(size: int = LARGE, urls: Sequence[str | None] = (None, None)) -> Iterator[Row]:
    """Yield a row a page: its 95th percentile with ``size`` requests beside that with SMALL."""
    with pages(SMALL, urls[0]) as few, pages(size, urls[1]) as many:
        for name, what in PAGES.items():
            before, after = _in_turns(few[name], many[name])
            yield Row(
                name=f"page-growth-{name}",
                what=f"{what}; 95th percentile",
                ours=after,
                baseline=before,
                baseline_is=f"the same with {SMALL} requests in the database",
                goal=GOAL,
                unit="ms",
                size=size,
            )


def _in_turns(few: Page, many: Page) -> tuple[float, float]:
    """Return the best of either, each measured in turn: what else the machine does hits both."""
    rounds = [(few(), many()) for _ in range(ROUNDS)]
    return min(one for one, _ in rounds), min(other for _, other in rounds)


@contextmanager
def pages(size: int, url: str | None) -> Iterator[dict[str, Page]]:
    """Give what measures each page, in ms, over a database with so many requests."""
    with office(ON, url) as made, Path(os.devnull).open("w") as log:
        log_to(log)
        fill(made, size)
        paths = case_paths(made, walk_cases(made, ON, WALKED))
        signed_in = {COOKIE: sign_in(made, "li", PASSWORD)}
        app = create_app(made)
        asyncio.run(p95(app, ["/", "/cases", paths.pop()], MARK, signed_in))
        addresses: dict[str, Sequence[str]] = {
            "case": paths,
            "list": LISTS,
            "search": [f"/cases?kind=all&q={text}" for text in SEARCHES],
            "desk": ["/"],
        }
        yield {name: partial(_p95, app, asked, signed_in) for name, asked in addresses.items()}


def _p95(app: FastAPI, paths: Sequence[str], signed_in: dict[str, str]) -> float:
    return asyncio.run(p95(app, paths, MARK, signed_in))


def fill(made: Office, size: int) -> None:
    """Write the derived rows of so many requests, all before those that are walked."""
    for first in range(0, size, PORTION):
        places = range(first, min(first + PORTION, size))
        rows = [_case(at) for at in places]
        put(made, CASE, rows)
        put(made, DEADLINE, [_deadline(row) for row in rows])
        with made.store.write() as session:
            index = Gathering(session)
            for at, row in enumerate(rows, first):
                index.add(row["chain"], {*map(made.keys.search_digest, _grams(at))})
            index.close()
    if not made.store.sqlite:
        with made.store.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.exec_driver_sql("ANALYZE")


def _case(at: int) -> dict[str, Any]:
    own = at % 2 == 0
    received = ON - timedelta(days=400 + at * 7919 % 3000)
    is_open = at < 2 * OPEN if own else at % 100 == 1
    due = received + timedelta(days=4000)
    return case_row(at, received) | {
        "agency": AGENCY if own else f"other{at % OTHERS}",
        "handler": "li" if own and at % 10 == 0 else "others",
        "open": is_open,
        "due": due,
        "warn_on": due,
        "decided_on": None if is_open else received + timedelta(days=20),
        "state": "processing" if is_open else "archived",
        "reply_state": "running" if is_open else "met",
    }


def _deadline(row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: None for column in DEADLINE.columns} | {
        "chain": row["chain"],
        "place": 0,
        "agency": row["agency"],
        "clock": "reply",
        "child": "",
        "due": row["due"],
        "warn_on": row["warn_on"],
        "state": row["reply_state"],
        "open": row["open"],
        "duty": True,
        "provisional": False,
    }


def _grams(at: int) -> list[str]:
    """Return what a request is found by: few grams each, one of them frequent."""
    return [f"甲{at % 997}", f"乙{at % 4999}", *(["土"] if at % 3 == 0 else [])]
