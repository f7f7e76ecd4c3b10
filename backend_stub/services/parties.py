"""The parties a shop begins with: merchant, store, programme, tills, operators, and the tokens they speak with.

Made once, by `pos-backend init` or with the demo data, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from backend_stub.contract import Role, TokenKind
from backend_stub.domain.records import (
    Acceptance,
    Instant,
    Merchant,
    Operator,
    Programme,
    Record,
    Store,
    Till,
    Token,
)
from backend_stub.domain.state import Decision, State
from backend_stub.domain.terms import as_published, tiers_text, version_of
from backend_stub.money import exponent
from backend_stub.services.platform import new_id
from backend_stub.services.secrets import Keys, new_token, pin_hash
from backend_stub.storage import tables
from backend_stub.storage.engine import Database, raw

CENTS = 2


class TakenError(Exception):
    """Somebody of that name is here already; nothing was made."""


@dataclass(frozen=True, slots=True)
class Person:
    """An operator to be made."""

    name: str
    role: Role
    pin: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A programme's bounds, in minor units of its currency."""

    name: str
    code_lifetime_s: int = 60
    confirm_above_minor: int | None = 5_000
    confirm_after_payments: int | None = 20
    payment_max_minor: int | None = 50_000
    topup_min_minor: int = 100
    topup_max_minor: int = 50_000
    balance_max_minor: int = 100_000
    low_balance_minor: int = 500
    expires_after_days: int | None = None
    gift_max_minor: int | None = None
    bonus_tiers: tuple[tuple[int, int], ...] = ()  # (from, bonus) in minor units, rising
    fee_fixed_minor: int = 0
    fee_bps: int = 0


def terms_for(merchant: str, currency: str) -> Terms:
    """Bounds to begin with: the defaults are meant for cents, and as whole units for a currency without decimals."""
    usual = Terms(f"{merchant} card")
    scale: int = 10 ** max(0, exponent(currency) - CENTS)

    def scaled(minor: int | None) -> int:
        return (minor or 0) * scale

    return replace(
        usual,
        confirm_above_minor=scaled(usual.confirm_above_minor),
        payment_max_minor=scaled(usual.payment_max_minor),
        topup_min_minor=scaled(usual.topup_min_minor),
        topup_max_minor=scaled(usual.topup_max_minor),
        balance_max_minor=scaled(usual.balance_max_minor),
        low_balance_minor=scaled(usual.low_balance_minor),
    )


@dataclass(frozen=True, slots=True)
class Shop:
    """A merchant to be made, with its first store."""

    public_service_id: str
    name: str
    second_name: str
    currency: str
    store: str
    time_zone: str
    people: tuple[Person, ...]
    terms: Terms
    tills: int = 1
    day_cut_minutes: int = 4 * 60


@dataclass(frozen=True, slots=True)
class Opened:
    """What was made: ids, and the tokens, which are told this once."""

    merchant_id: str
    store_id: str
    programme_id: str
    public_service_id: str
    till_ids: tuple[str, ...]
    operator_ids: tuple[str, ...]
    till_tokens: tuple[str, ...] = field(repr=False)
    manager_token: str = field(repr=False)


def is_empty(database: Database) -> bool:
    """Whether there is no merchant yet."""
    with database.read.connect() as connection:
        return connection.execute(sa.select(tables.MERCHANTS.c.id).limit(1)).first() is None


