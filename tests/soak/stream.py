"""Many tills paying at once, each keeping an outbox: every attempt has its id and its body before it is sent.

An attempt without an answer is sent again with the same id, as a till does; in the end every attempt has one answer,
and the books say the same.
"""

from __future__ import annotations

import asyncio
import collections
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from backend_stub.services.parties import Opened
from tests import crowd
from tests.crowd import Phone

WORKERS = 32
BALANCE_MINOR = 1_000
AMOUNT_MINOR = 300
TOO_MUCH_MINOR = 1_001
SERVER_TROUBLE = 503


@dataclass(slots=True)
class Attempt:
    """What an outbox keeps; `answer` is the platform's word, `trouble` the problem codes that came instead of one."""

    id: str
    token: str = field(repr=False)
    body: dict[str, Any] = field(repr=False)
    phone: Phone = field(repr=False)
    answer: dict[str, Any] | None = None
    trouble: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """The outcome, or the reason of a refusal."""
        assert self.answer is not None
        return str(self.answer["refusal"]["reason"] if self.answer["refusal"] else self.answer["outcome"])


class Stream:
    """Redemptions from many tills, until it is told to stop."""

    def __init__(self, opened: Opened, chance: random.Random) -> None:
        self._opened = opened
        self._chance = chance
        self._phones: list[Phone] = []
        self._shown_twice: list[Phone] = []
        self._moving = False
        self.attempts: list[Attempt] = []
        self.in_flight: set[str] = set()

    @property
    def unused(self) -> int:
        """How many phones have not been read yet."""
        return len(self._phones)

    def supply(self, phones: Sequence[Phone]) -> None:
        """More customers in the queue."""
        self._phones += phones

    def unanswered(self) -> list[Attempt]:
        """What is still in the outbox."""
        return [attempt for attempt in self.attempts if attempt.answer is None]

    async def run_until(self, base_url: str, cut: Callable[[], object], *, after_s: float) -> int:
        """Pay without pause; after `after_s`, and while at least half of the workers wait for an answer, cut.

        Returns how many waited at that moment. Ends when every worker has seen the end of its request.
        """
        self._moving = True
        async with _client(base_url) as client, asyncio.TaskGroup() as group:
            for _ in range(WORKERS):
                group.create_task(self._work(client))
            await asyncio.sleep(after_s)
            while len(self.in_flight) < WORKERS // 2 and self._moving:  # noqa: ASYNC110 - a moment, not a state
                await asyncio.sleep(0)
            assert self._moving, "the phones ran out before the cut"
            waiting = len(self.in_flight)
            cut()
            self._moving = False
        return waiting

    async def _work(self, client: httpx.AsyncClient) -> None:
        while self._moving:
            if not self._phones:
                self._moving = False
                return
            attempt = self._next()
            self.attempts.append(attempt)
            await self._send(client, attempt)
            if attempt.answer is None:
                return

    def _next(self) -> Attempt:
        """Mostly a payment; sometimes more than there is, sometimes a code that another till has just read."""
        amount_minor = AMOUNT_MINOR
        if self._shown_twice and self._chance.random() < 0.5:
            phone = self._shown_twice.pop()
        else:
            phone = self._phones.pop()
            dice = self._chance.random()
            if dice < 0.1:
                amount_minor = TOO_MUCH_MINOR
            elif dice < 0.2:
                self._shown_twice.append(phone)
        body = {
            "code": phone.code,
            "amount_minor": amount_minor,
            "currency": crowd.CURRENCY,
            "public_service_id": self._opened.public_service_id,
        }
        return Attempt(str(uuid.uuid4()), self._chance.choice(self._opened.till_tokens), body, phone)

    async def _send(self, client: httpx.AsyncClient, attempt: Attempt) -> None:
        self.in_flight.add(attempt.id)
        try:
            reply = await client.post("/v1/redemptions", json=attempt.body, headers=_headers(attempt, with_key=True))
        except httpx.TransportError as error:
            attempt.trouble.append(type(error).__name__)
        else:
            if reply.status_code == SERVER_TROUBLE:
                attempt.trouble.append(reply.json()["code"])
            else:
                attempt.answer = reply.raise_for_status().json()
        finally:
            self.in_flight.discard(attempt.id)

    async def try_once(self, base_url: str, count: int) -> list[Attempt]:
        """New payments, each tried once; whatever has no answer stays in the outbox."""
        attempts = [self._next() for _ in range(count)]
        self.attempts += attempts
        async with _client(base_url) as client:
            await asyncio.gather(*(self._send(client, attempt) for attempt in attempts))
        return attempts

    async def resolve(self, base_url: str) -> list[Attempt]:
        """Send again, with the same ids, all that has no answer; returns them, answered."""
        left = self.unanswered()
        async with _client(base_url) as client:
            await asyncio.gather(*(self._send(client, attempt) for attempt in left))
        assert not self.unanswered(), "an attempt that was sent again has no answer"
        return left

    async def ask_again(self, base_url: str, attempts: Sequence[Attempt]) -> None:
        """The platform's word on each attempt is still the word it gave."""
        async with _client(base_url) as client:

            async def same(attempt: Attempt) -> None:
                reply = await client.get(f"/v1/redemptions/{attempt.id}", headers=_headers(attempt))
                assert reply.raise_for_status().json() == attempt.answer

            for first in range(0, len(attempts), WORKERS):
                await asyncio.gather(*map(same, attempts[first : first + WORKERS]))

    def check_every_phone(self) -> None:
        """A code that could pay was paid exactly once, however often it was read; more than there was, never."""
        by_phone = collections.defaultdict(list)
        for attempt in self.attempts:
            by_phone[attempt.phone.code].append(attempt)
        for attempts in by_phone.values():
            outcomes = collections.Counter(attempt.outcome for attempt in attempts)
            if attempts[0].body["amount_minor"] == TOO_MUCH_MINOR:
                assert outcomes == {"insufficient_funds": 1}
            else:
                assert outcomes.pop("paid") == 1
                assert outcomes.keys() <= {"code_not_usable", "code_used_at_this_till"}


def _headers(attempt: Attempt, *, with_key: bool = False) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {attempt.token}"}
    return {**headers, "Idempotency-Key": attempt.id} if with_key else headers


def _client(base_url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False, limits=httpx.Limits(max_connections=64))
