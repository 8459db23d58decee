"""Days and lists as they stand in a sentence, in the reader's language."""

from collections.abc import Iterable
from datetime import date

from workflow.messages import language


def day_text(on: date) -> str:
    """Return a day as an officer writes it, without leading zeros.

    >>> day_text(date(2020, 9, 23))
    '2020年9月23日'
    """
    return f"{on.year}年{on.month}月{on.day}日" if language() == "zh" else on.isoformat()


def listing(words: Iterable[str]) -> str:
    """Return words as a list inside a sentence.

    >>> listing(["登记", "受理"])
    '登记、受理'
    """
    return ("、" if language() == "zh" else ", ").join(words)
