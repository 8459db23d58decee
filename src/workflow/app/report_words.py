"""The narrative as an officer writes it: 【收到申请41】 is a number that follows the tables.

Kept is ``{{figure:requests}}`` (``reports.wording``); shown is the figure's name with its number,
so that nobody types what a table knows.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.app.annual_report import Inputs
from workflow.errors import InputError
from workflow.messages import catalogue
from workflow.reports.findings import Finding
from workflow.reports.phrases import PHRASES
from workflow.reports.wording import PLACE

TIED = re.compile(r"【([^【】\d]+)[^【】]*】")


def names(figures: Mapping[str, Any]) -> dict[str, str]:
    """Return the figures that a text may name, by key: each name once."""
    known = catalogue("zh")
    found: dict[str, str] = {}
    for key, value in figures.items():
        name = known.get(f"report.figure_{key}") or known.get(f"web_report.figure_{key}")
        if name and not isinstance(value, Mapping) and name not in found.values():
            found[key] = name
    return found


def shown(text: str, figures: Mapping[str, Any]) -> str:
    """Return a kept text as it is written: each tied number with its name."""
    known = names(figures)

    def one(place: re.Match[str]) -> str:
        key = place.group(1)
        return f"【{known[key]}{figures[key]}】" if key in known else place.group(0)

    return PLACE.sub(one, text)


def kept(text: str, figures: Mapping[str, Any]) -> str:
    """Return a written text as it is kept; InputError names what ties no number."""
    known = {name: key for key, name in names(figures).items()}

    def one(tied: re.Match[str]) -> str:
        name = tied.group(1).strip()
        if name not in known:
            raise InputError("web_report.no_figure", name=name)
        return f"{{{{figure:{known[name]}}}}}"

    return TIED.sub(one, text.replace("\r\n", "\n"))


def mended(inputs: Inputs, finding: Finding) -> Inputs | None:
    """Return the inputs with a narrative's number tied to its table; None where none is found."""
    key = finding.row or ""
    if key in inputs.figures:
        figures = {name: value for name, value in inputs.figures.items() if name != key}
        return replace(inputs, figures=figures)
    text = {part: _tied(words, key, finding.found) for part, words in inputs.text.items()}
    return replace(inputs, text=text) if text != inputs.text else None


def _tied(words: Any, key: str, found: Any) -> Any:
    if isinstance(words, Mapping):
        return {head: _tied(each, key, found) for head, each in words.items()}
    text = str(words)
    for pattern in PHRASES.get(key, ()):
        for phrase in re.finditer(pattern, text):
            if phrase.group(1) == str(found):
                place = f"{{{{figure:{key}}}}}"
                return text[: phrase.start(1)] + place + text[phrase.end(1) :]
    return text
