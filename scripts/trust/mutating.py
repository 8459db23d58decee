"""How sound input is spoilt: by bytes, by lines, by the values of a JSON document, by parts."""

import io
import json
import random
import zipfile
from typing import Any

#: Pieces that parsers trip over.
PIECES = (
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"%s%n", b"{{", b"}}", b"{%",
    b"&#0;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"]]>", b"-1", b"1e999", b"NaN", b"9" * 400,
    b"0000-00-00", b"9999-12-31", b"2020-02-30", b"\xe2\x80\xae", b"\r", b"\n\n", b",", b'"',
    b"'", b"=1+1", b"../../x",
    "〔２０２０〕".encode(), "　".encode(), "一".encode() * 50, b"[" * 2000, b'{"a":' * 500,
)  # fmt: skip
#: Values put in the place of a JSON value.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 1e308, float("nan"), float("inf"), "", "x", "2020-02-30",
    "9999-12-31", "0001-01-01", "\ud800", "\x00", "一" * 300, [], {}, [[]], [None], {"": None},
    {"length": -5, "unit": "months"}, {"length": 10**9, "unit": "working_days"}, "2020-09-14",
)  # fmt: skip


def by_bytes(seed: bytes, dice: random.Random) -> bytes:
    """Change, cut, double or insert bytes at some places."""
    raw = bytearray(seed)
    for _ in range(dice.choice([1, 1, 2, 4, 16])):
        at = dice.randrange(len(raw) + 1)
        what = dice.randrange(5)
        if what == 0 and at < len(raw):
            raw[at] = dice.randrange(256)
        elif what == 1:
            del raw[at : at + dice.choice([1, 4, 64, 1024])]
        elif what == 2:  # noqa: PLR2004  (the third way)
            raw[at:at] = dice.choice(PIECES)
        elif what == 3:  # noqa: PLR2004
            raw[at:at] = raw[at : at + dice.choice([1, 16, 256])]
        else:
            other = dice.randrange(len(raw) + 1)
            raw[at : at + 8] = raw[other : other + 8]
    return bytes(raw)


def by_lines(seed: bytes, dice: random.Random) -> bytes:
    """Move, double, drop or spoil lines of a text."""
    lines = seed.split(b"\n")
    for _ in range(dice.choice([1, 2, 5])):
        at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        what = dice.randrange(4)
        if what == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 1:
            lines.insert(at, lines[other])
        elif what == 2 and len(lines) > 1:  # noqa: PLR2004
            del lines[at]
        else:
            lines[at] = by_bytes(lines[at], dice)
    return b"\n".join(lines)


def by_values(seed: bytes, dice: random.Random) -> bytes:
    """Replace, rename, drop or double values inside a JSON document."""
    if dice.random() < 1 / 10:
        return by_bytes(seed, dice)
    document = json.loads(seed)
    for _ in range(dice.choice([1, 1, 2, 3])):
        document = _spoilt(document, dice)
    return json.dumps(document).encode()


def _spoilt(value: Any, dice: random.Random) -> Any:
    """Return a JSON value with one thing in it spoilt."""
    if isinstance(value, dict | list) and value and dice.randrange(10):
        return (_spoilt_object if isinstance(value, dict) else _spoilt_list)(value, dice)
    return dice.choice(VALUES)


def _spoilt_object(value: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    key = dice.choice(list(value))
    what = dice.randrange(8)
    if what == 0:
        return {name: inner for name, inner in value.items() if name != key}
    if what == 1:
        return value | {dice.choice(["", "on", "id", "x" * 50, "kind"]): dice.choice(VALUES)}
    return value | {key: _spoilt(value[key], dice)}


def _spoilt_list(value: list[Any], dice: random.Random) -> list[Any]:
    at = dice.randrange(len(value))
    what = dice.randrange(8)
    if what == 0:
        return value[:at] + value[at + 1 :]
    if what == 1:
        return [*value, value[at]]
    return [*value[:at], _spoilt(value[at], dice), *value[at + 1 :]]


def by_parts(seed: bytes, dice: random.Random) -> bytes:
    """Spoil a part inside a zip (an Office file), its names, or the zip's own bytes."""
    if dice.random() < 1 / 4:
        return by_bytes(seed, dice)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = dice.choice(names)
        for name in names:
            data = old.read(name)
            if name == chosen:
                what = dice.randrange(6)
                if what == 0:
                    continue
                name = dice.choice(names) if what == 1 else name  # noqa: PLW2901
                data = by_bytes(data, dice)
            if name not in new.namelist():
                new.writestr(name, data)
    return packed.getvalue()
