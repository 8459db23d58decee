"""The agency's own numbers in a ledger: its series goes on behind the highest of each year.

Without this the next registration would be given a number that the ledger has brought.
"""

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.numbers import APPLICATIONS, rules_of
from workflow.store.numbers import SERIES, last_taken, take
from workflow.store.tables import Agency

#: A place beyond this is no place in a year's series but a number of another kind.
HIGHEST = 999_999


class Continued:
    """The highest place that each year's numbers of an agency have reached."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._pattern = rules_of(agency).application
        self._highest: dict[int, int] = {}

    def see(self, number: str) -> None:
        """Take note of a number; one that isn't of the agency's pattern says nothing."""
        said = self._pattern.read(number, self._agency.number_word, lenient=True)
        if said is not None and said.sequence <= HIGHEST:
            before = self._highest.get(said.year, 0)
            self._highest[said.year] = max(before, said.sequence)

    def write(self, session: Session) -> None:
        """Let each year's series go on behind its highest number; no series ever goes back."""
        code = self._agency.code
        for year, highest in sorted(self._highest.items()):
            if last_taken(session, code, APPLICATIONS, year) >= highest:
                continue
            take(session, code, APPLICATIONS, year)  # makes the row, or locks it
            row = (SERIES.c.owner == code, SERIES.c.series == APPLICATIONS, SERIES.c.year == year)
            session.execute(sa.update(SERIES).where(*row).values(last=highest))
