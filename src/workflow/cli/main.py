"""The command line: finds the command, runs it, says every error in one sentence.

Commands are imported when they are called, so that ``workflow due`` starts without the database.
"""

import importlib
import importlib.util
from collections.abc import Sequence

import click

from workflow.cli.common import report_error, report_unexpected
from workflow.cli.showing import keep_showing
from workflow.cli.usage import in_our_words
from workflow.errors import WorkflowError
from workflow.store.opening import noting

#: command → the module of this package whose ``command`` (a click command or group) it is.
COMMANDS = {
    "due": "due",
    "term": "term",
    "fee": "fee",
    "calendar": "calendars",
    "processes": "processes",
    "report": "reports",
    "ledger": "ledger",
    "disclosure": "disclosures",
    "figures": "figures",
    "guide": "guide",
    "agency": "agencies",
    "user": "users",
    "case": "cases",
    "journal": "journals",
    "template": "templates",
    "document": "documents",
    "demo": "demo",
    "serve": "serve",
    "worker": "worker",
    "task": "tasks",
    "remind": "remind",
    "contact": "contacts",
    "backup": "backups",
    "restore": "restore",
    "keys": "keys",
    "retention": "retention",
    "db": "database",
    "doctor": "doctor",
}


class Commands(click.Group):
    """The group of all commands, each imported when it is first asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands whose module exists."""
        spec = importlib.util.find_spec
        return [name for name, at in COMMANDS.items() if spec(f"workflow.cli.{at}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module and return what it defines."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"workflow.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.command(cls=Commands, no_args_is_help=False)
@click.version_option(package_name="workflow")
def workflow() -> None:
    """Handle government-information requests: journal, deadlines, notices, annual report."""


def run(  # noqa: PLR0911  (one way out an error)
    arguments: Sequence[str],
) -> int:
    """Run a command; return its exit status, 0, 1 or 2. No traceback reaches a user."""
    try:
        with noting() as opened:
            status = workflow.main(list(arguments), prog_name="workflow", standalone_mode=False)
        keep_showing(opened, arguments)
    except WorkflowError as error:
        return report_error(error, as_json=_wants_json(arguments))
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.Abort:
        return 2
    except click.ClickException as error:
        return report_error(in_our_words(error))
    except KeyboardInterrupt:
        return 2
    except Exception as error:  # noqa: BLE001  (the last line of defence)
        return report_unexpected(error)
    return status if isinstance(status, int) else 0


def _wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether ``--json`` was asked for; behind build and rollup it names a file."""
    takes_file = tuple(arguments[:2]) in {("report", "build"), ("report", "rollup")}
    return "--json" in arguments and not takes_file
