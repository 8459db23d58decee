"""The page of a case and the list of cases, against a trivial FastAPI page, in one event loop."""

import asyncio
import gc
import os
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import process_time
from typing import Any, TextIO
from unittest.mock import patch

import httpx
import structlog
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from benchmarks.office import PASSWORD, office, put, register_case, year_of_requests
from benchmarks.row import Row, explained
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.sign_in import sign_in
from workflow.web.app import create_app
from workflow.web.guard import COOKIE

ON = date(2023, 9, 4)
GOAL = 0.1
SIZE = 10_000
CALLS = 100
#: Open cases with texts and journals of their own: what the first page of the list shows.
LISTED = 60
P95 = 94
TRIVIAL = "<!doctype html><title>示例</title><p>示例"


def measure(size: int = SIZE) -> Iterator[Row]:
    """Yield a row a page; every call of either side is answered with 200 and its own page."""
    with office(ON) as made, Path(os.devnull).open("w") as log:
        put(made, CASE, year_of_requests(size, ON.year))
        number, *_ = [register_case(made, ON) for _ in range(LISTED)]
        chain = _chain(made, number)
        trivial = asyncio.run(_p95(_trivial(), "/", TRIVIAL, {}))
        signed_in = {COOKIE: sign_in(made, "li", PASSWORD)}
        app = create_app(made)
        _log_to(log)
        for name, what, path, text in (
            ("page", "page of a case", f"/cases/{chain}", number),
            ("page-list", "list of cases, first page", "/cases", "示政公开"),
        ):
            calls = partial(_p95, app, path, text, signed_in)
            row = Row(
                name=name,
                what=f"{what}, 95th percentile of {CALLS} calls",
                ours=asyncio.run(calls()),
                baseline=trivial,
                baseline_is="a FastAPI page of one line, called in the same way",
                goal=GOAL,
                unit="ms",
                size=size,
            )
            yield explained(row, partial(_in_one_thread, calls))


def _in_one_thread(calls: Callable[[], Coroutine[Any, Any, float]]) -> None:
    """Make the calls with the pages' work in this thread, where a profile sees it."""

    async def at_once(work: Callable[..., Any], *given: Any, **_: Any) -> Any:
        return work(*given)

    with patch("anyio.to_thread.run_sync", at_once):
        asyncio.run(calls())


def _log_to(file: TextIO) -> None:
    """Write the log, which is part of a page's work, where it doesn't mix with the figures."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))


def _chain(made: Office, number: str) -> str:
    with made.store.read() as session:
        found = session.execute(CASE.select().where(CASE.c.number == number)).one()
    return str(found.chain).partition(":")[2]


def _trivial() -> FastAPI:
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return TRIVIAL

    return app


async def _p95(app: FastAPI, path: str, text: str, cookies: dict[str, str]) -> float:
    """Return the 95th percentile in ms of the processor's time; all threads' work is counted."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    address = "http://workbench.example"
    times = []
    async with httpx.AsyncClient(transport=transport, base_url=address, cookies=cookies) as client:
        gc.collect()
        for _ in range(CALLS):
            begun = process_time()
            answer = await client.get(path)
            times.append(process_time() - begun)
            assert answer.status_code == 200, answer.status_code  # noqa: PLR2004
            assert text in answer.text
    return quantiles(times, n=100)[P95] * 1000
