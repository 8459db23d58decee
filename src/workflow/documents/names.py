"""Which fields a template names, and whether the notice has them."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jinja2 import nodes

from workflow.core.fields import Field, NoticeFields
from workflow.documents.compile import TagUse
from workflow.documents.findings import Finding, finding
from workflow.documents.sandbox import ENVIRONMENT, block_source, value_source
from workflow.messages import say

#: Names in scope: fields and loop variables, by name; a loop variable of plain texts is None.
Scope = Mapping[str, Field | None]

_LOOP = Field("loop", "", "flag")


def check_names(tags: Sequence[TagUse], spec: NoticeFields) -> Iterator[Finding]:
    """Yield a finding for every name that isn't a field, and for every field used as another kind.

    Loop variables are known between their ``for`` and its end; the fields of a row are those
    that the list field declares.
    """
    scopes: list[dict[str, Field | None]] = [dict(spec.by_name)]
    for tag in tags:
        if tag.word == "endfor":
            scopes.pop()
        elif tag.word == "for":
            variable, _, source = tag.code.removeprefix("for ").partition(" in ")
            yield from _check_loop(source.strip(), tag, scopes[-1])
            row = _lookup(source.strip(), scopes[-1])
            scopes.append({**scopes[-1], variable.strip(): _row(row), "loop": _LOOP})
        elif tag.word not in {"else", "endif"}:
            yield from _check_tag(tag, scopes[-1])


def _row(source: Field | None) -> Field | None:
    return source if source and source.kind == "list" and source.items else None


def _check_tag(tag: TagUse, scope: Scope) -> Iterator[Finding]:
    for name, attribute in _used(tag):
        if name not in scope:
            yield _unknown(name, tag, scope)
            continue
        known = scope[name]
        items = {item.name: item for item in known.items} if known else {}
        is_row = known is not None and known.name != name
        if attribute and (is_row or items) and attribute not in items:
            yield _unknown(attribute, tag, items)
        elif not attribute and not tag.word and _is_rows(known):
            yield finding("rows_printed", tag.place, field=name)


def _check_loop(source: str, tag: TagUse, scope: Scope) -> Iterator[Finding]:
    name = source.partition(".")[0]
    if name not in scope:
        yield _unknown(name, tag, scope)
        return
    field = _lookup(source, scope)
    if field is not None and field.kind != "list":
        yield finding("not_a_list_field", tag.place, field=source)


def _lookup(path: str, scope: Scope) -> Field | None:
    name, _, attribute = path.partition(".")
    field = scope.get(name)
    if not attribute or field is None:
        return field
    return next((item for item in field.items if item.name == attribute), None)


def _is_rows(field: Field | None) -> bool:
    return field is not None and field.kind == "list" and bool(field.items)


def _used(tag: TagUse) -> Iterator[tuple[str, str]]:
    """Yield every name of a tag, with the attribute that is taken of it (or nothing)."""
    code = tag.code.removeprefix(tag.word)
    source = value_source(code) if not tag.word else block_source(f"if {code}") + _ENDIF
    tree = ENVIRONMENT.parse(source)
    owners = {id(node.node): node.attr for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all(nodes.Name):
        yield node.name, owners.get(id(node), "")


_ENDIF = block_source("endif")


def _unknown(name: str, tag: TagUse, scope: Scope) -> Finding:
    near = nearest_name(name, [field for field in scope.values() if field])
    hint = say("template.did_you_mean", field=near) if near else ""
    return finding("unknown_field", tag.place, field=name, suggestion=hint)


def nearest_name(name: str, fields: Iterable[Field]) -> str:
    """Return the field whose name or Chinese label is nearest to what was typed, or nothing.

    >>> nearest_name("aplicant", [Field("applicant", "申请人", "text")])
    'applicant'
    """
    by_text = {text: field.name for field in fields for text in (field.name, field.label_zh)}
    found = difflib.get_close_matches(name, by_text, n=1, cutoff=0.6)
    return by_text[found[0]] if found else ""
