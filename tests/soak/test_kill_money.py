"""kill -9 while all kinds of money move: gifts, top-ups in cash and by a provider, refunds, shifts, settling, payouts.

Whatever was acknowledged is there exactly once; whatever was not is resolved by sending it again with the same id; accounts,
drawers, the provider's own books and the ledger agree after every crash. Each round is a business day later than the last.
"""

from __future__ import annotations

import asyncio
import collections
import random
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from backend_stub.contract import Role
from backend_stub.domain.records import BankDetails, Operator
from backend_stub.domain.settlement import PLATFORM
from backend_stub.services import demo
from backend_stub.services.parties import save
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.secrets import new_token, pin_hash
from backend_stub.storage import settlement_tables, shift_tables, tables
from tests import crowd, postgres
from tests.serving import Process
from tests.soak import served
from tests.soak.books import Books, opened_books
from tests.soak.far_provider import FarProvider, far_provider
from tests.soak.money_stream import CASHIERS, START_MINOR, WORKERS, Act, MoneyStream, balances, client_of, in_the_drawer
from tests.soak.rounds import seeded, soak_rounds

TILLS = 8
CUSTOMERS_A_ROUND = 250
ACTS_BEFORE = (150, 400)  # how many are answered before a kill
DAY_S = 86_400
CODES_LIVE_S = 400 * DAY_S
PIN = "7531"
IBANS = ("DE89370400440532013000", "DE02120300000000202051")
ROWS = {
    "sale": tables.REDEMPTIONS,
    "refund": tables.REFUNDS,
    "top_up": tables.TOP_UPS,
    "take_back": tables.TOP_UP_REFUNDS,
    "gift": tables.GIFTS,
    "shift": shift_tables.SHIFTS,
    "payout_run": settlement_tables.PAYOUT_RUNS,
}


class Round:
    """The shop, its provider and its people, from crash to crash."""

    def __init__(self, books: Books, provider: FarProvider, chance: random.Random) -> None:
        self.books, self.provider = books, provider
        self.stream = MoneyStream(books.opened, chance)
        self.number = 0
        now, self.operator_id = system_clock(), new_id()
        person = Operator(
            self.operator_id, books.opened.merchant_id, "Ola", Role.PLATFORM.value, pin_hash(PIN), 0, 0, now
        )
        owners = zip((books.opened.merchant_id, PLATFORM), IBANS, strict=True)
        save(books.database, [person, *(BankDetails(who, "EUR", "Mei", iban, "", 0, now) for who, iban in owners)])

    def process(self) -> Process:
        """The platform, on this round's day."""
        env = {served.PROVIDER: self.provider.url, served.AHEAD_S: str(self.number * DAY_S)}
        made = Process(self.books.url, self.books.key_file, module="tests.soak.served", env=env)
        self.provider.platform_url = made.base_url
        return made

    def supply(self) -> None:
        """New customers, each with a live code."""
        books = self.books
        new = crowd.gather(
            books.database, books.keys, books.opened, CUSTOMERS_A_ROUND,
            balance_minor=START_MINOR, code_lifetime_s=CODES_LIVE_S,
        )  # fmt: skip
        self.stream.supply(new)

    def sign_in(self, server: Process) -> None:
        """Whoever needs a session: after a night, or a crash."""
        asyncio.run(self._sign_in(server.base_url))

    async def _sign_in(self, base_url: str) -> None:
        manager = self.books.opened.operator_ids[2]
        async with client_of(base_url) as client:
            for number, drawer in enumerate(self.stream.drawers):
                drawer.session.token = await _signed_in(
                    client, self.books.opened.till_tokens[number], manager, demo.MANAGER_PIN
                )
            till = self.books.opened.till_tokens[CASHIERS]
            self.stream.platform.token = await _signed_in(client, till, self.operator_id, PIN)

    def resolved(self, server: Process) -> list[Act]:
        """What was open is sent again; all that was answered stays as it was told; the books agree with the answers."""
        left = asyncio.run(self.stream.resolve(server.base_url))
        self.provider.wait_until_heard()
        asyncio.run(self._send_again(server.base_url, self.stream.acts))
        self.check_rows()
        self.check_money()
        self.books.check_by_command()
        return left

    async def _send_again(self, base_url: str, acts: Sequence[Act]) -> None:
        """What was done is done again: nothing comes of it."""
        done = [act for act in acts if act.is_done][-WORKERS:]
        async with client_of(base_url) as client:
            for act in done:
                again = Act(act.kind, act.path, act.hand, act.body, act.about, act.id)
                await self.stream.send(client, again)
                assert again.is_done, (act, again)

    def check_rows(self) -> None:
        """One row an act that was answered with a yes, and not one more."""
        with self.books.database.read.connect() as connection:
            for kind, table in ROWS.items():
                query = sa.select(table.c.id)
                if kind == "top_up":
                    query = query.where(table.c.request_hash != "crowd")
                rows = collections.Counter(connection.scalars(query))
                assert rows == collections.Counter(
                    act.id for act in self.stream.acts if act.kind == kind and act.is_done
                )
            ended = connection.execute(sa.select(tables.GIFTS.c.id, tables.GIFTS.c.answer_id)).all()
        said = {act.id: act.about for act in self.stream.acts if act.kind == "end" and act.is_done}
        assert all(said.get(answer_id) == gift_id for gift_id, answer_id in ended if answer_id is not None)
        assert {gift_id for gift_id, answer_id in ended if answer_id is not None} == set(said.values())

    def check_money(self) -> None:
        """Accounts and drawers by the answers; the provider by its own books; each batch is paid once."""
        accounts, top_ups, backs, payouts = (
            tables.ACCOUNTS,
            tables.TOP_UPS,
            tables.TOP_UP_REFUNDS,
            settlement_tables.PAYOUTS,
        )
        with self.books.database.read.connect() as connection:
            held = dict(
                connection.execute(sa.select(accounts.c.id, accounts.c.balance_minor + accounts.c.bonus_minor)).all()
            )
            captured = connection.execute(
                sa.select(top_ups.c.id, top_ups.c.amount_minor).where(
                    top_ups.c.source == "far", top_ups.c.state == "captured"
                )
            ).all()
            gone = connection.execute(sa.select(backs.c.id, backs.c.amount_minor).where(backs.c.source == "far")).all()
            paid = connection.scalars(sa.select(payouts.c.batch_id).where(payouts.c.state != "failed")).all()
        assert held == balances(self.stream)
        theirs = {ref: one["minor"] for ref, one in self.provider.payments.items() if one["state"] == "captured"}
        assert dict(captured) == theirs
        assert dict(gone) == {ref: one["minor"] for ref, one in self.provider.refunds.items()}
        assert len(paid) == len(set(paid))
        for closing, acts in self.stream.closings:
            if closing.is_done:
                assert closing.answer["expected_minor"] == in_the_drawer(acts)

    def report(self, said: str, left: Sequence[Act]) -> None:
        kinds = collections.Counter(act.kind for act in left)
        done = sum(act.is_done for act in left)
        print(
            f"round {self.number - 1}: {said}, resolved {len(left)} ({done} done, {len(left) - done} refused): {dict(kinds)}"
        )

    def totals(self) -> None:
        """Each kind of act was there, and done."""
        done = collections.Counter(act.kind for act in self.stream.acts if act.is_done)
        print(f"done in all: {dict(done)}")
        assert done.keys() >= {*ROWS, "end", "move", "closing", "settlement"} - {"payout_run"}


