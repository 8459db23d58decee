"""The OpenAPI document, and the API held to it: whatever fits or doesn't, no defect answers.

Requests are made from the document itself, operation by operation: a new operation is tested as
soon as it is mounted.
"""

import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.conftest import moved, opened, registered
from browserless import Client
from workflow.app.tokens import SCOPES
from workflow.web.api.problems import MEDIA_TYPE, Problem
from workflow.web.app import create_app

OPERATIONS = (
    ("GET", "/agencies"),
    ("GET", "/cases"),
    ("POST", "/cases"),
    ("GET", "/cases/{case}"),
    ("GET", "/cases/{case}/documents"),
    ("GET", "/cases/{case}/documents/{document}"),
    ("POST", "/cases/{case}/moves"),
    ("POST", "/cases/{case}/rectifications"),
    ("GET", "/cases/{case}/what-if"),
    ("GET", "/cases/{case}/why"),
    ("POST", "/deadlines"),
    ("GET", "/inbox"),
    ("POST", "/inbox/read"),
    ("GET", "/journal/verification"),
    ("POST", "/journal/showings"),
    ("POST", "/reports/check"),
    ("POST", "/reports/rollup"),
    ("GET", "/reports"),
    ("GET", "/reports/{year}"),
    ("GET", "/reports/{year}/cells/{row}/{column}"),
    ("GET", "/reports/{year}/file"),
    ("GET", "/term"),
)
#: The scope that an operation asks for; None: any token. A new operation must be entered here.
NEEDS = {
    ("GET", "/agencies"): None,
    ("GET", "/cases"): "cases:read",
    ("POST", "/cases"): "cases:write",
    ("GET", "/cases/{case}"): "cases:read",
    ("GET", "/cases/{case}/documents"): "documents:read",
    ("GET", "/cases/{case}/documents/{document}"): "documents:read",
    ("POST", "/cases/{case}/moves"): "cases:write",
    ("POST", "/cases/{case}/rectifications"): "cases:write",
    ("GET", "/cases/{case}/what-if"): "cases:read",
    ("GET", "/cases/{case}/why"): "cases:read",
    ("POST", "/deadlines"): None,
    ("GET", "/inbox"): "inbox",
    ("POST", "/inbox/read"): "inbox",
    ("GET", "/journal/verification"): "journal:verify",
    ("POST", "/journal/showings"): "journal:verify",
    ("POST", "/reports/check"): None,
    ("POST", "/reports/rollup"): None,
    ("GET", "/reports"): "reports:read",
    ("GET", "/reports/{year}"): "reports:read",
    ("GET", "/reports/{year}/cells/{row}/{column}"): "reports:read",
    ("GET", "/reports/{year}/file"): "reports:read",
    ("GET", "/term"): None,
}
#: Somebody of each kind who has every scope of his role.
WHO = {"journal:verify": "shen"}
PLAUSIBLE = {
    "case": ["1", "hewan〔2026〕1号", "2", "0"],
    "document": ["1", "0", "99999999999999999999"],
    "year": ["2026", "2020", "2018", "1"],
    "row": ["new_received", "review", "total_handled"],
    "column": ["natural", "total"],
    "trigger": ["acknowledge", "request_correction", "extend", "dispatch", "draft"],
    "child": ["consultation", "consultation:c1", "reconsideration", ":", "consultation:"],
    "unit": ["working_days", "months"],
    "from": ["2026-11-24", "2098-12-31"],
    "on": ["2026-11-03", "2099-12-31", "2008-01-01"],
    "as_of": ["2020-01-01", "2099-12-31"],
    "kind": ["open", "late", "docx", "xlsx", "submitted", "corrected", "extended", "served"],
    "class": ["natural"],
    "channel": ["in_person", "web", "fax"],
}

TEXTS = st.text(max_size=30)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


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


def test_every_operation_has_a_scope_here():
    assert set(NEEDS) == set(OPERATIONS)
    assert {scope for scope in NEEDS.values() if scope} == set(SCOPES) - {"calendar"}


@pytest.fixture
def filled(office, call):
    """An office with an open case, one that was acknowledged, and one of another agency."""
    registered(office)
    moved(office, registered(office, content="学区划分会议纪要"), "acknowledge", date(2026, 11, 3))
    registered(office, "beita", "zhou")
    return call


def path_of(path):
    return re.sub(r"\{(\w+)\}", lambda found: PLAUSIBLE[found[1]][0], path)


