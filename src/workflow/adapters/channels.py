"""Messages out of the house through apprise (extra ``notify``): mail and the office chats.

apprise writes every address as a URL; people type what they were given (a mail address, a robot's
key or its web-hook URL), and this module makes the URL. Its own log may name addresses, so it is
kept out of ours.
"""

import importlib.util
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import SecretStr

from workflow.adapters import reaching
from workflow.app.ports import DeliveryError

#: A robot's key at the end of the web-hook URL that the chat shows: https://host/…?key=KEY or …/KEY
ROBOT_QUERIES = ("key", "access_token")


def channels_installed() -> bool:
    """Tell whether the extra ``notify`` is there."""
    return importlib.util.find_spec("apprise") is not None


class AppriseChannels:
    """Sends through apprise; ``mail_url`` is the mail server (None: no mail)."""

    def __init__(self, mail_url: SecretStr | None = None) -> None:
        self._mail_url = mail_url

    def send(self, channel: str, address: str, title: str, body: str) -> None:
        """Send one message; DeliveryError where the server or the robot didn't accept it."""
        apprise = _library()
        sender = apprise.Apprise()
        if not sender.add(self._url(channel, address)):
            raise DeliveryError("notify.address_unusable")
        if not sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            raise DeliveryError("notify.not_accepted")

    def unreachable(self, addresses: Iterable[tuple[str, str]]) -> Mapping[str, str]:
        """Connect to the mail server, the chats and the web hooks, and send nothing."""
        return reaching.unreachable(self._place(*one) for one in addresses)

    def _place(self, channel: str, address: str) -> reaching.Place:
        if channel == "mail":
            server = _library().Apprise.instantiate(self._url(channel, address))
            if server is None:
                raise DeliveryError("notify.address_unusable")
            return server.smtp_host, server.port
        return reaching.place_of(HOMES.get(channel, address))

    def _url(self, channel: str, address: str) -> str:
        if channel != "mail":
            return URLS[channel](address)
        if self._mail_url is None:
            raise DeliveryError("notify.no_mail_server")
        server = self._mail_url.get_secret_value()
        return f"{server}{'&' if '?' in server else '?'}to={quote(address)}"


def _library() -> Any:
    import apprise  # noqa: PLC0415  (an extra, and slow to import)

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    return apprise


def _robot_key(address: str) -> str:
    """Return a robot's key, out of the web-hook URL where one was pasted.

    >>> _robot_key("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1")
    'abc-1'
    >>> _robot_key("https://open.feishu.cn/open-apis/bot/v2/hook/0000-1111"), _robot_key("abc")
    ('0000-1111', 'abc')
    """
    if "://" not in address:
        return address
    parts = urlsplit(address)
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if name in ROBOT_QUERIES:
            return value
    return parts.path.rstrip("/").rpartition("/")[2]


def _dingtalk(address: str) -> str:
    """Return 钉钉's URL; a signing secret stands before the key (``SEC…@key``)."""
    secret, at, key = address.rpartition("@")
    return f"dingtalk://{secret}{at}{_robot_key(key)}"


def _webhook(address: str) -> str:
    """Return the URL of a web hook that takes JSON: http:// and https:// as people write them."""
    if address.startswith("https://"):
        return f"jsons://{address.removeprefix('https://')}"
    return f"json://{address.removeprefix('http://')}"


URLS: Mapping[str, Callable[[str], str]] = {
    "wecom": lambda address: f"wecombot://{_robot_key(address)}",
    "dingtalk": _dingtalk,
    "feishu": lambda address: f"feishu://{_robot_key(address)}",
    "webhook": _webhook,
}
#: Where the chats take messages; a web hook is where its address says.
HOMES: Mapping[str, str] = {
    "wecom": "https://qyapi.weixin.qq.com",
    "dingtalk": "https://oapi.dingtalk.com",
    "feishu": "https://open.feishu.cn",
}
