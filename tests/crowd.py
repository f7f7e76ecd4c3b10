"""A shop and a crowd of customers, put straight into the database: money, devices, and a live code on each device.

What the tests of races, crashes and speed begin with. The rows are those that the platform itself would have made, so
that `verify` finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend_stub.contract import MessageKind, TokenKind
from backend_stub.domain import ledger
from backend_stub.domain.messages import message
from backend_stub.domain.records import (
    SECOND,
    Account,
    Code,
    Customer,
    Device,
    Instant,
    Interaction,
    Record,
    Token,
    TopUp,
)
from backend_stub.domain.state import Moment
from backend_stub.services import demo
from backend_stub.services.parties import Opened, Shop, open_shop, save
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.secrets import Keys, new_code, new_token
from backend_stub.storage.engine import Database

CURRENCY = "EUR"
SAVED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Phone:
    """A device of a customer, and the code it shows."""

    customer_id: str
    account_id: str
    device_id: str
    token: str
    code: str


def shop(tills: int, public_service_id: str = "crowded-shop") -> Shop:
    """A shop that never asks a customer for their word."""
    terms = replace(demo.SHOP.terms, confirm_above_minor=None, confirm_after_payments=None)
    return replace(demo.SHOP, public_service_id=public_service_id, tills=tills, terms=terms)


def open_crowded_shop(database: Database, keys: Keys, tills: int, public_service_id: str = "crowded-shop") -> Opened:
    """The shop, in the database."""
    return open_shop(database, keys, shop(tills, public_service_id), system_clock())


def gather(
    database: Database,
    keys: Keys,
    opened: Opened,
    customers: int,
    *,
    balance_minor: int,
    devices: int = 1,
    code_lifetime_s: int = 3_600,
) -> list[Phone]:
    """New customers, each with as many devices; a live code on every device."""
    now = system_clock()
    phones: list[Phone] = []
    rows: list[Record] = []
    for _ in range(customers):
        made, theirs = _customer(keys, opened, now, balance_minor, devices, code_lifetime_s)
        rows += made
        phones += theirs
        if len(rows) > SAVED_AT_ONCE:
            save(database, rows)
            rows = []
    if rows:
        save(database, rows)
    return phones


def _customer(
    keys: Keys, opened: Opened, now: Instant, balance_minor: int, devices: int, code_lifetime_s: int
) -> tuple[list[Record], list[Phone]]:
    customer_id = new_id()
    social_id = f"c{customer_id.replace('-', '')[-24:]}"
    customer = Customer(customer_id, social_id, f"Ada {social_id[-6:]}", social_id[-6:], now, "crowd")
    account = Account(new_id(), customer_id, opened.programme_id, CURRENCY, balance_minor, now, None, 0, 0, "crowd")
    rows: list[Record] = [customer, account]
    if balance_minor:
        rows += _filled(account, opened, balance_minor, now)
    phones = []
    for _ in range(devices):
        device = Device(new_id(), customer_id, "Phone", codes_issued=1, codes_ended=0, created_at=now)
        phone = Phone(customer_id, account.id, device.id, new_token(), new_code())
        token_hash = keys.token_hash(phone.token)
        token = Token(new_id(), token_hash, TokenKind.CUSTOMER.value, customer_id, device.id, now, None)
        rows += [device, token, _code(keys, phone, now, code_lifetime_s)]
        phones.append(phone)
    return rows, phones


def _code(keys: Keys, phone: Phone, now: Instant, lifetime_s: int) -> Code:
    code_id = new_id()
    return Code(
        id=code_id,
        code_hash=keys.code_hash(phone.code),
        device_id=phone.device_id,
        customer_id=phone.customer_id,
        number=1,
        account_id=None,
        limit_minor=None,
        issued_at=now,
        expires_at=now + lifetime_s * SECOND,
        held_by_till=None,
        sealed_text=keys.seal(phone.code, code_id),
        request_hash="crowd",
    )


def _filled(account: Account, opened: Opened, amount_minor: int, now: Instant) -> Sequence[Record]:
    """The top-up that the balance came from."""
    act_id = new_id()
    customer_id, merchant_id = account.customer_id, opened.merchant_id
    return (
        TopUp(
            id=act_id,
            account_id=account.id,
            customer_id=customer_id,
            merchant_id=merchant_id,
            till_id=None,
            source="demo",
            amount_minor=amount_minor,
            currency=CURRENCY,
            balance_after_minor=amount_minor,
            customer_name="Ada",
            at=now,
            request_hash="crowd",
        ),
        ledger.transfer(
            act_id,
            "top_up",
            debit=ledger.clearing(CURRENCY),
            credit=ledger.prepayment(account.id),
            amount_minor=amount_minor,
            currency=CURRENCY,
            at=now,
        ),
        Interaction(act_id, customer_id, merchant_id, None, "top_up", amount_minor, CURRENCY, 0, now),
        message(Moment(now, new_id), MessageKind.TOPPED_UP, customer_id, account, amount_minor=amount_minor),
    )
