"""The paragraph styles of an official document, with Chinese names, so that staff find them.

All are based on Normal. Lines are exact, which makes the page independent of the font; blank lines
are spacing before, never empty paragraphs; indents are given in characters and in twips, since
Word recomputes from the characters and LibreOffice takes the twips.
"""

from dataclasses import dataclass, field
from typing import Any

from workflow.documents.build.fonts import BIG_SONG, FANG_SONG, HEI, KAI, SONG, in_all_slots
from workflow.documents.build.page import LINE
from workflow.documents.build.xml import Element, borders, el, line, ppr, rpr

RED = "FF0000"
#: Two characters of body text: as Word counts it, and in twips (28 characters are 8845 twips).
TWO_CHARACTERS = {"firstLineChars": 200, "firstLine": 628}
#: The two red lines and the agency's name reach 8 mm beyond the type area left, 6 mm right.
RED_LINE_INDENT = {"left": -453, "right": -340}
#: The block of name and date, 15.7 characters wide at the right: the date ends four characters in.
SIGNATURE_INDENT = {"leftChars": 1230, "left": 3862}
#: The size of a 13-character agency name; ``fit`` adjusts the three values to other lengths.
HEAD_SIZE, HEAD_LINE, HEAD_AFTER = 64, 800, 127

NORMAL = "Normal"
BODY = "GwBody"
HEAD = "GwHead"
UPPER_RULE = "GwUpperRule"
LOWER_RULE = "GwLowerRule"
NUMBER = "GwNumber"
TITLE = "GwTitle"
ADDRESSEE = "GwAddressee"
HEADING_1 = "GwHeading1"
HEADING_2 = "GwHeading2"
SIGNATURE = "GwSignature"
DATE = "GwDate"
NOTE = "GwNote"
ATTACHMENT = "GwAttachment"
ATTACHMENT_NEXT = "GwAttachmentNext"
ADDRESS = "GwAddress"
PAGE_NUMBER = "GwPageNumber"
PAGE_NUMBER_LIFT = "GwPageNumberLift"
EMPTY_HEADER = "GwEmptyHeader"
TABLE_TEXT = "GwTableText"
TABLE_CENTRED = "GwTableCentred"
TABLE_NOTE = "GwTableNote"
FORM_TEXT = "GwFormText"
FORM_LABEL = "GwFormLabel"
FORM_HEAD = "GwFormHead"
END = "GwEnd"


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style; ``size`` in half points, ``exact`` the line height in twips.

    ``paragraph`` and ``run`` hold further properties, as ``ppr`` and ``rpr`` take them; a
    ``spacing`` in ``paragraph`` is joined with the exact line.
    """

    id: str
    name: str
    font: str = FANG_SONG
    size: int = 32
    exact: int = LINE
    paragraph: dict[str, Any] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)


def _rule(upper: int, lower: int) -> dict[str, Any]:
    sides = {"top": line(upper, RED), "bottom": line(lower, RED)}
    return {"pBdr": borders("pBdr", **sides), "ind": RED_LINE_INDENT}


#: Level-one and level-two headings keep with the text that follows them.
def _heading(level: int) -> dict[str, Any]:
    return {"keepNext": True, "ind": TWO_CHARACTERS, "outlineLvl": level}


#: A name turns over under itself: six characters in; the first line begins two characters in.
def _attachment(hanging: int, before: int) -> dict[str, Any]:
    indent = {"leftChars": 600, "left": 1884, "hangingChars": hanging}
    return {
        "keepNext": True,
        "spacing": {"before": before},
        "ind": indent | {"hanging": round(3.14 * hanging)},
        "jc": "left",
    }


_SIGNATURE: dict[str, Any] = {"ind": SIGNATURE_INDENT, "jc": "center"}
_TABLE: dict[str, Any] = {"font": SONG, "size": 21, "exact": 280, "run": {"spacing": 0}}


def styles() -> tuple[Style, ...]:  # long: a table of styles, one a line
    """Return every style, Normal first."""
    return (
        Style(BODY, "公文正文", paragraph={"ind": TWO_CHARACTERS}),
        Style(
            HEAD,
            "公文发文机关标志",
            BIG_SONG,
            HEAD_SIZE,
            HEAD_LINE,
            {
                "keepNext": True,
                "ind": RED_LINE_INDENT,
                "jc": "center",
                "spacing": {"after": HEAD_AFTER},
            },
            {"color": RED, "spacing": 0},
        ),
        Style(UPPER_RULE, "公文红色双线", size=2, exact=40, paragraph=_rule(18, 8)),
        Style(LOWER_RULE, "公文红色双线（下）", size=2, exact=40, paragraph=_rule(8, 18)),
        Style(NUMBER, "公文发文字号", paragraph={"jc": "right", "spacing": {"before": 60}}),
        Style(
            TITLE,
            "公文标题",
            BIG_SONG,
            44,
            660,
            {
                "keepNext": True,
                "keepLines": True,
                "jc": "center",
                "outlineLvl": 0,
                "spacing": {"before": 2 * LINE},
            },
            {"b": False, "spacing": 0},
        ),
        Style(ADDRESSEE, "公文主送", paragraph={"keepNext": True, "spacing": {"before": LINE}}),
        Style(HEADING_1, "公文一级标题", HEI, paragraph=_heading(1)),
        Style(HEADING_2, "公文二级标题", KAI, paragraph=_heading(2)),
        Style(
            SIGNATURE,
            "公文署名",
            paragraph={
                "keepNext": True,
                "keepLines": True,
                "spacing": {"before": 2 * LINE},
                **_SIGNATURE,
            },
        ),
        Style(DATE, "公文成文日期", paragraph=_SIGNATURE),
        Style(
            NOTE,
            "公文附注",
            paragraph={
                "keepLines": True,
                "ind": {"leftChars": 200, "left": 628, "rightChars": 1100, "right": 3454},
                "jc": "left",
            },
        ),
        Style(ATTACHMENT, "公文附件说明", paragraph=_attachment(400, LINE)),
        Style(ATTACHMENT_NEXT, "公文附件续项", paragraph=_attachment(100, 0)),
        Style(
            ADDRESS,
            "公文地址",
            paragraph={"wordWrap": False, "ind": TWO_CHARACTERS, "jc": "left"},
        ),
        Style(PAGE_NUMBER, "公文页码", SONG, 28, 280, run={"spacing": 0}),
        Style(PAGE_NUMBER_LIFT, "公文页码下空", exact=322),
        Style(EMPTY_HEADER, "公文空页眉", exact=240),
        Style(TABLE_TEXT, "公文表格文字", paragraph={"jc": "left"}, **_TABLE),
        Style(TABLE_CENTRED, "公文表格居中", paragraph={"jc": "center"}, **_TABLE),
        Style(TABLE_NOTE, "公文表格附注", SONG, 18, 280, {"jc": "center"}, {"spacing": 0}),
        Style(FORM_TEXT, "公文单据文字", FANG_SONG, 24, 400, {"jc": "left"}, {"spacing": 0}),
        Style(FORM_LABEL, "公文单据栏名", HEI, 24, 400, {"jc": "center"}, {"spacing": 0}),
        Style(
            FORM_HEAD,
            "公文单据表头",
            FANG_SONG,
            24,
            400,
            {
                "keepNext": True,
                "tabs": el("tabs", el("tab", val="right", pos=8845)),
                "jc": "left",
                "spacing": {"before": 200, "after": 40},
            },
            {"spacing": 0},
        ),
        Style(END, "公文表后", size=2, exact=20),
    )


def styles_part() -> Element:
    """Return ``<w:styles>``: document defaults, Normal, the table base, and the styles above."""
    return el("styles", _defaults(), _normal(), _table_base(), *(_style(s) for s in styles()))


def _defaults() -> Element:
    language = {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}
    run = rpr(rFonts=in_all_slots(FANG_SONG), sz=32, szCs=32, lang=language)
    return el("docDefaults", el("rPrDefault", run), el("pPrDefault", ppr(widowControl=False)))


def _normal() -> Element:
    return el(
        "style",
        el("name", val="Normal"),
        el("qFormat"),
        ppr(
            widowControl=False,
            kinsoku=True,
            snapToGrid=False,
            spacing=_exact(LINE),
            jc="both",
        ),
        rpr(rFonts=in_all_slots(FANG_SONG), snapToGrid=False, spacing=-6, sz=32, szCs=32),
        type="paragraph",
        default=1,
        styleId=NORMAL,
    )


def _table_base() -> Element:
    margins = el(
        "tblCellMar",
        el("top", w=17, type="dxa"),
        el("left", w=45, type="dxa"),
        el("bottom", w=17, type="dxa"),
        el("right", w=45, type="dxa"),
    )
    properties = el("tblPr", el("tblInd", w=0, type="dxa"), margins)
    return el(
        "style",
        el("name", val="Normal Table"),
        el("uiPriority", val=99),
        el("semiHidden"),
        el("unhideWhenUsed"),
        properties,
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _style(style: Style) -> Element:
    more = dict(style.paragraph)
    spacing = _exact(style.exact) | more.pop("spacing", {})
    fonts = in_all_slots(style.font)
    return el(
        "style",
        el("name", val=style.name),
        el("basedOn", val=NORMAL),
        el("qFormat"),
        ppr(spacing=spacing, **more),
        rpr(rFonts=fonts, sz=style.size, szCs=style.size, **style.run),
        type="paragraph",
        customStyle=1,
        styleId=style.id,
    )


def _exact(twips: int) -> dict[str, Any]:
    return {"before": 0, "after": 0, "line": twips, "lineRule": "exact"}
