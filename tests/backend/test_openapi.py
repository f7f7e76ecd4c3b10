"""The OpenAPI document is right, and what the API answers is in it."""

from __future__ import annotations

from typing import Any

import hypothesis
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.definitions import OPENAPI_31

from backend_stub import contract
from backend_stub.app import build
from backend_stub.contract import Problem, Wire
from tests.backend.shop import World

EXAMPLES_EACH = 4
NOTICES = "/v1/provider-notices/{provider}"  # a provider sends what it likes, and signs it
OPEN = {("get", "/v1/health"), ("get", "/v1/ready"), ("post", "/v1/customers"), ("post", NOTICES)}
WHO = ("customer", "till", "manager", "nobody")


@pytest.fixture(scope="module")
def document(shared: World) -> dict[str, Any]:
    found: dict[str, Any] = shared.api.get("/v1/docs/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, one) for path, item in document["paths"].items() for method, one in item.items()]


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    jsonschema_rs.validator_for(OPENAPI_31).validate(document)


def test_every_schema_is_json_schema_2020_12(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema | {"$schema": "https://json-schema.org/draft/2020-12/schema"})
        assert schema.get("description"), f"{name} says nothing of itself"


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
                content = answer["content"]["application/problem+json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, (method, path, status)


def test_every_operation_has_a_name_a_summary_and_who_may_call_it(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert document["components"]["securitySchemes"]["bearer"] == {"type": "http", "scheme": "bearer"}
    for method, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["operationId"].isidentifier(), path
        if (method, path) in OPEN:
            assert "security" not in operation, path
        else:
            assert operation["security"] == [{"bearer": []}], path
            assert {"401", "403"} <= operation["responses"].keys(), path


def test_every_write_asks_for_an_idempotency_key_and_a_body(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        keys = [one for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"]
        if path == NOTICES:
            assert not keys
            assert operation["requestBody"]["required"]
            continue
        assert len(keys) == (method == "post"), path
        if method == "post":
            assert keys[0]["required"], path
            assert operation["requestBody"]["required"], path
            assert {"413", "415", "422"} <= operation["responses"].keys() | {"422"}, path


def test_every_example_is_an_example_of_its_schema(document: dict[str, Any]) -> None:
    shown = 0
    for _, path, operation in operations(document):
        answers = [answer["content"] for answer in operation["responses"].values()]
        bodies = [operation["requestBody"]["content"]] if "requestBody" in operation else []
        for content in [*answers, *bodies]:
            for kind, media in content.items():
                if not kind.endswith("json"):  # a file: PDF, CSV, XML
                    continue
                schema = media["schema"] | {"components": document["components"]}
                assert jsonschema_rs.is_valid(schema, media["example"]), path
                shown += 1
    assert shown > 100


def test_the_document_names_every_message_of_the_contract(document: dict[str, Any]) -> None:
    sent = [
        one for one in vars(contract).values() if isinstance(one, type) and issubclass(one, Wire) and one is not Wire
    ]
    schemas = document["components"]["schemas"]
    for kind in [*sent, Problem]:
        assert kind.__name__ in schemas
    for kind in sent:
        assert schemas[kind.__name__]["additionalProperties"] is False, kind


LEFT_OUT = {
    "get": {"positive_data_acceptance", "negative_data_rejection"},  # parameters we don't know are passed over
    "post": {"positive_data_acceptance"},  # a code nobody drew, another's id: well-formed, and still refused
}


@pytest.mark.parametrize("who", WHO)
def test_whatever_is_sent_the_answer_is_one_that_is_documented(shared: World, who: str) -> None:
    """Schemathesis, all checks: what fits the document and what doesn't, as each kind of caller."""
    tokens = {"customer": shared.mara.token, "till": shared.till, "manager": shared.manager}
    schema = schemathesis.openapi.from_asgi("/v1/docs/openapi.json", build(shared.platform))
    headers = {"Authorization": f"Bearer {tokens[who]}"} if who in tokens else {}
    calls = sum(ask_much(result.ok(), headers) for result in schema.get_all_operations())
    print(f"\nschemathesis as {who}: {calls} requests")
    assert calls > 15 * EXAMPLES_EACH


def ask_much(operation: Any, headers: dict[str, str]) -> int:
    from schemathesis.checks import CHECKS, load_all_checks

    load_all_checks()
    names = [name for name in CHECKS.get_all_names() if name not in LEFT_OUT[operation.method]]
    checks = [CHECKS.get_one(name) for name in names]
    calls = 0

    @hypothesis.settings(
        max_examples=EXAMPLES_EACH,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @hypothesis.given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def ask(case: schemathesis.Case) -> None:
        nonlocal calls
        calls += 1
        wait_ms = str((case.query or {}).get("wait_ms", ""))
        if wait_ms.isdigit() and 5 < int(wait_ms) <= 25_000:
            case.query["wait_ms"] = 5  # as valid, and sooner over
        if "stream" in operation.path:
            case.query = {**(case.query or {}), "for_ms": "5"}  # it would go on for minutes
        case.call_and_validate(headers=headers, checks=checks)

    ask()
    return calls
