"""What somebody searched for, as an address carries it: sealed, for this person alone.

An address stays in the proxy's log, in the browser's history and in a mail that it is copied into;
an applicant's name must not.
"""

import base64
import binascii
from contextlib import suppress

from workflow.errors import StorageError
from workflow.store.keyring import Keyring

#: Bytes of the length that stands before the wrapped key.
LENGTH = 2


def hide(keys: Keyring, person: str, text: str) -> str:
    """Return a text for a parameter of an address; empty for an empty one."""
    if not text:
        return ""
    wrapped = keys.new_key(_chain(person))
    sealed = keys.seal(wrapped, _place(person), text.encode())
    packed = len(wrapped).to_bytes(LENGTH, "big") + wrapped + sealed
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def reveal(keys: Keyring, person: str, hidden: str) -> str:
    """Return the text again; empty where it isn't this person's, or was changed."""
    with suppress(binascii.Error, ValueError, StorageError):
        padded = hidden + "=" * (-len(hidden) % 4)
        packed = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        end = LENGTH + int.from_bytes(packed[:LENGTH], "big")
        return keys.open(packed[LENGTH:end], _place(person), packed[end:]).decode()
    return ""


def _chain(person: str) -> str:
    return f"searched:{person}"


def _place(person: str) -> str:
    return f"address|s|{_chain(person)}"
