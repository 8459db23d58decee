"""A disk that is full, and one that can only be read: one sentence, and nothing lost.

As root a small tmpfs is mounted; else a limit on the size of files plays the full disk.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from acts import Work, copied, open_office, set_up
from acts import dice as roll
from soundness import wrong_with

from workflow.errors import StorageError

SMALL, LARGER = "1200k", "20m"


@dataclass(slots=True)
class Figures:
    """What was seen: the acts before the disk was full, the sentences, and what was wrong."""

    way: str = ""
    acts_before_full: int = 0
    acts_after_space: int = 0
    full: str = ""
    read_only: str = ""
    wrong: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def mounted() -> bool:
    """Tell whether this user may mount a tmpfs here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as name:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", name],
            check=False,
            capture_output=True,
        )
        if done.returncode == 0:
            subprocess.run(["umount", name], check=True)
    return done.returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a tmpfs of SMALL on a folder."""
    options = f"size={SMALL}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder: Path, options: str) -> None:
    """Change a mounted tmpfs."""
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def try_disk(seed: int = 1) -> Figures:
    """Fill a disk while working, give it space again, make it read-only."""
    with tempfile.TemporaryDirectory(prefix="workflow-disk-") as name:
        ready, disk = Path(name) / "workflow.db", Path(name) / "disk"
        set_up(f"sqlite:///{ready}")
        disk.mkdir()
        if mounted():
            with small_disk(disk):
                return _on_tmpfs(copied(ready, disk), disk, roll(seed))
        return _under_a_limit(copied(ready, disk), roll(seed))


def _on_tmpfs(url: str, disk: Path, dice: random.Random) -> Figures:
    figures = Figures(way=f"tmpfs of {SMALL}")
    done = _until_full(url, dice, figures)
    remount(disk, f"size={LARGER}")
    done += _more(url, dice, figures)
    _check(url, done, figures)
    remount(disk, "ro")
    office = open_office(url)
    try:
        Work(office, dice).register()
    except StorageError as error:
        figures.read_only = str(error)
    else:
        figures.wrong.append("wrote to a read-only disk")
    office.store.close()
    remount(disk, "rw")
    _check(url, done, figures)
    return figures


def _until_full(url: str, dice: random.Random, figures: Figures) -> list[tuple[Any, ...]]:
    office = open_office(url)
    work, done = Work(office, dice), []
    try:
        while True:
            done += work.register()
            done += work.act()
    except StorageError as error:
        figures.full = str(error)
    figures.acts_before_full = len(done)
    office.store.close()
    return done


def _more(url: str, dice: random.Random, figures: Figures) -> list[tuple[Any, ...]]:
    office = open_office(url)
    work = Work(office, dice)
    done = [act for _ in range(20) for act in work.act()]
    figures.acts_after_space = len(done)
    office.store.close()
    return done


def _check(url: str, done: list[tuple[Any, ...]], figures: Figures) -> None:
    office = open_office(url)
    figures.wrong += wrong_with(office, done)
    office.store.close()


def _under_a_limit(url: str, dice: random.Random) -> Figures:
    """Let no file grow beyond a limit, which a full disk looks like to a program."""
    figures = Figures(way="RLIMIT_FSIZE of 1.2 MB")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, hard))
        done = _until_full(url, dice, figures)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    done += _more(url, dice, figures)
    _check(url, done, figures)
    return figures
