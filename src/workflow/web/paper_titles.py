"""What an officer calls a document of a case, so that no two of a case have one name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.messages import catalogue, language, say


def paper_title(document: Mapping[str, Any]) -> str:
    """Return a document's full title by its template's key and the child that it is about."""
    notice, kind = document["notice"], str(document["child"] or "").partition(":")[0]
    known = catalogue(language())
    names = (f"{notice}_{kind}", document["key"].replace("-", "_"), notice)
    codes = (f"paper_title.{name}" for name in names)
    return say(next((code for code in codes if code in known), f"notices.{notice}"))


def titles_of(documents: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the titles of a case's documents by their ids: the second of a kind says so."""
    seen: Counter[str] = Counter()
    titles = {}
    for one in documents:
        title = paper_title(one)
        seen[title] += 1
        again = say("paper_title.again", n=seen[title]) if seen[title] > 1 else ""
        titles[one["id"]] = title + again
    return titles
