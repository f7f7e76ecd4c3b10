"""Checking the books: every balance recomputed from its transfers, every invariant looked at again.

What the decisions keep cached or asserted is derived here a second time, from the append-only rows alone. Each finding
is a sentence that names the row. An empty list means: the books are right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from backend_stub.domain.ledger import Kind
from backend_stub.services import verify_accounts as accounts
from backend_stub.services import verify_members, verify_settlement, verify_shifts
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import Unavailable
from backend_stub.storage.meanings import is_environment

Check = Callable[[sa.Connection], Iterator[str]]
MOST_FINDINGS = 100

# Transfers of an act are found by its id. COALESCE around their sides keeps SQLite, which has no statistics, from going
# through all that a merchant ever took instead, for each act.

_BAD_TRANSFERS = """
SELECT transaction_id, amount_minor FROM transfers WHERE amount_minor <= 0 OR debit_account = credit_account
"""
# What a sale took, part by part: from paid money and from bonus, each in one transfer to its merchant.
_PAID_WITHOUT_TRANSFER = """
SELECT r.id, r.outcome FROM redemptions r
LEFT JOIN transfers p ON p.transaction_id = r.id AND p.kind = 'redemption'
     AND COALESCE(p.debit_account, '') = 'prepayment:' || r.account_id
     AND COALESCE(p.credit_account, '') = 'payable:' || r.merchant_id
LEFT JOIN transfers b ON b.transaction_id = r.id AND b.kind = 'redemption'
     AND COALESCE(b.debit_account, '') = 'bonus:' || r.account_id
     AND COALESCE(b.credit_account, '') = 'payable:' || r.merchant_id
WHERE r.outcome IN ('paid', 'reversed')
  AND (r.amount_minor <= 0 OR COALESCE(p.amount_minor, 0) <> r.amount_minor - r.bonus_minor
       OR COALESCE(b.amount_minor, 0) <> r.bonus_minor)
"""
_TRANSFER_WITHOUT_PAID = """
SELECT t.transaction_id, t.kind FROM transfers t LEFT JOIN redemptions r ON r.id = t.transaction_id
WHERE t.kind = 'redemption' AND (r.id IS NULL OR r.outcome NOT IN ('paid', 'reversed'))
"""
_REFUNDED = """
SELECT r.id, r.refunded_minor FROM redemptions r
WHERE r.refunded_minor <>
      COALESCE((SELECT SUM(f.amount_minor) FROM refunds f WHERE f.redemption_id = r.id), 0)
    + COALESCE((SELECT SUM(t.amount_minor) FROM transfers t
                WHERE r.reversal_id IS NOT NULL AND t.transaction_id = r.reversal_id AND t.kind = 'reversal'), 0)
   OR r.refunded_minor > r.amount_minor
"""
_REFUND_WITHOUT_TRANSFER = """
SELECT f.id, f.amount_minor FROM refunds f
JOIN redemptions r ON r.id = f.redemption_id
LEFT JOIN transfers p ON p.transaction_id = f.id AND p.kind = 'refund' AND p.currency = f.currency
     AND COALESCE(p.debit_account, '') = 'payable:' || r.merchant_id
     AND COALESCE(p.credit_account, '') = 'prepayment:' || r.account_id
LEFT JOIN transfers b ON b.transaction_id = f.id AND b.kind = 'refund' AND b.currency = f.currency
     AND COALESCE(b.debit_account, '') = 'payable:' || r.merchant_id
     AND COALESCE(b.credit_account, '') = 'bonus:' || r.account_id
WHERE COALESCE(p.amount_minor, 0) <> f.amount_minor - f.bonus_minor OR COALESCE(b.amount_minor, 0) <> f.bonus_minor
"""
_REVERSED_WITHOUT_TRANSFER = """
SELECT r.id, r.amount_minor FROM redemptions r
WHERE r.outcome = 'reversed' AND (r.refunded_minor <> r.amount_minor OR NOT EXISTS (
    SELECT 1 FROM transfers t WHERE t.transaction_id = r.reversal_id AND t.kind = 'reversal' AND t.currency = r.currency
       AND COALESCE(t.debit_account, '') = 'payable:' || r.merchant_id
       AND COALESCE(t.credit_account, '') IN ('prepayment:' || r.account_id, 'bonus:' || r.account_id)))
