"""Queries about rules, members and what happened; the pages of the Members page and of a customer's memberships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from backend_stub.contract import Standing
from backend_stub.domain import records
from backend_stub.domain.records import Record
from backend_stub.storage import tables
from backend_stub.storage.association_tables import (
    ASSOCIATION_EVENTS,
    ASSOCIATIONS,
    MEMBER_MESSAGES,
    MEMBER_WORDS,
    RULES,
)
from backend_stub.storage.reads import Place
from backend_stub.storage.tables import TABLES

R = TypeVar("R", bound=Record)
WORDS_OF_ONE = 4  # that begin alike, at most, of one customer
MANY = 2_000
LAST_LETTER = "\U0010ffff"
MEMBER = ASSOCIATIONS.c.standing == "member"


def _rows(connection: sa.Connection, kind: type[R], statement: sa.Select[tuple[object, ...]]) -> list[R]:
    make: Callable[..., R] = kind
    return [make(*row) for row in connection.execute(statement)]


def rules_of(connection: sa.Connection, merchant_id: str) -> list[records.Rule]:
    """A merchant's versions, newest first."""
    statement = sa.select(RULES).where(RULES.c.merchant_id == merchant_id).order_by(RULES.c.version.desc())
    return _rows(connection, records.Rule, statement)


def rules_waiting_or_in_force(connection: sa.Connection) -> list[records.Rule]:
    """The versions of all merchants by which records are or will be judged."""
    return _rows(connection, records.Rule, sa.select(RULES).where(RULES.c.status.in_(["scheduled", "in_force"])))


def first_store(connection: sa.Connection, merchant_id: str) -> records.Store | None:
    """The store whose calendar is the merchant's."""
    table = tables.STORES
    statement = sa.select(table).where(table.c.merchant_id == merchant_id).order_by(table.c.created_at, table.c.id)
    return next(iter(_rows(connection, records.Store, statement.limit(1))), None)


def records_of_pair(connection: sa.Connection, merchant_id: str, customer_id: str) -> list[records.Interaction]:
    """All interaction records of a customer with a merchant."""
    table = tables.INTERACTIONS
    statement = sa.select(table).where(table.c.merchant_id == merchant_id, table.c.customer_id == customer_id)
    return _rows(connection, records.Interaction, statement)


def records_before(
    connection: sa.Connection, pair: tuple[str, str], before: Place | None, limit: int
) -> list[records.Interaction]:
    """The next interaction records of a merchant with a customer, going back in time."""
    table = tables.INTERACTIONS
    merchant_id, customer_id = pair
    statement = sa.select(table).where(table.c.merchant_id == merchant_id, table.c.customer_id == customer_id)
    return _rows(connection, records.Interaction, _back(statement, table, before, limit))


def events_before(
    connection: sa.Connection, association_id: str, before: Place | None, limit: int
) -> list[records.AssociationEvent]:
    """What became of an association, going back in time."""
    table = ASSOCIATION_EVENTS
    statement = sa.select(table).where(table.c.association_id == association_id)
    return _rows(connection, records.AssociationEvent, _back(statement, table, before, limit))


def _back(
    statement: sa.Select[tuple[object, ...]], table: sa.Table, before: Place | None, limit: int
) -> sa.Select[tuple[object, ...]]:
    if before is not None:
        earlier = sa.or_(table.c.at < before.at, table.c.id < before.id)
        statement = statement.where(table.c.at <= before.at, earlier)
    return statement.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)


def events_of_pair(connection: sa.Connection, association_id: str) -> list[records.AssociationEvent]:
    """What became of an association, oldest first."""
    table = ASSOCIATION_EVENTS
    statement = sa.select(table).where(table.c.association_id == association_id).order_by(table.c.at, table.c.id)
    return _rows(connection, records.AssociationEvent, statement)


def associations_of(connection: sa.Connection, customer_id: str) -> list[tuple[records.Association, str, str]]:
    """A customer's associations, with the merchants' names and currencies."""
    merchants = tables.MERCHANTS
    statement = (
        sa.select(ASSOCIATIONS, merchants.c.name, merchants.c.currency)
        .join(merchants, merchants.c.id == ASSOCIATIONS.c.merchant_id)
        .where(ASSOCIATIONS.c.customer_id == customer_id)
        .order_by(ASSOCIATIONS.c.last_at.desc())
    )
    return [(records.Association(*row[:-2]), row[-2], row[-1]) for row in connection.execute(statement)]


