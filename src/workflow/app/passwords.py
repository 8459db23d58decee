"""Which new passwords are refused: short ones, the commonest, those made of a person's own words.

No list of passwords is carried. The commonest ones are few words, runs of the keyboard, dates and
a number behind: a password is taken apart into such pieces, and one in which too little is left
to guess is refused (ASVS 5, 6.2.4, 6.2.11). An installation may name a file of its own with
passwords to refuse besides. Nothing is asked of the kinds of characters (6.2.5).
"""

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from workflow.errors import InputError, why_unreadable

#: ASVS 5, 6.2.1 and 6.2.9: shorter ones are guessed; longer ones only keep the hash busy.
SHORTEST, LONGEST = 8, 1000
#: A word counts as one sign to guess, a run of the keyboard as one; fewer than this are too few.
FEWEST_SIGNS = 6
SHORTEST_RUN = 3
#: What a drawn password is made of: twelve signs, short enough to be typed from a screen.
DRAWN_BYTES = 9
ROWS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
PAD = ("789", "456", "123")
#: How letters are written to look clever.
CLEVER = str.maketrans("013457@$!+", "oieastasit")
LONGEST_WORD = 14
#: A year, or a day written with eight digits.
DAY = re.compile(r"(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9])?")


def check_password(
    password: str, own: Iterable[str] = (), listed: Collection[str] = frozenset()
) -> None:
    """Raise InputError for a password that is short, common, or made of the ``own`` words.

    ``listed`` are passwords in small letters that are refused besides.
    """
    if len(password) < SHORTEST:
        raise InputError("agency.password_short", length=SHORTEST)
    if len(password) > LONGEST:
        raise InputError("agency.password_long", length=LONGEST)
    text = unicodedata.normalize("NFKC", password).casefold()
    words = frozenset(part for one in own for part in _parts(one))
    if text in listed or signs_to_guess(text, words) < FEWEST_SIGNS:
        raise InputError("agency.password_common")


def draw_password(own: Iterable[str] = ()) -> str:
    """Return a random password that the rule takes: of letters drawn by chance some are words."""
    words = tuple(own)
    while True:
        drawn = secrets.token_urlsafe(DRAWN_BYTES)
        try:
            check_password(drawn, words)
        except InputError:
            continue
        return drawn


def _parts(text: str) -> Iterator[str]:
    """Yield the words of a name that are long enough to be found in a password."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    yield from (part for part in (plain, *plain.replace("-", "_").split("_")) if len(part) > 1)


def signs_to_guess(text: str, own: Collection[str] = frozenset()) -> int:
    """Return how many signs of a text are left to guess, words and runs counting as one.

    >>> signs_to_guess("password123"), signs_to_guess("qwerty12345"), signs_to_guess("kx7#mzqw")
    (2, 2, 8)
    """
    both = (text, text.translate(CLEVER))
    return min(_fewest(one, own) for one in both)


def _fewest(text: str, own: Collection[str]) -> int:
    """Return the fewest pieces into which a text can be taken apart."""
    best = list(range(len(text) + 1))
    for start in range(len(text)):
        best[start + 1] = min(best[start + 1], best[start] + 1)
        for end in _ends(text, start, own):
            best[end] = min(best[end], best[start] + 1)
    return best[-1]


def _ends(text: str, start: int, own: Collection[str]) -> Iterator[int]:
    """Yield where a piece that begins at a place may end: a word, a run, a repetition, a year."""
    run = start + 1
    while run < len(text) and _follows(text[run - 1], text[run]):
        run += 1
        if run - start >= SHORTEST_RUN:
            yield run
    known = words()
    for end in range(start + 2, min(len(text), start + LONGEST_WORD) + 1):
        piece = text[start:end]
        if piece in known or piece in own:
            yield end
    if day := DAY.match(text, start):
        yield start + 4
        yield day.end()
    yield from _again(text, start)


def _again(text: str, start: int) -> Iterator[int]:
    """Yield the end of what repeats what stands right before it."""
    for length in range(1, min(start, len(text) - start) + 1):
        if text[start - length : start] == text[start : start + length]:
            yield start + length


def _follows(one: str, other: str) -> bool:
    """Tell whether a sign is expected after another: the same, the next, its neighbour."""
    return one == other or abs(ord(one) - ord(other)) == 1 or other in neighbours().get(one, "")


@cache
def neighbours() -> dict[str, frozenset[str]]:
    """Return the signs beside each sign, on the keyboard and on its number pad."""
    found: dict[str, set[str]] = {}
    for rows in (ROWS, PAD):
        for y, row in enumerate(rows):
            for x, sign in enumerate(row):
                near = {
                    rows[there][at]
                    for there in range(max(0, y - 1), min(len(rows), y + 2))
                    for at in range(max(0, x - 1), min(len(rows[there]), x + 2))
                }
                found.setdefault(sign, set()).update(near)
    return {sign: frozenset(near) for sign, near in found.items()}


@cache
def words() -> frozenset[str]:
    """Return the words of which the commonest passwords are made."""
    lines = (files("workflow.app") / "password_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def listed_in(path: Path) -> frozenset[str]:
    """Return the passwords of a file, one a line, in small letters; InputError names the file."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise InputError("error.file_unreadable", path=path, what=why_unreadable(error)) from error
    return frozenset(line.strip().casefold() for line in lines if line.strip())
