"""Changing one's own password: the present one is asked for, all other sessions end."""

from workflow.app.office import Actor, Office
from workflow.app.people import set_password
from workflow.app.sign_in import open_session, sign_in
from workflow.errors import InputError, RefusedError

WRONG = "sign_in.wrong"


def change_own_password(office: Office, actor: Actor, present: str, new: str, again: str) -> str:
    """Set a person's new password; return the token of his only session from now on.

    RefusedError where the present one is wrong (a wrong try counts as one at signing in) or no
    password is used here; InputError for a new one that is weak, the same, or typed differently.
    """
    if new != again:
        raise InputError("web_password.differs")
    if new == present:
        raise InputError("web_password.same")
    try:
        sign_in(office, actor.name, present)
    except RefusedError as error:
        if error.code == WRONG:
            raise RefusedError("web_password.wrong") from error
        raise
    set_password(office, actor.name, new, actor)
    return open_session(office, actor.name, office.now())
