"""Who is speaking: bearer tokens of four kinds, found by their keyed hash."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import Role, TokenKind
from backend_stub.domain.operators import USE_NOTED_AFTER_S, NoteUse, is_open
from backend_stub.domain.records import SECOND, Operator, OperatorSession
from backend_stub.services import usecases
from backend_stub.services.platform import Platform
from backend_stub.storage import reads, session_reads

REMEMBERED_FOR_US = 2_000_000  # a revoked token is refused at the latest two seconds later
REMEMBERED_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An operator's session: where they work, and what they are now."""

    session: OperatorSession
    operator: Operator

    @property
    def role(self) -> Role:
        """What they are."""
        return Role(self.operator.role)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a token speaks for: a customer (with the device), a till, a manager of a merchant, an operator at a till."""

    kind: TokenKind
    subject_id: str
    device_id: str | None
    token_id: str
    at_till: SignedIn | None = None  # of an operator


class Callers:
    """Finds callers, and remembers them for a moment: a till asks many times a minute."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._remembered: dict[str, tuple[int, Caller]] = {}

    async def find(self, token: str) -> Caller | None:
        """The caller with this token; None for an unknown or revoked one."""
        now = self._platform.clock()
        known = self._remembered.get(token)
        if known is not None and 0 <= now - known[0] < REMEMBERED_FOR_US:
            return known[1]
        caller = await self._find(self._platform.keys.token_hash(token), now)
        if caller is None:
            self.forget(token)
            return None
        if len(self._remembered) >= REMEMBERED_AT_MOST:
            self._remembered.clear()
        self._remembered[token] = (now, caller)
        return caller

    def forget(self, token: str) -> None:
        """Look this token up again at its next use: it was ended."""
        self._remembered.pop(token, None)

    async def _find(self, token_hash: str, now: int) -> Caller | None:
        row = await self._platform.read(reads.token, token_hash)
        if row is None:
            return await self._operator(token_hash, now)
        if row.revoked_at is not None:
            return None
        return Caller(TokenKind(row.kind), row.subject_id, row.device_id, row.id)

    async def _operator(self, token_hash: str, now: int) -> Caller | None:
        """An operator whose session is open; once a minute it is noted that it is in use."""
        found = await self._platform.read(session_reads.session, token_hash)
        if found is None or not is_open(found[0], now):
            return None
        session, operator = found
        if now - session.used_at >= USE_NOTED_AFTER_S * SECOND:
            await self._platform.writer.submit(usecases.NOTE_USE, NoteUse(session.id))
        return Caller(TokenKind.OPERATOR, operator.id, None, session.id, SignedIn(session, operator))
