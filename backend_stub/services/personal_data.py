"""A person's data: given out whole to them, and erased while the books stay whole.

Everything here hangs on the customer's id, which says nothing of anybody. What does stands in few columns, named in `PERSONAL`;
erasing empties exactly those, ends every way of signing in, and leaves each amount, time and id where it is. A new column that
holds something of a person belongs in `PERSONAL`; a test holds it against the tables.
"""

from __future__ import annotations

import asyncio
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from backend_stub.contract import AccountStatus, GiftState, Outcome
from backend_stub.domain import ledger
from backend_stub.domain.names import DOTS
from backend_stub.domain.records import Account, Instant, aware
from backend_stub.money import Money
from backend_stub.services.platform import Platform
from backend_stub.storage import tables
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.rows import Rows

SECRET = re.compile(r"_hash$|^sealed_|public_key|^secret")
OF_CUSTOMER = ("customer_id", "giver_id", "recipient_id", "to_customer_id", "subject_id")
ERASED = "erased"
PSEUDONYM_DIGITS = 24
_ACCOUNTS = Rows(Account, "customer_id", lock=True)

# Whose column it is, and what stands in it afterwards.
PERSONAL: dict[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "customers": (("id", {"display_name": ERASED, "family_name": ""}),),
    "devices": (("customer_id", {"name": ERASED}),),
    "redemptions": (("customer_id", {"customer_name": DOTS}),),
    "top_ups": (("customer_id", {"customer_name": DOTS}),),
    "messages": (("customer_id", {"arguments": "{}"}),),
    "gifts": (("giver_id", {"giver_name": DOTS, "words": ""}), ("recipient_id", {"recipient_name": DOTS})),
}
# Rows that serve to sign in or to find a name, and nothing else: by the column that says whose they are.
DROPPED = {
    "customer_pins": "id",
    "passkeys": "customer_id",
    "one_time_secrets": "customer_id",
    "member_words": "customer_id",
    "contacts": "customer_id",
}


class NotErasedError(Exception):
    """Nothing was erased; says what has to be done before."""


class NoSuchCustomerError(Exception):
    """Nobody of that name is here."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is nobody any more, and what they are called from now on."""

    customer_id: str
    social_id: str
    was_erased_before: bool


class ObstacleKind(enum.StrEnum):
    """What has to be settled before somebody can be erased."""

    MONEY = "money"
    GIFT = "gift"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One such thing; `text` says what to do about it."""

    kind: ObstacleKind
    text: str


def find(connection: sa.Connection, named: str) -> str:
    """The id of a customer by social id or by id; raises NoSuchCustomerError."""
    table = tables.CUSTOMERS
    found = connection.execute(sa.select(table.c.id).where(sa.or_(table.c.social_id == named, table.c.id == named)))
    customer_id = found.scalar()
    if customer_id is None:
        raise NoSuchCustomerError(f"there is no customer {named!r}")
    return str(customer_id)


# --- everything there is ----------------------------------------------------------------------------------------------


def everything(database: Database, named: str) -> dict[str, object]:
    """All that is kept of a customer, table by table, as plain values; secrets and their hashes are left out.

    Times are ISO 8601 in UTC, amounts minor units of their currency. Raises NoSuchCustomerError.
    """
    with database.read.connect() as connection, connection.begin():
        customer_id = find(connection, named)
        found = {
            table.name: rows
            for table in tables.METADATA.sorted_tables
            if (rows := list(_rows(connection, table, _theirs(connection, table, customer_id))))
        }
    return {"customer_id": customer_id, "tables": found}


def _theirs(connection: sa.Connection, table: sa.Table, customer_id: str) -> sa.ColumnElement[bool] | None:
    """Which rows of a table are about a customer; None for a table that is about nobody."""
    if table.name == "customers":
        return table.c.id == customer_id
    mine = sa.select(tables.ACCOUNTS.c.id).where(tables.ACCOUNTS.c.customer_id == customer_id)
    if table.name == "transfers":
        accounts = connection.scalars(mine).all()
        lines = [line(one) for one in accounts for line in (ledger.prepayment, ledger.bonus)]
        return sa.or_(table.c.debit_account.in_(lines), table.c.credit_account.in_(lines))
    if table.name == "refunds":
        paid = sa.select(tables.REDEMPTIONS.c.id).where(tables.REDEMPTIONS.c.customer_id == customer_id)
        return table.c.redemption_id.in_(paid)
    named = [table.c[name] == customer_id for name in OF_CUSTOMER if name in table.c]
    return sa.or_(*named) if named else None


def _rows(
    connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool] | None
) -> Iterator[dict[str, object]]:
    if where is None:
        return
    columns = [column for column in table.columns if not SECRET.search(column.name)]
    for row in connection.execute(sa.select(*columns).where(where).order_by(*table.primary_key)).mappings():
        yield {str(name): _plain(str(name), value) for name, value in row.items()}


def _plain(name: str, value: object) -> object:
    is_time = isinstance(value, int) and (name == "at" or name.endswith(("_at", "_until")))
    return aware(value).isoformat() if is_time and isinstance(value, int) and value > 0 else value


# --- nobody any more --------------------------------------------------------------------------------------------------


def pseudonym(customer_id: str) -> str:
    """What an erased customer is called: a social id that follows from the id."""
    return f"{ERASED}-{customer_id.replace('-', '')[-PSEUDONYM_DIGITS:]}"


def erase(database: Database, named: str, now: Instant) -> Erased:
    """Erase a person. Their money must be gone before: raises NotErasedError, and then has changed nothing.

    Raises NoSuchCustomerError too. Safe to run twice.
    """
    with database.write.connect() as connection, connection.begin():
        found = erase_within(database, connection, now, find(connection, named))
        if not isinstance(found, Erased):
            raise NotErasedError("first: " + "; ".join(one.text for one in found))
    return found


async def erase_through(platform: Platform, customer_id: str) -> Erased | tuple[Obstacle, ...]:
    """The same between two batches of the platform's own writer: for somebody who erases themselves while tills sell."""
    return await asyncio.wrap_future(platform.writer.piece(partial(erase_within, customer_id=customer_id)))


