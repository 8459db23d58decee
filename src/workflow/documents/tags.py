"""Tags that staff type into a Word file, and how Word's splits are healed.

``{{ field }}`` prints a value, ``{% if %} … {% elif %} … {% else %} … {% endif %}`` and
``{% for row in rows %} … {% endfor %}`` govern what stands between them, ``{# #}`` is a remark.
Word splits a typed tag over several runs (spelling marks, bookmarks, an edit in the middle) and
turns its quotes into typographic ones; the tag is put together again in its first run, whose
formatting its value takes.
"""

import copy
import re
from dataclasses import dataclass

from lxml import etree

from workflow.documents.places import Place
from workflow.documents.xml import SPACE, Element, W, characters
from workflow.errors import InputError

MARK = "workflow-tag"

_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<block>.*?)%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}")
_BLOCK = re.compile(r"(?:(?P<level>p|tr)\s+)?(?P<word>[a-z]+)\b(?P<rest>.*)", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_WIDE = str.maketrans("　\xa0\n\t＝（），｜", "    =(),|")
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")


OPENERS = {"if": "endif", "for": "endfor"}
WORDS = {*OPENERS, *OPENERS.values(), "elif", "else"}


@dataclass(slots=True)
class Tag:
    """One tag: its inner text, what it is, and where it stands.

    ``word`` is the block's word (``if``) or empty for a value, ``level`` its prefix (``p``,
    ``tr``) or empty; ``mark`` the processing instruction that stands for it in the tree.
    """

    code: str
    word: str
    level: str
    place: Place
    mark: Element


def has_tags(place: Place) -> bool:
    """Tell whether a paragraph has any tag, if only a remark or half of one."""
    return _TAG.search(place.text) is not None or _LOOSE.search(place.text) is not None


def read_tags(place: Place) -> list[Tag]:
    """Replace the tags of a paragraph by marks between its runs; return them in reading order.

    Raises InputError with the place where a tag isn't closed or its block isn't known.
    """
    pieces = list(characters(place.paragraph))
    text = "".join(piece for _, piece in pieces)
    if loose := _LOOSE.search(_TAG.sub("", text)):
        raise InputError("template.unclosed", place=place, tag=loose.group())
    found = [_tag(match, place) for match in _TAG.finditer(text)]
    for match, tag in zip(reversed(list(_TAG.finditer(text))), reversed(found), strict=True):
        _cut_out(pieces, match.start(), match.end(), tag)
    _drop_empty_runs(place.paragraph)
    return [tag for tag in found if tag]


def _tag(match: re.Match[str], place: Place) -> Tag | None:
    mark = etree.ProcessingInstruction(MARK)
    if (value := match["value"]) is not None:
        code = _straight(value)
        if not code:
            raise InputError("template.empty_tag", place=place)
        return Tag(code, "", "", place, mark)
    if match["block"] is None:
        return None
    inner = _straight(match["block"].strip("-+"))
    block = _BLOCK.fullmatch(inner)
    if block is None or block["word"] not in WORDS:
        raise InputError("template.unknown_block", place=place, block=inner[:40])
    code = f"{block['word']} {block['rest'].strip()}".strip()
    return Tag(code, block["word"], block["level"] or "", place, mark)


def _straight(code: str) -> str:
    """Return what stands in a tag with the quotes, blanks and signs that Jinja reads."""
    pieces = _QUOTED.split(code.translate(_QUOTES))
    pieces[::2] = [piece.translate(_WIDE) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _cut_out(pieces: list[tuple[Element, str]], start: int, end: int, tag: Tag | None) -> None:
    """Take the characters from start to end out of their runs, and set the mark there."""
    at = 0
    first = True
    for element, piece in pieces:
        left, right = max(start - at, 0), min(end - at, len(piece))
        at += len(piece)
        if left >= right:
            continue
        if element.tag != f"{W}t":
            _remove(element)
            continue
        text = element.text or ""
        if first and tag is not None:
            _split(element, text[:left], text[right:], tag)
            first = False
        else:
            _set_text(element, text[:left] + text[right:])


def _split(text: Element, before: str, after: str, tag: Tag) -> None:
    """Split the run of a ``w:t`` in two and put the tag's mark between the halves."""
    run = text.getparent()
    assert run is not None
    rest = copy.copy(run)
    rest[:] = [copy.deepcopy(child) for child in run if child.tag == f"{W}rPr"]
    moved = list(text.itersiblings())
    _set_text(text, before)
    tail = etree.SubElement(rest, f"{W}t")
    _set_text(tail, after)
    rest.extend(moved)
    run.addnext(rest)
    run.addnext(tag.mark if tag.word else _value_run(run, tag.mark))


def _value_run(run: Element, mark: Element) -> Element:
    value = etree.Element(f"{W}r")
    value.extend(copy.deepcopy(child) for child in run if child.tag == f"{W}rPr")
    text = etree.SubElement(value, f"{W}t")
    text.set(SPACE, "preserve")
    text.append(mark)
    return value


def _set_text(element: Element, text: str) -> None:
    element.text = text
    element.set(SPACE, "preserve")


def _remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _drop_empty_runs(paragraph: Element) -> None:
    for text in list(paragraph.iter(f"{W}t")):
        if not text.text and not len(text):
            _remove(text)
    for run in list(paragraph.iter(f"{W}r")):
        if all(child.tag == f"{W}rPr" for child in run):
            _remove(run)