def test_a_token_without_the_scope_is_refused(filled):
    for (method, path), scope in NEEDS.items():
        other = "inbox" if scope != "inbox" else "reports:read"
        answer = filled(method, path_of(path), scopes=(other,))
        assert (answer.status_code == 403) == (scope is not None), path
        if scope is not None:
            assert answer.json()["code"] == "api.no_scope"


@pytest.mark.parametrize("keeper", ["guan", "bao", "shen"])
def test_a_keepers_token_opens_no_case(filled, keeper):
    for method, path in OPERATIONS:
        if path.startswith("/cases"):
            assert filled(method, path_of(path), keeper).status_code == 403, path


def test_without_a_token_no_operation_says_anything(filled):
    for method, path in OPERATIONS:
        assert filled(method, path_of(path), None).status_code == 401, path


def resolved(schema, document):
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def fitting(schema, document, name=""):
    """Return a strategy of values that a schema allows, or nearly."""
    schema = resolved(schema, document)
    if name in PLAUSIBLE:
        return st.sampled_from(PLAUSIBLE[name]) | TEXTS
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if "anyOf" in schema:
        return st.one_of(*(fitting(one, document) for one in schema["anyOf"]))
    if schema.get("type") == "object":
        return an_object(schema, document)
    if schema.get("type") == "array":
        return st.lists(fitting(schema["items"], document), max_size=3)
    return PLAIN.get((schema.get("type"), schema.get("format")), ANYTHING)


#: (type, format) → values that fit, and some that nearly do.
PLAIN = {
    ("string", "date"): st.dates(date(2007, 1, 1), date(2100, 12, 31)).map(str),
    ("string", None): TEXTS,
    ("integer", None): st.integers(-1, 2**40),
    ("boolean", None): st.booleans(),
    ("null", None): st.none(),
}


def an_object(schema, document):
    if "properties" not in schema:
        return st.dictionaries(TEXTS, ANYTHING, max_size=3)
    wanted = set(schema.get("required", ()))
    fields = {name: fitting(one, document, name) for name, one in schema["properties"].items()}
    needed = {name: one for name, one in fields.items() if name in wanted}
    optional = {name: one for name, one in fields.items() if name not in wanted}
    return st.fixed_dictionaries(needed, optional=optional)


@st.composite
def requests(draw, document, method, path):
    operation = document["paths"][path][method.lower()]
    query = {}
    for parameter in operation.get("parameters", ()):
        name = parameter["name"]
        value = str(draw(fitting(parameter["schema"], document, name)))
        if parameter["in"] == "path":
            safe = "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "replace")) or "%20"
            path = path.replace(f"{{{name}}}", safe.replace("%2F", "_"))
        elif draw(st.booleans()) or parameter.get("required"):
            query[name] = value.encode("utf-8", "replace").decode()
    more = {"params": query}
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        wanted = body["application/json"]["schema"]
        value = draw(fitting(wanted, document) | ANYTHING)
        more["content"] = json.dumps(value).encode()
        more["headers"] = {"Content-Type": "application/json"}
    elif "multipart/form-data" in body:
        names = st.sampled_from(["a.json", "b.docx", "c.xlsx", "d.txt", "e.html", "../f.json", "g"])
        content = st.binary(max_size=50) | ANYTHING.map(lambda one: json.dumps(one).encode())
        files = draw(st.lists(st.tuples(names, content), max_size=2))
        more["files"] = [("files", file) for file in files] or None
    return method, path, more


#: Examples an operation: each is a whole request.
EXAMPLES = 12


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_request_of_an_operation_meets_a_defect(filled, document, method, path):
    who = WHO.get(NEEDS[method, path], "li")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(requests(document, method, path))
    def holds(asked):
        answer = filled(asked[0], asked[1], who, **asked[2])
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == MEDIA_TYPE
            Problem.model_validate(answer.json())
            assert answer.status_code in {400, 404, 405, 409, 413, 422}

    holds()


def test_bytes_that_are_no_json_are_refused(filled):
    for content in (b"", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'"\\ud800"'):
        answer = filled(
            "POST", "/deadlines", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 422}, content[:10]


def test_a_form_larger_than_the_limit_is_refused(filled):
    answer = filled("POST", "/deadlines", headers={"Content-Length": "999999999"}, content=b"{}")
    assert answer.status_code == 413
