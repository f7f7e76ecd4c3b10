"""Problem details (RFC 9457): every error over HTTP has a stable `code`, a sentence, and where it fits the field."""

from __future__ import annotations

import re
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

from backend_stub.contract import Problem, ProblemCode
from backend_stub.domain.state import Broken
from backend_stub.storage.errors import OutcomeUnknown, StorageError, Unavailable, what_raised

INTERNAL = 500
MEDIA_TYPE = "application/problem+json"
KEY_HEADER = "Idempotency-Key"
STATUS = {
    ProblemCode.MALFORMED: 400,
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.METHOD_NOT_ALLOWED: 405,
    ProblemCode.CONFLICT: 409,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE: 415,
    ProblemCode.KEY_REUSED: 422,
    ProblemCode.RULE_BROKEN: 422,
    ProblemCode.TOO_MANY_TRIES: 429,
    ProblemCode.OUR_BUG: 500,
    ProblemCode.UNKNOWN_OUTCOME: 503,
    ProblemCode.UNAVAILABLE: 503,
}
TITLE = {
    ProblemCode.MALFORMED: "The request can't be read",
    ProblemCode.UNAUTHENTICATED: "Who is asking?",
    ProblemCode.FORBIDDEN: "Not allowed",
    ProblemCode.NOT_FOUND: "Not found",
    ProblemCode.METHOD_NOT_ALLOWED: "No such method here",
    ProblemCode.CONFLICT: "Not in this state",
    ProblemCode.TOO_LARGE: "Too large",
    ProblemCode.UNSUPPORTED_MEDIA_TYPE: "Send JSON",
    ProblemCode.KEY_REUSED: "This key was used for another request",
    ProblemCode.RULE_BROKEN: "Against a rule",
    ProblemCode.TOO_MANY_TRIES: "Too many tries",
    ProblemCode.OUR_BUG: "Our mistake",
    ProblemCode.UNKNOWN_OUTCOME: "Not known yet",
    ProblemCode.UNAVAILABLE: "Not available",
}
_BY_STATUS = {
    400: ProblemCode.MALFORMED,
    401: ProblemCode.UNAUTHENTICATED,
    403: ProblemCode.FORBIDDEN,
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.METHOD_NOT_ALLOWED,
    413: ProblemCode.TOO_LARGE,
    415: ProblemCode.UNSUPPORTED_MEDIA_TYPE,
}
_PATH = re.compile(r" - at `\$\.?([^`]*)`")
_MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")

log = structlog.get_logger(__name__)
AnyRequest = Request[Any, Any, Any]


class Stop(Exception):
    """Ends a request with a problem."""

    def __init__(self, code: ProblemCode, detail: str, field: str | None = None) -> None:
        super().__init__(detail)
        self.broken = Broken(code, detail, field)


def problem(request: AnyRequest, broken: Broken) -> Response[Problem]:
    """The reply for a command that can't be done."""
    headers: dict[str, str] = {}
    detail = broken.detail
    if broken.code is ProblemCode.TOO_MANY_TRIES:
        headers["Retry-After"] = broken.detail
        detail = f"wait {broken.detail} seconds"
    if broken.code is ProblemCode.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    status = STATUS[broken.code]
    body = Problem(
        type="about:blank",
        title=TITLE[broken.code],
        status=status,
        code=broken.code,
        detail=detail,
        field=broken.field,
        request_id=request.scope.get("state", {}).get("request_id"),
    )
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def on_stop(request: AnyRequest, stop: Stop) -> Response[Problem]:
    """A route ended the request."""
    return problem(request, stop.broken)


def on_storage(request: AnyRequest, error: StorageError) -> Response[Problem]:
    """Below the rules something failed: told apart by whether it may have happened."""
    if isinstance(error, OutcomeUnknown):
        text = "it may or may not have happened; ask again with the same key"
        return problem(request, Broken(ProblemCode.UNKNOWN_OUTCOME, text))
    if isinstance(error, Unavailable):
        return problem(request, Broken(ProblemCode.UNAVAILABLE, "nothing happened; try again in a moment"))
    return problem(request, Broken(ProblemCode.OUR_BUG, "nothing happened; tell us the request id"))


def on_http(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """What the framework refused: bad JSON, a wrong type, no such path."""
    code = _BY_STATUS.get(
        error.status_code, ProblemCode.MALFORMED if error.status_code < INTERNAL else ProblemCode.OUR_BUG
    )
    if isinstance(error, ValidationException):
        return problem(request, _named(error))
    detail = error.detail if code is ProblemCode.MALFORMED else TITLE[code]
    reply = problem(request, Broken(code, detail))
    if error.headers:
        reply.headers.update(error.headers)
    return reply


def on_anything(request: AnyRequest, error: Exception) -> Response[Problem]:
    """A bug of ours: logged with its traceback, answered without it."""
    log.error("request_raised", path=request.url.path, **what_raised(error))
    return problem(request, Broken(ProblemCode.OUR_BUG, "nothing is known to have happened; tell us the request id"))


def _named(error: ValidationException) -> Broken:
    """The first field that is wrong, in words."""
    first: object = error.extra[0] if isinstance(error.extra, list) and error.extra else None
    if isinstance(first, dict):
        text, field = split(str(first.get("message", "")))
        key = str(first.get("key") or "")
        return Broken(ProblemCode.MALFORMED, text, KEY_HEADER if key == "idempotency_key" else key or field)
    if missing := _MISSING.match(error.detail):
        return Broken(ProblemCode.MALFORMED, f"{missing.group(1)} is missing", missing.group(1))
    return Broken(ProblemCode.MALFORMED, error.detail)


def split(message: str) -> tuple[str, str | None]:
    """What msgspec says, and the field it says it of."""
    found = _PATH.search(message)
    return _PATH.sub("", message), found.group(1) if found and found.group(1) else None


DESCRIBED = {
    400: "The request can't be read: not JSON, an unknown field, a wrong type, out of range.",
    401: "No token, or one that is not known.",
    403: "The token's kind does not reach this.",
    404: "Not there, or somebody else's: both look alike.",
    409: "Not in this state.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "Against a rule, or the key was used for another request.",
    429: "Too many tries: wait as long as `Retry-After` says.",
    500: "Our mistake.",
    503: "Not available, or not known whether it happened: ask again with the same key.",
}
ALWAYS = (400, 500, 503)
WITH_TOKEN = (401, 403)
WITH_BODY = (413, 415)


def responses(*statuses: int) -> dict[int, ResponseSpec]:
    """Which problems a route answers, for OpenAPI; the media type and the message are the same for all."""
    return {
        status: ResponseSpec(Problem, description=DESCRIBED[status], media_type=MEDIA_TYPE, generate_examples=False)
        for status in sorted({*ALWAYS, *statuses})
    }
