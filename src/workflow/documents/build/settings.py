"""Document settings: Chinese line breaking, odd and even pages, compatibility with Word 2013+.

``overflowPunct`` and ``autoSpaceDE/DN`` are left out on purpose: LibreOffice 7.4 reads the first
upside down and ignores the others; absent, both programs hang punctuation and set the gap between
Han and digits alike.
"""

from workflow.documents.build.xml import Element, el

#: What may not end and what may not begin a line (the lists that Word keeps for zh-CN).
NEVER_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
NEVER_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶"
    "︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
CHINESE = {"lang": "zh-CN"}


def settings_part() -> Element:
    """Return ``<w:settings>`` in schema order."""
    return el(
        "settings",
        el("zoom", percent=100),
        el("bordersDoNotSurroundHeader"),
        el("bordersDoNotSurroundFooter"),
        el("defaultTabStop", val=420),
        el("evenAndOddHeaders"),
        el("characterSpacingControl", val="compressPunctuation"),
        el("noLineBreaksAfter", val=NEVER_LAST, **CHINESE),
        el("noLineBreaksBefore", val=NEVER_FIRST, **CHINESE),
        _compat(),
        el("themeFontLang", val="en-US", eastAsia="zh-CN"),
        el("decimalSymbol", val="."),
        el("listSeparator", val=","),
    )


def _compat() -> Element:
    mode = el(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return el(
        "compat",
        el("balanceSingleByteDoubleByteWidth"),
        el("adjustLineHeightInTable"),
        el("useFELayout"),
        mode,
    )
