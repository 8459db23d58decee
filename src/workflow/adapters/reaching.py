"""Whether somebody answers where messages go to: connected and closed again, nothing sent."""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

#: So long nobody is waited for (seconds).
PATIENCE = 5.0
#: The ports of schemes without one.
PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]


def place_of(url: str) -> Place:
    """Return host and port to which a request for a URL goes: those of the proxy, where one is set.

    >>> place_of("https://oa.example.invalid/hook?key=1"), place_of("http://127.0.0.1:8080/")
    (('oa.example.invalid', 443), ('127.0.0.1', 8080))
    """
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 80)


def unreachable(places: Iterable[Place]) -> dict[str, str]:
    """Return the places where nobody answers, each once, with what the system says."""
    found = {}
    for host, port in sorted(set(places)):
        try:
            socket.create_connection((host, port), PATIENCE).close()
        except OSError as error:
            found[f"{host}:{port}"] = error.strerror or str(error)
    return found
