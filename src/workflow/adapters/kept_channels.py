"""Channels that keep what they are given, for demonstrations and tests: nothing leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflow.app.ports import DeliveryError


@dataclass(slots=True)
class KeptChannels:
    """Keeps every message as (channel, address, title, body); refuses ``broken`` channels."""

    sent: list[tuple[str, str, str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def send(self, channel: str, address: str, title: str, body: str) -> None:
        """Keep one message, or refuse it."""
        if channel in self.broken:
            raise DeliveryError("notify.not_accepted")
        self.sent.append((channel, address, title, body))

    def unreachable(self, addresses: Iterable[tuple[str, str]]) -> Mapping[str, str]:
        """Return the broken channels among those of some addresses."""
        return {channel: "broken" for channel, _ in addresses if channel in self.broken}
