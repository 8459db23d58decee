"""A notice of a case as a .docx: the fields by its law, the template by its key."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.core.casefile import CaseFile
from workflow.documents.compile import compile_template
from workflow.documents.library import builtin, candidates, notice_fields

#: Return the office's own template of a key (law, key), or None where it has installed none.
OwnTemplate = Callable[[str, str], bytes | None]


@dataclass(frozen=True, slots=True)
class Made:
    """A notice as it was made: the .docx, the data in it, and the template's hash and origin.

    ``template`` is ``built-in`` or ``own``; the hash tells the version.
    """

    content: bytes
    data: dict[str, Any]
    template: str
    template_digest: str


def none_installed(law: str, key: str) -> bytes | None:  # noqa: ARG001  (an ``OwnTemplate``)
    """Return None: an office that works with the built-in templates."""
    return None


def make_notice(
    case: CaseFile,
    key: str,
    on: date,
    number: str,
    child: str | None = None,
    *,
    own: OwnTemplate = none_installed,
) -> Made:
    """Return the notice of a case as it stands, dated ``on`` and numbered ``number``.

    ``key`` is the template wanted (``N10-A12``): the office's own is taken before the built-in
    one, the narrower before the wider. Raises WorkflowError where the case lacks what the notice
    must carry.
    """
    template, origin = _template(case.statute, key, own)
    data = _fields(case, key, on, number, child)
    title = notice_fields(case.statute, key).title_zh
    compiled = compile_template(template)
    content = compiled.render(data, title=title, creator=case.agency.name, created=on)
    return Made(content, data, origin, compiled.sha256)


def _template(law: str, key: str, own: OwnTemplate) -> tuple[bytes, str]:
    for name in candidates(key):
        if installed := own(law, name):
            return installed, "own"
    return builtin(law, key), "built-in"


def _fields(case: CaseFile, key: str, on: date, number: str, child: str | None) -> dict[str, Any]:
    module = importlib.import_module(f"workflow.statutes.{case.statute.replace('-', '_')}.notices")
    values: dict[str, Any] = module.fields(key, case, on, number, child)
    return values
