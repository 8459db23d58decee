"""Opening a .docx that somebody sent: size limits, and nothing in it that acts.

A .docx is a zip of XML parts. What is refused here: zip bombs, macros, embedded objects,
relationships to the outside (an attached template, a linked picture), fields that fetch or run,
DTDs and entities. Hyperlinks to http, https and mailto do nothing by themselves and may stay.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from posixpath import basename

from workflow.documents.xml import Element, W, parse
from workflow.errors import InputError

MAX_FILE = 20 * 1024 * 1024
MAX_ENTRIES = 1000
MAX_UNPACKED = 64 * 1024 * 1024
#: An entry above this size may not unpack to more than MAX_RATIO times its packed size.
RATIO_FROM = 1024 * 1024
MAX_RATIO = 100

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: The parts that hold text, by the end of their content type.
STORIES = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$")

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ACTIVE_PART = re.compile(
    r"vbaProject|vbaData|/activeX/|/embeddings/|customUI|/afchunk", re.IGNORECASE
)
_ACTIVE_RELATION = re.compile(r"/(vbaProject|oleObject|package|control|aFChunk|attachedTemplate)$")
_HARMLESS_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
#: Fields of Word that only show something of the document itself.
_QUIET_FIELDS = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF"),
        *("SEQ", "TOC", "TC", "TITLE", "AUTHOR", "SUBJECT", "FILENAME", "DATE", "TIME"),
        *("CREATEDATE", "SAVEDATE", "PRINTDATE", "NUMWORDS", "NUMCHARS", "SYMBOL", "EQ"),
        *("ADVANCE", "LISTNUM", "AUTONUM", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"),
        "HYPERLINK",
    )
)
_LINK_TARGET = re.compile(r'HYPERLINK\s+(\\l\b|"?(https?|mailto):)', re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"^/|\\|(^|/)\.\.(/|$)|^[A-Za-z]:|\x00")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the zip as it lies there: name, method, CRC, packed bytes, unpacked size."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def unpack(self) -> bytes:
        """Return the content; a CRC that doesn't fit raises InputError."""
        data = self.packed
        if self.method == zipfile.ZIP_DEFLATED:
            data = _inflate(self)
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise InputError("docx.damaged", part=self.name)
        return data


@dataclass(frozen=True, slots=True)
class Package:
    """A .docx that passed the checks: its entries by name, and the types of its parts."""

    entries: Mapping[str, Entry]
    types: Mapping[str, str]

    def stories(self) -> list[str]:
        """Return the names of the parts with text: the body first, then the rest by name."""
        found = [name for name, kind in self.types.items() if STORIES.search(kind)]
        return sorted(found, key=lambda name: (self.types[name] != MAIN, name))

    def root(self, name: str) -> Element:
        """Parse a part."""
        return parse(self.entries[name].unpack(), name)


def open_package(data: bytes) -> Package:
    """Open a .docx; raise InputError with a clear sentence when it can't be trusted."""
    entries = _entries(data)
    if "[Content_Types].xml" not in entries:
        raise InputError("docx.not_docx")
    package = Package(entries, _types(entries))
    if MAIN not in package.types.values():
        raise InputError("docx.macros" if _has_macros(package) else "docx.not_docx")
    _refuse_active(package)
    for name in package.stories():
        _refuse_fields(package.root(name), name)
    return package


def _entries(data: bytes) -> dict[str, Entry]:
    if data.startswith(_OLD_WORD):
        raise InputError("docx.old_word")
    if len(data) > MAX_FILE:
        raise InputError("docx.too_big", limit=MAX_FILE // 1024 // 1024)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError("docx.not_docx") from error
    _limit(infos)
    return {info.filename: _entry(data, info) for info in infos if not info.is_dir()}


def _limit(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename for info in infos]
    if len(names) > MAX_ENTRIES:
        raise InputError("docx.too_many_parts", count=len(names), limit=MAX_ENTRIES)
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise InputError("docx.bomb", limit=MAX_UNPACKED // 1024 // 1024)
    if len({name.casefold() for name in names}) != len(names):
        raise InputError("docx.twice")
    for info in infos:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
            raise InputError("docx.bomb", limit=MAX_UNPACKED // 1024 // 1024)
        if _UNSAFE_NAME.search(info.filename) or info.flag_bits & 0x1:
            raise InputError("docx.unsafe_part", part=info.filename)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise InputError("docx.unsafe_part", part=info.filename)


def _entry(data: bytes, info: zipfile.ZipInfo) -> Entry:
    header = data[info.header_offset : info.header_offset + 30]
    if len(header) != 30 or header[:4] != b"PK\x03\x04":  # noqa: PLR2004  (a local header's size)
        raise InputError("docx.damaged", part=info.filename)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start = info.header_offset + 30 + name_length + extra_length
    packed = data[start : start + info.compress_size]
    return Entry(info.filename, info.compress_type, info.CRC, info.file_size, packed)


def _inflate(entry: Entry) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        return unpacker.decompress(entry.packed, entry.size + 1)
    except zlib.error as error:
        raise InputError("docx.damaged", part=entry.name) from error


def _types(entries: Mapping[str, Entry]) -> dict[str, str]:
    root = parse(entries["[Content_Types].xml"].unpack(), "[Content_Types].xml")
    found: dict[str, str] = {}
    for override in root.iterfind("{*}Override"):
        name = override.get("PartName", "").lstrip("/")
        if name in entries:
            found[name] = override.get("ContentType", "")
    return found


def _has_macros(package: Package) -> bool:
    return any("macroEnabled" in kind for kind in package.types.values())


def _refuse_active(package: Package) -> None:
    for name in package.entries:
        if _ACTIVE_PART.search("/" + name):
            code = "docx.macros" if "vba" in name.casefold() else "docx.embedded"
            raise InputError(code, part=name)
    if _has_macros(package):
        raise InputError("docx.macros")
    for name, relation in _relations(package):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        outside = relation.get("TargetMode", "Internal") != "Internal"
        harmless = kind.endswith("/hyperlink") and _HARMLESS_LINK.match(target)
        if outside and not harmless:
            raise InputError("docx.external", target=target[:80], kind=basename(kind), part=name)
        if _ACTIVE_RELATION.search(kind):
            raise InputError("docx.embedded", part=target)


def _relations(package: Package) -> Iterator[tuple[str, Element]]:
    for name in package.entries:
        if name.endswith(".rels"):
            for relation in package.root(name).iter("{*}Relationship"):
                yield name, relation


def instructions(root: Element) -> list[str]:
    """Return the instruction of every field; one may be split over runs or nested."""
    found = [field.get(f"{W}instr", "") for field in root.iter(f"{W}fldSimple")]
    split = [
        element.text or "" if element.tag == f"{W}instrText" else "\n"
        for element in root.iter(f"{W}fldChar", f"{W}instrText")
    ]
    found += "".join(split).split("\n")
    return [instruction.strip() for instruction in found if instruction.strip()]


def _refuse_fields(root: Element, part: str) -> None:
    """Refuse every field but those that only show something of the document."""
    for instruction in instructions(root):
        word = instruction.split()[0].upper()
        linked = word == "HYPERLINK" and not _LINK_TARGET.match(instruction)
        if word not in _QUIET_FIELDS or linked:
            raise InputError("docx.active_field", field=word[:40], part=part)
