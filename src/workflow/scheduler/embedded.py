"""``workflow worker`` in embedded mode: the tick of ``workflow serve``, without the pages."""

import signal
import threading
from datetime import timedelta

from workflow.app.office import Office
from workflow.scheduler.ticking import Ticker


def run(office: Office, every: timedelta) -> None:
    """Sweep at once and then every so often until SIGTERM or SIGINT; what is under way ends."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ticker = Ticker(office, every=every)
    ticker.start()
    stop.wait()
    ticker.stop()
