"""Many tills at one moment, over real HTTP: a code is spent once, an account never below zero."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Self

import httpx
import pytest

from backend_stub.services.parties import Opened
from backend_stub.services.platform import Platform
from backend_stub.services.verify import verify
from tests import crowd
from tests.serving import served

TILLS = 16
AMOUNT_MINOR = 300
ROUNDS = 50
ROUNDS_OF_TWO_SERVERS = 10


class Counter:
    """Sixteen tills, each with a warm connection of its own to one of the servers."""

    def __init__(self, base_urls: Sequence[str], opened: Opened) -> None:
        self._public_service_id = opened.public_service_id
        self._clients = [
            httpx.AsyncClient(
                base_url=base_urls[number % len(base_urls)],
                headers={"Authorization": f"Bearer {token}"},
                timeout=60,
                trust_env=False,
            )
            for number, token in enumerate(opened.till_tokens)
        ]

    async def __aenter__(self) -> Self:
        for client in self._clients:
            (await client.get("/v1/till")).raise_for_status()
        return self

    async def __aexit__(self, *_error: object) -> None:
        for client in self._clients:
            await client.aclose()

    async def all_at_once(self, codes: Sequence[str]) -> collections.Counter[str]:
        """Every till submits its code at the same moment; how often each outcome or refusal came."""
        barrier = asyncio.Barrier(len(codes))
        pairs = zip(self._clients, codes, strict=True)
        return collections.Counter(
            await asyncio.gather(*(self._submit(client, code, barrier) for client, code in pairs))
        )

    async def _submit(self, client: httpx.AsyncClient, code: str, barrier: asyncio.Barrier) -> str:
        body = {
            "code": code,
            "amount_minor": AMOUNT_MINOR,
            "currency": crowd.CURRENCY,
            "public_service_id": self._public_service_id,
        }
        await barrier.wait()
        reply = await client.post("/v1/redemptions", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        answer = reply.raise_for_status().json()
        return str(answer["refusal"]["reason"] if answer["refusal"] else answer["outcome"])


@contextlib.contextmanager
def _servers(*platforms: Platform) -> Iterator[list[str]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(served(one)) for one in platforms]


def _shop(platform: Platform) -> Opened:
    return crowd.open_crowded_shop(platform.database, platform.keys, TILLS)


def _one_code(rounds: int, platforms: Sequence[Platform]) -> None:
    here = platforms[0]
    opened = _shop(here)
    phones = crowd.gather(here.database, here.keys, opened, rounds, balance_minor=10 * AMOUNT_MINOR)

    async def race(base_urls: Sequence[str]) -> None:
        async with Counter(base_urls, opened) as counter:
            for phone in phones:
                outcomes = await counter.all_at_once([phone.code] * TILLS)
                assert outcomes == {"paid": 1, "code_not_usable": TILLS - 1}

    with _servers(*platforms) as base_urls:
        asyncio.run(race(base_urls))
    assert verify(here.database) == []


def _one_account(rounds: int, platforms: Sequence[Platform]) -> None:
    here = platforms[0]
    opened = _shop(here)
    enough_for = 5
    balance_minor = enough_for * AMOUNT_MINOR
    phones = crowd.gather(here.database, here.keys, opened, rounds, balance_minor=balance_minor, devices=TILLS)

    async def race(base_urls: Sequence[str]) -> None:
        async with Counter(base_urls, opened) as counter, httpx.AsyncClient(trust_env=False) as customer:
            for first in range(0, len(phones), TILLS):
                theirs = phones[first : first + TILLS]
                outcomes = await counter.all_at_once([phone.code for phone in theirs])
                assert outcomes == {"paid": enough_for, "insufficient_funds": TILLS - enough_for}
                account = await customer.get(
                    f"{base_urls[0]}/v1/accounts/{theirs[0].account_id}",
                    headers={"Authorization": f"Bearer {theirs[0].token}"},
                )
                assert account.raise_for_status().json()["balance_minor"] == 0

    with _servers(*platforms) as base_urls:
        asyncio.run(race(base_urls))
    assert verify(here.database) == []


def test_a_code_shown_to_sixteen_tills_at_once_is_paid_exactly_once(platform: Platform) -> None:
    _one_code(ROUNDS, [platform])


def test_sixteen_devices_of_an_account_with_money_for_five_are_paid_exactly_five_times(platform: Platform) -> None:
    _one_account(ROUNDS, [platform])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_code_is_paid_once_between_two_servers_on_one_database(open_here: Callable[..., Platform]) -> None:
    _one_code(ROUNDS_OF_TWO_SERVERS, [open_here(), open_here()])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_account_is_never_overdrawn_between_two_servers_on_one_database(open_here: Callable[..., Platform]) -> None:
    _one_account(ROUNDS_OF_TWO_SERVERS, [open_here(), open_here()])
