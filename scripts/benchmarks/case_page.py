"""The pages of a case, of the list and of the desk, against a trivial page in one event loop.

The goal is about cases picked at random, each opened for the first time (``page``): what a page
costs again is told beside it (``page-again``).
"""

import asyncio
import gc
import os
import random
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from time import process_time
from typing import Any, TextIO
from unittest.mock import patch

import httpx
import structlog
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from benchmarks.office import PASSWORD, office, put, year_of_requests
from benchmarks.row import Row, explained
from benchmarks.walked import walk_cases
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.sign_in import sign_in
from workflow.serving import keep_for_good
from workflow.web.app import create_app
from workflow.web.guard import COOKIE

ON = date(2023, 9, 4)
GOAL = 0.1
SIZE = 10_000
CALLS = 100
#: Cases with texts and journals of their own: those that pages open, and that the lists show.
WALKED = 110
P95 = 94
TRIVIAL = "<!doctype html><title>示例</title><p>示例"
MARK = "示政公开"
LISTS = ("/cases", "/cases?kind=all", "/cases?state=in_review", "/cases?kind=all&page_number=2")

Page = tuple[str, str, Sequence[str]]


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield a row a page; every call of either side is answered with 200 and its own page."""
    with office(ON) as made, Path(os.devnull).open("w") as log:
        put(made, CASE, year_of_requests(size, ON.year - 1))
        paths = case_paths(made, walk_cases(made, ON, WALKED))
        log_to(log)
        signed_in = {COOKIE: sign_in(made, "li", PASSWORD)}
        app = create_app(made)
        asyncio.run(p95(app, ["/", "/cases", paths.pop()], MARK, signed_in))
        keep_for_good()  # as ``workflow serve`` does before it serves
        one_line = asyncio.run(p95(trivial(), ["/"], TRIVIAL, {}))
        for name, what, addresses in pages(paths):
            calls = partial(p95, app, addresses, MARK, signed_in)
            row = Row(
                name=name,
                what=f"{what}, 95th percentile of {CALLS} calls",
                ours=asyncio.run(calls()),
                baseline=one_line,
                baseline_is="a FastAPI page of one line, called in the same way",
                goal=GOAL,
                unit="ms",
                size=size,
            )
            yield explained(row, partial(_in_one_thread, calls))
        gc.unfreeze()


def pages(paths: Sequence[str]) -> Iterator[Page]:
    """Yield name, description and addresses of each page that is measured."""
    yield "page", "cases picked at random, each opened for the first time", paths
    yield "page-again", "one case, opened again and again", paths[:1]
    yield "page-list", "list of cases: open ones, all, of a state, the second page", LISTS
    yield "page-desk", "the clerk's desk", ("/",)


def case_paths(made: Office, numbers: Sequence[str]) -> list[str]:
    """Return the addresses of cases, in an order that tells nothing."""
    with made.store.read() as session:
        found = session.execute(CASE.select().where(CASE.c.number.in_(numbers)))
        paths = [f"/cases/{row.chain.partition(':')[2]}" for row in found]
    random.Random(1).shuffle(paths)  # noqa: S311  (the same order every time)
    return paths


def _in_one_thread(calls: Callable[[], Coroutine[Any, Any, float]]) -> None:
    """Make the calls with the pages' work in this thread, where a profile sees it."""

    async def at_once(work: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return work(*given)

    with patch("anyio.to_thread.run_sync", at_once):
        asyncio.run(calls())


def log_to(file: TextIO) -> None:
    """Write the log, which is part of a page's work, where it doesn't mix with the figures."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))


def trivial() -> FastAPI:
    """Return an application whose one page is one line."""
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return TRIVIAL

    return app


async def p95(app: FastAPI, paths: Sequence[str], text: str, cookies: dict[str, str]) -> float:
    """Return the 95th percentile in ms of the processor's time; all threads' work is counted."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    address = "http://workbench.example"
    times = []
    async with httpx.AsyncClient(transport=transport, base_url=address, cookies=cookies) as client:
        gc.collect()
        for path in islice(cycle(paths), CALLS):
            begun = process_time()
            answer = await client.get(path)
            times.append(process_time() - begun)
            assert answer.status_code == 200, answer.status_code  # noqa: PLR2004
            assert text in answer.text
    return quantiles(times, n=100)[P95] * 1000
