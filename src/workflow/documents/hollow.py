"""Against holes: what a false condition or an empty list may leave must still be a document.

Word refuses a cell, header or box without a last paragraph and a table without rows; and a
letter shall not show an empty line where all conditions of a paragraph were false.
"""

from collections.abc import Callable, Iterator

from workflow.documents.blocks import closes, opens
from workflow.documents.sandbox import block_source, value_source
from workflow.documents.xml import Element, W, nearest

#: Make a mark for a piece of template that no user wrote: its word and its source.
MakeMark = Callable[[str, str], Element]

_MUST_END = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "txbxContent", "footnote"))
_LEADS = (f"{W}tcPr", f"{W}tblPr", f"{W}tblGrid")


def close_holes(root: Element, make_mark: MakeMark) -> None:
    """Wrap paragraphs, tables and their containers where conditions may leave them empty."""
    for paragraph in list(root.iter(f"{W}p")):
        if _may_vanish(paragraph):
            _wrap([paragraph], make_mark, "_with_runs")
    for table in list(root.iter(f"{W}tbl")):
        if _governed(table) and not any(child.tag == f"{W}tr" for child in _certain(table)):
            _wrap([table], make_mark, "_with_rows")
    for container in [*reversed(list(root.iter(*_MUST_END)))]:
        if _governed(container) and not _ends_well(container):
            content = [child for child in container if child.tag not in _LEADS]
            _wrap(content, make_mark, "_whole")


def _wrap(elements: list[Element], make_mark: MakeMark, helper: str) -> None:
    end = block_source("endset") + value_source(f"{helper}(_held)")
    elements[0].addprevious(make_mark("set", block_source("set _held")))
    elements[-1].addnext(make_mark("endset", end))


def _governed(parent: Element) -> bool:
    return any(not isinstance(child.tag, str) for child in parent)


def _certain(parent: Element) -> Iterator[Element]:
    """Yield the children that stand under no condition and in no loop."""
    depth = 0
    for child in parent:
        depth += opens(child) - closes(child)
        if depth == 0 and isinstance(child.tag, str):
            yield child


def _ends_well(container: Element) -> bool:
    last = container[-1]
    return last.tag == f"{W}p" and last in set(_certain(container))


def _may_vanish(paragraph: Element) -> bool:
    """Tell whether all that a paragraph shows stands under conditions or in loops.

    The only paragraph of a cell stays: the cell needs one.
    """
    if not any(opens(child) for child in paragraph) or paragraph.find(f".//{W}sectPr") is not None:
        return False
    if nearest(paragraph, "tc") is paragraph.getparent() and _alone_in_cell(paragraph):
        return False
    return not any(_shows(child) for child in _certain(paragraph))


def _alone_in_cell(paragraph: Element) -> bool:
    cell = paragraph.getparent()
    return cell is not None and len(cell.findall(f"{W}p")) == 1


def _shows(element: Element) -> bool:
    runs = [element] if element.tag == f"{W}r" else list(element.iter(f"{W}r"))
    for run in runs:
        text = "".join(found.text or "" for found in run.iter(f"{W}t"))
        others = [child for child in run if child.tag not in {f"{W}rPr", f"{W}t"}]
        if text.strip() or others or any(len(found) for found in run.iter(f"{W}t")):
            return True
    return False
