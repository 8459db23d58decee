"""What a template's standing text says by itself: articles, typed dates and numbers."""

import re
from collections.abc import Iterator
from datetime import date

from workflow.core.fields import NoticeFields
from workflow.documents.citations import (
    REGULATION,
    REPEALED,
    Citation,
    citations,
    laws_named,
    number_of,
    version_for,
)
from workflow.documents.findings import Finding, finding
from workflow.documents.package import Package, instructions
from workflow.documents.places import Place, places
from workflow.documents.xml import Element, W
from workflow.messages import say

TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
    r"|\b(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}\b"
)
NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,20})[〔（(\[［【]\s*(?:19|20)\d{2}\s*[〕）)\]］】]\s*第?\s*\d+\s*号"
)
#: A date after these words is a law's own, and so stands in the standing text.
_LAW_DATE = re.compile(r"(施行|公布|修订|修正|发布|印发)")
#: Documents of these bodies are cited, not issued, by an agency that answers requests.
_CITED = re.compile(
    r"(国发|国办发|国办函|国办公开办函|国令|法释|法发|财税|财库|财非税|发改价格|国务院|文件|通知)$"
)
_MOVING = frozenset({"DATE", "TIME", "SAVEDATE", "PRINTDATE"})
_WIDE_BRACES = re.compile(r"｛\s*｛|｝\s*｝|｛\s*[%％]|\{\s+\{|\{[％]")


def check_texts(package: Package, spec: NoticeFields, on: date) -> Iterator[Finding]:
    """Yield what is wrong with the standing text, part by part and paragraph by paragraph."""
    for part in package.stories():
        root = package.root(part)
        found = list(places(root))
        yield from _check_part(root, found[0] if found else None)
        for place in found:
            text = TAGS.sub("\ufffc", place.text)
            yield from _check_typed(text, place)
            yield from _check_articles(text, place, spec, on)


def _check_part(root: Element, first: Place | None) -> Iterator[Finding]:
    place = first or ""
    for instruction in instructions(root):
        word = instruction.split()[0].upper()
        if word in _MOVING:
            yield finding("moving_date", place, field=word)
    if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        yield finding("tracked_changes", place)
    if next(root.iter(f"{W}commentReference"), None) is not None:
        yield finding("comments", place, severity="warning")


def _check_typed(text: str, place: Place) -> Iterator[Finding]:
    for found in DATE.finditer(text):
        clause = re.split(r"[，。；]", text[found.end() :], maxsplit=1)[0]
        if not _LAW_DATE.search(clause):
            yield finding("typed_date", place, typed=found.group())
    for found in NUMBER.finditer(text):
        if not _CITED.search(found["word"]):
            yield finding("typed_number", place, typed=found.group())
    if wide := _WIDE_BRACES.search(text):
        yield finding("wide_braces", place, typed=wide.group())


def _check_articles(text: str, place: Place, spec: NoticeFields, on: date) -> Iterator[Finding]:
    for law in dict.fromkeys(laws_named(text)):
        if law in REPEALED and on >= REPEALED[law][0]:
            yield finding("law_repealed", place, law=law, now=REPEALED[law][1])
    for citation in citations(text):
        yield from _check_citation(citation, place, spec, on)


def _check_citation(
    citation: Citation, place: Place, spec: NoticeFields, on: date
) -> Iterator[Finding]:
    version = version_for(citation.law, spec.statute, on)
    if version is None:
        return
    law, article = citation.law, citation.article
    if not 1 <= citation.number <= version.articles:
        yield finding(
            "article_not_in_force", place, law=law, article=article, last=version.articles
        )
    elif citation.law == REGULATION and spec.articles:
        allowed = sorted(spec.articles, key=lambda text: number_of(text[1:-1]))
        if citation.number not in {number_of(text[1:-1]) for text in allowed}:
            hint = say("template.cites", articles="、".join(allowed))
            yield finding("article_of_another", place, suggestion=hint, law=law, article=article)
