"""The OpenAPI document: every operation with its scope, its refusals, its pages."""

import json
import re

import pytest

from api.conftest import opened
from api.operations import NEEDS, OPERATIONS
from browserless import Client
from workflow.app.tokens import SCOPES
from workflow.web.app import create_app


@pytest.fixture(scope="module")
def document(prepared):
    office = opened(prepared, lambda: None)
    answer = Client(create_app(office)).get("/api/v1/openapi.json")
    office.store.close()
    return answer.json()


def test_the_document_describes_every_operation(document):
    found = sorted(
        (method.upper(), path)
        for path, operations in document["paths"].items()
        for method in operations
    )
    assert found == sorted(OPERATIONS)
    assert document["servers"] == [{"url": "/api/v1"}]
    assert document["openapi"].startswith("3.1")


def test_every_operation_says_its_refusals_and_asks_for_a_token(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"401", "403", "404", "409", "422"} <= set(operation["responses"]), path
            assert operation["security"] == [{"HTTPBearer": []}], (method, path)
            assert operation["summary"]
            assert operation["description"]


def test_every_reference_of_the_document_leads_somewhere(document):
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= set(document["components"]["schemas"])


def test_every_operation_says_the_scope_that_it_asks_for(document):
    said = {
        (method.upper(), path): operation.get("x-scope")
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert said == NEEDS
    assert {scope for scope in NEEDS.values() if scope} == set(SCOPES) - {"calendar"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            told = f"Scope: `{said[method.upper(), path]}`."
            assert operation["description"].endswith((told, "Any token.")), path


def test_a_list_says_how_its_pages_are_asked_for(document):
    for path in ("/cases", "/journal", "/disclosures"):
        operation = document["paths"][path]["get"]
        assert "page" in {one["name"] for one in operation["parameters"]}, path
        shape = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        fields = document["components"]["schemas"][shape.rpartition("/")[2]]["properties"]
        assert {"page", "more"} <= set(fields), path


def test_bytes_that_are_no_json_are_refused(call):
    for content in (b"", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'"\\ud800"'):
        answer = call(
            "POST", "/deadlines", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 422}, content[:10]


def test_a_form_larger_than_the_limit_is_refused(call):
    answer = call("POST", "/deadlines", headers={"Content-Length": "999999999"}, content=b"{}")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ('{"events": [], "events": []}', "api.unclear", "“events”在同一个对象里写了两次"),
        ('{"events": NaN}', "api.unclear", "NaN"),
        ('{"events": [}', "api.not_understood", "缺一个值"),
        ('{"events": []', "api.not_understood", "缺逗号"),
    ],
)
def test_a_body_is_read_strictly_and_what_is_wrong_is_said_in_chinese(call, content, code, words):
    headers = {"Content-Type": "application/json"}
    answer = call("POST", "/deadlines", content=content.encode(), headers=headers)
    said = answer.json()
    assert said["code"] == code
    assert words in said["detail"] + "".join(one["message"] for one in said["places"])
