"""Operators sign in and out at a till."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, caller, done, merchant_of, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import OperatorSession, OperatorSignIn, OperatorSignOut, ProblemCode, TokenKind
from backend_stub.domain import records
from backend_stub.services import operator_sessions
from backend_stub.services.callers import Callers, SignedIn
from backend_stub.storage import reads

CURRENT = "/v1/operator-sessions/current"


@post(
    "/v1/operator-sessions",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422, 429),
    raises=[],
)
async def sign_in_operator(
    request: AnyRequest, data: JSONBody[OperatorSignIn], idempotency_key: Key
) -> OperatorSession:
    """Sign in at a till: a PIN for a short-lived token. Whoever was signed in there before is signed out."""
    asker = await caller(request, TokenKind.TILL)
    here = platform(request)
    merchant_id = await merchant_of(asker, here)
    reply = await operator_sessions.sign_in(here, asker.subject_id, merchant_id, idempotency_key, data)
    session = done(reply, records.OperatorSession)
    operator = await here.read(reads.one, records.Operator, session.operator_id)
    if operator is None:
        raise LookupError(f"session {session.id} has no operator")
    return operator_sessions.told(here, session, operator)


@get(CURRENT, security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def show_operator_session(request: AnyRequest) -> OperatorSession:
    """Who is signed in with this token, and what they may."""
    found = await _signed_in(request)
    return operator_sessions.told(platform(request), found.session, found.operator)


@post(f"{CURRENT}/end", status_code=200, security=BEARER, responses=responses(*WITH_TOKEN, *WITH_BODY), raises=[])
async def sign_out_operator(
    request: AnyRequest, data: JSONBody[OperatorSignOut], idempotency_key: Key
) -> OperatorSession:
    """Sign out: the token is worth nothing from now on."""
    del data, idempotency_key  # a session ends once, however often that is asked
    found = await _signed_in(request)
    ended = done(await operator_sessions.sign_out(platform(request), found.session.id), records.OperatorSession)
    callers: Callers = request.app.state.callers
    callers.forget(request.headers["authorization"].partition(" ")[2].strip())
    return operator_sessions.told(platform(request), ended, found.operator)


async def _signed_in(request: AnyRequest) -> SignedIn:
    asker = await caller(request, TokenKind.OPERATOR)
    if asker.at_till is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "sign in at a till")
    return asker.at_till


ROUTES = (sign_in_operator, show_operator_session, sign_out_operator)
