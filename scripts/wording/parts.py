"""Pieces that templates are put together from: conditions, loops, the frame of a letter."""

from collections.abc import Iterable

from docx.oxml.ns import qn

from workflow.documents.build import styles
from workflow.documents.build.document import Properties
from workflow.documents.build.letter import letter
from workflow.documents.build.xml import Element, paragraph

Block = str | Element | list["Block"]

CONTACT = "（联系人：{{ office_name }}{% if telephone %}，\n电话：{{ telephone }}{% endif %}）"


def flat(blocks: Iterable[Block]) -> list[Element]:
    """Return blocks as paragraphs: a text becomes one of the body style."""
    made: list[Element] = []
    for block in blocks:
        if isinstance(block, str):
            made.append(paragraph(styles.BODY, block))
        elif isinstance(block, list):
            made.extend(flat(block))
        else:
            made.append(block)
    return made


def when(condition: str, *blocks: Block) -> list[Block]:
    """Return blocks that stand only where a condition holds."""
    return [f"{{%p if {condition} %}}", *blocks, "{%p endif %}"]


def each(row: str, rows: str, *blocks: Block) -> list[Block]:
    """Return blocks that are repeated for each row of a list."""
    return [f"{{%p for {row} in {rows} %}}", *blocks, "{%p endfor %}"]


def kept(text: str) -> Element:
    """Return a body paragraph that stays with the one after it."""
    return paragraph(styles.BODY, text, keepNext=True)


def attachments() -> list[Block]:
    """Return the attachment list, one blank line below the text; nothing where there is none."""
    first = "{{ item.number }}{{ item.text }}"
    return each(
        "item",
        "attachments",
        *when("loop.first", paragraph(styles.ATTACHMENT, f"附件：{first}")),
        *when("not loop.first", paragraph(styles.ATTACHMENT_NEXT, first)),
    )


def signature(contact: str = CONTACT) -> list[Block]:
    """Return name, date and the note on whom to reach."""
    return [
        paragraph(styles.SIGNATURE, "{{ agency_name }}"),
        paragraph(styles.DATE, "{{ date }}", keepNext=True),
        *when("office_name", paragraph(styles.NOTE, contact)),
    ]


def official_letter(
    title: str,
    *body: Block,
    closing: str,
    remedy: bool = False,
    tail: Iterable[Block] = (),
    after: Iterable[Block] = (),
    addressee: str = "{{ addressee }}",
) -> bytes:
    """Return a letter in the letter format.

    ``remedy`` sets the remedy paragraph before the closing. ``tail`` goes between closing and
    signature, ``after`` behind everything.
    The last paragraphs stay together, so that a signature never stands alone on a page.
    """
    paragraphs = flat(body)
    if remedy:
        paragraphs.append(kept("{{ remedy }}"))
    else:
        keep_last(paragraphs)
    head = [
        paragraph(styles.NUMBER, "{{ number }}"),
        paragraph(styles.TITLE, title),
        paragraph(styles.ADDRESSEE, f"{addressee}："),
    ]
    end = flat([kept(closing), *tail, *signature(), *after])
    return letter([*head, *paragraphs, *end], Properties(plain(title)), "{{ agency_name }}")


def keep_last(paragraphs: list[Element]) -> None:
    """Keep the last paragraph with what follows; of conditions at the end, the last of each.

    Where a text ends in conditions, one of them holds: the paragraph before them stays free, or
    head and text would be one block that no page can hold.
    """
    open_blocks, conditional, marked = 0, False, False
    for place in range(len(paragraphs) - 1, -1, -1):
        text = text_of(paragraphs[place])
        if text.startswith("{%p end"):
            open_blocks, conditional, marked = open_blocks + 1, True, False
        elif text.startswith("{%p"):
            open_blocks, marked = open_blocks - 1, False
        elif open_blocks or not conditional:
            if not marked:
                paragraphs[place] = kept(text)
            marked = True
        if not open_blocks and not text.startswith("{%p"):
            return


def text_of(element: Element) -> str:
    """Return the text of a paragraph."""
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))


def plain(title: str) -> str:
    """Return a title without its tags, for the file's properties."""
    before, tag, rest = title.partition("{%")
    return before if not tag else before + rest.partition("%}")[2].partition("{%")[0]
