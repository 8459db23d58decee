"""What ``workflow serve`` runs: the pages over the assembled office, with the sweep inside.

It stands beside the entrances, since it joins two of them (web and scheduler).
"""

import gc

from fastapi import FastAPI

from workflow.bootstrap import build
from workflow.scheduler.ticking import Ticker
from workflow.web.app import create_app
from workflow.web.logs import write_json_logs


def make_app(*, scheduler: bool | None = None) -> FastAPI:
    """Return the application, assembled by the settings.

    ``scheduler`` None: it sweeps inside this process on SQLite, and leaves it to ``workflow
    worker`` on PostgreSQL, where several processes may serve.
    """
    write_json_logs()
    office = build()
    ticking = office.store.sqlite if scheduler is None else scheduler
    app = create_app(office, Ticker(office) if ticking else None)
    keep_for_good()
    return app


def keep_for_good() -> None:
    """Take all that was built at the start out of the garbage collector's rounds.

    It is some hundred thousand objects that stay: going through them again and again would cost
    each page a tenth of its time, and now and then one page all of it.
    """
    gc.collect()
    gc.freeze()
