"""Settlement's set statements for covering: what no batch counts so far, and counting it in one.

Looking is done beside the writer, for many merchants at once; covering itself, in the writer, is one statement a slice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend_stub.domain import ledger
from backend_stub.domain.settlement import OWN_KINDS
from backend_stub.storage.settlement_tables import BATCHES, COVERED
from backend_stub.storage.settlements import IS_DONE, MERCHANTS_ASKED
from backend_stub.storage.tables import INTERACTIONS, MERCHANTS, TRANSFERS

CAME, WENT = 0, 1  # the sides of a payable
_COUNTED = {"preserve_rowcount": True}  # else nobody asks PostgreSQL how many rows it put in


@dataclass(frozen=True, slots=True)
class Line:
    """One side of a merchant's payable, as far as it moved in a currency by acts of one store.

    `home` is the store where acts without a place belong; None: the merchant has one store only, and no act is asked where.
    """

    merchant_id: str
    side: int
    store_id: str
    currency: str
    home: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """A merchant's first store."""

    store_id: str
    is_only_one: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Transactions that no batch counts: about how many (those of two transfers count twice), when the first and last was."""

    line: Line
    count: int
    first_at: int
    last_at: int


_AT, _UNTIL = sa.bindparam("at", type_=sa.BigInteger()), sa.bindparam("until", type_=sa.BigInteger())
_M = sa.bindparam("merchant_id", type_=sa.Text())
_BATCH = sa.bindparam("batch_id", type_=sa.Text())
_MOST = sa.bindparam("most", type_=sa.BigInteger())
_LOOK_BACK = sa.bindparam("look_back", type_=sa.BigInteger())
_ASKED = (
    sa.select(
        MERCHANTS.c.id,
        (sa.literal(ledger.payable("")) + MERCHANTS.c.id).label("line"),
        sa.func.coalesce(sa.func.max(BATCHES.c.ends_at) - _LOOK_BACK, 0).label("since"),
    )
    .select_from(MERCHANTS.outerjoin(BATCHES, sa.and_(BATCHES.c.merchant_id == MERCHANTS.c.id, IS_DONE)))
    .where(MERCHANTS.c.id.in_(MERCHANTS_ASKED))
    .group_by(MERCHANTS.c.id)
    .subquery("asked")
)


def _is_new(merchant_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Not asked by `NOT EXISTS`: PostgreSQL would make a join of it, by what it counted of a table that grows meanwhile."""
    c = COVERED.c
    same = sa.select(sa.literal(1, sa.Integer())).where(
        c.merchant_id == merchant_id, c.transaction_id == TRANSFERS.c.transaction_id
    )
    return same.correlate(TRANSFERS, _ASKED).scalar_subquery().is_(None)


