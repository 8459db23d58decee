"""``workflow serve``: the pages, and the sweep inside."""

import errno
import pkgutil
import socket

import click

from workflow.errors import InputError
from workflow.messages import say

#: Named, not imported: the entrances don't know each other.
FACTORY = "workflow.serving:make_app"
#: So many connections wait until they are taken.
BACKLOG = 2048


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port; 0: a free one.",
)
@click.option(
    "--scheduler/--no-scheduler",
    default=None,
    help="Sweep inside this process (default: on SQLite; on PostgreSQL a worker does it).",
)
@click.option(
    "--grace",
    type=click.IntRange(1, 600),
    default=20,
    show_default=True,
    help="Seconds that requests under way may take once SIGTERM came.",
)
def command(*, host: str, port: int, scheduler: bool | None, grace: int) -> None:
    """Serve the pages until interrupted; then requests and the row under way come to their end."""
    import uvicorn

    with listening(host, port) as place:
        app = pkgutil.resolve_name(FACTORY)(scheduler=scheduler)
        address, at = place.getsockname()[:2]
        click.echo(say("web.serving", address=_url(address, at)), err=True)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=grace,
        )
        uvicorn.Server(config).run(sockets=[place])


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; InputError says why none can (somebody else does, …)."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        code = "taken" if error.errno == errno.EADDRINUSE else "unusable"
        place = {"address": _url(host, port), "what": error.strerror or error}
        raise InputError(f"web.address_{code}", **place) from error


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
