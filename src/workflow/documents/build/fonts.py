"""The official fonts, and what a machine without them should take instead.

``w:altName`` is what Word substitutes by; a converter follows fontconfig aliases instead (the
product's PDF converter brings its own). One Chinese font stands in all four slots of a style, so
that digits and quotation marks stay in it.
"""

from dataclasses import dataclass

from workflow.documents.build.xml import Element, el

FANG_SONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
BIG_SONG = "方正小标宋简体"
HEI = "黑体"
SONG = "宋体"


@dataclass(frozen=True, slots=True)
class Font:
    """A font with the name to substitute it by, and its PANOSE classification."""

    name: str
    substitute: str
    panose: str
    family: str
    pitch: str


FONTS = (
    Font(FANG_SONG, "仿宋", "02010609030101010101", "modern", "fixed"),
    Font(KAI, "楷体", "02010609030101010101", "modern", "fixed"),
    Font(BIG_SONG, "宋体", "02010601030101010101", "auto", "variable"),
    Font(HEI, "SimHei", "02010609060101010101", "modern", "fixed"),
    Font(SONG, "SimSun", "02010600030101010101", "auto", "variable"),
)


def in_all_slots(name: str) -> dict[str, str]:
    """Return the attributes of ``w:rFonts`` that keep every script in one font."""
    return {"hint": "eastAsia", "ascii": name, "hAnsi": name, "eastAsia": name, "cs": name}


def font_table() -> Element:
    """Return ``<w:fonts>``, the font table of a document."""
    return el("fonts", *(_entry(font) for font in FONTS))


def _entry(font: Font) -> Element:
    return el(
        "font",
        el("altName", val=font.substitute),
        el("panose1", val=font.panose),
        el("charset", val="86"),
        el("family", val=font.family),
        el("pitch", val=font.pitch),
        name=font.name,
    )
