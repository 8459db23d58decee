"""A second counter of all clocks: slow, plain, written from the law's text, sharing no code.

It takes the document of ``workflow due``, the day asked about and a function that says whether a
day works, and walks day by day. Nothing here is clever: where this program and the product
disagree, one of them has misread the law, and the text decides which.

Where the contract leaves an answer open, the counter says so instead of guessing: ``ANY`` stands
for a value that isn't compared, a set of states for the states that the text allows, ``optional``
for a clock that may be missing. ``OPEN`` is a date that no published calendar settles.
"""

from oracle.slow_answers import ANY, EVERY_STATE, Clock
from oracle.slow_remedies import RemedyReader
from oracle.slow_walks import OPEN, OpenDayError, month_end

__all__ = [
    "ANY",
    "EVERY_STATE",
    "OPEN",
    "Clock",
    "OpenDayError",
    "SlowCounter",
    "count",
    "month_end",
]


class SlowCounter(RemedyReader):
    """Reads one document once, event by event, and then answers for every clock."""

    def clocks(self):
        """Return every clock that the events start, with its date and the states it may have."""
        found = self.confirmation() + self.correction() + self.reply_clock()
        found += self.consultations() + self.fee() + self.service()
        found += self.remedies() + self.reconsiderations() + self.lawsuits() + self.redo()
        return {(clock.clock, clock.id): clock for clock in found}


def count(document, as_of, is_workday):
    """Return the clocks of a document by (name, id), as they stand on a day."""
    return SlowCounter(document, as_of, is_workday).clocks()
