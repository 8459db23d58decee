"""A Word file with tags, compiled once to Jinja templates over its XML.

What docxtpl does at every rendering (open, heal, patch, compile, pack) is done once a template
here; a rendering fills strings and packs only the parts that have tags.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from jinja2 import Template, TemplateSyntaxError, UndefinedError
from lxml import etree

from workflow.documents.archive import Layout, lay_out
from workflow.documents.blocks import loops_around, pair, settle
from workflow.documents.hollow import close_holes
from workflow.documents.package import Package, open_package
from workflow.documents.places import places
from workflow.documents.properties import CORE, core_properties, declare_core
from workflow.documents.sandbox import (
    ENVIRONMENT,
    LENIENT,
    MAX_OUTPUT,
    Rounds,
    block_source,
    fault_of,
    value_source,
)
from workflow.documents.tags import MARK, Tag, has_tags, read_tags
from workflow.documents.xml import Element, W, make, nearest, serialise
from workflow.errors import InputError

_MARK = re.compile(rf"<\?{MARK} (\d+) \w+\?>")
_NAME = re.compile(r"[^\W\d]\w*")
_LOOP = re.compile(r"for\s+([^\W\d]\w*)\s+in\s+([^\W\d][\w.]*)")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Hidden bookmarks around every value, by which a hand-edited document is read back.
BOOKMARK = "_wf_"
_FIRST_BOOKMARK_ID = 900_000


@dataclass(frozen=True, slots=True)
class TagUse:
    """One tag of a compiled template: its source, the block's word (empty: a value), its place.

    ``fills`` tells what holds nothing but this value: a paragraph (``line``), or one of a table's
    cell (``cell``), which may be empty as in any form.
    """

    code: str
    word: str
    place: str
    in_loop: bool
    fills: Literal["", "line", "cell"] = ""


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be rendered; ``sha256`` is that of the file it was made from.

    ``tags`` are all tags of all parts in reading order, with their places.
    """

    sha256: str
    tags: tuple[TagUse, ...]
    _parts: Mapping[str, Template]
    _layout: Layout

    def render(
        self, fields: Mapping[str, Any], *, title: str, creator: str, created: date
    ) -> bytes:
        """Return the finished .docx; equal input gives equal bytes.

        ``title``, ``creator`` (the agency) and ``created`` (the document's date) become its core
        properties. A field that the template names and nobody gave raises InputError with its
        name and place.
        """
        made = {CORE: core_properties(title, creator, created)}
        for name, template in self._parts.items():
            made[name] = (_DECLARATION + self._fill(template, fields)).encode()
        return self._layout.finish(made)

    def _fill(self, template: Template, fields: Mapping[str, Any]) -> str:
        pieces: list[str] = []
        size = 0
        context = template.new_context({**fields, "_rounds": Rounds()})
        try:
            for piece in template.root_render_func(context):
                pieces.append(piece)
                size += len(piece)
                if size > MAX_OUTPUT:
                    raise InputError("template.too_long_text", limit=MAX_OUTPUT)
        except UndefinedError as error:
            raise self._missing(str(error.message)) from error
        return "".join(pieces)

    def _missing(self, field: str) -> InputError:
        word = re.compile(rf"\b{re.escape(field)}\b")
        place = next((tag.place for tag in self.tags if word.search(tag.code)), "")
        return InputError("template.missing_field", field=field, place=place)


def compile_template(data: bytes) -> CompiledTemplate:
    """Compile a .docx, or return what was compiled from the same bytes before.

    Raises InputError for a file that can't be trusted, and for tags that don't fit together.
    """
    return _compiled(sha256(data).hexdigest(), _Bytes(data))


