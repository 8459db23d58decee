"""Numbers typed in a report's text, by the phrases that offices use for them.

Only phrases that name a figure of the tables are looked for; a number that nobody can tie to a
cell stays a number of the text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflow.reports.wording import PLACE

#: Between a word and its number: no stop, no other number.
_GAP = r"[^，。；、\d]{0,12}?"
_UNIT = r"\s*(?:件|次|宗|份|条)"
#: figure → phrases whose first group is its number.
PHRASES: Mapping[str, tuple[str, ...]] = {
    "requests": (
        rf"(?:收到|受理|新收){_GAP}(\d+){_UNIT}[^，。；、\d]{{0,8}}申请",
        rf"(?:收到|受理|新收)[^，。；、\d]{{0,12}}申请{_GAP}(\d+){_UNIT}",
    ),
    "carried_in": (rf"上(?:一)?年(?:度)?结转{_GAP}(\d+){_UNIT}",),
    "carried_out": (rf"结转(?:至|到)?下(?:一)?年(?:度)?{_GAP}(\d+){_UNIT}",),
    "granted": (rf"予以公开(?<!不予以公开)[^，。；、\d及和]{{0,6}}?(\d+){_UNIT}",),
    "granted_or_partial": (rf"予以公开[及和与]部分公开[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "partial": (rf"部分公开(?<![及和与]部分公开)[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "denied": (rf"不予公开[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "unable": (rf"无法提供[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "not_processed": (rf"不予处理[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "other": (rf"其他处理[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "review_cases": (rf"行政复议[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
    "litigation_cases": (rf"行政诉讼[^，。；、\d]{{0,6}}?(\d+){_UNIT}",),
}
_SEARCHES = [(key, [re.compile(one).search for one in each]) for key, each in PHRASES.items()]


def typed_figures(text: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield figure and number of every phrase of parts 一, 五, 六, the first of each figure.

    Numbers that are tied to a figure ({{figure:…}}) are not typed, so they are not looked at.

    >>> list(typed_figures({"1": {"依申请公开": "2020 年，共收到 1 次公开申请。"}}))
    [('requests', 1)]
    """
    words = "".join(PLACE.sub("", _joined(text)).split())
    for key, searches in _SEARCHES:
        for search in searches:
            if found := search(words):
                yield key, int(found.group(1))
                break


def _joined(text: Mapping[str, Any]) -> str:
    parts = (text.get(part) for part in ("1", "5", "6"))
    texts = (part.values() if isinstance(part, dict) else [part] for part in parts if part)
    return "。".join(str(each) for part in texts for each in part)