def open_shop(database: Database, keys: Keys, shop: Shop, now: Instant) -> Opened:
    """Make a merchant and all it needs to sell, in one transaction."""
    merchant = Merchant(new_id(), shop.public_service_id, shop.name, shop.second_name, shop.currency, now)
    store = Store(new_id(), merchant.id, shop.store, shop.time_zone, shop.day_cut_minutes, now)
    programme = programme_of(merchant, shop.terms, now)
    tills = tuple(till_of(store, number, now) for number in range(1, shop.tills + 1))
    till_tokens = tuple(new_token() for _ in tills)
    people = tuple(
        Operator(new_id(), merchant.id, person.name, person.role.value, pin_hash(person.pin), 0, 0, now)
        for person in shop.people
    )
    manager_token = new_token()
    spoken = [(TokenKind.MANAGER, merchant.id, manager_token)]
    spoken += [(TokenKind.TILL, till.id, token) for till, token in zip(tills, till_tokens, strict=True)]
    tokens = [token_for(keys, kind, subject, text, now) for kind, subject, text in spoken]
    records: list[Record] = [
        merchant,
        store,
        *tills,
        *people,
        *first_version(programme, merchant.id, now),
        Acceptance(programme.id, merchant.id),
        *tokens,
    ]
    try:
        save(database, records)
    except sa.exc.IntegrityError as error:
        raise TakenError(f"a merchant with the public service id {shop.public_service_id!r} is here already") from error
    return Opened(
        merchant_id=merchant.id,
        store_id=store.id,
        programme_id=programme.id,
        public_service_id=merchant.public_service_id,
        till_ids=tuple(till.id for till in tills),
        till_tokens=till_tokens,
        manager_token=manager_token,
        operator_ids=tuple(person.id for person in people),
    )


def first_version(programme: Programme, published_by: str, now: Instant) -> tuple[Record, ...]:
    """A new programme, its terms, and the record of their first version."""
    return programme, as_published(programme), version_of(programme, published_by, now)


def save(database: Database, records: list[Record]) -> None:
    """Add rows, all or none."""
    state = State()
    state.apply(Decision(records[0], new=tuple(records)))
    with database.write.connect() as connection, connection.begin():
        database.save(raw(connection), state)


def new_till_token(database: Database, keys: Keys, till_id: str, now: Instant) -> str:
    """Another token for a till; those it had before end."""
    token = new_token()
    ended = sa.update(tables.TOKENS).where(tables.TOKENS.c.subject_id == till_id, tables.TOKENS.c.revoked_at.is_(None))
    state = State()
    row = token_for(keys, TokenKind.TILL, till_id, token, now)
    state.apply(Decision(row, new=(row,)))
    with database.write.connect() as connection, connection.begin():
        connection.execute(ended.values(revoked_at=now))
        database.save(raw(connection), state)
    return token


def programme_of(merchant: Merchant, terms: Terms, now: Instant) -> Programme:
    """A programme that a merchant issues, in its own currency."""
    return Programme(
        id=new_id(),
        issuer_id=merchant.id,
        name=terms.name,
        currency=merchant.currency,
        code_lifetime_s=terms.code_lifetime_s,
        confirm_above_minor=terms.confirm_above_minor,
        confirm_after_payments=terms.confirm_after_payments,
        payment_max_minor=terms.payment_max_minor,
        topup_min_minor=terms.topup_min_minor,
        topup_max_minor=terms.topup_max_minor,
        balance_max_minor=terms.balance_max_minor,
        low_balance_minor=terms.low_balance_minor,
        created_at=now,
        expires_after_days=terms.expires_after_days,
        gift_max_minor=terms.gift_max_minor,
        bonus_tiers=tiers_text(terms.bonus_tiers),
        fee_fixed_minor=terms.fee_fixed_minor,
        fee_bps=terms.fee_bps,
    )


def till_of(store: Store, number: int, now: Instant) -> Till:
    """A new till of a store."""
    return Till(
        id=new_id(),
        merchant_id=store.merchant_id,
        store_id=store.id,
        name=f"Till {number}",
        time_zone=store.time_zone,
        day_cut_minutes=store.day_cut_minutes,
        created_at=now,
        suspended_at=None,
        receipt_day=0,
        receipt_count=0,
    )


def token_for(keys: Keys, kind: TokenKind, subject_id: str, text: str, now: Instant) -> Token:
    """A token that somebody drew, as it is kept."""
    return Token(new_id(), keys.token_hash(text), kind.value, subject_id, None, now, None)
