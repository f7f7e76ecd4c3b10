"""Webhooks: signed as the standard says, retried, given up, sent off again; never lost, and never in a payment's way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.domain import webhooks as rules
from backend_stub.domain.records import SECOND, WebhookDelivery
from backend_stub.services import outward, signing
from backend_stub.services import webhook_usecases as usecases
from backend_stub.services.platform import new_id
from backend_stub.storage import webhook_reads
from backend_stub.storage import webhook_tables as tables
from tests.backend.receiver import Receiver, receiving
from tests.backend.shop import World
from tests.backend.test_settlement import closed_day, release, with_account


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def listen(world: World, url: str, *events: str) -> dict[str, Any]:
    answer = world.api.post("/v1/webhook-endpoints", world.manager, {"url": url, "events": list(events)})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def deliveries(world: World, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = world.api.get(f"/v1/webhook-deliveries{query}", world.manager).json()["items"]
    return items


def until(is_so: Callable[[], Any], tries: int = 2_000) -> Any:
    """Ask the platform again until it says so; each question takes the time of a request, and no sleep hides a race."""
    for _ in range(tries):
        if found := is_so():
            return found
    raise AssertionError("it did not come to be")


def due(world: World) -> list[webhook_reads.Due]:
    """What should go out now."""
    with world.platform.database.read.connect() as connection:
        return webhook_reads.due(connection, world.clock(), [], 10)


def later(world: World, seconds: float) -> None:
    """Time goes by, and the deliverer looks again."""
    world.clock.forward(seconds)
    world.platform.deliverer._nudge()


def ended(world: World, state: str, count: int = 1) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = until(
        lambda: items if len(items := deliveries(world, f"?state={state}")) == count else None
    )
    return found


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> list[bool]:
    """By the words of the specification, apart from our own code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    text = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    given = [part.split(",", 1) for part in headers["webhook-signature"].split(" ")]
    assert all(version == "v1" for version, _ in given)
    return [hmac.compare_digest(one, expected) for _, one in given]


# --- what is told -----------------------------------------------------------------------------------------------------


def test_a_merchant_s_system_is_told_of_sales_refunds_reversals_and_top_ups(world: World, receiver: Receiver) -> None:
    secret = listen(world, receiver.url)["secret"]
    sale = world.paid(world.mara, 500)
    world.api.post("/v1/refunds", world.manager, {"attempt_id": sale["attempt_id"], "amount_minor": 100})
    world.reverse(sale["attempt_id"])
    fill = {"amount_minor": 1_000, "currency": "EUR", "account_id": world.mara.account_id}
    world.api.post("/v1/topups", world.till, fill)
    told = {one["type"]: one["data"] for one in receiver.wait_for(4)}
    assert told.keys() == {"redemption.paid", "redemption.refunded", "redemption.reversed", "account.topped_up"}
    paid = told["redemption.paid"]
    assert (paid["attempt_id"], paid["amount_minor"], paid["currency"]) == (sale["attempt_id"], 500, "EUR")
    assert paid["receipt_number"] == "2026-1123-001"
    assert told["redemption.refunded"]["amount_minor"] == 100
    assert told["redemption.reversed"]["refunded_minor"] == 500
    assert told["account.topped_up"]["source"] == "cash"
    for headers, body in receiver.got:
        assert is_signed(secret, headers, body) == [True]
        assert headers["content-type"] == "application/json"
        assert world.mara.customer_id not in body.decode()
        assert "Mara" not in body.decode()
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 4
    ended(world, "delivered", 4)


def test_a_merchant_s_system_is_told_of_its_settlement_and_of_what_becomes_of_payouts(
    world: World, receiver: Receiver
) -> None:
    world.platform.options = replace(world.platform.options, owner_is_platform=True)
    listen(world, receiver.url, "settlement.closed", "payout.changed")
    world.paid(world.mara, 1_500)
    batch = closed_day(world)
    with_account(world)
    for _ in range(2):
        payout = release(world, batch).json()["payouts"][0]["payout_id"]
        failure = {"reason": "account closed"}
        for _ in range(2):  # said twice, told once
            assert world.api.post(f"/v1/payouts/{payout}/failure", world.manager, failure).status_code == 200
    world.clock.forward(86_400)
    assert world.api.post("/v1/settlement/runs", world.manager, {}).json()["closed"] == []
    told = [(one["type"], one["data"]) for one in receiver.wait_for(5)]
    settled = next(data for kind, data in told if kind == "settlement.closed")
    assert (settled["batch_id"], settled["business_day"]) == (batch["batch_id"], "2026-11-23")
    assert (settled["gross_minor"], settled["net_minor"], settled["currency"]) == (1_500, batch["net_minor"], "EUR")
    changes = sorted(
        (data["attempt"], data["state"], data["failure"]) for kind, data in told if kind == "payout.changed"
    )
    failed = "account closed"
    assert changes == [(1, "failed", failed), (1, "instructed", None), (2, "failed", failed), (2, "instructed", None)]
    ended(world, "delivered", 5)


