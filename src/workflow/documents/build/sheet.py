"""The smallest workbook that Excel opens: one sheet of texts and numbers, the same bytes always.

It lies inside a chart, so that who edits the chart finds its figures.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from workflow.documents.build.xml import Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_EPOCH = (1980, 1, 1, 0, 0, 0)

_x = ElementMaker(namespace=MAIN, nsmap={None: MAIN, "r": RELATIONS})
_rel = ElementMaker(namespace=f"{PACKAGE}/relationships", nsmap={None: f"{PACKAGE}/relationships"})
_type = ElementMaker(namespace=f"{PACKAGE}/content-types", nsmap={None: f"{PACKAGE}/content-types"})


def workbook(name: str, rows: Iterable[Sequence[str | float]]) -> bytes:
    """Return the .xlsx of one sheet; its rows hold texts and numbers."""
    data = _x.sheetData(*(_row(place, row) for place, row in enumerate(rows, 1)))
    sheets = _x.sheets(_x.sheet({"name": name, "sheetId": "1", f"{{{RELATIONS}}}id": "rId1"}))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _x.workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _x.worksheet(data),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for place, part in parts.items():
            entry = zipfile.ZipInfo(place, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, etree.tostring(part, xml_declaration=True, encoding="UTF-8"))
    return made.getvalue()


def _row(place: int, cells: Sequence[str | float]) -> Element:
    made: Element = _x.row({"r": str(place)}, *(_cell(cell) for cell in cells))
    return made


def _cell(value: str | float) -> Element:
    text = {"t": "inlineStr"} if isinstance(value, str) else {}
    inside = _x("is", _x.t(value)) if isinstance(value, str) else _x.v(f"{value}")
    made: Element = _x.c(text, inside)
    return made


def _relations(kind: str, target: str) -> Element:
    one = {"Id": "rId1", "Type": f"{RELATIONS}/{kind}", "Target": target}
    made: Element = _rel.Relationships(_rel.Relationship(one))
    return made


def _types() -> Element:
    own = {"/xl/workbook.xml": "sheet.main", "/xl/worksheets/sheet1.xml": "worksheet"}
    made: Element = _type.Types(
        _type.Default(Extension="xml", ContentType="application/xml"),
        _type.Default(
            Extension="rels",
            ContentType="application/vnd.openxmlformats-package.relationships+xml",
        ),
        *(
            _type.Override(PartName=part, ContentType=f"{_KIND}.{kind}+xml")
            for part, kind in own.items()
        ),
    )
    return made