async def _signed_in(client: httpx.AsyncClient, till: str, operator_id: str, pin: str) -> str:
    token = new_token()
    body = {"operator_id": operator_id, "pin": pin, "token": token}
    headers = {"Authorization": f"Bearer {till}", "Idempotency-Key": new_id()}
    (await client.post("/v1/operator-sessions", json=body, headers=headers)).raise_for_status()
    return token


def _kill_the_platform(rounds: int, books: Books, provider: FarProvider, chance: random.Random) -> None:
    """Who comes up after a kill resolves what that left, a day later, and is killed in its turn; the last one is not."""
    shop = Round(books, provider, chance)
    stream, said = shop.stream, ""
    for left in reversed(range(rounds + 1)):
        shop.number += 1
        with shop.process() as server:
            shop.sign_in(server)
            if said:
                shop.report(said, shop.resolved(server))
            if left:
                shop.supply()
                before = len(stream.acts)
                in_flight = asyncio.run(
                    stream.run_until(server.base_url, server.kill, after=chance.randrange(*ACTS_BEFORE))
                )
                said = f"acknowledged {len(stream.acts) - before - len(stream.unanswered())}, in flight {in_flight}"
    shop.totals()


def _kill_the_database(
    rounds: int, server: postgres.Server, books: Books, provider: FarProvider, chance: random.Random
) -> None:
    shop = Round(books, provider, chance)
    stream = shop.stream
    with shop.process() as platform:
        shop.sign_in(platform)
        for _ in range(rounds):
            shop.supply()
            before = len(stream.acts)
            in_flight = asyncio.run(
                stream.run_until(platform.base_url, server.kill, after=chance.randrange(*ACTS_BEFORE))
            )
            said = f"acknowledged {len(stream.acts) - before - len(stream.unanswered())}, in flight {in_flight}"
            server.start()
            books.database.close()  # the pool of this test's own; it opens again by itself
            shop.number += 1  # for the report: the platform lives on, and with it its day
            shop.report(said, shop.resolved(platform))
        assert platform.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_money_of_every_kind_is_there_once_after_a_kill(database_url: str, tmp_path: Path) -> None:
    """A slice: a round takes half a minute, so PostgreSQL and more rounds are for `make soak`."""
    with opened_books(database_url, tmp_path, TILLS) as books, far_provider() as provider:
        _kill_the_platform(1, books, provider, seeded("kill the platform while money moves"))


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_soak_kills_while_money_of_every_kind_moves(database_url: str, tmp_path: Path) -> None:
    with opened_books(database_url, tmp_path, TILLS) as books, far_provider() as provider:
        _kill_the_platform(soak_rounds(), books, provider, seeded("kill the platform while money moves"))


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_soak_kills_of_the_database_while_money_of_every_kind_moves(
    own_server: postgres.Server, tmp_path: Path
) -> None:
    with opened_books(own_server.url(), tmp_path, TILLS) as books, far_provider() as provider:
        _kill_the_database(soak_rounds(), own_server, books, provider, seeded("kill the database while money moves"))
