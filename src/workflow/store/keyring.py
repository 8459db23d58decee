"""What the store needs of the keys that lie outside the database (``adapters.keyfile`` has them).

The master key wraps one data key a chain; from it come also the key of the heads' HMAC and that
of the search digests.
"""

from typing import Any, Protocol


class Keyring(Protocol):
    """The keys of an installation."""

    @property
    def check(self) -> str:
        """A text that only this master key makes: tells a wrong key file before it does harm."""
        ...

    @property
    def cipher(self) -> str:
        """The cipher that encrypts what is new (``aes-gcm`` or ``sm4-gcm``)."""
        ...

    @property
    def head_key(self) -> bytes:
        """The key of the HMAC over the journal's heads."""
        ...

    def new_key(self, chain: str) -> bytes:
        """Return a fresh data key for a chain, wrapped."""
        ...

    def seal(self, wrapped: bytes, place: str, plain: bytes) -> bytes:
        """Encrypt a value, bound to its place (``table|column|row``)."""
        ...

    def open(self, wrapped: bytes, place: str, sealed: bytes) -> bytes:
        """Decrypt a value of that place; anything else raises StorageError."""
        ...

    def rewrap(self, chain: str, wrapped: bytes, to: Any) -> bytes:
        """Return a chain's data key wrapped by another master key (a keyring of the same kind)."""
        ...

    def search_digest(self, gram: str) -> int:
        """Return the keyed digest of a piece of text, for the search index: 64 bits, signed."""
        ...

    def salt(self) -> bytes:
        """Return fresh random bytes for a salted digest."""
        ...