def test_an_endpoint_hears_only_what_it_asked_for_and_only_of_its_own_merchant(lite: World) -> None:
    with receiving() as tea, receiving() as books:
        listen(lite, tea.url, "redemption.refunded")
        asked = {"url": books.url}
        assert lite.api.post("/v1/webhook-endpoints", lite.books.manager_token, asked).status_code == 200
        sale = lite.paid(lite.mara, 500)
        lite.api.post("/v1/refunds", lite.manager, {"attempt_id": sale["attempt_id"]})
        assert [one["type"] for one in tea.wait_for(1)] == ["redemption.refunded"]
        ended(lite, "delivered")
        assert books.got == []
        assert lite.api.get("/v1/webhook-deliveries", lite.books.manager_token).json()["items"] == []


def test_what_is_refused_or_repeated_is_told_to_nobody(lite: World, receiver: Receiver) -> None:
    listen(lite, receiver.url)
    key, code = new_id(), lite.code(lite.mara)
    for _ in range(3):
        assert lite.redeem(code, 450, key=key).json()["outcome"] == "paid"
    assert lite.redeem(lite.code(lite.jonas), 4_500).json()["outcome"] == "refused"
    assert len(receiver.wait_for(1)) == len(ended(lite, "delivered")) == 1
    assert len(deliveries(lite)) == 1


def test_an_act_and_its_event_are_saved_together_or_not_at_all(world: World, receiver: Receiver) -> None:
    listen(world, receiver.url)
    sale = world.paid(world.mara, 500)
    with world.platform.database.read.connect() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(tables.WEBHOOK_EVENTS)).scalar_one()
        body = json.loads(connection.execute(sa.select(tables.WEBHOOK_EVENTS.c.body)).scalar_one())
    assert (count, body["data"]["attempt_id"]) == (1, sale["attempt_id"])


# --- when it does not arrive ------------------------------------------------------------------------------------------


def test_a_delivery_is_tried_again_later_each_time_and_dies_after_three_days(world: World, receiver: Receiver) -> None:
    receiver.answers = [500]
    listen(world, receiver.url)
    world.paid(world.mara)
    begun = world.clock.now
    for number in range(1, 11):
        receiver.wait_for(number)
        kept = until(lambda number=number: one if (one := deliveries(world)[0])["attempts"] == number else None)
        if number <= 9:
            assert kept["state"] == "pending"
            later(world, rules.WAITS_S[number - 1] * 1.11)
    assert (kept["state"], kept["last_failure"], kept["next_at"]) == ("dead", "it answered 500", None)
    assert 2.5 * 86_400 < (world.clock.now - begun) / SECOND < 4 * 86_400
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    log = world.api.get(f"/v1/webhook-deliveries/{kept['delivery_id']}", world.manager).json()
    assert [one["status"] for one in log["attempts"]] == [500] * 10
    receiver.answers = [200]
    again = world.api.post(f"/v1/webhook-deliveries/{kept['delivery_id']}/replay", world.manager, {})
    assert again.status_code == 200
    receiver.wait_for(11)
    assert ended(world, "delivered")[0]["attempts"] == 11


def test_a_receiver_that_hangs_is_given_up_on_in_time_and_holds_nobody_else_up(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outward, "TIMEOUT_S", 1.5)  # enough for who is healthy on a busy computer
    receiver.hanging.clear()
    with receiving() as healthy:
        listen(world, receiver.url)
        listen(world, healthy.url)
        for _ in range(8):  # more than may hang there at once
            world.paid(world.mara, 10)
        healthy.wait_for(8)
        ended(world, "delivered", 8)
        # All have to be given up on before time goes by: who fails after it waits from then on.
        until(lambda: all(one["attempts"] for one in deliveries(world, "?state=pending")), tries=10_000)
        for kept in ended(world, "pending", 8):
            assert kept["last_failure"].startswith("no answer within")
        receiver.hanging.set()
        later(world, rules.WAITS_S[0] * 1.2)
        ended(world, "delivered", 16)


def test_a_redirect_is_not_followed_and_counts_as_a_failure(lite: World, receiver: Receiver) -> None:
    receiver.answers = [302, 200]
    listen(lite, receiver.url)
    lite.paid(lite.mara)
    kept = until(lambda: one if (one := deliveries(lite)[0])["attempts"] == 1 else None)
    assert (kept["state"], kept["last_failure"]) == ("pending", "it answered 302")


def test_an_endpoint_that_is_gone_is_turned_off(lite: World, receiver: Receiver) -> None:
    receiver.answers = [410]
    listen(lite, receiver.url)
    lite.paid(lite.mara)
    assert ended(lite, "dead")[0]["attempts"] == 1
    (endpoint,) = lite.api.get("/v1/webhook-endpoints", lite.manager).json()["items"]
    assert (endpoint["is_enabled"], endpoint["disabled_why"]) == (False, "it answered 410 Gone")
    lite.paid(lite.mara)
    assert len(deliveries(lite)) == 1


def test_nobody_listening_there_is_a_failure_in_words(lite: World) -> None:
    with receiving() as made:
        url = made.url
    listen(lite, url)
    lite.paid(lite.mara)
    kept = until(lambda: one if (one := deliveries(lite)[0])["attempts"] == 1 else None)
    assert kept["last_failure"] == "it could not be reached"


