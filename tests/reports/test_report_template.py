"""The report's template under docxtpl gives the words that the compiled one gives."""

import io
import zipfile
from datetime import date

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from reports.samples import report, sample
from reports.test_round_trip import TEXT
from workflow.app.report_document import report_docx, report_fields, template_docx
from workflow.documents.values import Xml
from workflow.reports.model import Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words(content: bytes) -> list[str]:
    """Return the text of every paragraph, those of cells included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
    return [text for text in found if text]


def by_docxtpl(found: Report) -> bytes:
    template = DocxTemplate(io.BytesIO(template_docx(found.printed_form.key)))
    template.render(report_fields(found, found.printed_form), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


@pytest.mark.parametrize("year", [2020, 2024])
def test_both_renderers_print_the_same_words(year):
    found = report(sample(year) | {"narrative": {"figures": {}, "text": TEXT}})
    fields = report_fields(found, found.printed_form)
    assert not any(isinstance(number, Xml) for number in fields["received"].values())
    assert words(report_docx(found, date(2025, 1, 20))) == words(by_docxtpl(found))
