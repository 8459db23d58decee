"""A wrong call, in the reader's words: what click says in English becomes one of our sentences."""

import re

import click

from workflow.errors import InputError
from workflow.messages import say

#: What was written, which click quotes, or puts into brackets at the end of its sentence.
_WRITTEN = re.compile(r"'(?P<quoted>[^']*)'|\((?P<last>[^()]*)\)\s*$")


def in_our_words(error: click.ClickException) -> InputError:  # noqa: PLR0911  (one a kind)
    """Return the sentence of a wrong call: what is wrong, and what may be written instead."""
    match error:
        case click.exceptions.NoSuchCommand():
            return InputError("error.no_such_command", name=error.command_name)
        case click.NoSuchOption():
            return InputError("error.no_such_option", name=error.option_name)
        case click.MissingParameter():
            return InputError("error.missing_parameter", name=_name(error))
        case click.BadParameter():
            return _wrong_value(error)
        case click.BadOptionUsage():
            needs = "requires" in error.message
            code = "error.value_missing" if needs else "error.value_unwanted"
            return InputError(code, name=error.option_name)
        case click.UsageError(ctx=click.Context(command=click.Group() as group) as called):
            known = "、".join(group.list_commands(called))
            return InputError("error.missing_command", name=called.command_path, known=known)
        case _ if error.message.startswith("Got unexpected extra argument"):
            return InputError("error.extra_argument", written=_written(error))
        case _:
            return InputError("error.usage")


def _wrong_value(error: click.BadParameter) -> InputError:
    """Return the sentence of a value that isn't of the kind that is asked for."""
    name, written = _name(error), _written(error)
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            known = "、".join(map(str, choices))
            return InputError("error.not_a_choice", name=name, written=written, known=known)
        case click.IntRange(min=least, max=most) if "range" in error.message:
            known = f"{'' if least is None else least}—{'' if most is None else most}"
            return InputError("error.not_in_range", name=name, known=known)
        case click.types.IntParamType():
            return InputError("error.not_a_number", name=name)
        case click.Path():
            what = say("error.why_path", path=written)
            return InputError("error.bad_parameter", name=name, what=what)
        case _:
            what = say("error.why_value", written=written)
            return InputError("error.bad_parameter", name=name, what=what)


def _name(error: click.BadParameter) -> str:
    """Return the option or argument as it is written on the command line."""
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else ""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.human_readable_name


def _written(error: click.ClickException) -> str:
    """Return what was written on the command line, as click repeats it.

    >>> _written(click.UsageError("Got unexpected extra argument (b)"))
    'b'
    >>> _written(click.BadParameter("'many' is not a valid integer."))
    'many'
    """
    found = _WRITTEN.search(error.message)
    return (found["quoted"] or found["last"] or "") if found else ""