"""
# A sale given back to the end gave back exactly the bonus it took; one given back in part, its share rounded down.
_SPLIT_NOT_AS_PAID = """
SELECT r.id, r.bonus_minor FROM redemptions r
WHERE r.refunded_minor > 0 AND r.refunded_minor * r.bonus_minor / r.amount_minor <>
      COALESCE((SELECT SUM(f.bonus_minor) FROM refunds f WHERE f.redemption_id = r.id), 0)
    + COALESCE((SELECT SUM(t.amount_minor) FROM transfers t WHERE r.reversal_id IS NOT NULL
                AND t.transaction_id = r.reversal_id AND t.kind = 'reversal'
                AND COALESCE(t.credit_account, '') = 'bonus:' || r.account_id), 0)
"""
_CODE_SPENT_TWICE = """
SELECT code_id, COUNT(*) FROM redemptions
WHERE code_id IS NOT NULL AND outcome IN ('paid', 'reversed') GROUP BY code_id HAVING COUNT(*) > 1
"""
_WITHOUT_RECORD = """
SELECT t.transaction_id, MIN(t.kind) FROM transfers t LEFT JOIN interactions i ON i.id = t.transaction_id
WHERE t.kind IN ('redemption', 'refund', 'reversal', 'top_up')
GROUP BY t.transaction_id, t.kind
HAVING COUNT(i.id) < COUNT(*) OR MIN(i.amount_minor) <> SUM(t.amount_minor) OR MIN(i.currency) <> MIN(t.currency)
    OR MIN(i.type) <> CASE t.kind WHEN 'redemption' THEN 'purchase' WHEN 'top_up' THEN 'top_up' ELSE 'refund' END
"""
_RECORD_OF_NOTHING = """
SELECT i.id, i.type FROM interactions i LEFT JOIN transfers t ON t.transaction_id = i.id
WHERE i.type <> 'visit' AND t.transaction_id IS NULL
"""
_RECORD_OF_ANOTHER = """
SELECT i.id, i.type FROM interactions i
LEFT JOIN redemptions r ON r.id = i.id
LEFT JOIN redemptions v ON v.reversal_id = i.id AND v.outcome = 'reversed'
LEFT JOIN refunds f ON f.id = i.id
LEFT JOIN redemptions o ON o.id = f.redemption_id
LEFT JOIN top_ups u ON u.id = i.id
WHERE i.customer_id <> COALESCE(r.customer_id, v.customer_id, o.customer_id, u.customer_id, i.customer_id)
   OR i.merchant_id <> COALESCE(r.merchant_id, v.merchant_id, o.merchant_id, u.merchant_id, i.merchant_id)
"""
_RECEIPT_MISSING = """
SELECT till_id, SUBSTR(receipt_number, 1, 9) AS receipt_day FROM redemptions WHERE receipt_number IS NOT NULL
GROUP BY till_id, SUBSTR(receipt_number, 1, 9) HAVING COUNT(*) <> MAX(CAST(SUBSTR(receipt_number, 11) AS INTEGER))
"""
_RECEIPT_TWICE = """
SELECT till_id, receipt_number FROM redemptions
WHERE receipt_number IS NOT NULL GROUP BY till_id, receipt_number HAVING COUNT(*) > 1
"""
_MOVED_TWICE = """
SELECT transaction_id, kind FROM transfers
GROUP BY transaction_id, kind, debit_account, credit_account HAVING COUNT(*) > 1
"""
_ORPHANS = """
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN redemptions r ON t.kind = 'redemption' AND r.id = t.transaction_id
LEFT JOIN refunds f ON t.kind = 'refund' AND f.id = t.transaction_id
WHERE t.kind IN ('redemption', 'refund', 'reversal') AND r.id IS NULL AND f.id IS NULL
  AND NOT (t.kind = 'reversal'
           AND t.transaction_id IN (SELECT reversal_id FROM redemptions WHERE reversal_id IS NOT NULL))
