"""Charts that a word processor draws and edits: DrawingML with the figures' workbook inside.

One series of columns, the figure on each, no value axis and no second colour; the last column is
filled, as on the report's page. Lengths are millimetres; the file stores English Metric Units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree
from lxml.builder import ElementMaker

from workflow.documents.build.fonts import HEI, SONG
from workflow.documents.build.sheet import RELATIONS, workbook
from workflow.documents.build.xml import Element, el

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
EMU = 36_000
SHEET = "数据"
#: The two fills: earlier years pale with a line around them, the last one full.
PALE, FULL = "A9C2E6", "1F4F8F"
#: Sizes in hundredths of a point; the room between columns in percent of one.
TITLE_SIZE, TEXT_SIZE, GAP = 1050, 900, 60
#: The axis ends so far above the highest column that its figure stands clear of the title.
HEADROOM = 1.2

_c = ElementMaker(namespace=CHART, nsmap={"c": CHART, "a": DRAWING, "r": RELATIONS})
_a = ElementMaker(namespace=DRAWING, nsmap={"a": DRAWING})


@dataclass(frozen=True, slots=True)
class Chart:
    """A column chart: its title, what stands under each column, the figures; size in mm."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    width: float = 76
    height: float = 46


def placed(chart: Chart, number: int) -> Element:
    """Return the run that shows a document's n-th chart in its line."""
    size = {"cx": str(int(chart.width * EMU)), "cy": str(int(chart.height * EMU))}
    said = ElementMaker(namespace=PLACED, nsmap={"wp": PLACED, "a": DRAWING})
    shown = _c.chart({f"{{{RELATIONS}}}id": key_of(number)})
    spoken = "，".join(f"{label} {value}" for label, value in _pairs(chart))
    inline = said.inline(
        {"distT": "0", "distB": "0", "distL": "0", "distR": "0"},
        said.extent(size),
        said.docPr({"id": str(number), "name": chart.title, "descr": f"{chart.title}：{spoken}"}),
        said.cNvGraphicFramePr(),
        _a.graphic(_a.graphicData({"uri": CHART}, shown)),
    )
    return el("r", el("drawing", parse_xml(etree.tostring(inline))))


def key_of(number: int) -> str:
    """Return by what relation a document names its n-th chart."""
    return f"chart{number}"


def embed(document: Document, charts: Sequence[Chart]) -> None:
    """Put the parts of charts into a document, each with the workbook of its figures."""
    package = document.part.package
    for number, chart in enumerate(charts, 1):
        sheet = PackURI(f"/word/embeddings/chart{number}.xlsx")
        book = Part(sheet, CT.SML_SHEET, workbook_of(chart), package)
        place = PackURI(f"/word/charts/chart{number}.xml")
        part = Part(place, CT.DML_CHART, chart_xml(chart), package)
        part.rels.add_relationship(RT.PACKAGE, book, "figures")
        document.part.rels.add_relationship(RT.CHART, part, key_of(number))


def workbook_of(chart: Chart) -> bytes:
    """Return the workbook behind a chart: what the columns are named, and their figures."""
    return workbook(SHEET, [("", chart.title), *_pairs(chart)])


def chart_xml(chart: Chart) -> bytes:
    """Return the chart part."""
    last = len(chart.labels) + 1
    labels = _c.cat(_c.strRef(_f(f"$A$2:$A${last}"), _points("strCache", chart.labels)))
    figures = [f"{value}" for value in chart.values]
    values = _c.val(_c.numRef(_f(f"$B$2:$B${last}"), _points("numCache", figures)))
    named = _c.tx(_c.strRef(_f("$B$1"), _points("strCache", [chart.title])))
    series = _c.ser(
        *(_val("idx", 0), _val("order", 0), named, _fill(PALE), _val("invertIfNegative", 0)),
        *(_last_full(len(chart.values) - 1), _shown_values(), labels, values),
    )
    bars = _c.barChart(
        *(_val("barDir", "col"), _val("grouping", "clustered"), _val("varyColors", 0), series),
        *(_val("gapWidth", GAP), _val("axId", 1), _val("axId", 2)),
    )
    area = _c.plotArea(
        _c.layout(), bars, _category_axis(), _value_axis(max(chart.values, default=0))
    )
    whole = _c.chart(
        *(_title(chart.title), _val("autoTitleDeleted", 0), area),
        *(_val("plotVisOnly", 1), _val("dispBlanksAs", "gap")),
    )
    space = _c.chartSpace(
        *(_val("roundedCorners", 0), whole, _c.spPr(_a.noFill(), _a.ln(_a.noFill()))),
        *(
            _text(TEXT_SIZE),
            _c.externalData({f"{{{RELATIONS}}}id": "figures"}, _val("autoUpdate", 0)),
        ),
    )
    made: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _pairs(chart: Chart) -> list[tuple[str, float]]:
    return list(zip(chart.labels, chart.values, strict=True))


