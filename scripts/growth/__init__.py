"""How each line of the bench grows with the register: 10,000, 100,000 and 1,000,000 requests.

Each register is made once, of full journals, half of them one agency's own and half other
agencies', in the mix that published reports have; every line is measured over it beside its
baseline in the same run. What was measured is kept, so that a run that was stopped goes on.
"""

import sys

#: The sizes that are compared, by the words of ``scripts/bench --sizes``.
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def say(what: str) -> None:
    """Tell the progress."""
    print(what, file=sys.stderr, flush=True)
