"""The API held to its own document by schemathesis: no request meets a defect, each answer fits.

What fits the document and what doesn't is made operation by operation: a new one is tested as
soon as it is mounted. ``API_EXAMPLES=200 pytest tests/api/test_contract.py`` asks more of it.
"""

import os
from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.conftest import PEOPLE, Caller, moved, opened, registered
from api.operations import NEEDS, OPERATIONS
from api.places import PLACES, in_path
from workflow.app.tokens import scopes_of

EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
#: A PDF takes LibreOffice seconds, on a machine that has much to do a minute.
SECONDS = 300
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
#: Who asks: somebody whose role has the scope; a clerk where any token will do.
WHO = {
    scope: next(name for name, role, _ in PEOPLE if scope is None or scope in scopes_of(role))
    for scope in set(NEEDS.values())
}


@pytest.fixture(scope="module")
def caller(prepared, tmp_path_factory, noon_clock):
    """An office with an open case, one that was acknowledged, and one of another agency."""
    path = tmp_path_factory.mktemp("contract") / "workflow.db"
    path.write_bytes(prepared.read_bytes())
    office = opened(path, noon_clock)
    registered(office)
    moved(office, registered(office, content="学区划分会议纪要"), "acknowledge", date(2026, 11, 3))
    registered(office, "beita", "zhou")
    yield Caller(office)
    office.store.close()


@pytest.fixture(scope="module")
def contract(caller):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", caller.client.app)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_meets_a_defect_and_every_answer_fits_the_document(
    caller, contract, method, path
):
    operation = contract[path][method]
    known = {name: PLACES[name] for name in in_path(path)}
    headers = {"Authorization": f"Bearer {caller.token(WHO[NEEDS[method, path]])}"}
    there = {"headers": headers} | ({"path_parameters": known} if known else {})
    requests = [
        operation.as_strategy(GenerationMode.POSITIVE, headers=headers),
        operation.as_strategy(GenerationMode.POSITIVE, **there),
    ]
    if operation.query or operation.body:
        requests.append(operation.as_strategy(GenerationMode.NEGATIVE, **there))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(requests))
    def holds(case):
        case.call_and_validate(checks=CHECKS, timeout=SECONDS)

    holds()
