"""The figures of a period as they are shown: value, source, last year's, and the sums."""

from typing import Any

from workflow.app.disclosing_reading import counted, items_of
from workflow.app.figure_checks import Sums, check_sums
from workflow.app.figure_desk import whence
from workflow.app.figure_inputs import together
from workflow.app.figure_kinds import label_of
from workflow.app.figure_periods import Period
from workflow.app.figures import figures_of
from workflow.app.office import Office


def figures_told(office: Office, agency: str, period: Period) -> tuple[list[dict[str, Any]], Sums]:
    """Return the figures of a period, entered and counted, and whether their sums hold.

    A row: ``key``, ``label``, ``value``, ``source``, ``last_year`` (None where nobody knows it),
    ``entered_on`` and ``by`` (None where it comes from the register or from the parts).
    """
    figures = figures_of(office, agency)
    here = counted(items_of(office, agency), period)
    rows = []
    for key, value in together(figures, here, period).items():
        own = figures.entered(period, key)
        rows.append(
            {
                "key": key,
                "label": label_of(key, period.year),
                "value": value,
                "source": own.source if own else whence(figures, period, key),
                "last_year": figures.value(period.last_year, key),
                "entered_on": own.on if own else None,
                "by": own.actor if own else None,
            }
        )
    return rows, check_sums(figures, period, here)
