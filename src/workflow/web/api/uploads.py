"""Files that come with a call, and files that go out."""

from typing import Annotated, Any

from fastapi import File, UploadFile
from starlette.datastructures import FormData

from workflow.errors import InputError
from workflow.web.downloads import DOCX, JSON, XLSX, ZIP

PDF = "application/pdf"
#: A template with a seal's picture in it stays far below.
LARGEST_TEMPLATE = 5 * 1024 * 1024
OneFile = Annotated[UploadFile, File(description="The file, with its name.")]


def form_of(upload: UploadFile) -> FormData:
    """Return an uploaded file as the form that the pages read it from."""
    return FormData([("file", upload)])


def content_of(upload: UploadFile, largest: int = LARGEST_TEMPLATE) -> bytes:
    """Return the content of a file; InputError where it is larger than is taken."""
    content = upload.file.read(largest + 1)
    if len(content) > largest:
        raise InputError("upload.large", name=upload.filename or "", limit=largest // 1024 // 1024)
    return content


def answers(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """Return how the document describes an answer that is a file."""
    file: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
    told = {kind: {"schema": {}} if kind == JSON else file for kind in kinds}
    return {200: {"description": "The file.", "content": told}}


#: How a file may be asked for → its media type.
KINDS = {"docx": DOCX, "pdf": PDF, "xlsx": XLSX, "json": JSON, "zip": ZIP}
