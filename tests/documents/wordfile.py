"""Word files made for tests: by python-docx, and with what an attacker would put into them."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import docx
from lxml import etree

from workflow.documents.compile import compile_template

PROPERTIES = {"title": "示例文书", "creator": "示例机关", "created": date(2020, 5, 11)}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_lines(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def with_rows(*rows: Iterable[str]) -> bytes:
    document = docx.Document()
    cells = [list(row) for row in rows]
    table = document.add_table(rows=len(cells), cols=len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return saved(document)


def with_body(xml: str, data: bytes | None = None) -> bytes:
    """Put raw WordprocessingML before the section's properties of a document."""
    body = changed(
        data or with_lines(),
        {"word/document.xml": lambda text: re.sub(r"(<w:sectPr)", xml + r"\1", text, count=1)},
    )
    etree.fromstring(part(body))
    return body


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def changed(data: bytes, changes: Mapping[str, Any]) -> bytes:
    """Return the file with parts replaced: by bytes, or by a function of their text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            change = changes.get(name)
            content = old.read(name) if name in old.namelist() else b""
            if callable(change):
                content = change(content.decode()).encode()
            elif change is not None:
                content = change
            new.writestr(name, content)
    return out.getvalue()


def related(data: bytes, kind: str, target: str, *, outside: bool = True) -> bytes:
    """Add a relationship to the main document."""
    mode = ' TargetMode="External"' if outside else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"{mode}/>'
    name = "word/_rels/document.xml.rels"
    end = "</Relationships>"
    return changed(data, {name: lambda text: text.replace(end, relation + end)})


def lines_of(data: bytes, name: str = "word/document.xml") -> list[str]:
    """Return the text of every paragraph with text, in document order, tables included."""
    root = etree.fromstring(part(data, name))
    found = (_text(paragraph) for paragraph in root.iter(f"{W}p"))
    return [text for text in found if text]


def _text(paragraph: Any) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        signs.get(element.tag) or element.text or ""
        for element in paragraph.iter(f"{W}t", *signs)
        if element.getparent().tag == f"{W}r" and next(element.iterancestors(f"{W}p")) is paragraph
    )


def rendered(data: bytes, **fields: Any) -> bytes:
    return compile_template(data).render(fields, **PROPERTIES)


def lines(data: bytes, **fields: Any) -> list[str]:
    return lines_of(rendered(data, **fields))


#: A paragraph with a text box, as Word draws one.
BOXED = (
    "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
)
