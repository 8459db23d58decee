"""A clock that stands still until it is set: for demonstrations and tests."""

from datetime import UTC, date, datetime, time


class FixedClock:
    """Returns the moment that it was set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.at

    def set(self, on: date) -> None:
        """Move to noon in China of a day."""
        self.at = datetime.combine(on, time(4), UTC)
