"""What a block tag governs: runs of a paragraph, paragraphs, rows of a table.

The tags of a block are moved to where they stand between whole elements of one parent, so that
what a condition drops or a loop repeats is always well formed:

* all in one paragraph: the runs between them;
* each alone in its paragraph: the paragraphs between them; the tags' own paragraphs vanish;
* each alone in its row: the rows between them; the tags' own rows vanish;
* the first at the beginning and the last at the end of one row: that row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.documents.tags import OPENERS, Tag
from workflow.documents.xml import Element, W, nearest, text_of
from workflow.errors import InputError

#: Marks of ranges that may stand between paragraphs, and so outlive the paragraph of a tag.
_RANGES = tuple(
    f"{W}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
)
_SEEN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object", "sectPr", "fldSimple"))


@dataclass(frozen=True, slots=True)
class Block:
    """The tags of one block in their order: ``if`` … ``elif`` … ``else`` … ``endif``."""

    tags: tuple[Tag, ...]

    @property
    def marks(self) -> list[Element]:
        """Where the tags stand."""
        return [tag.mark for tag in self.tags]


def pair(tags: Sequence[Tag]) -> Iterator[Block]:
    """Yield the blocks of one story, inner ones first; an unpaired tag raises InputError."""
    open_blocks: list[list[Tag]] = []
    for tag in tags:
        if tag.word in OPENERS:
            open_blocks.append([tag])
        elif tag.word and not open_blocks:
            raise InputError("template.unopened", place=tag.place, tag=tag.word)
        elif tag.word:
            open_blocks[-1].append(tag)
            _refuse_order(open_blocks[-1])
            if tag.word in OPENERS.values():
                yield Block(tuple(open_blocks.pop()))
    for block in open_blocks:
        opener = block[0]
        end = OPENERS[opener.word]
        raise InputError("template.unended", place=opener.place, tag=opener.code, end=end)


def _refuse_order(block: Sequence[Tag]) -> None:
    opener, tag = block[0], block[-1]
    before = [earlier.word for earlier in block[1:-1]]
    wrong_end = tag.word in OPENERS.values() and tag.word != OPENERS[opener.word]
    wrong_branch = tag.word == "elif" and opener.word != "if"
    if wrong_end or wrong_branch or (tag.word in {"else", "elif"} and "else" in before):
        raise InputError("template.crossed", place=tag.place, tag=tag.word, opener=opener.code)


def loops_around(tags: Sequence[Tag]) -> Iterator[tuple[Tag, bool]]:
    """Yield each tag of a story with whether it stands inside a loop."""
    depth = 0
    for tag in tags:
        depth -= tag.word == "endfor"
        yield tag, depth > 0
        depth += tag.word == "for"


def settle(blocks: Sequence[Block]) -> None:
    """Move the tags of all blocks of a story to the level that each block governs."""
    levels = [(block, _level(block)) for block in blocks]
    homes = {
        nearest(mark, level): None
        for block, level in levels
        if level in {"p", "tr"}
        for mark in block.marks
    }
    framed = [(nearest(block.marks[0], "tr"), block) for block, level in levels if level == "row"]
    for home in homes:
        if home is not None:
            _vanish(home)
    for row, block in framed:
        if row is not None:
            row.addprevious(block.marks[0])
            row.addnext(block.marks[1])
    for block, level in levels:
        if not level:
            _refuse_split(block)


def _level(block: Block) -> str:
    """Return ``p`` or ``tr`` where the tags stand for whole paragraphs or rows, else nothing."""
    asked = {tag.level for tag in block.tags} - {""}
    paragraphs = [nearest(mark, "p") for mark in block.marks]
    rows = [nearest(mark, "tr") for mark in block.marks]
    if asked == {"tr"} or (not asked and _stand_alone(rows)):
        return _demand(block, "tr", alone=_stand_alone(rows))
    one_paragraph = len(set(paragraphs)) == 1
    if asked == {"p"} or (not asked and not one_paragraph and _stand_alone(paragraphs)):
        return _demand(block, "p", alone=_stand_alone(paragraphs))
    if asked:
        raise InputError("template.levels", place=block.tags[0].place, tag=block.tags[0].code)
    if not one_paragraph and _frames_row(block, rows):
        return "row"
    return ""


def _demand(block: Block, level: str, *, alone: bool) -> str:
    if not alone:
        tag = block.tags[0]
        raise InputError(f"template.not_alone_{level}", place=tag.place, tag=tag.code)
    return level


def _stand_alone(homes: Sequence[Element | None]) -> bool:
    """Tell whether all of these hold nothing but block tags, and are siblings."""
    found = {home for home in homes if home is not None}
    if len(found) != len(homes) or len({home.getparent() for home in found}) != 1:
        return False
    return all(_bare(home) for home in found)


def _bare(home: Element) -> bool:
    paragraphs = [home] if home.tag == f"{W}p" else list(home.iter(f"{W}p"))
    if any(text_of(paragraph).strip() for paragraph in paragraphs):
        return False
    has_value = any(len(text) for text in home.iter(f"{W}t"))
    return not has_value and next(home.iter(*_SEEN), None) is None


def _frames_row(block: Block, rows: Sequence[Element | None]) -> bool:
    """Tell whether the first tag begins a row and the last one ends the same row."""
    row = rows[0]
    if row is None or len(block.tags) != 2 or rows[1] is not row:  # noqa: PLR2004
        return False
    content = [element for element in row.iter() if _is_content(element)]
    return content[0] is block.marks[0] and content[-1] is block.marks[1]


def _is_content(element: Element) -> bool:
    if not isinstance(element.tag, str):  # a mark, of a block or inside the text of a value
        return True
    return element.tag in _SEEN or (element.tag == f"{W}t" and bool((element.text or "").strip()))


def _vanish(home: Element) -> None:
    """Take a paragraph or row away; its marks stay in its place, in their order."""
    for mark in list(home.iter()):
        if not isinstance(mark.tag, str) or mark.tag in _RANGES:
            home.addprevious(mark)
    parent = home.getparent()
    assert parent is not None
    parent.remove(home)


def _refuse_split(block: Block) -> None:
    if len({mark.getparent() for mark in block.marks}) != 1:
        first = block.tags[0]
        raise InputError("template.split_block", place=first.place, tag=first.code)


def opens(mark: Element) -> bool:
    """Tell whether an element is the mark of a tag that begins a block or a wrapping."""
    return _word(mark) in {*OPENERS, "set"}


def closes(mark: Element) -> bool:
    """Tell whether an element is the mark of a tag that ends a block or a wrapping."""
    return _word(mark) in {*OPENERS.values(), "endset"}


def _word(mark: Element) -> str:
    """Return the word of a mark: its text is the number of its code, then the word."""
    if isinstance(mark.tag, str):
        return ""
    return (mark.text or "").split()[1]
