"""Published working days with their notice numbers, as known on a day; regional layers beside.

``load`` returns the calendar of a place. Data: ``data/`` in this package, each line with its
source. Counting is ``core.terms``.
"""

from workflow.calendars.layers import Closure, Layer, parse_layer
from workflow.calendars.loading import load
from workflow.calendars.notices import Notice
from workflow.calendars.published import PublishedCalendar
from workflow.calendars.regions import REGIONS

__all__ = ["REGIONS", "Closure", "Layer", "Notice", "PublishedCalendar", "load", "parse_layer"]
