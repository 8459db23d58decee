"""Paper, type area and grid of GB/T 9704-2012, in twips (1 mm = 56.69 twips).

A4 with margins 37/28/35/26 mm leaves a type area of 156 × 225 mm: 22 lines of 28 characters of
三号 (16 pt). The grid is declared, so that a word processor's page set-up shows 28 × 22, but it
doesn't lay out the text: with a character pitch below the font size LibreOffice 7.4 gives each
character two cells. The text gets its pitch from exact line heights and a character spacing of
-0.3 pt (styles).
"""

from typing import Any

from workflow.documents.build.xml import Element, el

WIDTH, HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
#: Width of the type area, and of every table.
TEXT_WIDTH = 8845
#: One of 22 lines: floor(12756 / 22).
LINE = 579
#: A character pitch of 15.794 pt instead of 16, in 4096ths of a point.
CHARACTER_SPACE = -842
#: The same sheet lying on its side, margins turned with it: the width of a table across it.
ACROSS = 12756
#: Distance of header and footer from the page's edge.
FOOTER = 1134
PLAIN_HEADER = 851


def text_section(*references: Element, header: int = PLAIN_HEADER, title_page: bool = False) -> Any:
    """Return the section properties: header and footer references first, in that order.

    ``header`` is the distance of the header from the edge; ``title_page`` gives page one a
    header and footer of its own.
    """
    return el(
        "sectPr",
        *references,
        el("pgSz", w=WIDTH, h=HEIGHT),
        el(
            "pgMar",
            top=TOP,
            right=RIGHT,
            bottom=BOTTOM,
            left=LEFT,
            header=header,
            footer=FOOTER,
            gutter=0,
        ),
        el("titlePg") if title_page else None,
        el("docGrid", type="linesAndChars", linePitch=LINE, charSpace=CHARACTER_SPACE),
    )


def lying_section(*references: Element) -> Any:
    """Return the section properties of a sheet on its side: its left margin becomes the top one.

    No grid is declared: only a table stands on it.
    """
    return el(
        "sectPr",
        *references,
        el("pgSz", w=HEIGHT, h=WIDTH, orient="landscape"),
        el(
            "pgMar",
            top=LEFT,
            right=TOP,
            bottom=RIGHT,
            left=BOTTOM,
            header=PLAIN_HEADER,
            footer=PLAIN_HEADER,
            gutter=0,
        ),
    )
