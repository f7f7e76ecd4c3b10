"""Signing in and out at a till: the PIN is compared here, the decision counts it."""

from __future__ import annotations

import msgspec

from backend_stub.contract import OperatorSession as SessionReply
from backend_stub.contract import OperatorSignIn, ProblemCode, Role
from backend_stub.domain.operators import SESSION_IDLE_S, PinTried, SignIn, SignOut, must_wait
from backend_stub.domain.records import Operator, OperatorSession, aware
from backend_stub.domain.rights import rights_of
from backend_stub.domain.state import Broken
from backend_stub.services import usecases
from backend_stub.services.platform import Platform
from backend_stub.services.secrets import pin_is_right
from backend_stub.storage import reads
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


async def sign_in(platform: Platform, till_id: str, merchant_id: str, key: str, request: OperatorSignIn) -> Reply:
    """A session at this till for whoever keyed their PIN. While a delay runs no PIN is looked at."""
    operator = await platform.read(reads.one, Operator, request.operator_id)
    if operator is None or operator.merchant_id != merchant_id or operator.disabled_at is not None:
        return Broken(ProblemCode.FORBIDDEN, "this operator can't sign in here", "operator_id")
    if waiting := must_wait(operator, platform.clock()):
        return waiting
    is_right = await platform.aside(pin_is_right, request.pin, operator.pin_hash)
    command = SignIn(
        tried=PinTried(operator.id, merchant_id, operator.pin_hash, is_right),
        session_id=key,
        till_id=till_id,
        token_hash=platform.keys.token_hash(request.token),
        request_hash=platform.keys.request_hash(f"sign in {till_id}", _ENCODER.encode(request)),
    )
    return await platform.writer.submit(usecases.SIGN_IN, command)


async def sign_out(platform: Platform, session_id: str) -> Reply:
    """The end of a session."""
    return await platform.writer.submit(usecases.SIGN_OUT, SignOut(session_id))


def told(platform: Platform, session: OperatorSession, operator: Operator) -> SessionReply:
    """A session as it is told to its till."""
    role = Role(operator.role)
    rights = rights_of(role, owner_is_platform=platform.is_platforms_own(session.merchant_id))
    return SessionReply(
        session_id=session.id,
        operator_id=operator.id,
        operator_name=operator.name,
        role=role,
        rights=sorted(rights),
        till_id=session.till_id,
        opened_at=aware(session.opened_at),
        expires_at=aware(session.expires_at),
        idle_s=SESSION_IDLE_S,
        ended_at=None if session.ended_at is None else aware(session.ended_at),
    )
