"""Anchors: what the heads of all chains were on a day, kept outside the database.

Whoever holds database and key can put an older copy of the database in its place, and every hash
in it fits. Only something kept elsewhere tells: an anchor on paper, in a mail or on another disk.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow import jsontext
from workflow.app.office import Office
from workflow.core.chain import GENESIS, Breach, digest_of
from workflow.core.journal import canonical, utc_text
from workflow.documents.write import make_folder, write_file
from workflow.errors import InputError
from workflow.store.journals import HEAD, JOURNAL

FORMAT = "workflow-anchor/1"
#: What a file of another shape makes its reader raise.
WRONG = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heads at a moment: chain → (count, hash of its last entry), and one digest over all."""

    made_at: str
    heads: Mapping[str, tuple[int, str]]
    digest: str

    @property
    def entries(self) -> int:
        """The number of all entries."""
        return sum(count for count, _ in self.heads.values())

    def to_json(self) -> dict[str, Any]:
        """Return the shape of an anchor's file."""
        told = {"format": FORMAT, "chains": len(self.heads), "entries": self.entries}
        return told | asdict(self)


def digest_over(heads: Mapping[str, tuple[int, str]]) -> str:
    """Return the one digest over all heads, in the order of the chains' names."""
    return digest_of(GENESIS, [canonical([name, *heads[name]]) for name in sorted(heads)])


def heads_of(session: Session) -> dict[str, tuple[int, str]]:
    """Return count and last hash of every chain."""
    found = sa.select(HEAD.c.chain, HEAD.c.count, HEAD.c.digest)
    return {chain: (count, last) for chain, count, last in session.execute(found)}


def make_anchor(office: Office) -> Anchor:
    """Return the anchor of this moment."""
    with office.store.read() as session:
        heads = heads_of(session)
    return Anchor(utc_text(office.now()), heads, digest_over(heads))


def write_anchor(anchor: Anchor, path: Path) -> None:
    """Write an anchor into a new file, whole; one that is there is never overwritten."""
    if path.exists():
        raise InputError("trust.anchor_there", path=path)
    text = json.dumps(anchor.to_json(), ensure_ascii=False, indent=1) + "\n"
    write_file(path, text.encode())


def daily_anchor(office: Office) -> Path | None:
    """Write the day's anchor into the folder of anchors, if it is not there yet."""
    if office.anchor_dir is None:
        return None
    path = office.anchor_dir / f"anchor-{office.today.isoformat()}.json"
    if path.exists():
        return None
    make_folder(office.anchor_dir)
    write_anchor(make_anchor(office), path)
    return path


def read_anchor(path: Path) -> Anchor:
    """Read an anchor's file; InputError where it is none or was changed."""
    try:
        told = jsontext.read(path)
    except InputError as error:
        if error.code == "error.file_missing":
            raise
        raise InputError("trust.not_an_anchor", path=path) from error
    return anchor_from(told, path)


def anchor_from(told: Any, place: str | Path) -> Anchor:
    """Return an anchor by its JSON shape; InputError where it is none or was changed."""
    try:
        heads = {
            str(name): (int(count), str(last)) for name, (count, last) in told["heads"].items()
        }
        anchor = Anchor(str(told["made_at"]), heads, str(told["digest"]))
    except (ArithmeticError, *WRONG) as error:
        raise InputError("trust.not_an_anchor", path=place) from error
    if digest_over(anchor.heads) != anchor.digest:
        raise InputError("trust.anchor_changed", path=place)
    return anchor


def against_anchor(session: Session, anchor: Anchor) -> list[Breach]:
    """Return the chains that no longer hold what an anchor says they held.

    ``rolled_back``: the anchored last entry isn't there any more; ``rewritten``: it is another.
    """
    found = []
    for chain, (count, last) in sorted(anchor.heads.items()):
        there = session.execute(
            sa.select(JOURNAL.c.digest).where(JOURNAL.c.chain == chain, JOURNAL.c.entry == count)
        ).scalar_one_or_none()
        if there is None:
            found.append(Breach(chain, count, "rolled_back"))
        elif there != last:
            found.append(Breach(chain, count, "rewritten"))
    return found
