"""Who is speaking: bearer tokens of three kinds, found by their keyed hash."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import TokenKind
from backend_stub.services.platform import Platform
from backend_stub.storage import reads

REMEMBERED_FOR_US = 2_000_000  # a revoked token is refused at the latest two seconds later
REMEMBERED_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a token speaks for: a customer (with the device), a till, or a manager of a merchant."""

    kind: TokenKind
    subject_id: str
    device_id: str | None
    token_id: str


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
        row = await self._platform.read(reads.token, self._platform.keys.token_hash(token))
        if row is None or row.revoked_at is not None:
            self._remembered.pop(token, None)
            return None
        caller = Caller(TokenKind(row.kind), row.subject_id, row.device_id, row.id)
        if len(self._remembered) >= REMEMBERED_AT_MOST:
            self._remembered.clear()
        self._remembered[token] = (now, caller)
        return caller
