"""Two programs at once: what a caller has seen goes out as an ETag and comes back as If-Match."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from workflow.errors import InputError

_TAG = re.compile(r'(?:W/)?"(\d{1,10})"')


def tag(response: Response, version: int) -> None:
    """Tell which version an answer shows."""
    response.headers["ETag"] = f'"{version}"'


def version_seen(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=100,
            description="The ETag seen: 412 where somebody was faster.",
        ),
    ] = None,
) -> int | None:
    """Return the version that a caller has seen; None where he says nothing (or ``*``)."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise InputError("api.tag_wrong")
    request.state.if_match = True
    return int(found[1])


Seen = Annotated[int | None, Depends(version_seen)]
