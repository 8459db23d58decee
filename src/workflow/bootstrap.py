"""The composition root: the one place that reads the clock and builds objects."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  (the root may)


def today() -> date:
    """Return today's date in China, whatever the host's zone."""
    return now().astimezone(CHINA).date()
