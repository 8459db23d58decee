"""Whether the process is up and in order, and its numbers (Prometheus text)."""

import threading
from collections import Counter
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from workflow.app.heartbeats import in_order
from workflow.app.office import Office
from workflow.app.pulse import take_pulse
from workflow.errors import WorkflowError
from workflow.store import schema
from workflow.web.guard import TheOffice

router = APIRouter()


class Ticking(Protocol):
    """The scheduler as the pages know it (``scheduler.ticking.Ticker``)."""

    failures: int

    def start(self) -> None:
        """Begin to tick."""
        ...

    def stop(self) -> None:
        """Tick no more."""
        ...

    def in_order(self, now: datetime) -> bool:
        """Tell whether the passes end."""
        ...


class Meter:
    """Counts answers by method, route and status, and the seconds that they took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: Counter[tuple[str, str, int]] = Counter()
        self.seconds: dict[str, float] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self.answers[method, route, status] += 1
            self.seconds[route] = self.seconds.get(route, 0.0) + seconds

    def lines(self) -> list[str]:
        """Return the counts in the Prometheus text format."""
        with self._lock:
            counted, spent = dict(self.answers), dict(self.seconds)
        found = ["# TYPE workflow_answers_total counter"]
        found += [
            f'workflow_answers_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(counted.items())
        ]
        found.append("# TYPE workflow_answer_seconds_total counter")
        found += [
            f'workflow_answer_seconds_total{{route="{route}"}} {seconds:.6f}'
            for route, seconds in sorted(spent.items())
        ]
        return found


@router.get("/healthz")
def healthz() -> JSONResponse:
    """Say that the process is up."""
    return JSONResponse({"status": "up"})


@router.get("/readyz")
def readyz(request: Request, office: TheOffice) -> JSONResponse:
    """Say whether database, schema and scheduler are in order; 503 where one isn't.

    The scheduler is the tick of this process where it has one, else any worker that swept not
    long ago.
    """
    ticker = request.app.state.ticker
    try:
        parts = {"database": True, "schema": _is_current(request, office)}
        swept = parts["schema"] and (ticker.in_order(office.now()) if ticker else in_order(office))
        parts["scheduler"] = swept
    except WorkflowError:
        parts = {"database": False, "schema": False, "scheduler": False}
    return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)


def _is_current(request: Request, office: Office) -> bool:
    """Tell whether the database is the one that this program works with.

    Its tables are looked through until all are there: later the revision alone can change.
    """
    state = request.app.state
    if schema.revision(office.store) != schema.CURRENT:
        return False
    if not getattr(state, "tables_seen", False):
        state.tables_seen = not schema.lacking(office.store)
    return bool(state.tables_seen)


@router.get("/metrics")
def metrics(request: Request, office: TheOffice) -> PlainTextResponse:
    """Return the numbers of this process and of the whole work; nothing about any case."""
    ticker = request.app.state.ticker
    lines = [
        *request.app.state.meter.lines(),
        "# TYPE workflow_sweep_failures_total counter",
        f"workflow_sweep_failures_total {ticker.failures if ticker else 0}",
        *take_pulse(office).lines(office.now()),
    ]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
