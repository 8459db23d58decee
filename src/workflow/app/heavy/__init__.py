"""The kinds of heavy work, one module each: what an order names, what a step does."""

from collections.abc import Mapping

from workflow.app.heavy.rederive import REDERIVE
from workflow.app.running import Kind
from workflow.app.tasks import KindName

KINDS: Mapping[KindName, Kind] = {"rederive": REDERIVE}
