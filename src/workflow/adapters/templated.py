"""Notices made from Word templates: the law fills the fields, the template sets the words."""

import hashlib
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Protocol

from workflow.app.ports import Rendered
from workflow.core.casefile import CaseFile
from workflow.documents.build.fit import fit_to_agency
from workflow.documents.compile import compile_template
from workflow.documents.library import (
    builtin,
    builtin_keys,
    candidates,
    notice_fields,
    outcome_in,
)


class OwnTemplates(Protocol):
    """The templates that an agency changed and put in force."""

    def own(self, agency: str, statute: str, keys: Sequence[str]) -> tuple[str, bytes] | None:
        """Return the version's name and the file in force for the first key that has one."""
        ...


@dataclass(frozen=True, slots=True)
class TemplatedNotices:
    """Makes notices: from the agency's own template where it has one, else from the built-in.

    The narrower key wins: ``N10-A12`` before ``N10``, in the agency's own and in ours.
    """

    templates: OwnTemplates | None = None

    def render(
        self,
        notice: str,
        key: str,
        case: CaseFile,
        on: date,
        number: str,
        child: str | None,
        *,
        clock: str = "reply",
        about: tuple[str, str] = ("", ""),
    ) -> Rendered:
        """Return the notice of a case as it stands on a day, under a number."""
        spoken_of = {"document_notice": about[0], "document_number": about[1]} if about[0] else {}
        values = _fields(case.statute)(
            key or notice, case, on, number, child, clock=clock, **spoken_of
        )
        version, data = self._template(case, key or notice)
        content = compile_template(data).render(
            values,
            title=notice_fields(case.statute, key or notice).title_zh,
            creator=case.agency.name,
            created=on,
        )
        return Rendered(content, values, version, hashlib.sha256(data).hexdigest())

    def _template(self, case: CaseFile, key: str) -> tuple[str, bytes]:
        keys = _serving(case.statute, key)
        found = self.templates and self.templates.own(case.agency.code, case.statute, keys)
        if found:
            return found
        return f"{case.statute}/{key}", _fitted(case.statute, key, case.agency.name)


@cache
def _serving(statute: str, key: str) -> tuple[str, ...]:
    """Return the keys under which an office's own template serves, the narrowest first.

    Its own N10 serves every outcome, but no letter that we word apart: a supplement is no answer.
    """
    outcome = outcome_in(key, notice_fields(statute, key))
    apart = outcome is None and key in builtin_keys(statute)
    return (key,) if apart else tuple(candidates(key))


@lru_cache(maxsize=512)
def _fitted(statute: str, key: str, agency: str) -> bytes:
    """Return our template with its head sized for the agency's name (docs/decisions/0003)."""
    return fit_to_agency(builtin(statute, key), agency)


def _fields(statute: str) -> Any:
    """Return the function that fills the notices of a statute."""
    return importlib.import_module(f"workflow.statutes.{statute.replace('-', '_')}.notices").fields
