"""What is limited, over HTTP and for all processes: handles that nobody has, sign-ups, tries of PINs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from backend_stub.app import build
from backend_stub.contract import TokenKind
from backend_stub.domain.limits import MERCHANT_MISSES, MISSES, NETWORK_MISSES, SIGN_INS, SIGN_UPS
from backend_stub.domain.records import Customer
from backend_stub.services import access, contacts, limits
from backend_stub.services.access import Opened, Person
from backend_stub.services.callers import Caller
from backend_stub.services.limits import network
from backend_stub.services.platform import new_id
from backend_stub.storage import chores, reads, tables
from tests.backend.shop import Clock, MakePlatform, Payer, World

DAY_S = 86_400
Ask = Callable[..., httpx.Response]


@pytest.fixture
def from_address(world: World) -> Iterator[Ask]:
    """Requests to the API from an address of one's choice."""
    app, opened = build(world.platform), dict[str, httpx.AsyncClient]()

    def ask(address: str, path: str, token: str | None, body: object, key: str = "") -> httpx.Response:
        if address not in opened:
            transport = httpx.ASGITransport(app, client=(address, 40_000))
            opened[address] = httpx.AsyncClient(transport=transport, base_url="http://platform")
        headers = {"Idempotency-Key": key or new_id()} | ({"Authorization": f"Bearer {token}"} if token else {})
        answer: httpx.Response = world.api.run(opened[address].post(path, headers=headers, json=body))
        return answer

    yield ask
    for one in opened.values():
        world.api.run(one.aclose())


def gift(to: str, amount_minor: int = 1) -> dict[str, object]:
    return {"to": to, "amount_minor": amount_minor, "currency": "EUR"}


def person(name: str) -> dict[str, str]:
    return {"social_id": name, "display_name": "Bot", "device_name": "Phone", "token": new_id() + new_id()}


def give(world: World, to: str, **more: Any) -> httpx.Response:
    return world.api.post("/v1/gifts", world.mara.token, gift(to), **more)


def problem(answer: httpx.Response) -> tuple[object, ...]:
    told = answer.json()
    return answer.status_code, told["code"], told["detail"], told["field"], answer.headers.get("retry-after")


def known_by_card(world: World, payer: Payer) -> str:
    owner = world.api.run(world.platform.read(reads.one, Customer, payer.customer_id))
    return contacts.card_proof(world.platform, owner)


# --- handles that nobody has ------------------------------------------------------------------------------------------


def test_after_ten_handles_that_nobody_has_known_and_unknown_ones_are_answered_alike(world: World) -> None:
    first = [give(world, f"guess-{number}").status_code for number in range(MISSES.times)]
    assert set(first) == {404}
    known, unknown = problem(give(world, "jonas")), problem(give(world, "nobody-here"))
    assert known == unknown == (429, "too_many_tries", f"wait {DAY_S} seconds", "to", str(DAY_S))
    assert world.balance(world.mara) == 6_000
    world.clock.forward(DAY_S)
    assert (give(world, "jonas").status_code, give(world, "nobody-here").status_code) == (200, 404)


def test_people_whose_name_is_known_are_given_to_all_the_time_and_a_repeat_is_answered(world: World) -> None:
    caller = Caller(TokenKind.CUSTOMER, world.mara.customer_id, world.mara.device_id, world.mara.device_id)
    world.api.run(contacts.keep(world.platform, caller, "jonas"))  # the handle alone: no name was told
    key = new_id()
    ada = world.payer("ada", world.tea, 0)
    assert give(world, "ada", key=key).status_code == 200
    for number in range(MISSES.times):
        give(world, f"guess-{number}")
    assert give(world, "jonas").status_code == 429
    assert give(world, "ada", key=key).status_code == 200  # the stored answer
    assert give(world, "ada").status_code == 200  # whose name came with the first gift
    world.api.run(contacts.keep(world.platform, caller, "jonas", known_by_card(world, world.jonas)))
    assert give(world, "jonas").status_code == 200
    assert world.balance(ada) == 0


def test_who_could_not_give_at_all_is_never_told_whether_a_handle_is_there(world: World) -> None:
    empty = world.payer("empty", world.tea, 0)
    for amount_minor in (1, 5_000_000):
        told = [problem(world.api.post("/v1/gifts", empty.token, gift(to, amount_minor))) for to in ("jonas", "nobody")]
        assert told[0] == told[1]
    assert tallies(world) == 0


