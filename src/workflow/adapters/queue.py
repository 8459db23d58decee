"""The queue of cluster mode: procrastinate on the same PostgreSQL, in a schema of its own."""

import logging
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from workflow.store.queue_schema import SCHEMA

log = logging.getLogger("workflow.queue")
#: The job that carries out what waits; one queued is enough, however many moves ask for it.
CARRY = "workflow.carry"
#: The queue of what takes moments; heavy work has one of its own (``scheduler.cluster``).
LIGHT = "workflow.light"


def conninfo(url: sa.URL) -> dict[str, Any]:
    """Return psycopg's arguments for a database's URL, looking at the queue's schema.

    >>> conninfo(sa.make_url("postgresql://li@db.invalid:5433/gk"))["options"]
    '-c search_path=queue'
    """
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return {"conninfo": plain, "options": f"-c search_path={SCHEMA}"}


class Waker:
    """Tells the workers, after a commit, that there is work: a hint, never the truth.

    A queue that can't be reached is logged and forgotten: the periodic sweep finds the rows.
    """

    def __init__(self, url: sa.URL, timeout: float = 5) -> None:
        self._url = url
        self._timeout = timeout

    def close(self) -> None:
        """Give the connections back."""
        self._app.close()

    @cached_property
    def _app(self) -> Any:
        import procrastinate  # noqa: PLC0415  (an extra)

        connect = conninfo(self._url)
        kwargs = {"options": connect["options"]}
        connector = procrastinate.SyncPsycopgConnector(
            conninfo=connect["conninfo"],
            kwargs=kwargs,
            min_size=0,
            max_size=2,
            timeout=self._timeout,
        )
        app = procrastinate.App(connector=connector)
        app.open()
        return app

    def __call__(self) -> None:
        """Defer the job unless one is queued."""
        from procrastinate.exceptions import (  # noqa: PLC0415  (an extra)
            AlreadyEnqueued,
            ConnectorException,
        )

        try:
            self._app.configure_task(CARRY, queue=LIGHT, queueing_lock=CARRY).defer()
        except AlreadyEnqueued:
            return
        except ConnectorException:
            log.warning("the queue can't be reached: the next sweep will find the work")
