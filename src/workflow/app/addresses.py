"""Addresses that this program itself speaks to."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe(address: str) -> bool:
    """Tell whether an address may be spoken to: https, or http on the loopback.

    >>> [is_safe(f"http{one}") for one in ("s://a.cn/x", "://127.0.0.1:8090", "://a.cn", "s:")]
    [True, True, False, False]
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)