"""

_UNKNOWN = (
    "SELECT transaction_id, kind FROM transfers"  # noqa: S608 - fixed names
    f" WHERE kind NOT IN ({', '.join(repr(kind.value) for kind in Kind)})"
)

SALES: dict[str, str] = {
    "transfer of {0} ({1}) moved for no reason we know": _UNKNOWN,
    "transfer of {0} moves {1}, or has one side": _BAD_TRANSFERS,
    "redemption {0} is {1}, but its money did not move": _PAID_WITHOUT_TRANSFER,
    "money of redemption {0} moved, but it was not paid": _TRANSFER_WITHOUT_PAID,
    "redemption {0} shows {1} given back, its refunds say otherwise": _REFUNDED,
    "refund {0} of {1} did not move": _REFUND_WITHOUT_TRANSFER,
    "redemption {0} of {1} is reversed, but its money did not come back": _REVERSED_WITHOUT_TRANSFER,
    "redemption {0} with {1} of bonus was given back in another split": _SPLIT_NOT_AS_PAID,
    "code {0} was spent {1} times": _CODE_SPENT_TWICE,
    "act {0} ({1}) left no interaction record of its amount": _WITHOUT_RECORD,
    "interaction record {0} ({1}) tells of nothing that moved": _RECORD_OF_NOTHING,
    "interaction record {0} ({1}) is of another customer or merchant than its act": _RECORD_OF_ANOTHER,
    "till {0} gave receipt number {1} twice": _RECEIPT_TWICE,
    "till {0} left a receipt number of {1} out": _RECEIPT_MISSING,
    "money of {0} ({1}) moved more than once": _MOVED_TWICE,
    "transfer of {0} ({1}) belongs to no act": _ORPHANS,
}
CHECKS: dict[str, str] = {
    **accounts.CHECKS,
    **SALES,
    **verify_settlement.CHECKS,
    **verify_members.CHECKS,
    **verify_shifts.CHECKS,
}


def verify(database: Database, on_check: Callable[[], object] = lambda: None) -> list[str]:
    """What is wrong with the books, at most a hundred findings a check; empty when nothing is. `on_check`: one more is done.

    Raises Unavailable for books that can't be read at all.
    """
    try:
        with database.read.connect() as connection, connection.begin():
            # A damaged file can't be reckoned with: its sums would be wrong, or raise.
            return list(_integrity(connection, database)) or [
                *_findings(connection, on_check),
                *accounts.terms_astray(connection),
            ]
    except sa.exc.DatabaseError as error:
        if is_environment(error):
            raise Unavailable(f"the books can't be read: {error.orig}") from error
        raise


def _findings(connection: sa.Connection, on_check: Callable[[], object]) -> Iterator[str]:
    for sentence, query in CHECKS.items():
        on_check()
        for row in found(connection, query):
            yield sentence.format(*row)


def found(connection: sa.Connection, query: str) -> Sequence[sa.Row[Any]]:
    """The rows that one of CHECKS has something against, at most MOST_FINDINGS."""
    text = query.replace("%", "%%") if "%" in query and _is_pyformat(connection) else query
    return connection.exec_driver_sql(text).fetchmany(MOST_FINDINGS)


def _is_pyformat(connection: sa.Connection) -> bool:
    return connection.dialect.paramstyle != "qmark"


def _integrity(connection: sa.Connection, database: Database) -> Iterator[str]:
    """SQLite's own check of its pages and indexes."""
    if database.is_sqlite:
        for (finding,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if finding != "ok":
                yield f"the file itself is damaged: {finding}"


def counted(database: Database) -> dict[str, int]:
    """How much was looked at, for the report; a table of a damaged file that can't be counted is left out."""
    counts: dict[str, int] = {}
    with database.read.connect() as connection:
        for table in ("accounts", "redemptions", "refunds", "top_ups", "gifts", "transfers"):
            try:
                counts[table] = connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()  # noqa: S608 - fixed names
            except sa.exc.DatabaseError as error:
                if not is_environment(error):
                    raise
    return counts
