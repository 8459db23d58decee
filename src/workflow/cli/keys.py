"""``workflow keys``: change the master key."""

import click

from workflow.cli.common import JSON, emit
from workflow.messages import say


@click.group("keys")
def command() -> None:
    """Look after the master key."""


@command.command("rotate")
@click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
@JSON
def rotate_key(*, user: str, as_json: bool) -> None:
    """Make a new master key and wrap every case's key by it. Restart running programs after it.

    The cipher of the wrapping is that of WORKFLOW_CIPHER (aes-gcm or sm4-gcm).
    """
    from workflow.adapters.keyfile import make_key_file, next_path, take_next
    from workflow.app.office import Actor
    from workflow.app.rotating import rotate
    from workflow.bootstrap import build
    from workflow.settings import load_settings

    settings = load_settings()
    office = build(settings)
    coming = next_path(settings.key_path)
    coming.unlink(missing_ok=True)  # of a rotation that never reached the database
    chains = rotate(office, make_key_file(coming, settings.cipher), Actor(user, "security_officer"))
    former = take_next(settings.key_path)
    if as_json:
        emit({"keys": chains, "former": str(former), "cipher": settings.cipher})
        return
    click.echo(say("trust.rotated", chains=chains, old=former))
