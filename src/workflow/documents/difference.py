"""Two drafts of a letter beside each other: what was struck out, what was put in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from workflow.documents.package import open_package
from workflow.documents.xml import W, text_of

#: What is struck out or put in as a whole: a number, a word of letters, else a character.
TOKENS = re.compile(r"\d+|[A-Za-z]+|.", re.DOTALL)
#: Lines less alike than this are two lines, not one that was changed.
ONE_LINE = 0.55


class Kind(StrEnum):
    """Whether a piece of text stands in both drafts, in the old one only, or in the new one."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of either draft, in the order in which an officer reads them."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether it says something else than before."""
        return any(piece.kind is not Kind.SAME for piece in self.pieces)


def difference(before: bytes, after: bytes) -> tuple[ChangedLine, ...]:
    """Return every line of the bodies of two drafts (.docx).

    InputError where one can't be opened.
    """
    old, new = (_body(data) for data in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        line
        for kind, *place in matcher.get_opcodes()
        for line in _lines(kind, old[place[0] : place[1]], new[place[2] : place[3]])
    )


def _body(document: bytes) -> list[str]:
    """Return the lines of a letter without the headers and footers of its pages."""
    package = open_package(document)
    body = package.root(package.stories()[0])
    texts = (text_of(paragraph) for paragraph in body.iter(f"{W}p"))
    return [text for text in texts if text]


def _lines(kind: str, old: Sequence[str], new: Sequence[str]) -> Iterator[ChangedLine]:
    if kind == "equal":
        yield from (_whole(Kind.SAME, text) for text in old)
        return
    left = list(old)
    for text in new:
        like = max(left, key=lambda one: _alike(one, text), default="")
        if not like or _alike(like, text) < ONE_LINE:
            yield _whole(Kind.NEW, text)
            continue
        while left[0] != like:
            yield _whole(Kind.GONE, left.pop(0))
        yield ChangedLine(tuple(_pieces(TOKENS.findall(left.pop(0)), TOKENS.findall(text))))
    yield from (_whole(Kind.GONE, text) for text in left)


def _whole(kind: Kind, text: str) -> ChangedLine:
    return ChangedLine((Piece(kind, text),))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, *place in matcher.get_opcodes():
        gone, put = "".join(old[place[0] : place[1]]), "".join(new[place[2] : place[3]])
        if kind == "equal":
            yield Piece(Kind.SAME, gone)
            continue
        if gone:
            yield Piece(Kind.GONE, gone)
        if put:
            yield Piece(Kind.NEW, put)