def _val(tag: str, value: object) -> Element:
    made: Element = _c(tag, val=str(value))
    return made


def _f(cells: str) -> Element:
    made: Element = _c.f(f"'{SHEET}'!{cells}")
    return made


def _points(tag: str, texts: Sequence[str]) -> Element:
    points = [_c.pt({"idx": str(n)}, _c.v(text)) for n, text in enumerate(texts)]
    head = [_c.formatCode("General")] if tag == "numCache" else []
    made: Element = _c(tag, *head, _val("ptCount", len(texts)), *points)
    return made


def _fill(colour: str) -> Element:
    line = _a.ln({"w": "6350"}, _a.solidFill(_a.srgbClr(val=FULL)))
    made: Element = _c.spPr(_a.solidFill(_a.srgbClr(val=colour)), line)
    return made


def _last_full(place: int) -> Element:
    made: Element = _c.dPt(
        _val("idx", place), _val("invertIfNegative", 0), _val("bubble3D", 0), _fill(FULL)
    )
    return made


def _shown_values() -> Element:
    flags = {
        "showLegendKey": 0, "showVal": 1, "showCatName": 0,
        "showSerName": 0, "showPercent": 0, "showBubbleSize": 0,
    }  # fmt: skip
    made: Element = _c.dLbls(
        _c.spPr(_a.noFill(), _a.ln(_a.noFill())),
        _text(TEXT_SIZE),
        _val("dLblPos", "outEnd"),
        *(_val(tag, value) for tag, value in flags.items()),
    )
    return made


def _category_axis() -> Element:
    line = _c.spPr(_a.ln({"w": "6350"}, _a.solidFill(_a.srgbClr(val="7D8795"))))
    made: Element = _c.catAx(
        *(_val("axId", 1), _c.scaling(_val("orientation", "minMax")), _val("delete", 0)),
        *(_val("axPos", "b"), _val("majorTickMark", "none"), _val("minorTickMark", "none")),
        *(_val("tickLblPos", "nextTo"), line, _val("crossAx", 2), _val("crosses", "autoZero")),
    )
    return made


def _value_axis(most: float) -> Element:
    """Return the axis of the figures: not shown, from 0 on, with room for the highest one."""
    ends = (_val("max", f"{most * HEADROOM or 1}"), _val("min", 0))
    made: Element = _c.valAx(
        *(_val("axId", 2), _c.scaling(_val("orientation", "minMax"), *ends)),
        *(_val("delete", 1), _val("axPos", "l"), _val("crossAx", 1), _val("crosses", "autoZero")),
        _val("crossBetween", "between"),
    )
    return made


def _title(text: str) -> Element:
    words = _a.r(_run("rPr", TITLE_SIZE, HEI), _a.t(text))
    rich = _c.rich(_a.bodyPr(), _a.p(_a.pPr(_run("defRPr", TITLE_SIZE, HEI)), words))
    made: Element = _c.title(_c.tx(rich), _val("overlay", 0))
    return made


def _text(size: int) -> Element:
    paragraph = _a.p(_a.pPr(_run("defRPr", size, SONG)), _a.endParaRPr(lang="zh-CN"))
    made: Element = _c.txPr(_a.bodyPr(), paragraph)
    return made


def _run(tag: str, size: int, font: str) -> Element:
    fonts = [_a(slot, typeface=font) for slot in ("latin", "ea", "cs")]
    made: Element = _a(tag, {"lang": "zh-CN", "sz": str(size), "b": "0"}, *fonts)
    return made
