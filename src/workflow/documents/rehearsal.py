"""A template rehearsed: filled with examples for every outcome, each possible hole tried.

What stands under which condition is not guessed from the tags: the template is rendered, and
every value that it prints is looked at.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from jinja2 import Template

from workflow.core.fields import REMEDY, Field, NoticeFields
from workflow.documents.compile import Codes
from workflow.documents.findings import Finding, finding
from workflow.documents.package import Package
from workflow.documents.sandbox import Rounds
from workflow.errors import InputError
from workflow.messages import say

#: More combinations of choices than this are not tried.
_MOST = 64
OUTCOME = "outcome"
_WHOLE = re.compile(r"（[^（）]*）|.*[。；]")


class Rehearsal:
    """One template under watch: which tags printed, and which printed nothing."""

    def __init__(self, package: Package) -> None:
        codes = Codes(watched=True)
        self._parts: list[Template] = list(codes.templates(package).values())
        self.tags = codes.tags
        self._printed: dict[int, bool] = {}

    def run(self, values: Mapping[str, Any]) -> Mapping[int, bool]:
        """Return the number of every tag that printed, with whether it printed something."""
        self._printed = {}
        for part in self._parts:
            context = {**values, "_rounds": Rounds(), "_seen": self._see}
            try:
                for _ in part.root_render_func(part.new_context(context)):
                    pass
            except InputError:
                continue  # a loop over no list: told by the check of names
        return self._printed

    def _see(self, number: int, value: Any) -> Any:
        self._printed[number] = self._printed.get(number, True) and not _empty(value)
        return value


def rehearse(package: Package, spec: NoticeFields, outcome: str | None) -> Iterator[Finding]:
    """Yield the fields that print nothing somewhere, and the missing remedy paragraph.

    ``outcome`` narrows the rehearsal to one outcome; None tries all that the notice is for.
    """
    stage = Rehearsal(package)
    holes: dict[int, list[str | None]] = {}
    without_remedy: list[str | None] = []
    for name, setting in _settings(spec, outcome):
        for values in _variants(spec, name, setting):
            printed = stage.run(values)
            for number in (number for number, full in printed.items() if not full):
                if name not in (where := holes.setdefault(number, [])):
                    where.append(name)
            if spec.needs_remedy and not _remedy_printed(stage, printed) and values.get(REMEDY):
                without_remedy.append(name)
    for number, where in sorted(holes.items()):
        yield from _hole(stage, number, where, spec)
    if without_remedy:
        hint = say("template.add_remedy")
        yield finding("no_remedy", spec.notice, suggestion=hint, where=_listed(without_remedy))


def _settings(
    spec: NoticeFields, outcome: str | None
) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield each outcome with each combination of the notice's choices."""
    outcomes: list[str | None] = [outcome] if outcome else [*spec.outcomes] or [None]
    choices = [field for field in spec if field.kind == "choice" and field.name != OUTCOME]
    for name in outcomes:
        for chosen in islice(product(*(field.choices for field in choices)), _MOST):
            setting = {field.name: value for field, value in zip(choices, chosen, strict=True)}
            yield name, setting | ({OUTCOME: name} if name else {})


def _variants(
    spec: NoticeFields, outcome: str | None, setting: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the examples as they are, with all that may be empty empty, and with each one."""
    full = examples(spec) | dict(setting)
    open_fields = [
        field for field in spec if field.may_be_empty(outcome) and field.name not in setting
    ]
    yield full
    yield full | {field.name: _nothing(field) for field in open_fields}
    for field in open_fields:
        yield full | {field.name: _nothing(field)}


def examples(spec: NoticeFields) -> dict[str, Any]:
    """Return the examples of a notice's fields as values to fill its template with."""
    return {field.name: _example(field) for field in spec}


def example_values(spec: NoticeFields, key: str) -> dict[str, Any]:
    """Return examples for the template of a key: with its outcome where it is narrowed to one."""
    narrow = key.partition("-")[2]
    return examples(spec) | ({OUTCOME: narrow} if narrow in spec.outcomes else {})


def _example(field: Field) -> Any:
    """Return the field's example, or something in its place where it has none."""
    if field.kind == "list":
        row = {item.name: _example(item) for item in field.items}
        return (
            [row | given for given in field.example or [{}]] if row else field.example or ["示例"]
        )
    if field.example or field.kind in {"flag", "number"}:
        return field.example
    return "示例"


def _nothing(field: Field) -> Any:
    return {"list": (), "flag": False, "number": None}.get(field.kind, "")


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, (str, tuple, list)) and not value)


def _remedy_printed(stage: Rehearsal, printed: Mapping[int, bool]) -> bool:
    return any(full and stage.tags[number].code == REMEDY for number, full in printed.items())


def _hole(
    stage: Rehearsal, number: int, where: list[str | None], spec: NoticeFields
) -> Iterator[Finding]:
    """Yield the finding of a value that may print nothing, where that leaves a hole.

    A cell of a form may be empty; a value that is a whole sentence or a remark in brackets leaves
    none between others.
    """
    tag = stage.tags[number]
    name = tag.code.partition("|")[0].strip()
    field = spec.by_name.get(name)
    if tag.in_loop or tag.fills == "cell" or field is None:
        return
    if tag.fills != "line" and _WHOLE.fullmatch(str(field.example)):
        return
    guard = say("template.guard", field=name)
    yield finding(
        "may_be_empty",
        tag.place,
        severity="warning",
        suggestion=guard,
        field=name,
        label=field.label_zh,
        where=_listed(where),
    )


def _listed(outcomes: list[str | None]) -> str:
    names = list(dict.fromkeys(name for name in outcomes if name))
    return say("template.for_outcomes", outcomes="、".join(names)) if names else ""