# --- the Members page -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which members a page asks for; without words those who are members now, else whoever is found by all words."""

    merchant_id: str
    words: tuple[str, ...] = ()
    tier_key: str | None = None
    joined_since: int | None = None
    due_before: int | None = None
    not_seen_since: int | None = None
    customer_id: str | None = None


Row = tuple[records.Association, str, str]


def members(connection: sa.Connection, wanted: Wanted, before: Place | None, limit: int) -> list[Row]:
    """Associations with the customers' names and social ids, last seen first; searched ones by the word that was found."""
    statement = search(connection, wanted, limit) if wanted.words else _page(wanted, before)
    found_rows = connection.execute(statement.limit(limit))
    return [(records.Association(*row[:-2]), row[-2], row[-1]) for row in found_rows]


def _named(wanted: Wanted) -> sa.Select[Any]:
    customers = tables.CUSTOMERS
    statement = sa.select(ASSOCIATIONS, customers.c.display_name, customers.c.social_id)
    return statement.join(customers, customers.c.id == ASSOCIATIONS.c.customer_id).where(*_conditions(wanted))


def _page(wanted: Wanted, before: Place | None) -> sa.Select[Any]:
    at, who = ASSOCIATIONS.c.last_at, ASSOCIATIONS.c.customer_id
    statement = _named(wanted).order_by(at.desc(), who.desc())
    if before is None:
        return statement
    return statement.where(sa.or_(at < before.at, sa.and_(at == before.at, who < before.id)))


def search(connection: sa.Connection, wanted: Wanted, limit: int) -> sa.Select[Any]:
    """Whoever has all the words, each found association looked up by its key."""
    found = _found(connection, wanted, limit)
    its_id = sa.literal(wanted.merchant_id + "/").concat(found.c.customer_id)
    return _named(wanted).join(found, ASSOCIATIONS.c.id == its_id).order_by(found.c.word, found.c.customer_id)


