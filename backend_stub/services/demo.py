"""Demo data: a tea shop, its programme, its people, and twelve customers with money in their accounts.

Made through the same use cases as in life. The tokens of the demo customers are returned, so that a demo phone can
speak for them; nothing here is ever made on a database that has a merchant already.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from backend_stub.contract import Role, TopUpState
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.records import Record
from backend_stub.domain.state import Broken
from backend_stub.domain.topups import Heard, PutIn
from backend_stub.services import money_in, usecases
from backend_stub.services.parties import Opened, Person, Shop, Terms, open_shop
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.providers import DemoSource
from backend_stub.services.secrets import new_token
from backend_stub.storage.lookups import C, UseCase

MANAGER_PIN, OWNER_PIN = "2580", "1470"
SHOP = Shop(
    public_service_id="meis-tea",
    name="Mei’s Tea",
    second_name="美茶",
    currency="EUR",
    store="Lindenstraße",
    time_zone="Europe/Berlin",
    people=(
        Person("Anna", Role.CASHIER, "1111"),
        Person("Ben", Role.CASHIER, "2222"),
        Person("Mei", Role.MANAGER, MANAGER_PIN),
        Person("Yan", Role.OWNER, OWNER_PIN),
    ),
    terms=Terms("Mei’s Tea card", expires_after_days=3 * 365, gift_max_minor=10_000, bonus_tiers=((10_000, 1_000),)),
)


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer of the demo, with the token of their phone."""

    customer_id: str
    account_id: str
    social_id: str
    display_name: str
    balance_minor: int
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Demo:
    """All that was made."""

    shop: Opened
    customers: tuple[DemoCustomer, ...]


# social id, display name, the part that tills see masked, balance in cents
PEOPLE = (
    ("li.wei", "Li Wei", "Li", 4_720),
    ("mara", "Mara Tanner", "Tanner", 6_350),
    ("jonas", "Jonas Bauer", "Bauer", 720),
    ("sofia", "Sofia Reyes", "Reyes", 12_000),
    ("emre", "Emre Kaya", "Kaya", 2_480),
    ("chen", "Chen Li", "Li", 8_860),
    ("ida", "Ida Nilsson", "Nilsson", 3_040),
    ("omar", "Omar Said", "Said", 1_515),
    ("lena", "Lena Fischer", "Fischer", 20_000),
    ("ma.xiaoyun", "马晓云", "", 5_000),
    ("su.shan", "苏珊", "", 9_999),
    ("aisha", "Aisha Khan", "Khan", 0),
)


class DemoError(Exception):
    """The demo data could not be made."""


def seed(platform: Platform, shop: Shop = SHOP) -> Demo:
    """Make the demo data on a started platform with an empty database."""
    opened = open_shop(platform.database, platform.keys, shop, platform.clock())
    customers = tuple(_customer(platform, opened, *person) for person in PEOPLE)
    return Demo(opened, customers)


def _customer(
    platform: Platform, opened: Opened, social_id: str, display_name: str, family_name: str, balance_minor: int
) -> DemoCustomer:
    token = new_token()
    token_hash = platform.keys.token_hash(token)
    customer_id, account_id = new_id(), new_id()
    join = Join(customer_id, new_id(), social_id, display_name, family_name, "Phone", token_hash, "demo")
    _must(platform, usecases.JOIN, join)
    _must(platform, usecases.ESTABLISH, Establish(account_id, customer_id, opened.programme_id, "demo"))
    left_minor = balance_minor
    while left_minor > 0:
        amount_minor = min(left_minor, SHOP.terms.topup_max_minor)
        fill(platform, customer_id, account_id, amount_minor)
        left_minor -= amount_minor
    return DemoCustomer(customer_id, account_id, social_id, display_name, balance_minor, token)


def fill(
    platform: Platform, customer_id: str, account_id: str, amount_minor: int, currency: str = SHOP.currency
) -> Record:
    """A top-up by a provider that has captured it already; what rules forbid raises DemoError."""
    topup_id = new_id()
    asked = PutIn(topup_id, customer_id, None, account_id, None, amount_minor, currency, "demo", source=DemoSource.name)
    _must(platform, money_in.TOP_UP, asked)
    return _must(platform, money_in.HEARD, Heard(topup_id, TopUpState.CAPTURED, f"demo-{topup_id[-12:]}"))


def _must(platform: Platform, use_case: UseCase[C], command: C) -> Record:
    reply = platform.writer.run(use_case, command)
    if isinstance(reply, Broken):
        raise DemoError(f"{use_case.name}: {reply.detail}")
    return reply
