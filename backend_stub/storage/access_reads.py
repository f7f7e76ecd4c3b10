"""Queries for who is signed in, and what they can sign in with."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.domain.records import Customer, CustomerPin, Device, OneTimeSecret, Passkey, SignInTries, Tally, Token
from backend_stub.storage import tables

_TOKEN_COLUMNS = len(tables.TOKENS.c)
_SESSION = (
    sa.select(tables.TOKENS, tables.CUSTOMERS)
    .join(tables.CUSTOMERS, tables.CUSTOMERS.c.id == tables.TOKENS.c.subject_id)
    .where(tables.TOKENS.c.token_hash == sa.bindparam("wanted"))
)
_PIN = (
    sa.select(tables.CUSTOMER_PINS)
    .join(tables.CUSTOMERS, tables.CUSTOMERS.c.id == tables.CUSTOMER_PINS.c.id)
    .where(tables.CUSTOMERS.c.social_id == sa.bindparam("wanted"))
)


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """A device that is signed in, and since when."""

    device: Device
    token: Token


def session(connection: sa.Connection, token_hash: str) -> tuple[Token, Customer] | None:
    """A token by its hash, with its customer."""
    row = connection.execute(_SESSION, {"wanted": token_hash}).first()
    if row is None:
        return None
    return Token(*row[:_TOKEN_COLUMNS]), Customer(*row[_TOKEN_COLUMNS:])


def pin_of_handle(connection: sa.Connection, social_id: str) -> CustomerPin | None:
    """The PIN of whoever has this handle."""
    row = connection.execute(_PIN, {"wanted": social_id}).first()
    return CustomerPin(*row) if row else None


def tries(connection: sa.Connection, handle_hash: str) -> SignInTries | None:
    """What was tried for a handle."""
    table = tables.SIGN_IN_TRIES
    row = connection.execute(sa.select(table).where(table.c.id == handle_hash)).first()
    return SignInTries(*row) if row else None


def tally(connection: sa.Connection, tally_id: str) -> Tally | None:
    """How often something was tried."""
    table = tables.TALLIES
    row = connection.execute(sa.select(table).where(table.c.id == tally_id)).first()
    return Tally(*row) if row else None


def passkeys(connection: sa.Connection, customer_id: str) -> list[Passkey]:
    """A customer's passkeys, oldest first."""
    table = tables.PASSKEYS
    statement = sa.select(table).where(table.c.customer_id == customer_id, table.c.public_key != "")
    return [Passkey(*row) for row in connection.execute(statement.order_by(table.c.created_at, table.c.id))]


def one_time_secret(connection: sa.Connection, secret_hash: str) -> OneTimeSecret | None:
    """A one-time secret by its keyed hash."""
    table = tables.ONE_TIME_SECRETS
    row = connection.execute(sa.select(table).where(table.c.secret_hash == secret_hash)).first()
    return OneTimeSecret(*row) if row else None


def devices(connection: sa.Connection, customer_id: str) -> list[SignedInDevice]:
    """A customer's devices that are signed in, newest first."""
    columns = len(tables.DEVICES.c)
    statement = (
        sa.select(tables.DEVICES, tables.TOKENS)
        .join(tables.TOKENS, tables.TOKENS.c.device_id == tables.DEVICES.c.id)
        .where(tables.TOKENS.c.subject_id == customer_id, tables.TOKENS.c.revoked_at.is_(None))
        .order_by(tables.TOKENS.c.created_at.desc(), tables.TOKENS.c.id.desc())
    )
    return [
        SignedInDevice(Device(*row[:columns]), Token(*row[columns:])) for row in connection.execute(statement).all()
    ]


def customers_by_handle(connection: sa.Connection, social_ids: tuple[str, ...]) -> list[Customer]:
    """Those of these handles that are there, in the order of the handles."""
    table = tables.CUSTOMERS
    found = {
        row.social_id: Customer(*row)
        for row in connection.execute(sa.select(table).where(table.c.social_id.in_(social_ids)))
    }
    return [found[social_id] for social_id in social_ids if social_id in found]
