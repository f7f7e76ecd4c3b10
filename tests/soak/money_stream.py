"""Everything that moves money, from many hands at once: sales, refunds, top-ups and taking them back, gifts, shifts, settlement.

Each act has its id and its body before it is sent, as in an outbox; what got no answer is sent again with the same id. What
the answers come to is reckoned here, without the platform's own books, and held against its rows.
"""

from __future__ import annotations

import asyncio
import collections
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from backend_stub.services.parties import Opened
from tests import crowd
from tests.soak.far_provider import METHODS

WORKERS = 32
START_MINOR = 1_000
CASHIERS = 4  # tills with a shift, each with one pair of hands
SERVER_TROUBLE = 503
PATIENCE_S = 120
OPEN = ("pending", "authorised")


class CutError(Exception):
    """No answer came: whoever was at it goes home."""


@dataclass(slots=True)
class Hand:
    """Who sends: after a crash they may have to sign in again, and then send the same once more."""

    token: str = field(default="", repr=False)


@dataclass(slots=True)
class Act:
    """What an outbox keeps. `status` None: nobody knows yet."""

    kind: str
    path: str
    hand: Hand
    body: dict[str, Any]
    about: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: int | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return self.status == httpx.codes.OK


@dataclass(slots=True)
class Drawer:
    """A till with a shift, as its cashier knows it."""

    till: Hand
    session: Hand = field(default_factory=Hand)
    opening: Act | None = None
    acts: list[Act] = field(default_factory=list)

    @property
    def shift_id(self) -> str | None:
        return self.opening.id if self.opening else None


