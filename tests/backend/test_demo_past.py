"""The demo's past, on both databases: made by the use cases of life, it leaves books that hold and pages that speak."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from backend_stub.domain.records import Account, Association, Batch
from backend_stub.services import demo, demo_past
from backend_stub.services.demo import Demo
from backend_stub.services.platform import Platform
from backend_stub.services.verify import verify
from backend_stub.storage import reads
from backend_stub.storage.tables import TABLES
from tests.backend.shop import Api, Clock, MakePlatform


@pytest.fixture
def platform(open_here: MakePlatform) -> Platform:
    return open_here(clock=Clock())


@pytest.fixture
def made(platform: Platform) -> Demo:
    return demo_past.seed(platform)


def _tiers(platform: Platform, made: Demo) -> dict[str, str | None]:
    names = {one.customer_id: one.social_id for one in made.customers}
    table = TABLES[Association]
    with platform.database.read.connect() as connection:
        rows = connection.execute(sa.select(table.c.customer_id, table.c.tier_key)).all()
    return {names[customer_id]: tier_key for customer_id, tier_key in rows}


def test_the_books_hold_and_the_balances_are_those_that_were_promised(platform: Platform, made: Demo) -> None:
    assert verify(platform.database) == []
    for one in made.customers:
        account = platform.look(reads.one, Account, one.account_id)
        assert account is not None
        assert (one.social_id, account.balance_minor) == (one.social_id, one.balance_minor)


def test_the_regulars_have_risen_and_two_are_a_purchase_short(platform: Platform, made: Demo) -> None:
    assert _tiers(platform, made) == {
        "chen": "gold",
        "emre": "silver",
        "li.wei": "member",
        "ida": "member",
        "omar": "member",
        "ma.xiaoyun": "member",
        "mara": None,
        "jonas": None,
        "lena": None,  # these three have put money in, and bought nothing yet
        "sofia": None,
        "su.shan": None,
    }


def test_the_next_purchase_of_the_first_customer_brings_silver(platform: Platform, made: Demo) -> None:
    first, api = made.customers[0], Api(platform)
    code = api.post("/v1/payment-codes", first.token, {}).json()["code"]
    body = {
        "code": code,
        "amount_minor": 450,
        "currency": "EUR",
        "public_service_id": made.shop.public_service_id,
        "accept_benefits": True,
    }
    paid = api.post("/v1/redemptions", made.shop.till_tokens[0], body).json()
    api.close()
    assert (paid["outcome"], paid["amount_minor"], paid["discount_minor"]) == ("paid", 450, 0)
    assert _tiers(platform, made)["li.wei"] == "silver"


def test_every_day_with_sales_that_is_over_is_settled(platform: Platform, made: Demo) -> None:
    with platform.database.read.connect() as connection:
        days = connection.scalars(sa.select(TABLES[Batch].c.business_day)).all()
    assert len(days) >= len(demo_past.VISITS)
    assert {one.merchant_id for one in _batches(platform)} == {made.shop.merchant_id}


def _batches(platform: Platform) -> list[Batch]:
    table = TABLES[Batch]
    with platform.database.read.connect() as connection:
        return [Batch(*row) for row in connection.execute(sa.select(table))]


def test_the_people_of_the_past_are_those_of_the_demo() -> None:
    assert {person[0] for person in demo.PEOPLE} >= demo_past.BUYERS
