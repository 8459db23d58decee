"""Fonts of a template: the official ones, and those that this machine would replace.

The official names stay in the .docx; on a server without them the converter's aliases
(``fonts.conf``) show Noto Serif or Sans CJK SC. What is not on the list would fall back to
whatever the machine has.
"""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache

from workflow.documents.findings import Finding, finding
from workflow.documents.package import Package
from workflow.documents.places import Place, places
from workflow.documents.xml import Element, W, characters, nearest
from workflow.messages import say

#: GB/T 9704's faces under the names that they have in Word and WPS.
OFFICIAL = frozenset(
    (
        *("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312"),
        *("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312"),
        *("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"),
        *("黑体", "SimHei", "宋体", "SimSun"),
    )
)
_FAMILIES = frozenset(name.casefold() for name in OFFICIAL)


def check_fonts(package: Package) -> Iterator[Finding]:
    """Yield a finding for each font, shown by some text, that isn't official: once, where first."""
    styles = _Styles(package)
    told: set[str] = set()
    for part in package.stories():
        for place in places(package.root(part)):
            for font in _fonts_of(place, styles):
                if font.casefold() not in _FAMILIES and font not in told:
                    told.add(font)
                    yield _finding(font, place)


def _finding(font: str, place: Place) -> Finding:
    shown = shown_by(font)
    hint = say("template.official_fonts")
    if shown and font.casefold() not in shown.casefold():
        return finding(
            "font_falls_back", place, severity="warning", suggestion=hint, font=font, shown=shown
        )
    return finding("font_unofficial", place, severity="warning", suggestion=hint, font=font)


@cache
def shown_by(font: str) -> str:
    """Return the families that this machine shows a font by, ``""`` without fontconfig."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    command = [program, "--format=%{family}", font.replace(":", "").replace("-", r"\-")]
    found = subprocess.run(  # noqa: S603  (the program is fontconfig's own)
        command, capture_output=True, text=True, timeout=20, check=False
    )
    return found.stdout.strip()


def _fonts_of(place: Place, styles: "_Styles") -> Iterator[str]:
    for element, text in characters(place.paragraph):
        run = nearest(element, "r")
        if run is None or not text.strip():
            continue
        wide = any(ord(sign) > 0x2E7F for sign in text)  # noqa: PLR2004  (CJK begins here)
        slots = {"eastAsia"} if wide else set()
        if any(sign.isascii() and sign.isalnum() for sign in text):
            slots.add("ascii")
        yield from filter(None, (styles.font(run, place.paragraph, slot) for slot in sorted(slots)))


class _Styles:
    """The fonts that styles give: a run's own, its style's, its paragraph's, the default."""

    def __init__(self, package: Package) -> None:
        name = next((part for part in package.types if part.endswith("styles.xml")), None)
        root = package.root(name) if name else None
        self._by_id: dict[str, Element] = {}
        self._default: Element | None = None
        self._defaults: Element | None = None
        if root is not None:
            self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iter(f"{W}style"):
                self._by_id[style.get(f"{W}styleId", "")] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default"):
                    self._default = style

    def font(self, run: Element, paragraph: Element, slot: str) -> str | None:
        """Return the font of a run in a slot; a theme's font, or none, is None."""
        own = run.find(f"{W}rPr")
        chain = [own, *self._chain(own, "rStyle")]
        chain += self._chain(paragraph.find(f"{W}pPr"), "pStyle", self._default)
        for properties in [*chain, self._defaults]:
            fonts = properties.find(f"{W}rFonts") if properties is not None else None
            if fonts is not None and (found := fonts.get(f"{W}{slot}")):
                return found
        return None

    def _chain(
        self, properties: Element | None, kind: str, default: Element | None = None
    ) -> Iterator[Element | None]:
        named = properties.find(f"{W}{kind}") if properties is not None else None
        style = self._by_id.get(named.get(f"{W}val", "")) if named is not None else default
        seen: set[Element] = set()
        while style is not None and style not in seen:
            seen.add(style)
            yield style.find(f"{W}rPr")
            based = style.find(f"{W}basedOn")
            style = self._by_id.get(based.get(f"{W}val", "")) if based is not None else None
