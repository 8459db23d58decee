"""Benchmark of the renderer: ours against docxtpl, in one run, on the same template and fields.

``measure()`` gives the rows of ``scripts/bench``; both sides do the same work, asserted by the
text of every document that they make.
"""

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import docxtpl
from lxml import etree

from workflow.documents.compile import compile_template
from workflow.documents.library import builtin, notice_fields
from workflow.documents.rehearsal import example_values

LAW = "cn-2019"
GOAL = 50.0
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def measure(size: int = 1000, baseline_size: int = 30, key: str = "N04") -> list[dict[str, Any]]:
    """Return the row of a one-page notice: documents a second, ours and docxtpl's."""
    data = builtin(LAW, key)
    fields = example_values(notice_fields(LAW, key), key)
    template = compile_template(data)

    def ours() -> bytes:
        return template.render(fields, title=key, creator="示例", created=date(2024, 6, 8))

    def theirs() -> bytes:
        return by_docxtpl(data, fields)

    assert lines(ours()) == lines(theirs())
    ours_rate, theirs_rate = rate(ours, size), rate(theirs, baseline_size)
    return [row("notice", f"one-page notice {key}, rendered", ours_rate, theirs_rate, size)]


def row(name: str, what: str, ours: float, baseline: float, size: int) -> dict[str, Any]:
    """Return a row in the shape of the contract."""
    ratio = ours / baseline
    return {
        "name": name,
        "what": what,
        "ours": round(ours, 1),
        "baseline": round(baseline, 1),
        "baseline_is": "docxtpl, same template and fields",
        "ratio": round(ratio, 1),
        "goal": GOAL,
        "met": ratio >= GOAL,
        "unit": "documents/s",
        "size": size,
    }


def by_docxtpl(data: bytes, fields: Mapping[str, Any]) -> bytes:
    """Render by docxtpl as its documentation says, with escaping switched on."""
    template = docxtpl.DocxTemplate(io.BytesIO(data))
    template.render(dict(fields), autoescape=True)
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def rate(make: Callable[[], bytes], size: int) -> float:
    """Return how many documents a second are made; every one is counted and not empty."""
    begun = time.perf_counter()
    made = sum(len(make()) > 0 for _ in range(size))
    elapsed = time.perf_counter() - begun
    assert made == size
    return size / elapsed


def lines(document: bytes) -> list[str]:
    """Return the text of the body, paragraph by paragraph, without empty ones."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    texts = ("".join(paragraph.itertext()) for paragraph in root.iter(_PARAGRAPH))
    return [text for text in texts if text.strip()]
