"""The master key: a file of mode 0600 outside the database, made at first use."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.errors import StorageError

KEY_BYTES = 32
NONCE_BYTES = 12
#: How a sealed value begins: the version of the layout and the cipher.
HEADER = b"v1|AES-256-GCM|"


@dataclass(frozen=True, slots=True)
class FileKeyring:
    """The keys derived from one master key (``store.keyring.Keyring``)."""

    wrapping_key: bytes = field(repr=False)
    head_key: bytes = field(repr=False)
    search_key: bytes = field(repr=False)
    check: str

    def new_key(self, chain: str) -> bytes:
        """Return a fresh data key for a chain, wrapped and bound to that chain."""
        return _encrypt(self.wrapping_key, f"chain_key|wrapped|{chain}", _random(KEY_BYTES))

    def seal(self, wrapped: bytes, place: str, plain: bytes) -> bytes:
        """Encrypt a value, bound to its place."""
        return _encrypt(self._unwrap(wrapped, place), place, plain)

    def open(self, wrapped: bytes, place: str, sealed: bytes) -> bytes:
        """Decrypt a value; one that was moved or changed raises StorageError."""
        return _decrypt(self._unwrap(wrapped, place), place, sealed)

    def search_digest(self, gram: str) -> str:
        """Return the keyed digest of a piece of text, short enough for an index."""
        return hmac.new(self.search_key, gram.encode(), hashlib.sha256).hexdigest()[:24]

    def salt(self) -> bytes:
        """Return sixteen random bytes."""
        return _random(16)

    def _unwrap(self, wrapped: bytes, place: str) -> bytes:
        chain = place.split("|")[2]
        return _unwrapped(self.wrapping_key, wrapped, chain)


@lru_cache(maxsize=1024)
def _unwrapped(wrapping_key: bytes, wrapped: bytes, chain: str) -> bytes:
    return _decrypt(wrapping_key, f"chain_key|wrapped|{chain}", wrapped)


def _encrypt(key: bytes, place: str, plain: bytes) -> bytes:
    nonce = _random(NONCE_BYTES)
    return HEADER + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _decrypt(key: bytes, place: str, sealed: bytes) -> bytes:
    start = len(HEADER) + NONCE_BYTES
    if not sealed.startswith(HEADER) or len(sealed) < start:
        raise StorageError("vault.damaged", place=place)
    try:
        return AESGCM(key).decrypt(sealed[len(HEADER) : start], sealed[start:], place.encode())
    except InvalidTag as error:
        raise StorageError("vault.damaged", place=place) from error


def _random(length: int) -> bytes:
    return secrets.token_bytes(length)


def keyring(master: bytes) -> FileKeyring:
    """Derive all keys of an installation from its master key."""
    check = hmac.new(_derive(master, "check"), b"workflow", hashlib.sha256).hexdigest()
    return FileKeyring(
        wrapping_key=_derive(master, "wrap"),
        head_key=_derive(master, "heads"),
        search_key=_derive(master, "search"),
        check=check,
    )


def _derive(master: bytes, purpose: str) -> bytes:
    info = f"workflow/{purpose}/v1".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


def make_key_file(path: Path) -> FileKeyring:
    """Write a new master key; a file that is there already is never overwritten."""
    master = _random(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(master.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return read_key_file(path)
    except OSError as error:
        raise StorageError("vault.key_not_written", path=path, what=error.strerror) from error
    return keyring(master)


def read_key_file(path: Path) -> FileKeyring:
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
    return keyring(master)
