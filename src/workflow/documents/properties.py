"""Core properties: a document tells its title, its agency and its date, never a template's."""

from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape

from workflow.documents.archive import pack
from workflow.documents.package import Package
from workflow.documents.values import clean

CORE = "docProps/core.xml"

_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
_CONTENT_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FORM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
    "<dc:description/><cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)


def core_properties(title: str, creator: str, created: date) -> bytes:
    """Return the part with the core properties of a document of that day."""
    values = {"title": escape(clean(title)), "creator": escape(clean(creator))}
    return _FORM.format(day=created.isoformat(), **values).encode()


def declare_core(package: Package) -> Package:
    """Return the package with core properties declared, if it had none."""
    if _CONTENT_TYPE in package.types.values():
        return package
    types = package.entries[_TYPES].unpack().decode("utf-8-sig")
    relations = package.entries[_RELATIONS].unpack().decode("utf-8-sig")
    override = f'<Override PartName="/{CORE}" ContentType="{_CONTENT_TYPE}"/>'
    relation = f'<Relationship Id="rIdCoreProperties" Type="{_RELATION}" Target="{CORE}"/>'
    changed = {
        _TYPES: types.replace("</Types>", f"{override}</Types>"),
        _RELATIONS: relations.replace("</Relationships>", f"{relation}</Relationships>"),
    }
    packed = {name: pack(name, text.encode()) for name, text in changed.items()}
    return replace(package, entries={**package.entries, **packed})
