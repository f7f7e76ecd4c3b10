"""Demo data: a tea shop, its programme, its people, and twelve customers with money in their accounts.

Made through the same use cases as in life. The tokens of the demo customers are returned, so that a demo phone can
speak for them; nothing here is ever made on a database that has a merchant already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backend_stub.contract import Role, TopUpState
from backend_stub.contract.demo import MANAGER_PIN, OWNER_PIN
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.records import Record
from backend_stub.domain.state import Broken
from backend_stub.domain.topups import Heard, PutIn
from backend_stub.services import money_in, usecases
from backend_stub.services.demo_provider import DemoSource
from backend_stub.services.parties import Opened, Person, Shop, Terms, open_shop
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import Keys, new_token
from backend_stub.storage.apart import Desk
from backend_stub.storage.lookups import C, UseCase

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
    device_id: str
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
    """Make the demo data on a started platform with an empty database: people with money, who never bought yet."""
    opened = open_shop(platform.database, platform.keys, shop, platform.clock())
    customers = join_all(platform.writer, platform.keys, opened)
    fill_all(platform.writer, [(one, one.balance_minor) for one in customers])
    return Demo(opened, customers)


def join_all(writer: Desk, keys: Keys, opened: Opened) -> tuple[DemoCustomer, ...]:
    """All of PEOPLE sign up with a phone and open an account, in few commits."""
    found = tuple(
        DemoCustomer(new_id(), new_id(), new_id(), social_id, display_name, balance_minor, new_token())
        for social_id, display_name, _, balance_minor in PEOPLE
    )
    joins = [
        Join(
            one.customer_id,
            one.device_id,
            one.social_id,
            one.display_name,
            family_name,
            "Phone",
            keys.token_hash(one.token),
            "demo",
        )
        for one, (_, _, family_name, _) in zip(found, PEOPLE, strict=True)
    ]
    must_all(writer, usecases.JOIN, joins)
    must_all(
        writer,
        usecases.ESTABLISH,
        [Establish(one.account_id, one.customer_id, opened.programme_id, "demo") for one in found],
    )
    return found


def fill_all(
    writer: Desk, amounts: Iterable[tuple[DemoCustomer, int]], most_minor: int = SHOP.terms.topup_max_minor
) -> None:
    """Top-ups by a provider that has captured them already, in pieces of at most so much."""
    asked = [
        _asked(one.customer_id, one.account_id, piece_minor)
        for one, amount_minor in amounts
        for piece_minor in _pieces(amount_minor, most_minor)
    ]
    must_all(writer, money_in.TOP_UP, asked)
    must_all(writer, money_in.HEARD, [_captured(one.topup_id) for one in asked])


def _pieces(amount_minor: int, most_minor: int) -> Iterable[int]:
    return (min(most_minor, amount_minor - begun) for begun in range(0, amount_minor, most_minor))


def fill(
    platform: Platform, customer_id: str, account_id: str, amount_minor: int, currency: str = SHOP.currency
) -> Record:
    """A top-up by a provider that has captured it already; what rules forbid raises DemoError."""
    asked = _asked(customer_id, account_id, amount_minor, currency)
    must_all(platform.writer, money_in.TOP_UP, [asked])
    return must_all(platform.writer, money_in.HEARD, [_captured(asked.topup_id)])[0]


def _asked(customer_id: str, account_id: str, amount_minor: int, currency: str = SHOP.currency) -> PutIn:
    return PutIn(new_id(), customer_id, None, account_id, None, amount_minor, currency, "demo", source=DemoSource.name)


def _captured(topup_id: str) -> Heard:
    return Heard(topup_id, TopUpState.CAPTURED, f"demo-{topup_id[-12:]}")


def must_all(writer: Desk, use_case: UseCase[C], commands: Sequence[C]) -> list[Record]:
    """The replies to commands that are given together; DemoError for the first that was not allowed."""
    done: list[Record] = []
    for reply in writer.run_all(use_case, commands):
        if isinstance(reply, Broken):
            raise DemoError(f"{use_case.name}: {reply.detail}")
        done.append(reply)
    return done
