"""Walking day by day: the only arithmetic that the slow counter has.

``OPEN`` is a date that no published calendar settles.
"""

from datetime import date, timedelta

OPEN = "open"


class OpenDayError(Exception):
    """A walk reached a day whose working or not nobody knows yet."""


class Walker:
    """Asks of each day, one after the other, whether it works, as known on a day."""

    def __init__(self, as_of, is_workday):
        self.as_of = as_of
        self.is_workday = is_workday

    def works(self, day):
        answer = self.is_workday(day, self.as_of)
        if answer is None:
            raise OpenDayError(day)
        return answer

    def begin_walk(self):
        begin = getattr(self.is_workday, "begin", None)  # a reading that remembers its walk
        if begin:
            begin()

    def may_end(self, day):
        if hasattr(self.is_workday, "may_end"):
            return self.is_workday.may_end(day, self.as_of)
        return self.works(day)

    def after_working_days(self, day, length):
        self.begin_walk()
        while length > 0:
            day += timedelta(days=1)
            if self.works(day):
                length -= 1
        return day

    def after_calendar_days(self, day, length):
        for _ in range(length):
            day += timedelta(days=1)
            self.works(day)  # a day that nobody knows makes the date provisional
        return self.roll(day)

    def after_months(self, day, months):
        end = month_end(day, months)
        while day < end:
            day += timedelta(days=1)
            self.works(day)
        return self.roll(end)

    def roll(self, day):
        while not self.may_end(day):
            day += timedelta(days=1)
        return day

    def after(self, day, period):
        if period["unit"] == "working_days":
            return self.after_working_days(day, period["length"])
        if period["unit"] == "calendar_days":
            return self.after_calendar_days(day, period["length"])
        return self.after_months(day, period["length"])

    def date_or_open(self, walk, *arguments):
        try:
            return walk(*arguments)
        except OpenDayError:
            return OPEN


def month_end(day, months):
    """The corresponding day of the last month; where there is none, its last day (MFD 202)."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    number = day.day
    while not is_a_day(year, month, number):
        number -= 1
    return date(year, month, number)


def is_a_day(year, month, number):
    """Tell whether a month has such a day, by trying."""
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True
