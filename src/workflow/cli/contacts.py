"""``workflow contact``: where a person is reached besides the inbox."""

import sys

import click

from workflow.cli.common import JSON, answer, emit
from workflow.messages import say


@click.group("contact")
def command() -> None:
    """Set where people are reached: mail, wecom, dingtalk, feishu, webhook."""


@command.command("set")
@click.argument("person")
@click.argument("channel")
@click.option("--digest", is_flag=True, help="One message a day instead of one by one.")
@click.option("--as", "user", required=True, help="Who sets it.")
@JSON
def set_address(*, person: str, channel: str, digest: bool, user: str, as_json: bool) -> None:
    """Set a person's address in a channel; it is read from standard input (a robot's is a key)."""
    from workflow.app.contacts import NewContact, set_contact
    from workflow.app.office import Actor
    from workflow.bootstrap import build

    address = sys.stdin.readline()
    set_contact(build(), NewContact(person, channel, address, digest), Actor(user, "admin"))
    sentence = say("notify.contact_set", person=person, channel=say(f"notify.channel_{channel}"))
    answer({"person": person, "channel": channel, "digest": digest}, sentence, as_json=as_json)


@command.command("list")
@click.argument("person")
@JSON
def list_addresses(*, person: str, as_json: bool) -> None:
    """List a person's channels, the addresses masked."""
    from workflow.app.contacts import contacts_of
    from workflow.bootstrap import build

    found = contacts_of(build(), person)
    if as_json:
        emit(found)
        return
    for one in found:
        click.echo(f"{one['label']}\t{one['address']}")


@command.command("remove")
@click.argument("person")
@click.argument("channel")
@click.option("--as", "user", required=True, help="Who removes it.")
@JSON
def remove_address(*, person: str, channel: str, user: str, as_json: bool) -> None:
    """Forget a person's address in a channel."""
    from workflow.app.contacts import remove_contact
    from workflow.app.office import Actor
    from workflow.bootstrap import build

    remove_contact(build(), person, channel, Actor(user, "admin"))
    label = say(f"notify.channel_{channel}")
    sentence = say("notify.contact_removed", person=person, channel=label)
    answer({"person": person, "channel": channel}, sentence, as_json=as_json)