def test_a_delivery_whose_sender_died_is_due_again_when_its_claim_runs_out(world: World, receiver: Receiver) -> None:
    """As a killed process leaves it: claimed, and nobody who writes down what came of it."""
    world.platform.deliverer.stop()
    listen(world, receiver.url)
    world.paid(world.mara)
    (one,) = due(world)
    claim = rules.Claim(one.delivery.id, world.clock.now + 20 * SECOND)
    assert isinstance(world.platform.writer.run(usecases.CLAIM_WEBHOOK, claim), WebhookDelivery)
    assert due(world) == []
    assert not isinstance(world.platform.writer.run(usecases.CLAIM_WEBHOOK, claim), WebhookDelivery)
    world.clock.forward(20)
    assert len(due(world)) == 1


# --- endpoints and secrets --------------------------------------------------------------------------------------------


def test_both_secrets_sign_for_a_day_after_a_change(world: World, receiver: Receiver) -> None:
    made = listen(world, receiver.url)
    path, key = f"/v1/webhook-endpoints/{made['endpoint']['endpoint_id']}/secret", new_id()
    first = world.api.post(path, world.manager, {}, key).json()
    assert world.api.post(path, world.manager, {}, key).json() == first
    assert first["secret"] != made["secret"]
    world.paid(world.mara)
    receiver.wait_for(1)
    assert is_signed(first["secret"], *receiver.got[0]) == [True, False]
    assert is_signed(made["secret"], *receiver.got[0]) == [False, True]
    world.clock.forward(rules.OLD_SECRET_S + 1)
    world.paid(world.mara)
    receiver.wait_for(2)
    assert is_signed(first["secret"], *receiver.got[1]) == [True]


def test_an_endpoint_turned_off_hears_nothing_and_gets_what_waited_when_it_is_on_again(
    lite: World, receiver: Receiver
) -> None:
    receiver.answers = [500]
    endpoint_id = listen(lite, receiver.url)["endpoint"]["endpoint_id"]
    lite.paid(lite.mara)
    until(lambda: deliveries(lite)[0]["attempts"] == 1)
    path = f"/v1/webhook-endpoints/{endpoint_id}/switch"
    assert lite.api.post(path, lite.manager, {"is_enabled": False}).json()["is_enabled"] is False
    lite.paid(lite.mara)
    lite.clock.forward(3_600)
    assert due(lite) == []
    receiver.answers = [200]
    lite.api.post(path, lite.manager, {"is_enabled": True})
    assert len(ended(lite, "delivered")) == len(deliveries(lite)) == 1


def test_the_secret_is_kept_sealed(lite: World, receiver: Receiver) -> None:
    secret = listen(lite, receiver.url)["secret"]
    with lite.platform.database.read.connect() as connection:
        kept = repr(connection.execute(sa.select(tables.WEBHOOK_ENDPOINTS)).one())
    assert secret.removeprefix("whsec_") not in kept
    assert secret not in lite.api.get("/v1/webhook-endpoints", lite.manager).text


@pytest.mark.parametrize(
    "url", ["ftp://here/", "https://", "https://user:secret@here/", "no address", "https://here/ there", "x" * 501]
)
def test_what_is_no_address_is_refused_by_name(shared: World, url: str) -> None:
    answer = shared.api.post("/v1/webhook-endpoints", shared.manager, {"url": url})
    assert answer.status_code in {400, 422}
    assert answer.json()["field"] == "url"


def test_a_merchant_s_endpoints_are_nobody_else_s(lite: World, receiver: Receiver) -> None:
    endpoint_id = listen(lite, receiver.url)["endpoint"]["endpoint_id"]
    lite.paid(lite.mara)
    (delivery,) = ended(lite, "delivered")
    other = lite.books.manager_token
    for path in (
        f"/v1/webhook-endpoints/{endpoint_id}/secret",
        f"/v1/webhook-deliveries/{delivery['delivery_id']}/replay",
    ):
        assert lite.api.post(path, other, {}).status_code == 404
    assert lite.api.get(f"/v1/webhook-deliveries/{delivery['delivery_id']}", other).status_code == 404


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hooks",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://192.168.1.1:8443/",
    ],
)
def test_addresses_of_our_own_networks_are_refused_unless_the_installation_allows_them(url: str) -> None:
    with pytest.raises(outward.NotAllowedError):
        outward.check(url, anywhere=False)
    outward.check(url, anywhere=True)


def test_a_name_that_leads_into_our_own_network_is_not_called(receiver: Receiver) -> None:
    import asyncio

    import httpx

    async def send() -> outward.Answer:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"https://localhost:{receiver.port}/"
            return await outward.post(client, url, {}, b"{}", anywhere=False)

    answer = asyncio.run(send())
    assert answer == outward.Answer(None, "the host name leads to an address that is not public")
    assert receiver.got == []


def test_the_signature_is_the_one_of_the_specification_s_example() -> None:
    """The example of the Standard Webhooks' own documentation."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    assert (
        signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )
