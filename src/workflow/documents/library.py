"""The templates that the product brings, by law and key; the narrower key wins.

In the repository they lie in ``templates/docx/<law>/``, in an installed wheel inside the package.
"""

import importlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from workflow.core.fields import NoticeFields
from workflow.errors import InputError


def _folder(law: str) -> Traversable:
    packed = files("workflow") / "templates" / "docx"
    root = packed if packed.is_dir() else Path(__file__).parents[3] / "templates" / "docx"
    return root / _package(law)


def _package(law: str) -> str:
    return law.replace("-", "_")


def builtin_keys(law: str) -> tuple[str, ...]:
    """Return the keys of the built-in templates of a law: ``N04``, ``N10-A12`` ….

    A law without templates has none.
    """
    folder = _folder(law)
    names = (entry.name for entry in folder.iterdir()) if folder.is_dir() else iter(())
    found = [name.removesuffix(".docx") for name in names if name.endswith(".docx")]
    return tuple(sorted(found, key=_in_order))


def _in_order(key: str) -> tuple[str, int, str]:
    notice, _, narrow = key.partition("-")
    digits = narrow[1:] if narrow[1:].isdecimal() else ""
    return notice, int(digits or 0), narrow


def candidates(key: str) -> Iterator[str]:
    """Yield a key, then the wider ones that may serve in its place."""
    yield key
    if "-" in key:
        yield key.rpartition("-")[0]


def builtin(law: str, key: str) -> bytes:
    """Return the built-in template of a key, else of its notice; InputError where there is none."""
    known = builtin_keys(law)
    found = next((name for name in candidates(key) if name in known), None)
    if found is None:
        raise InputError("template.none", law=law, notice=key, known="、".join(known))
    return (_folder(law) / f"{found}.docx").read_bytes()


def notice_fields(law: str, key: str) -> NoticeFields:
    """Return the fields of a notice (by its key) under a law; InputError names those that exist."""
    table = _notices(law)
    found = next((table[name] for name in candidates(key) if name in table), None)
    if found is None:
        raise InputError("template.no_notice", law=law, notice=key, known="、".join(table))
    return found


def all_fields(law: str) -> tuple[NoticeFields, ...]:
    """Return the fields of every notice of a law."""
    return tuple(_notices(law).values())


def outcome_in(key: str, spec: NoticeFields) -> str | None:
    """Return the outcome that a key narrows its notice to (``N10-A12``), if it does."""
    narrow = key.partition("-")[2]
    return narrow if narrow in spec.outcomes else None


def _notices(law: str) -> dict[str, NoticeFields]:
    name = f"workflow.statutes.{_package(law)}.notices"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise InputError("template.no_law", law=law) from error
    return {key: notice.spec for key, notice in module.NOTICES.items()}
