"""Authenticated encryption of one value, bound to its place: AES-256-GCM, or SM4-GCM by setting.

A sealed value is ``v1|CIPHER|`` + nonce + ciphertext + tag; the place (``table|column|row``) is
authenticated with it, so a value moved elsewhere doesn't open. SM4 (GB/T 32907) is what the state
cipher rules (密码法, 商用密码管理条例) ask of many offices.
"""

import hashlib
import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workflow.errors import StorageError

AES, SM4 = "aes-gcm", "sm4-gcm"
NONCE_BYTES, TAG_BYTES, SM4_KEY_BYTES = 12, 16, 16


def _aes_encrypt(key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, plain, place)


def _aes_decrypt(key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, sealed, place)


def _sm4_key(key: bytes) -> algorithms.SM4:
    """Return the SM4 key that belongs to a data key; one key never serves two ciphers."""
    return algorithms.SM4(hashlib.sha256(b"workflow/sm4/v1" + key).digest()[:SM4_KEY_BYTES])


def _sm4_encrypt(key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    encryptor = Cipher(_sm4_key(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _sm4_decrypt(key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    content, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    decryptor = Cipher(_sm4_key(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(place)
    return decryptor.update(content) + decryptor.finalize()


Step = Callable[[bytes, bytes, bytes, bytes], bytes]
#: How a sealed value begins → how it is made and opened.
LAYOUTS: dict[str, tuple[bytes, Step, Step]] = {
    AES: (b"v1|AES-256-GCM|", _aes_encrypt, _aes_decrypt),
    SM4: (b"v1|SM4-GCM|", _sm4_encrypt, _sm4_decrypt),
}


def encrypt(cipher: str, key: bytes, place: str, plain: bytes) -> bytes:
    """Encrypt a value under a key of 32 bytes, bound to its place."""
    header, seal, _ = LAYOUTS[cipher]
    nonce = secrets.token_bytes(NONCE_BYTES)
    return header + nonce + seal(key, nonce, plain, place.encode())


def decrypt(key: bytes, place: str, sealed: bytes) -> bytes:
    """Open a value of a place; one that was moved or changed raises StorageError."""
    for header, _, unseal in LAYOUTS.values():
        start = len(header) + NONCE_BYTES
        if sealed.startswith(header) and len(sealed) >= start + TAG_BYTES:
            try:
                return unseal(key, sealed[len(header) : start], sealed[start:], place.encode())
            except InvalidTag as error:
                raise StorageError("vault.damaged", place=place) from error
    raise StorageError("vault.damaged", place=place)
