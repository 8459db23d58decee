"""What an agency's ``numbering`` may say, and what is wrong with what it says.

``{"patterns": {"N04": "…"}, "suffixes": {"N10": "-答"}, "own_series": ["N04"]}``: a name that
isn't known would be passed over for ever, so it is refused with the one that was likely meant.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from workflow.documents.library import all_fields, builtin_keys
from workflow.documents.numbers import SUFFIXES
from workflow.errors import InputError
from workflow.messages import say

PATTERNS, NOTICE_SUFFIXES, OWN_SERIES = "patterns", "suffixes", "own_series"
#: The laws whose letters bear numbers.
_LAWS = ("cn-2008", "cn-2019")


def check_shape(numbering: Mapping[str, Any]) -> None:
    """Raise InputError naming what isn't as it should be: a key, a notice, a kind of value."""
    _refuse_unknown(numbering, (PATTERNS, NOTICE_SUFFIXES, OWN_SERIES), "numbering")
    for name in (PATTERNS, NOTICE_SUFFIXES):
        texts = numbering.get(name, {})
        if not isinstance(texts, Mapping) or not all(isinstance(t, str) for t in texts.values()):
            raise InputError("agency.numbering_texts", name=name)
        _refuse_unknown(texts, _notices(), f"numbering.{name}")
    series = numbering.get(OWN_SERIES, [])
    if isinstance(series, str) or not all(isinstance(one, str) for one in _listed(series)):
        raise InputError("agency.numbering_series", name=OWN_SERIES)
    _refuse_unknown(series, _notices(), f"numbering.{OWN_SERIES}")


def _listed(series: Any) -> Iterable[Any]:
    return series if isinstance(series, list | tuple | set | frozenset) else [None]


@cache
def _notices() -> tuple[str, ...]:
    """Return the keys under which letters are numbered, the narrower ones too."""
    specs = [spec for law in _LAWS for spec in all_fields(law)]
    narrow = {f"{spec.notice}-{outcome}" for spec in specs for outcome in spec.outcomes}
    letters = {key for law in _LAWS for key in builtin_keys(law)}
    return tuple(sorted({*SUFFIXES, *(spec.notice for spec in specs), *narrow, *letters}))


def _refuse_unknown(names: Iterable[str], known: tuple[str, ...], place: str) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            code = "agency.numbering_meant" if near else "agency.numbering_known"
            hint = say(code, near=near[0] if near else "", known="、".join(known[:_TOLD]))
            raise InputError("agency.numbering_unknown", name=name, place=place, hint=hint)


#: So many known names are told where none is near.
_TOLD = 20
