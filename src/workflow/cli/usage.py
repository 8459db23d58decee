"""A wrong call, in the reader's words: what click says in English becomes one of our sentences."""

import click

from workflow.errors import InputError
from workflow.messages import say


def in_our_words(error: click.ClickException) -> InputError:  # noqa: PLR0911  (one a kind)
    """Return the sentence of a wrong call: what is wrong, and what may be written instead."""
    match error:
        case click.exceptions.NoSuchCommand():
            return InputError("error.no_such_command", name=error.command_name)
        case click.NoSuchOption():
            return InputError("error.no_such_option", name=error.option_name)
        case click.MissingParameter():
            return InputError("error.missing_parameter", name=_name(error))
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice)):
            known = "、".join(map(str, choice.choices))
            written = _quoted(error.message)
            return InputError("error.not_a_choice", name=_name(error), written=written, known=known)
        case click.BadParameter(param=click.Parameter(type=click.types.IntParamType())):
            return InputError("error.not_a_number", name=_name(error))
        case click.BadParameter(param=click.Parameter(type=click.Path())):
            what = say("error.why_path", path=_quoted(error.message))
            return InputError("error.bad_parameter", name=_name(error), what=what)
        case click.BadParameter():
            return InputError(
                "error.bad_parameter", name=_name(error), what=error.message.rstrip(".")
            )
        case _:
            return InputError("error.usage", what=error.format_message().rstrip("."))


def _name(error: click.BadParameter) -> str:
    """Return the option or argument as it is written on the command line."""
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.human_readable_name


def _quoted(message: str) -> str:
    """Return what was written, which click quotes first in its message."""
    return message.partition("'")[2].partition("'")[0]
