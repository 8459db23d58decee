"""A law's notices as a table: the fields of each, and the function that fills them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.core.casefile import CaseFile
from workflow.core.fields import REMEDY, Field, NoticeFields
from workflow.errors import DefinitionError, InputError
from workflow.messages import say
from workflow.statutes.notices.draft import Draft
from workflow.statutes.notices.remedies import remedy_paragraph

Fill = Callable[[Draft], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of one law: what its template may name, and how that is filled."""

    spec: NoticeFields
    fill: Fill


def notice(
    statute: str,
    key: str,
    fields: tuple[Field, ...],
    fill: Fill,
    articles: str,
    *,
    needs_remedy: bool = False,
    outcomes: tuple[str, ...] = (),
) -> Notice:
    """Declare a notice with the articles it may cite (apart by blanks); the catalogue titles it."""
    spec = NoticeFields(
        notice=key,
        fields=fields,
        needs_remedy=needs_remedy,
        title_zh=say(f"notices.{key.replace('-', '_')}", "zh"),
        statute=statute,
        outcomes=outcomes,
        articles=frozenset(articles.split()),
    )
    return Notice(spec, fill)


def find(table: Mapping[str, Notice], key: str) -> Notice:
    """Return the notice of a template key: its own (``N12-transfer``), else that of its number."""
    found = table.get(key) or table.get(key.partition("-")[0])
    if found is None:
        raise InputError("notices.unknown", notice=key, known="、".join(table))
    return found


def fill(
    table: Mapping[str, Notice],
    key: str,
    case: CaseFile,
    on: date,
    number: str,
    child: str | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """Return the values of a notice: exactly the fields that it declares, in their order.

    ``extra`` are facts that no entry holds yet (``grounds_text`` of a draft), and ``clock`` for
    N16. Raises InputError where the case can't give what the notice is about.
    """
    found = find(table, key)
    draft = Draft(key, case, on, number, extra, child)
    values = dict(found.fill(draft))
    if REMEDY in found.spec.by_name:
        values[REMEDY] = remedy_paragraph(draft)
    names = [field.name for field in found.spec]
    unmade = [name for name in names if name not in values]
    if unmade:
        raise DefinitionError("notices.unfilled", notice=key, fields="、".join(unmade))
    return {name: values[name] for name in names}
