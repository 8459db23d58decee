"""Reports that somebody uploads: read from files of their own names, within limits, rolled up.

The readers know files by their place, so each is laid into a folder of its own while it is read;
what is said of a file names it as it was uploaded.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workflow.errors import InputError
from workflow.reports.reading import KINDS
from workflow.reports.rollup import RollUp, Unread, roll_up

#: A county has some hundred bodies, a province's roll-up is made of its cities'.
MOST_FILES = 500
#: A report with its pictures; the readers refuse what unpacks to more than they bear.
LARGEST = 10 * 1024 * 1024
LARGEST_SUM = 64 * 1024 * 1024
LONGEST_NAME = 120
TAKEN = (".json", *KINDS)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded."""

    name: str
    content: bytes


def check_limits(files: Sequence[Upload]) -> None:
    """Raise InputError where there is no file, a kind isn't taken, or there is too much."""
    if not files:
        raise InputError("upload.none")
    if len(files) > MOST_FILES:
        raise InputError("upload.too_many", count=len(files), limit=MOST_FILES)
    for file in files:
        if Path(plain_name(file.name)).suffix.lower() not in TAKEN:
            raise InputError("upload.kind", name=plain_name(file.name), kinds="、".join(TAKEN))
        if len(file.content) > LARGEST:
            raise InputError("upload.large", name=file.name, limit=LARGEST // 1024 // 1024)
    if sum(len(file.content) for file in files) > LARGEST_SUM:
        raise InputError("upload.large_sum", limit=LARGEST_SUM // 1024 // 1024)


def plain_name(name: str) -> str:
    r"""Return a file's own name, without the folders that a browser or an attacker put before it.

    >>> plain_name("..\\\\..\\\\报告.docx"), plain_name("/etc/passwd"), plain_name("..")
    ('报告.docx', 'passwd', '-')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and not "\ud800" <= sign <= "\udfff")
    stem, dot, end = kept.strip(". ").rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{end[:10]}" or "-"


def roll_up_uploads(files: Sequence[Upload], name: str) -> RollUp:
    """Read, check and add up uploaded reports; InputError where none can be read."""
    check_limits(files)
    with tempfile.TemporaryDirectory(prefix="workflow-") as folder:
        found = roll_up(_lay_out(Path(folder), files), name)
    bodies = tuple(replace(body, file=_own_name(body.file)) for body in found.bodies)
    unread = tuple(_named(one) for one in found.unread)
    return replace(found, bodies=bodies, unread=unread)


def _own_name(path: str) -> str:
    return Path(path).name


def _named(one: Unread) -> Unread:
    name = _own_name(one.file)
    return replace(one, file=name, message=one.message.replace(one.file, name))


def _lay_out(folder: Path, files: Sequence[Upload]) -> list[Path]:
    """Write each file into a folder of its own, so that two may have one name."""
    paths = []
    for number, file in enumerate(files):
        place = folder / f"{number:04}"
        place.mkdir()
        path = place / plain_name(file.name)
        path.write_bytes(file.content)
        paths.append(path)
    return paths