def erase_within(
    database: Database, connection: sa.Connection, now: Instant, customer_id: str
) -> Erased | tuple[Obstacle, ...]:
    """Erase in a transaction that the caller commits; or say what stands in the way, having changed nothing."""
    called = pseudonym(customer_id)
    table = tables.CUSTOMERS
    social_id = connection.scalar(sa.select(table.c.social_id).where(table.c.id == customer_id))
    if social_id == called:
        return Erased(customer_id, called, was_erased_before=True)
    obstacles = (*_money_left(database, connection, customer_id), *_open_matters(connection, customer_id, now))
    if obstacles:
        return obstacles
    _empty(connection, customer_id)
    _forget(connection, str(social_id))
    _end(connection, customer_id, now)
    connection.execute(sa.update(table).where(table.c.id == customer_id).values(social_id=called))
    return Erased(customer_id, called, was_erased_before=False)


def _money_left(database: Database, connection: sa.Connection, customer_id: str) -> Iterator[Obstacle]:
    """Their accounts, locked, so that no money comes in meanwhile."""
    for row in database.statements.load(raw(connection), _ACCOUNTS, [customer_id]):
        assert isinstance(row, Account)
        if held := row.balance_minor + row.bonus_minor + row.reserved_minor:
            text = f"pay back or let lapse {Money(held, row.currency)} of account {row.id}"
            yield Obstacle(ObstacleKind.MONEY, text)


def _open_matters(connection: sa.Connection, customer_id: str, now: Instant) -> Iterator[Obstacle]:
    gifts, sales = tables.GIFTS, tables.REDEMPTIONS
    theirs = sa.or_(gifts.c.giver_id == customer_id, gifts.c.recipient_id == customer_id)
    for gift_id in connection.scalars(sa.select(gifts.c.id).where(theirs, gifts.c.state == GiftState.OFFERED.value)):
        yield Obstacle(ObstacleKind.GIFT, f"wait until gift {gift_id} is answered")
    waits = (sales.c.outcome == Outcome.AWAITING_CUSTOMER.value, sales.c.confirm_until > now)
    if connection.execute(sa.select(sales.c.id).where(sales.c.customer_id == customer_id, *waits)).first():
        yield Obstacle(ObstacleKind.QUESTION, "wait until the payment they are asked for is answered")


def _empty(connection: sa.Connection, customer_id: str) -> None:
    for name, parts in PERSONAL.items():
        table = tables.METADATA.tables[name]
        for whose, values in parts:
            filled = {
                column: sa.case((table.c[column].is_(None), sa.null()), else_=text) for column, text in values.items()
            }
            connection.execute(sa.update(table).where(table.c[whose] == customer_id).values(filled))


def _forget(connection: sa.Connection, social_id: str) -> None:
    """The handle is on nobody's list any more: whoever takes it next is somebody else."""
    connection.execute(sa.delete(tables.CONTACTS).where(tables.CONTACTS.c.social_id == social_id))


def _end(connection: sa.Connection, customer_id: str, now: Instant) -> None:
    """No way in, no code that could be used, no account that could be filled."""
    for name, whose in DROPPED.items():
        table = tables.METADATA.tables[name]
        connection.execute(sa.delete(table).where(table.c[whose] == customer_id))
    tokens, devices, codes = tables.TOKENS, tables.DEVICES, tables.PAYMENT_CODES
    spoken = sa.update(tokens).where(tokens.c.subject_id == customer_id, tokens.c.revoked_at.is_(None))
    connection.execute(spoken.values(revoked_at=now))
    theirs = sa.update(devices).where(devices.c.customer_id == customer_id)
    connection.execute(theirs.values(codes_ended=devices.c.codes_issued))
    shown = sa.update(codes).where(codes.c.customer_id == customer_id, codes.c.sealed_text.is_not(None))
    connection.execute(shown.values(sealed_text=None))
    accounts = tables.ACCOUNTS
    kept = sa.update(accounts).where(accounts.c.customer_id == customer_id)
    connection.execute(kept.values(status=AccountStatus.CLOSED.value))
