"""Calendar files named on the command line: read once, in their order."""

from collections.abc import Iterable
from pathlib import Path

from workflow import jsontext
from workflow.calendars import Layer, parse_layer

#: The word for the built-in calendar where a file may be named.
BUILT_IN = "cn"


def read_layers(names: Iterable[str]) -> tuple[Layer, ...]:
    """Return the layers of calendar files, the later over the earlier; ``cn`` adds none."""
    paths = (Path(name) for name in names if name != BUILT_IN)
    return tuple(parse_layer(jsontext.read(path), path.name) for path in paths)
