"""Files that can't be opened: one sentence with the file's name, never a traceback."""

import io
import zipfile

import pytest

from workflow.errors import InputError
from workflow.reports.reading import read_report


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


BOMB = zipped(word__document_xml=b" " * 60_000_000, xl__workbook_xml=b" " * 60_000_000)
ENTITY = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "report.broken_file"),
        (b"not a zip", "report.broken_file"),
        (zipped(other_xml=b"<a/>"), "report.broken_file"),
        (BOMB, "report.too_large"),
    ],
)
def test_what_is_no_office_file_is_said(tmp_path, suffix, content, code):
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_report(path)
    assert refused.value.code == code
    assert path.name in refused.value.message


def test_broken_xml_is_said(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(word__document_xml=b"<w:document"))
    with pytest.raises(InputError) as refused:
        read_report(path)
    assert refused.value.code == "report.broken_file"


def test_an_entity_is_not_fetched(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(zipped(word__document_xml=ENTITY))
    with pytest.raises(InputError) as refused:
        read_report(path)
    assert refused.value.code == "report.no_year"  # nothing was read in its place


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html", "a.txt", "a.json"])
def test_a_file_that_is_not_there_is_said(tmp_path, name):
    with pytest.raises(InputError) as refused:
        read_report(tmp_path / name)
    assert refused.value.code == "error.file_missing"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.html", "a.txt", "a.json"])
def test_a_folder_is_no_file(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(InputError) as refused:
        read_report(tmp_path / name)
    assert refused.value.code == "error.file_unreadable"
