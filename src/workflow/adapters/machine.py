"""What the doctor asks of the machine: key file, disk, fonts, LibreOffice, time zone."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.app.examining import Finding, mend, note, ok
from workflow.documents.pdf import find_office

GIB = 1 << 30
#: Below the first the disk must be seen to, below the second it should be.
LITTLE, SOME = 1 * GIB, 5 * GIB
#: The faces of GB/T 9704, and what their stand-ins must be called.
FACES = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体")
STAND_INS = ("CJK SC", "Source Han")
OTHERS = 0o077


def examine_folder(folder: Path, files_of_mode_0600: dict[str, Path]) -> Iterator[Finding]:
    """Look at the data folder, its disk and the files that only we may read."""
    if not folder.is_dir():
        yield mend("folder_missing", path=folder)
        return
    yield from examine_disk(folder, shutil.disk_usage(folder).free)
    for what, path in files_of_mode_0600.items():
        yield from _private(what, path)


def examine_disk(folder: Path, free: int) -> Iterator[Finding]:
    """Judge what is free on the data folder's disk."""
    values = {"path": folder, "free": f"{free / GIB:.1f}"}
    if free < LITTLE:
        yield mend("disk_full", **values)
    elif free < SOME:
        yield note("disk_filling", **values)
    else:
        yield ok("disk", **values)


def _private(what: str, path: Path) -> Iterator[Finding]:
    if not path.exists():
        if what == "key":
            yield mend("key_missing", path=path)
        return
    mode = path.stat().st_mode & 0o777
    if mode & OTHERS:
        yield mend("file_open", path=path, mode=f"{mode:04o}")
    else:
        yield ok("file_private", path=path)


def examine_documents() -> Iterator[Finding]:
    """Look at what turns letters into PDF: LibreOffice, and fonts that show Chinese."""
    program = find_office()
    if program is None:
        yield note("office_missing")
        return
    yield ok("office", path=program)
    yield from examine_fonts({face: shown_in_pdf(face) for face in FACES})


def examine_fonts(shown: dict[str, str]) -> Iterator[Finding]:
    """Judge by which families the official faces are shown."""
    wrong = {face: by for face, by in shown.items() if not _fits(face, by)}
    for face, by in wrong.items():
        yield mend("font_wrong", font=face, shown=by or "—")
    if not wrong:
        yield ok("fonts", shown="、".join(dict.fromkeys(shown.values())))


def _fits(face: str, by: str) -> bool:
    return face in by or any(word in by for word in STAND_INS)


def shown_in_pdf(face: str) -> str:
    """Return the family that LibreOffice will show a face by, under our own aliases."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    with as_file(files("workflow.documents") / "fonts.conf") as aliases:
        found = subprocess.run(  # noqa: S603  (the program is fontconfig's own)
            [program, "--format=%{family}", face],
            env={"FONTCONFIG_FILE": str(aliases), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    return found.stdout.strip()


def examine_zone(now: datetime) -> Iterator[Finding]:
    """Look whether China's zone is known here; the host's own may be any."""
    try:
        offset = now.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%z")
    except ZoneInfoNotFoundError:
        yield mend("zone_missing")
        return
    yield ok("zone", offset=offset, host=now.astimezone().strftime("%z"))
