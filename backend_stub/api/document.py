"""The OpenAPI document as it is served: what Litestar drew up, with the parts it can't know put right.

Schemas come from msgspec, which also checks the messages, so that the document and the answers agree (unknown fields,
whole numbers, descriptions). Errors say which headers come with them; each body and each answer has an example.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin

from backend_stub.api.problems import MEDIA_TYPE, STATUS, TITLE
from backend_stub.contract import Problem, ProblemCode

JSON = "application/json"
EVENTS = "text/event-stream"
NAMED = "#/components/schemas/"
_HEADERS = {
    401: {"WWW-Authenticate": "`Bearer`."},
    405: {"Allow": "The methods there are."},
    429: {"Retry-After": "Seconds to wait."},
}
Document = dict[str, Any]
_EVENT: Document = {
    "schema": {
        "description": "One event; `data` is a message as JSON, `id` its number.",
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("id", "event", "data")},
        "required": ["id", "event", "data"],
    },
    "example": {"id": "7", "event": "message", "data": '{"number": 7}'},
}


class Description(JsonRenderPlugin):
    """Serves the document; drawn up at the first request for it, since a till never asks."""

    def __init__(self) -> None:
        super().__init__(path=["/openapi.json"])
        self._text: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Document) -> bytes:
        """The document as JSON."""
        del request
        if self._text is None:
            self._text = msgspec.json.encode(amended(openapi_schema))
        return self._text


def amended(drawn: Document) -> Document:
    """The document with schemas, examples and error answers put right."""
    from backend_stub.api.examples import BY_NAME, EXAMPLES

    document: Document = msgspec.json.decode(msgspec.json.encode(drawn))
    kinds = [*(type(example) for example in EXAMPLES), Problem]
    _, components = msgspec.json.schema_components(kinds, ref_template=NAMED + "{name}")
    document["components"]["schemas"] = dict(sorted(components.items()))
    for item in document["paths"].values():
        for operation in item.values():
            _amend(operation, BY_NAME)
    return document


def _amend(operation: Document, examples: dict[str, object]) -> None:
    operation["summary"] = operation["description"].partition(":")[0].partition(".")[0]
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _of_a_parameter(parameter["schema"])
    if "requestBody" in operation:
        _show(operation["requestBody"]["content"][JSON], examples)
    for status, answer in operation["responses"].items():
        if JSON in answer["content"]:
            _show(answer["content"][JSON], examples)
            answer["description"] = "Done, or told."
        elif EVENTS in answer["content"]:
            answer["content"][EVENTS] = _EVENT
        elif MEDIA_TYPE in answer["content"]:
            answer["content"][MEDIA_TYPE]["example"] = _problem(int(status))
        else:
            answer["description"] = "A file."
        named = _HEADERS.get(int(status), {}) | {"X-Request-Id": "Names this request; tell it to us."}
        answer["headers"] = {
            name: {"description": text, "schema": {"type": "string"}, "required": True} for name, text in named.items()
        }


def _of_a_parameter(schema: Document) -> Document:
    """A parameter is there or it isn't: no null; whole numbers as whole numbers."""
    there: Document = next((kind for kind in schema.pop("oneOf", ()) if kind.get("type") != "null"), {})
    return {
        name: int(value) if isinstance(value, float) else value
        for name, value in (there | schema).items()
        if name != "description" and not (name == "default" and value is None)
    }


def _show(content: Document, examples: dict[str, object]) -> None:
    content["example"] = examples[content["schema"]["$ref"].removeprefix(NAMED)]


def _problem(status: int) -> object:
    code = next((code for code in ProblemCode if STATUS[code] == status), ProblemCode.MALFORMED)
    detail = HTTPStatus(status).description or TITLE[code]
    return msgspec.to_builtins(Problem(type="about:blank", title=TITLE[code], status=status, code=code, detail=detail))
