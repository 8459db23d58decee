"""The master key: a file of mode 0600 outside the database, made at first use."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.adapters.ciphers import AES, decrypt, encrypt
from workflow.errors import StorageError

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class FileKeyring:
    """The keys derived from one master key (``store.keyring.Keyring``).

    ``cipher`` encrypts what is new; a value says itself which one opens it.
    """

    wrapping_key: bytes = field(repr=False)
    head_key: bytes = field(repr=False)
    search_key: bytes = field(repr=False)
    check: str
    cipher: str = AES

    def new_key(self, chain: str) -> bytes:
        """Return a fresh data key for a chain, wrapped and bound to that chain."""
        return encrypt(self.cipher, self.wrapping_key, _place(chain), _random(KEY_BYTES))

    def seal(self, wrapped: bytes, place: str, plain: bytes) -> bytes:
        """Encrypt a value, bound to its place."""
        return encrypt(self.cipher, self._unwrap(wrapped, place), place, plain)

    def open(self, wrapped: bytes, place: str, sealed: bytes) -> bytes:
        """Decrypt a value; one that was moved or changed raises StorageError."""
        return decrypt(self._unwrap(wrapped, place), place, sealed)

    def search_digest(self, gram: str) -> int:
        """Return the keyed digest of a piece of text, short enough for an index."""
        whole = hmac.digest(self.search_key, gram.encode(), "sha256")
        return int.from_bytes(whole[:8], "big", signed=True)

    def salt(self) -> bytes:
        """Return sixteen random bytes."""
        return _random(16)

    def rewrap(self, chain: str, wrapped: bytes, to: "FileKeyring") -> bytes:
        """Return a chain's data key, the same one, wrapped by another master key."""
        plain = _unwrapped(self.wrapping_key, wrapped, chain)
        return encrypt(to.cipher, to.wrapping_key, _place(chain), plain)

    def _unwrap(self, wrapped: bytes, place: str) -> bytes:
        chain = place.split("|")[2]
        return _unwrapped(self.wrapping_key, wrapped, chain)


@lru_cache(maxsize=1024)
def _unwrapped(wrapping_key: bytes, wrapped: bytes, chain: str) -> bytes:
    return decrypt(wrapping_key, _place(chain), wrapped)


def _place(chain: str) -> str:
    return f"chain_key|wrapped|{chain}"


def _random(length: int) -> bytes:
    return secrets.token_bytes(length)


def keyring(master: bytes, cipher: str = AES) -> FileKeyring:
    """Derive all keys of an installation from its master key."""
    check = hmac.new(_derive(master, "check"), b"workflow", hashlib.sha256).hexdigest()
    return FileKeyring(
        wrapping_key=_derive(master, "wrap"),
        head_key=_derive(master, "heads"),
        search_key=_derive(master, "search"),
        check=check,
        cipher=cipher,
    )


def _derive(master: bytes, purpose: str) -> bytes:
    info = f"workflow/{purpose}/v1".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def make_key_file(path: Path, cipher: str = AES) -> FileKeyring:
    """Write a new master key; a file that is there already is never overwritten."""
    master = _random(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(master.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return read_key_file(path, cipher)
    except OSError as error:
        raise StorageError("vault.key_not_written", path=path, what=error.strerror) from error
    return keyring(master, cipher)


def next_path(path: Path) -> Path:
    """Return where a new master key lies until the database is bound to it."""
    return path.with_name(f"{path.name}.next")


def take_next(path: Path) -> Path:
    """Put the next master key in place; return where the former one lies from now on.

    Backups made before still need the former one, so it is kept; none is ever overwritten.
    """
    number = 1
    while (former := path.with_name(f"{path.name}.former-{number}")).exists():
        number += 1
    try:
        former.hardlink_to(path)
        next_path(path).replace(path)
    except OSError as error:
        raise StorageError("vault.key_not_written", path=path, what=error.strerror) from error
    return former


def read_key_file(path: Path, cipher: str = AES) -> FileKeyring:
    """Read the master key; say what is wrong with a file that holds none."""
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError as error:
        raise StorageError("vault.key_missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError("vault.key_unreadable", path=path) from error
    if path.stat().st_mode & 0o077:
        raise StorageError("vault.key_open_to_others", path=path)
    try:
        master = bytes.fromhex(text)
    except ValueError as error:
        raise StorageError("vault.key_unreadable", path=path) from error
    if len(master) != KEY_BYTES:
        raise StorageError("vault.key_unreadable", path=path)
    return keyring(master, cipher)