def test_many_customers_at_one_address_have_sixty_misses_together_and_a_neighbour_has_their_own(
    world: World, from_address: Ask
) -> None:
    everybody = [
        world.payer(f"p-{number}", world.tea, 100) for number in range(NETWORK_MISSES.times // MISSES.times + 1)
    ]
    for payer in everybody[:-1]:
        for number in range(MISSES.times):
            assert from_address("10.1.1.1", "/v1/gifts", payer.token, gift(f"guess-{number}")).status_code == 404
    last = everybody[-1]
    assert from_address("10.1.1.1", "/v1/gifts", last.token, gift("jonas")).status_code == 429
    assert from_address("10.1.1.2", "/v1/gifts", last.token, gift("nobody")).status_code == 404


def test_misses_at_the_same_moment_are_counted_one_by_one(world: World) -> None:
    async def at_once() -> list[int]:
        asked = [world.api.ask("POST", "/v1/gifts", world.mara.token, gift(f"guess-{n}")) for n in range(40)]
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    statuses = world.api.run(at_once())
    assert (statuses.count(404), statuses.count(429)) == (MISSES.times, 30)


def test_a_merchants_staff_find_nobody_by_moving_accounts(world: World) -> None:
    def move(to: str) -> httpx.Response:
        path = f"/v1/accounts/{world.mara.account_id}/move"
        return world.api.post(path, world.manager, {"to": to})

    assert {move(f"guess-{number}").status_code for number in range(MERCHANT_MISSES.times)} == {404}
    assert problem(move("jonas")) == problem(move("nobody"))
    assert move("jonas").status_code == 429


# --- signing up and in ------------------------------------------------------------------------------------------------


def test_two_hundred_sign_ups_over_the_api_from_one_address_become_thirty(world: World, from_address: Ask) -> None:
    before = count(world, tables.CUSTOMERS)
    first = person("bot-first")
    key = new_id()
    statuses = [from_address("10.9.9.9", "/v1/customers", None, first, key).status_code]
    statuses += [
        from_address("10.9.9.9", "/v1/customers", None, person(f"bot-{number}")).status_code for number in range(199)
    ]
    assert (statuses.count(200), statuses.count(429)) == (SIGN_UPS.times, 200 - SIGN_UPS.times)
    assert count(world, tables.CUSTOMERS) == before + SIGN_UPS.times
    assert from_address("10.9.9.9", "/v1/customers", None, first, key).status_code == 200  # the stored answer
    assert from_address("10.9.9.10", "/v1/customers", None, person("a-neighbour")).status_code == 200


def test_asking_for_handles_by_signing_up_with_them_over_the_api_ends_alike_for_known_and_unknown(
    world: World, from_address: Ask
) -> None:
    def ask(name: str) -> httpx.Response:
        return from_address("10.8.8.8", "/v1/customers", None, person(name))

    assert {ask("mara").status_code for _ in range(SIGN_UPS.times)} == {409}
    assert problem(ask("mara")) == problem(ask("nobody-yet"))
    assert ask("mara").status_code == 429


def test_pages_and_api_count_together_and_in_every_process(open_here: MakePlatform) -> None:
    clock = Clock()
    here, there = open_here(clock=clock), open_here(clock=clock)
    world = World(here, clock)

    async def sign_up(number: int) -> bool:
        one = here if number % 2 else there
        asked = Person(f"guest-{number}", "Guest", "481516", "Phone", "2001:db8::1")
        return isinstance(await access.sign_up(one, new_id(), "guest" * 8, asked), Opened)

    done = [world.api.run(sign_up(number)) for number in range(SIGN_UPS.times + 2)]
    assert done == [True] * SIGN_UPS.times + [False] * 2

    async def sign_in(number: int) -> int:
        return await limits.count(here if number % 2 else there, SIGN_INS, "10.5.5.5")

    waits = [world.api.run(sign_in(number)) for number in range(SIGN_INS.times + 3)]
    assert waits == [0] * SIGN_INS.times + [SIGN_INS.within_s] * 3
    elsewhere = World.__new__(World)  # the same people, asked for through the other process
    elsewhere.__dict__ |= world.__dict__ | {"platform": there, "api": type(world.api)(there)}
    statuses = [give(elsewhere if number % 2 else world, f"guess-{number}").status_code for number in range(12)]
    assert statuses == [404] * MISSES.times + [429] * 2
    elsewhere.api.close()
    world.api.close()


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_no_address_is_kept_and_a_count_that_is_over_goes(world: World, from_address: Ask) -> None:
    from_address("10.77.1.2", "/v1/customers", None, person("somebody"))
    give(world, "nobody-here")
    with world.platform.database.read.connect() as connection:
        assert "10.77" not in str(connection.execute(sa.select(tables.TALLIES)).all())
    assert tallies(world) == 3  # a sign-up, and a miss by customer and network
    world.clock.forward(3_601)
    world.platform.writer.chore(chores.TriesForgotten()).result(timeout=30)
    assert tallies(world) == 2
    world.clock.forward(DAY_S)
    world.platform.writer.chore(chores.TriesForgotten()).result(timeout=30)
    assert tallies(world) == 0


@pytest.mark.parametrize(
    ("address", "whom"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_with_many_addresses_is_one_network(address: str, whom: str) -> None:
    assert network(address) == whom


def count(world: World, table: sa.Table) -> int:
    with world.platform.database.read.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def tallies(world: World) -> int:
    return count(world, tables.TALLIES)
