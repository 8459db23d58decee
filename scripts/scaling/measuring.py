"""What offices ask for all day, of one agency among many: warm, and after a cold start."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from benchmarks.office import CLERK
from scaling import say
from scaling.building import IMPORTED, code_of
from scaling.server import Server
from workflow.app.annual_report import Inputs, build
from workflow.app.browsing import Wanted, browse
from workflow.app.keeping import verify
from workflow.app.moving import Wanted as Move
from workflow.app.moving import advance
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.reminding import send_due
from workflow.app.report_register import OfficeRegister
from workflow.app.viewing import view

YEAR = 2024
WARM_CALLS, COLD_STARTS = 11, 3
#: A word that many requests have; a number that a few have in each agency.
OFTEN, SELDOM = "土地", "199号"
ASKED_FOR = {
    "case": "a case: its journal read, opened, folded, its moves judged",
    "list": "the page of a list: the newest of all",
    "open": "the page of a list: the open ones",
    "often": f"search for {OFTEN}, which many have",
    "seldom": f"search for {SELDOM}, which few have",
    "report": "annual report, built and checked",
    "move": "a durable move: judged, journalled, derived, effects queued",
    "scan": "sweep over all agencies, nothing new",
}
SIZES = sa.text(
    "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
)
#: For an agency, the call to be timed: what it needs to know is looked up before.
Work = Callable[[str], Callable[[], Any]]


def figures(server: Server, office: Office, requests: int) -> dict[str, Any]:
    """Return sizes and times of the database as it is."""
    send_due(office)
    with office.store.read() as session:
        sizes = [list(row) for row in session.execute(SIZES) if row[1] + row[2] > 2**20]
    found: dict[str, Any] = {"requests": requests, "tables": sizes}
    for name, work in works(office):
        warm = [_milliseconds(work(code_of(1))) for _ in range(WARM_CALLS)][1:]
        cold = list(_cold(server, office, work))
        found[name] = {"warm": _median(warm), "worst": round(max(warm), 2), "cold": _median(cold)}
        say(f"{name}: {found[name]} ms")
    return found


def _cold(server: Server, office: Office, work: Work) -> Iterator[float]:
    """Yield what the first call takes after each start, each of another agency."""
    for at in range(COLD_STARTS):
        call = work(code_of(IMPORTED + at))
        office.store.close()
        server.chill()
        with office.store.read() as session:
            session.execute(sa.text("SELECT 1"))
        yield _milliseconds(call)


def _median(times: Sequence[float]) -> float:
    return round(statistics.median(times), 2)


def _milliseconds(call: Callable[[], Any]) -> float:
    begun = perf_counter()
    call()
    return (perf_counter() - begun) * 1000


def works(office: Office) -> Iterator[tuple[str, Work]]:
    """Give what is measured, each a call for an agency."""
    listed = {"list": Wanted(frozenset(), kind="all"), "open": Wanted(frozenset())}
    listed |= {
        name: Wanted(frozenset(), kind="all", text=text)
        for name, text in (("often", OFTEN), ("seldom", SELDOM))
    }
    yield "case", _opening(office)
    for name, wanted in listed.items():
        yield name, _listing(office, wanted)
    yield "report", lambda agency: partial(build, OfficeRegister(office), agency, YEAR, Inputs())
    yield "move", _moving(office)
    yield "scan", lambda _: partial(send_due, office)


def _listing(office: Office, wanted: Wanted) -> Work:
    def page(wanted: Wanted) -> None:
        assert browse(office, wanted).rows, wanted

    return lambda agency: partial(page, replace(wanted, agencies=frozenset({agency})))


def _opening(office: Office) -> Work:
    """Open another answered case each time."""
    turn = count(7)

    def opening(agency: str) -> Callable[[], Any]:
        chains = _found(office, agency, CASE.c.decided_on.is_not(None), CASE.c.chain, next(turn))
        ident = chains[-1].partition(":")[2]
        return partial(view, office, ident, CLERK.name, CLERK.role, agency)

    return opening


def _moving(office: Office) -> Work:
    """Acknowledge another open request each time."""

    def moving(agency: str) -> Callable[[], Any]:
        (number,) = _found(office, agency, CASE.c.state == "received", CASE.c.number, 1)
        move = Move(number, "acknowledge", office.today, agency=agency)
        return partial(advance, office, move, CLERK)

    return moving


def _found(office: Office, agency: str, which: Any, column: Any, most: int) -> list[str]:
    found = sa.select(column).where(CASE.c.agency == agency, which).limit(most)
    with office.store.read() as session:
        return list(session.execute(found).scalars())


def verified(office: Office) -> dict[str, float]:
    """Read the whole journal against its hashes and heads; return how much, and the seconds."""
    begun = perf_counter()
    found = verify(office)
    assert found.broken == (), found.broken[:3]
    seconds = round(perf_counter() - begun, 1)
    return {"entries": found.entries, "chains": found.chains, "seconds": seconds}
