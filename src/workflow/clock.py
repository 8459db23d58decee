"""The wall clock. Only the entrances and the composition root ask it; all else is told the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  (here, and nowhere else)


def today() -> date:
    """Return today's date in China, whatever the host's zone."""
    return now().astimezone(CHINA).date()
