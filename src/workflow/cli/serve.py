"""``workflow serve``: the pages, and the sweep inside."""

import pkgutil

import click

from workflow.messages import say

#: Named, not imported: the entrances don't know each other.
FACTORY = "workflow.serving:make_app"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; 0: a free one.")
@click.option(
    "--scheduler/--no-scheduler",
    default=None,
    help="Sweep inside this process (default: on SQLite; on PostgreSQL a worker does it).",
)
def command(*, host: str, port: int, scheduler: bool | None) -> None:
    """Serve the pages until interrupted."""
    import uvicorn

    app = pkgutil.resolve_name(FACTORY)(scheduler=scheduler)
    if port:
        click.echo(say("web.serving", address=f"http://{host}:{port}"), err=True)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
