"""The check of a template, before an office may use it."""

from collections.abc import Iterator
from datetime import date

from workflow.core.fields import NoticeFields
from workflow.documents.compile import compile_template, source_of
from workflow.documents.findings import Finding, of_error
from workflow.documents.fonts import check_fonts
from workflow.documents.names import check_names
from workflow.documents.package import Package, open_package
from workflow.documents.places import places
from workflow.documents.rehearsal import rehearse
from workflow.documents.tags import read_tags
from workflow.documents.texts import check_texts
from workflow.errors import InputError

#: What makes a file no template at all: the call is wrong, there is nothing to check.
_NO_DOCUMENT = frozenset(
    f"docx.{key}"
    for key in (
        *("not_docx", "old_word", "strict", "odd_prefix", "damaged", "broken_part", "too_big"),
        *("too_many_parts", "bomb", "twice", "unsafe_part"),
    )
)


def check_template(
    data: bytes, spec: NoticeFields, *, on: date, outcome: str | None = None
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a template of a notice, in the order of the checks.

    ``on`` is the day on which the articles it cites must be in force, ``outcome`` the one that
    the template is for (None: all that the notice is for). Raises InputError where the file
    can't be opened as a .docx at all.
    """
    try:
        package = open_package(data)
    except InputError as error:
        if error.code in _NO_DOCUMENT:
            raise
        return (of_error(error),)
    found = [*_tag_faults(package), *check_texts(package, spec, on), *check_fonts(package)]
    if not any(fault.severity == "error" and fault.code in _TAG_CODES for fault in found):
        found += _check_tags(data, package, spec, outcome)
    return tuple(dict.fromkeys(found))


_TAG_CODES = frozenset({"unclosed", "empty_tag", "unknown_block", "loop", "syntax", "forbidden"})


def _tag_faults(package: Package) -> Iterator[Finding]:
    """Yield every tag that can't be read, not only the first."""
    for part in package.stories():
        for place in list(places(package.root(part))):
            try:
                tags = read_tags(place)
            except InputError as error:
                yield of_error(error)
                continue
            for tag in tags:
                try:
                    source_of(tag)
                except InputError as error:
                    yield of_error(error)


def _check_tags(
    data: bytes, package: Package, spec: NoticeFields, outcome: str | None
) -> Iterator[Finding]:
    """Yield what the tags, read together, name and print."""
    try:
        template = compile_template(data)
    except InputError as error:
        yield of_error(error)
        return
    yield from check_names(template.tags, spec)
    yield from rehearse(package, spec, outcome)