class MoneyStream:
    """What all of them do until they are told to stop, and what came of it."""

    def __init__(self, opened: Opened, chance: random.Random) -> None:
        self._opened = opened
        self._chance = chance
        self._moving = False
        self._fresh: list[crowd.Phone] = []
        self.phones: list[crowd.Phone] = []
        self.acts: list[Act] = []
        self.in_flight: set[str] = set()
        self.drawers = [Drawer(Hand(token)) for token in opened.till_tokens[:CASHIERS]]
        self.closings: list[tuple[Act, list[Act]]] = []
        self.platform = Hand()
        self._to_answer = 0
        self._answered = asyncio.Event()

    def supply(self, phones: Sequence[crowd.Phone]) -> None:
        """More customers, each with a live code."""
        self.phones += phones
        self._fresh += phones

    def unanswered(self) -> list[Act]:
        """What nobody knows the end of."""
        return [act for act in self.acts if act.status is None]

    # --- sending ------------------------------------------------------------------------------------------------------

    async def run_until(self, base_url: str, cut: Callable[[], object], *, after: int) -> int:
        """Move money without pause; when so many acts were answered, and while at least half of them wait for an answer, cut."""
        self._moving = True
        self._to_answer, self._answered = after, asyncio.Event()
        async with client_of(base_url) as client, asyncio.TaskGroup() as group:
            for drawer in self.drawers:
                group.create_task(self._work(client, lambda to, drawer=drawer: self._at_a_drawer(to, drawer)))
            group.create_task(self._work(client, self._settle))
            for _ in range(WORKERS - CASHIERS - 1):
                group.create_task(self._work(client, self._any_story))
            await asyncio.wait_for(self._answered.wait(), PATIENCE_S)
            while len(self.in_flight) < WORKERS // 2:  # noqa: ASYNC110 - a moment, not a state
                await asyncio.sleep(0)
            waiting = len(self.in_flight)
            cut()
            self._moving = False
        return waiting

    async def _work(self, client: httpx.AsyncClient, story: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
        while self._moving:
            try:
                await story(client)
            except CutError:
                return

    async def _do(self, client: httpx.AsyncClient, act: Act) -> Act:
        self.acts.append(act)
        await self.send(client, act)
        if act.status is None:
            raise CutError
        return act

    async def send(self, client: httpx.AsyncClient, act: Act) -> None:
        """Once; without an answer, or with one that says that nobody knows, it stays open."""
        self.in_flight.add(act.id)
        headers = {"Authorization": f"Bearer {act.hand.token}", "Idempotency-Key": act.id}
        try:
            reply = await client.post(act.path, json=act.body, headers=headers)
        except httpx.TransportError as error:
            act.trouble.append(f"{type(error).__name__}: {error} {error.__cause__!r} {error.__context__!r}")
            return
        finally:
            self.in_flight.discard(act.id)
        if reply.status_code == SERVER_TROUBLE:
            act.trouble.append(reply.text)
            return
        assert reply.status_code < 500, (act, reply.text)
        act.status, act.answer = reply.status_code, reply.json()
        self._to_answer -= 1
        if self._to_answer <= 0:
            self._answered.set()

    async def resolve(self, base_url: str) -> list[Act]:
        """Send again what has no answer; then what a provider had not said the end of, until it has."""
        left = self.unanswered()
        async with client_of(base_url) as client:
            await asyncio.gather(*(self.send(client, act) for act in left))
            assert not self.unanswered(), "an act that was sent again has no answer"
            for _ in range(3):
                waiting = [act for act in self.acts if act.is_done and act.answer.get("state") in OPEN]
                await asyncio.gather(*(self.send(client, act) for act in waiting))
        waiting = [act for act in self.acts if act.is_done and act.answer.get("state") in OPEN]
        assert not waiting, waiting
        return left

    # --- what people do -----------------------------------------------------------------------------------------------

    async def _any_story(self, client: httpx.AsyncClient) -> None:
        await self._chance.choice((self._sell, self._sell, self._top_up, self._give))(client)

    async def _sell(self, client: httpx.AsyncClient) -> None:
        if not self._fresh:
            await self._top_up(client)
            return
        phone = self._fresh.pop()
        body = {
            "code": phone.code,
            "amount_minor": self._chance.randrange(1, START_MINOR),
            "currency": crowd.CURRENCY,
            "public_service_id": self._opened.public_service_id,
        }
        till = Hand(self._chance.choice(self._opened.till_tokens))
        sale = await self._do(client, Act("sale", "/v1/redemptions", till, body, phone.account_id))
        if sale.answer["outcome"] == "paid" and self._chance.random() < 0.5:
            back = {"attempt_id": sale.id, "amount_minor": self._chance.randrange(1, sale.answer["amount_minor"] + 1)}
            refund = Act("refund", "/v1/refunds", Hand(self._opened.manager_token), back, phone.account_id)
            await self._do(client, refund)

    async def _top_up(self, client: httpx.AsyncClient) -> None:
        phone = self._chance.choice(self.phones)
        body = {
            "amount_minor": self._chance.choice((500, 10_000)),
            "currency": crowd.CURRENCY,
            "account_id": phone.account_id,
            "method": self._chance.choice(METHODS),
        }
        paid = await self._do(client, Act("top_up", "/v1/topups", Hand(phone.token), body, phone.account_id))
        if paid.is_done and self._chance.random() < 0.5:
            path = f"/v1/topups/{paid.id}/refund"
            await self._do(client, Act("take_back", path, Hand(phone.token), {}, phone.account_id))

    async def _give(self, client: httpx.AsyncClient) -> None:
        """Offered, and then taken and withdrawn at once: one of the two."""
        giver, friend = self._chance.sample(self.phones, 2)
        amount = self._chance.randrange(1, 200)
        body = {"to": social_id(friend), "amount_minor": amount, "currency": crowd.CURRENCY}
        gift = await self._do(client, Act("gift", "/v1/gifts", Hand(giver.token), body, giver.account_id))
        if not gift.is_done or self._chance.random() < 0.2:
            return
        ends = [("acceptance", friend), ("withdrawal", giver), ("refusal", friend)][: self._chance.randrange(1, 4)]
        acts = [Act("end", f"/v1/gifts/{gift.id}/{how}", Hand(who.token), {}, gift.id) for how, who in ends]
        ended = await asyncio.gather(*(self._do(client, act) for act in acts), return_exceptions=True)
        for one in ended:
            if isinstance(one, BaseException):
                raise one

    async def _at_a_drawer(self, client: httpx.AsyncClient, drawer: Drawer) -> None:
        """A shift: cash top-ups, cash moved, and at last the count. One pair of hands, so what is expected is known."""
        if drawer.opening is None or not drawer.opening.is_done:
            drawer.opening = Act("shift", "/v1/shifts", drawer.session, {"float_minor": 5_000})
            drawer.acts = []
            await self._do(client, drawer.opening)
        for _ in range(self._chance.randrange(1, 6)):
            act = self._cash(drawer)
            drawer.acts.append(act)
            await self._do(client, act)
            if act.kind == "top_up" and act.is_done and self._chance.random() < 0.3:
                path = f"/v1/topups/{act.id}/refund"
                back = Act("take_back", path, drawer.session, {}, act.about)
                drawer.acts.append(back)
                await self._do(client, back)
        closing = Act("closing", f"/v1/shifts/{drawer.shift_id}/closing", drawer.session, {"loose_minor": 5_000})
        self.closings.append((closing, drawer.acts))
        drawer.opening = None
        await self._do(client, closing)

    def _cash(self, drawer: Drawer) -> Act:
        if self._chance.random() < 0.5:
            body: dict[str, Any] = {"kind": self._chance.choice(("in", "out")), "amount_minor": 100, "reason": "change"}
            return Act("move", f"/v1/shifts/{drawer.shift_id}/moves", drawer.session, body)
        phone = self._chance.choice(self.phones)
        body = {"amount_minor": 700, "currency": crowd.CURRENCY, "account_id": phone.account_id}
        return Act("top_up", "/v1/topups", drawer.till, body, phone.account_id)

    async def _settle(self, client: httpx.AsyncClient) -> None:
        """Days that are over are closed, paid out, come back, are paid out again."""
        await self._do(client, Act("settlement", "/v1/settlement/runs", self.platform, {}))
        reply = await _get(client, "/v1/settlement/batches", self.platform.token)
        ready = [one["batch_id"] for one in reply["items"] if one["state"] in ("closed", "failed")]
        if ready:
            body = {"batch_ids": ready, "currency": crowd.CURRENCY}
            run = await self._do(client, Act("payout_run", "/v1/payout-runs", self.platform, body))
            for payout in run.answer.get("payouts", ()):
                if self._chance.random() < 0.6:
                    path = f"/v1/payouts/{payout['payout_id']}/failure"
                    await self._do(client, Act("failure", path, self.platform, {"reason": "account closed"}))


async def _get(client: httpx.AsyncClient, path: str, token: str) -> dict[str, Any]:
    try:
        reply = await client.get(path, headers={"Authorization": f"Bearer {token}"})
    except httpx.TransportError:
        raise CutError from None
    if reply.status_code == SERVER_TROUBLE:
        raise CutError
    told: dict[str, Any] = reply.raise_for_status().json()
    return told


def social_id(phone: crowd.Phone) -> str:
    """The handle that the crowd's customers have."""
    return f"c{phone.customer_id.replace('-', '')[-24:]}"


def client_of(base_url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False, limits=httpx.Limits(max_connections=64))


# --- what the answers come to, reckoned without the platform's books ---------------------------------------------------


def balances(stream: MoneyStream) -> dict[str, int]:
    """What each account holds, paid money and bonus together, by what was answered."""
    held = collections.Counter({phone.account_id: START_MINOR for phone in stream.phones})
    ends = {act.about: act.answer for act in stream.acts if act.kind == "end" and act.is_done}
    for act in (one for one in stream.acts if one.is_done):
        answer = act.answer
        if act.kind == "sale" and answer["outcome"] == "paid":
            held[act.about] -= answer["amount_minor"]
        elif act.kind == "refund":
            held[act.about] += answer["amount_minor"]
        elif act.kind == "top_up" and answer["state"] == "captured":
            held[act.about] += answer["amount_minor"] + answer["bonus_minor"]
        elif act.kind == "take_back" and answer["state"] == "done":
            held[act.about] -= answer["amount_minor"] + answer["bonus_minor"]
        elif act.kind == "gift":
            held[act.about] -= answer["amount_minor"]
            end = ends.get(act.id)
            if end is not None:
                held[end["account_id"] if end["state"] == "accepted" else act.about] += answer["amount_minor"]
    return dict(held)


def in_the_drawer(acts: Sequence[Act]) -> int:
    """What a shift's drawer has to hold, by what was answered."""
    total = 5_000
    for act in (one for one in acts if one.is_done):
        if act.kind == "move":
            total += act.body["amount_minor"] * (1 if act.body["kind"] == "in" else -1)
        elif act.kind == "top_up":
            total += act.answer["amount_minor"]
        elif act.kind == "take_back":
            total -= act.answer["amount_minor"]
    return total