class _Way:
    """The statements of one side of a payable; `by_store`: they ask of each act where it took place, for several stores."""

    def __init__(self, line: sa.Column[Any], *, by_store: bool) -> None:
        t, place = TRANSFERS.c, INTERACTIONS.c.store_id
        self._by_store = by_store
        what = (sa.func.count(), sa.func.min(t.at), sa.func.max(t.at))
        at_place = place if by_store else sa.null()
        asked = TRANSFERS.join(_ASKED, sa.and_(line == _ASKED.c.line, t.at >= _ASKED.c.since))
        self.found = (
            sa.select(_ASKED.c.id, at_place.label("place"), t.currency, *what)
            .select_from(self._placed(_ASKED.c.id, asked))
            .where(t.at < _UNTIL, t.kind.not_in(OWN_KINDS), _is_new(_ASKED.c.id))
            .group_by(_ASKED.c.id, sa.text("place"), t.currency)
        )
        self._own = [
            line == sa.bindparam("line", type_=sa.Text()),
            t.at >= _AT,
            t.at < _UNTIL,
            t.kind.not_in(OWN_KINDS),
            _is_new(_M),
            t.currency == sa.bindparam("currency", type_=sa.Text()),
        ]
        if by_store:
            home = sa.func.coalesce(place, sa.bindparam("home", type_=sa.Text()))
            self._own.append(home == sa.bindparam("store_id", type_=sa.Text()))
        self.between = self._of_line(*what)
        self.beyond = self._of_line(t.at).order_by(t.at).limit(1).offset(_MOST)
        row = (_M.label("merchant_id"), t.transaction_id, _BATCH.label("batch_id"))
        columns = ["merchant_id", "transaction_id", "batch_id"]
        self.cover = sa.insert(COVERED).from_select(columns, self._of_line(*row).distinct())

    def _of_line(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        return sa.select(*columns).select_from(self._placed(_M, TRANSFERS)).where(*self._own)

    def _placed(self, merchant_id: sa.ColumnElement[str], transfers: sa.FromClause) -> sa.FromClause:
        """With the record of the act, which says at which store it was."""
        if not self._by_store:
            return transfers
        i = INTERACTIONS.c
        return transfers.outerjoin(
            INTERACTIONS, sa.and_(i.id == TRANSFERS.c.transaction_id, i.merchant_id == merchant_id)
        )


_SIDES = tuple(
    (_Way(line, by_store=False), _Way(line, by_store=True))
    for line in (TRANSFERS.c.credit_account, TRANSFERS.c.debit_account)
)


def found(connection: sa.Connection, homes: Mapping[str, Home], until: int, look_back: int) -> list[Found]:
    """What there is of these merchants before a time, by side, store and currency.

    Looked at is what happened since so long before the end of a merchant's last closed day; all, when it has none.
    """
    rows: list[Found] = []
    for side, by_store in itertools.product((CAME, WENT), (False, True)):
        asked = [key for key, home in homes.items() if home.is_only_one is not by_store]
        if asked:
            values = {"merchants": asked, "until": until, "look_back": look_back}
            for merchant_id, place, currency, *what in connection.execute(_SIDES[side][by_store].found, values):
                home = homes[merchant_id].store_id
                line = Line(merchant_id, side, place or home, currency, home if by_store else None)
                rows.append(Found(line, *map(int, what)))
    return _together(rows)


def _together(rows: Iterable[Found]) -> list[Found]:
    """Acts without a place and those of the first store are of one line."""
    lines: dict[Line, Found] = {}
    for row in rows:
        other = lines.get(row.line, Found(row.line, 0, row.first_at, row.last_at))
        first_at, last_at = min(row.first_at, other.first_at), max(row.last_at, other.last_at)
        lines[row.line] = Found(row.line, row.count + other.count, first_at, last_at)
    return list(lines.values())


def between(connection: sa.Connection, line: Line, at: int, until: int) -> Found | None:
    """What there is of one line between two times."""
    count, first, last = connection.execute(_way(line).between, _values(line, at, until)).one()
    return Found(line, int(count), int(first), int(last)) if count else None


def end_of_next(connection: sa.Connection, line: Line, at: int, until: int, most: int) -> int:
    """When the next so many of a line end (a few more, where several share a moment)."""
    beyond = connection.scalar(_way(line).beyond, _values(line, at, until) | {"most": most - 1})
    return until if beyond is None else min(until, int(beyond) + 1)


def cover(connection: sa.Connection, line: Line, at: int, until: int, batch_id: str) -> int:
    """Count all of a line between two times in a batch; how many transactions."""
    values = _values(line, at, until) | {"batch_id": batch_id}
    return connection.execute(_way(line).cover, values, execution_options=_COUNTED).rowcount


def _way(line: Line) -> _Way:
    return _SIDES[line.side][line.home is not None]


def _values(line: Line, at: int, until: int) -> dict[str, object]:
    values: dict[str, object] = {
        "merchant_id": line.merchant_id,
        "line": ledger.payable(line.merchant_id),
        "currency": line.currency,
        "at": at,
        "until": until,
    }
    return values if line.home is None else values | {"store_id": line.store_id, "home": line.home}