class _Bytes:
    """The bytes of a file as a cache sees them: its hash alone tells files apart."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=128)
def _compiled(digest: str, file: _Bytes) -> CompiledTemplate:
    package = declare_core(open_package(file.data))
    codes = Codes()
    parts = codes.templates(package)
    unchanged = (
        entry for name, entry in package.entries.items() if name not in parts and name != CORE
    )
    return CompiledTemplate(digest, tuple(codes.tags), parts, lay_out(unchanged))


class Codes:
    """The tags of a template while it is compiled: each mark in the tree has a number here.

    ``watched``: every value is handed to a function ``_seen(number of the tag, value)`` of the
    context before it is printed, and an unknown name prints nothing: for the check of templates.
    """

    def __init__(self, *, watched: bool = False) -> None:
        self.tags: list[TagUse] = []
        self._watched = watched
        self._sources: list[str] = []
        self._bookmarks = 0

    def templates(self, package: Package) -> dict[str, Template]:
        """Return the compiled parts that have tags, by name."""
        environment = LENIENT if self._watched else ENVIRONMENT
        found: dict[str, Template] = {}
        for name in package.stories():
            root = package.root(name)
            if self._read(root, name):
                found[name] = environment.from_string(self._source(root))
        return found

    def _read(self, root: Element, part: str) -> bool:
        """Replace the tags of a part by marks where they govern; tell whether it has any."""
        if root.prefix != "w":
            raise InputError("docx.odd_prefix", part=part)
        stories: dict[Element | None, list[Tag]] = {}
        tagged = [place for place in places(root) if has_tags(place)]
        for place in tagged:
            box = nearest(place.paragraph, "txbxContent")
            for tag in read_tags(place):
                self._number(tag)
                stories.setdefault(box, []).append(tag)
        for tags in stories.values():
            settle(tuple(pair(tags)))
            self._note(tags)
        if stories:
            close_holes(root, self._mark)
        return bool(tagged)

    def _source(self, root: Element) -> str:
        """Return the part as a Jinja template."""
        return _MARK.sub(lambda found: self._sources[int(found[1])], serialise(root))

    def _mark(self, word: str, source: str) -> Element:
        mark = etree.ProcessingInstruction(MARK, f"{len(self._sources)} {word}")
        self._sources.append(source)
        return mark

    def _number(self, tag: Tag) -> None:
        tag.mark.text = f"{len(self._sources)} {tag.word or 'value'}"
        self._sources.append(source_of(tag))

    def _note(self, tags: Sequence[Tag]) -> None:
        """Keep what the tags of a story say; bookmark its plain values outside loops."""
        for tag, in_loop in loops_around(tags):
            if self._watched and not tag.word:
                number = int((tag.mark.text or "").split()[0])
                self._sources[number] = value_source(f"_seen({len(self.tags)}, ({tag.code}))")
            self.tags.append(TagUse(tag.code, tag.word, str(tag.place), in_loop, _fills(tag)))
            run = nearest(tag.mark, "r")
            if not (tag.word or in_loop or run is None) and _NAME.fullmatch(tag.code):
                self._bookmark(run, tag.code)

    def _bookmark(self, run: Element, field: str) -> None:
        number = str(_FIRST_BOOKMARK_ID + self._bookmarks)
        self._bookmarks += 1
        name = f"{BOOKMARK}{self._bookmarks}_{field}"
        run.addprevious(make("bookmarkStart", id=number, name=name))
        run.addnext(make("bookmarkEnd", id=number))


def _fills(tag: Tag) -> Literal["", "line", "cell"]:
    """Tell whether a value is all that its paragraph holds."""
    paragraph = nearest(tag.mark, "p")
    if tag.word or paragraph is None:
        return ""
    texts = [text for text in paragraph.iter(f"{W}t") if len(text) or (text.text or "").strip()]
    if len(texts) > 1:
        return ""
    return "line" if nearest(paragraph, "tc") is None else "cell"


def source_of(tag: Tag) -> str:
    """Return a tag as source, after looking at every node of it."""
    code = " ".join(tag.code.split())
    if not tag.word:
        _examine(tag, value_source(code))
        return value_source(code)
    if tag.word in {"else", "endif", "endfor"}:
        return block_source(tag.word)
    if tag.word == "for":
        return _loop_source(tag, code)
    _examine(tag, block_source(f"if {code.removeprefix(tag.word)}") + block_source("endif"))
    return block_source(code)


def _loop_source(tag: Tag, code: str) -> str:
    loop = _LOOP.fullmatch(code)
    if loop is None or loop[1].startswith("_"):
        raise InputError("template.loop", place=tag.place, tag=tag.code)
    _examine(tag, value_source(loop[2]))
    place = str(tag.place).replace("\\", "\\\\").replace("'", "\\'")
    return block_source(f"for {loop[1]} in _rounds({loop[2]}, '{place}')")


def _examine(tag: Tag, source: str) -> None:
    try:
        fault = fault_of(source)
    except TemplateSyntaxError as error:
        raise InputError(
            "template.syntax", place=tag.place, tag=tag.code, what=error.message
        ) from error
    if fault:
        raise InputError("template.forbidden", place=tag.place, tag=tag.code, what=fault)