def anybody(connection: sa.Connection, wanted: Wanted) -> Row | None:
    """The one customer that is named, member or not."""
    customers = tables.CUSTOMERS
    statement = (
        sa.select(ASSOCIATIONS, customers.c.display_name, customers.c.social_id)
        .join(customers, customers.c.id == ASSOCIATIONS.c.customer_id)
        .where(ASSOCIATIONS.c.merchant_id == wanted.merchant_id, ASSOCIATIONS.c.customer_id == wanted.customer_id)
    )
    row = connection.execute(statement).first()
    return None if row is None else (records.Association(*row[:-2]), row[-2], row[-1])


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a message is for, how many of them are muted, had one too soon before; and how many others left or said no."""

    chosen: int
    muted: int
    too_soon: int
    gone: int


def reach(connection: sa.Connection, wanted: Wanted, soon: int) -> Reach:
    """Who a message would be for."""
    table = ASSOCIATIONS
    is_muted = table.c.is_muted != 0
    is_soon = sa.and_(table.c.is_muted == 0, table.c.messaged_at > soon)
    is_gone = table.c.standing.in_([Standing.LEFT.value, Standing.DECLINED.value])
    statement = sa.select(
        *(sa.func.count().filter(one) for one in (MEMBER, sa.and_(MEMBER, is_muted), sa.and_(MEMBER, is_soon), is_gone))
    ).where(*_asked(wanted))
    return Reach(*map(int, connection.execute(statement).one()))


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    return _asked(wanted) if wanted.words else [*_asked(wanted), MEMBER]


def _asked(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    table = ASSOCIATIONS
    conditions = [table.c.merchant_id == wanted.merchant_id]
    if wanted.tier_key is not None:
        conditions.append(table.c.tier_key == wanted.tier_key)
    if wanted.joined_since is not None:
        conditions.append(table.c.joined_at >= wanted.joined_since)
    if wanted.due_before is not None:
        conditions.append(table.c.due_day < wanted.due_before)
    if wanted.not_seen_since is not None:
        conditions.append(table.c.last_at < wanted.not_seen_since)
    if wanted.customer_id is not None:
        conditions.append(table.c.customer_id == wanted.customer_id)
    return conditions


def _found(connection: sa.Connection, wanted: Wanted, limit: int) -> sa.Subquery:
    """Customers by the rarest of the words, who have the others too; the index gives the first without looking at the rest."""
    rarest, *others = _rarest_first(connection, wanted)
    table, also = MEMBER_WORDS, MEMBER_WORDS.alias("also")
    statement = sa.select(table.c.customer_id, table.c.word).where(
        table.c.merchant_id == wanted.merchant_id, _begins(table, rarest)
    )
    for word in others:  # of each who has the rarest their own few words are looked at
        has_it = sa.select(also.c.word).where(
            also.c.merchant_id == wanted.merchant_id, also.c.customer_id == table.c.customer_id, _begins(also, word)
        )
        statement = statement.where(has_it.exists())
    first = statement.order_by(table.c.word, table.c.customer_id).limit(limit * WORDS_OF_ONE).subquery()
    grouped = sa.select(first.c.customer_id, sa.func.min(first.c.word).label("word")).group_by(first.c.customer_id)
    return grouped.subquery("found")


def _rarest_first(connection: sa.Connection, wanted: Wanted) -> list[str]:
    """The words by how many have them, counted as far as it matters."""
    if len(wanted.words) == 1:
        return list(wanted.words)
    table, counted = MEMBER_WORDS, {}
    for word in wanted.words:
        some = sa.select(table.c.word).where(table.c.merchant_id == wanted.merchant_id, _begins(table, word))
        counted[word] = connection.scalar(sa.select(sa.func.count()).select_from(some.limit(MANY).subquery())) or 0
    return sorted(wanted.words, key=lambda word: (counted[word], -len(word)))


def _begins(table: sa.FromClause, word: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.word >= word, table.c.word < word + LAST_LETTER)


def counts(connection: sa.Connection, merchant_id: str, joined_since: int, due_before: int) -> tuple[int, int, int]:
    """Members, new ones, slipping ones."""
    table = ASSOCIATIONS
    statement = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((table.c.joined_at >= joined_since, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((table.c.due_day < due_before, 1), else_=0)), 0),
    ).where(table.c.merchant_id == merchant_id, MEMBER)
    everybody, new, slipping = connection.execute(statement).one()
    return int(everybody), int(new), int(slipping)


def association_ids(connection: sa.Connection, wanted: Wanted, after: str, limit: int) -> list[str]:
    """The ids of those members, in their own order, for going through all of them."""
    statement = sa.select(ASSOCIATIONS.c.id).where(*_conditions(wanted), ASSOCIATIONS.c.id > after)
    return list(connection.scalars(statement.order_by(ASSOCIATIONS.c.id).limit(limit)))


def member_messages(connection: sa.Connection, merchant_id: str, limit: int) -> list[records.MemberMessage]:
    """A merchant's messages, newest first."""
    table = MEMBER_MESSAGES
    statement = (
        sa.select(table).where(table.c.merchant_id == merchant_id).order_by(table.c.at.desc(), table.c.id.desc())
    )
    return _rows(connection, records.MemberMessage, statement.limit(limit))


# --- the day's judging ------------------------------------------------------------------------------------------------


def due(connection: sa.Connection, rule: records.Rule, today: int, limit: int) -> list[str]:
    """Customers whose standing may have changed by time, who were judged by another version, or by a wrong past."""
    table = ASSOCIATIONS
    behind = sa.or_(table.c.due_day < today, table.c.rule_version != rule.version)
    statement = sa.select(table.c.customer_id).where(table.c.merchant_id == rule.merchant_id, behind)
    return list(connection.scalars(statement.limit(limit)))


def with_old_points(connection: sa.Connection, merchant_id: str, unseen_since: int, limit: int) -> list[str]:
    """Customers with points who were not seen for so long."""
    table = ASSOCIATIONS
    statement = sa.select(table.c.customer_id).where(
        table.c.merchant_id == merchant_id, table.c.points > 0, table.c.last_at < unseen_since
    )
    return list(connection.scalars(statement.limit(limit)))


def unknown_customers(
    connection: sa.Connection, merchant_id: str, after: str, limit: int
) -> tuple[list[str], str | None]:
    """Of the next customers with records those without an association, and the last that was looked at (None: no more)."""
    table = TABLES[records.Interaction]
    statement = (
        sa.select(table.c.customer_id)
        .where(table.c.merchant_id == merchant_id, table.c.customer_id > after)
        .distinct()
        .order_by(table.c.customer_id)
        .limit(limit)
    )
    looked = list(connection.scalars(statement))
    if not looked:
        return [], None
    known = set(
        connection.scalars(
            sa.select(ASSOCIATIONS.c.customer_id).where(
                ASSOCIATIONS.c.merchant_id == merchant_id, ASSOCIATIONS.c.customer_id.in_(looked)
            )
        )
    )
    return [one for one in looked if one not in known], looked[-1]
