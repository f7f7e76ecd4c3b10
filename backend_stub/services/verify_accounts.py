"""What `verify` looks at of accounts: balances, bonus, top-ups and what is taken back of them, gifts, expiry, terms.

Each query finds what is wrong, from the append-only rows alone; its key is the sentence that says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TypeVar

import sqlalchemy as sa

from backend_stub.domain.records import Programme, ProgrammeVersion, Record, Terms, altered
from backend_stub.domain.terms import BETTER, as_published, bettered
from backend_stub.storage.tables import TABLES

R = TypeVar("R", bound=Record)


def _sum(side: str, line: str, account: str) -> str:
    return f"COALESCE((SELECT SUM(t.amount_minor) FROM transfers t WHERE t.{side}_account = '{line}:' || {account}), 0)"  # noqa: S608


def _owed(line: str, account: str) -> str:
    """What the transfers of a line come to: credits less debits."""
    return f"{_sum('credit', line, account)} - {_sum('debit', line, account)}"


def _cached(column: str, line: str) -> str:
    owed = _owed(line, "a.id")
    return f"SELECT a.id, a.{column}, {owed} FROM accounts a WHERE a.{column} <> {owed}"  # noqa: S608 - fixed names


def _stray(line: str) -> str:
    """Transfers that name an account that is not there, or move another currency into or out of it."""
    start = len(line) + 2
    return f"""
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN accounts d ON d.id = SUBSTR(t.debit_account, {start}) AND t.debit_account LIKE '{line}:%'
LEFT JOIN accounts c ON c.id = SUBSTR(t.credit_account, {start}) AND t.credit_account LIKE '{line}:%'
WHERE (t.debit_account LIKE '{line}:%' AND (d.id IS NULL OR d.currency <> t.currency))
   OR (t.credit_account LIKE '{line}:%' AND (c.id IS NULL OR c.currency <> t.currency))
"""  # noqa: S608 - fixed names


_BELOW_ZERO = "SELECT id, balance_minor FROM accounts WHERE balance_minor < 0 OR bonus_minor < 0 OR reserved_minor < 0"
_RESERVED = """
SELECT a.id, a.reserved_minor FROM accounts a
LEFT JOIN (SELECT account_id, SUM(amount_minor + bonus_minor) AS room FROM top_ups
           WHERE state IN ('pending', 'authorised') GROUP BY account_id) u ON u.account_id = a.id
WHERE a.reserved_minor <> COALESCE(u.room, 0)
"""
_CLOSED_WITH_MONEY = """
SELECT id, balance_minor + bonus_minor FROM accounts WHERE status = 'closed' AND balance_minor + bonus_minor <> 0
"""
_TOP_UP_WITHOUT_TRANSFER = """
SELECT u.id, u.amount_minor FROM top_ups u
LEFT JOIN transfers t ON t.transaction_id = u.id AND t.kind = 'top_up' AND t.amount_minor = u.amount_minor
     AND COALESCE(t.credit_account, '') = 'prepayment:' || u.account_id AND t.currency = u.currency
     AND COALESCE(t.debit_account, '') =
         CASE WHEN u.till_id IS NULL THEN 'clearing:' || u.currency ELSE 'payable:' || u.merchant_id END
WHERE (u.state = 'captured') <> (t.transaction_id IS NOT NULL)
"""
_BONUS_WITHOUT_TRANSFER = """
SELECT u.id, u.bonus_minor FROM top_ups u
JOIN accounts a ON a.id = u.account_id
JOIN programmes p ON p.id = a.programme_id
LEFT JOIN transfers t ON t.transaction_id = u.id AND t.kind = 'bonus' AND t.amount_minor = u.bonus_minor
     AND COALESCE(t.credit_account, '') = 'bonus:' || u.account_id
     AND COALESCE(t.debit_account, '') = 'payable:' || p.issuer_id
WHERE (u.state = 'captured' AND u.bonus_minor > 0) <> (t.transaction_id IS NOT NULL)
"""
_TAKEN_BACK = """
SELECT u.id, u.refunded_minor FROM top_ups u
LEFT JOIN (SELECT topup_id, SUM(amount_minor) AS paid, SUM(bonus_minor) AS bonus FROM top_up_refunds
           WHERE state <> 'failed' GROUP BY topup_id) f ON f.topup_id = u.id
WHERE u.refunded_minor <> COALESCE(f.paid, 0) OR u.bonus_returned_minor <> COALESCE(f.bonus, 0)
   OR u.bonus_returned_minor > u.bonus_minor
"""
_TOP_UP_REFUND_WITHOUT_TRANSFER = """
SELECT f.id, f.amount_minor FROM top_up_refunds f
LEFT JOIN transfers t ON t.transaction_id = f.id AND t.kind = 'top_up_refund' AND t.amount_minor = f.amount_minor
     AND COALESCE(t.debit_account, '') = 'prepayment:' || f.account_id AND t.currency = f.currency
     AND COALESCE(t.credit_account, '') =
         CASE WHEN f.source = 'cash' THEN 'payable:' || f.merchant_id ELSE 'clearing:' || f.currency END
LEFT JOIN transfers k ON k.transaction_id = COALESCE(f.kept_id, f.id) AND k.kind = 'top_up_kept'
     AND k.amount_minor = f.amount_minor
     AND COALESCE(k.credit_account, '') = 'prepayment:' || f.account_id
WHERE t.transaction_id IS NULL OR (f.state = 'failed') <> (k.transaction_id IS NOT NULL)
"""
# A gift's own line: nothing is left of it once it has ended, and all of it is there while it is open.
_GIFT_ADRIFT = f"""
SELECT g.id, g.state FROM gifts g
WHERE {_owed("gift", "g.id")} <> CASE g.state WHEN 'offered' THEN g.amount_minor ELSE 0 END
"""  # noqa: S608 - fixed names
_GIFT_ASTRAY = """
SELECT g.id, g.state FROM gifts g
LEFT JOIN transfers o ON o.transaction_id = g.id AND o.kind = 'gift_offered' AND o.amount_minor = g.amount_minor
     AND COALESCE(o.debit_account, '') = 'prepayment:' || g.giver_account_id
LEFT JOIN transfers e ON e.transaction_id = g.answer_id AND COALESCE(e.debit_account, '') = 'gift:' || g.id
     AND e.kind = CASE WHEN g.recipient_account_id IS NULL THEN 'gift_returned' ELSE 'gift_accepted' END
     AND COALESCE(e.credit_account, '') = 'prepayment:' || COALESCE(g.recipient_account_id, g.giver_account_id)
LEFT JOIN transfers b ON b.transaction_id = g.take_back_id AND b.kind = 'gift_taken_back'
     AND COALESCE(b.debit_account, '') = 'prepayment:' || g.recipient_account_id
     AND COALESCE(b.credit_account, '') = 'prepayment:' || g.giver_account_id
WHERE o.transaction_id IS NULL OR (g.state <> 'offered') <> (e.transaction_id IS NOT NULL)
   OR g.taken_back_minor <> COALESCE(b.amount_minor, 0) OR (g.state = 'taken_back') <> (b.transaction_id IS NOT NULL)
"""
_ACT_WITHOUT_TRANSFER = """
SELECT x.id, x.kind FROM account_acts x
LEFT JOIN transfers p ON p.transaction_id = x.id
     AND p.kind = CASE x.kind WHEN 'expired' THEN 'expiry' WHEN 'taken_over' THEN 'taken_over' ELSE 'pay_back' END
     AND CASE x.kind WHEN 'taken_over' THEN p.credit_account ELSE p.debit_account END = 'prepayment:' || x.account_id
     AND (COALESCE(p.credit_account, '') = 'breakage:' || x.currency) = (x.kind = 'expired')
     AND (COALESCE(p.debit_account, '') = 'clearing:' || x.currency) = (x.kind = 'taken_over')
LEFT JOIN transfers b ON b.transaction_id = x.id
     AND b.kind = CASE x.kind WHEN 'taken_over' THEN 'bonus' ELSE 'bonus_returned' END
     AND CASE x.kind WHEN 'taken_over' THEN b.credit_account ELSE b.debit_account END = 'bonus:' || x.account_id
WHERE COALESCE(p.amount_minor, 0) <> x.paid_minor OR COALESCE(b.amount_minor, 0) <> x.bonus_minor
"""
# Bonus is only ever promised by its issuer and given back to it; it is never paid out.
_BONUS_OUT = """
SELECT t.transaction_id, t.kind FROM transfers t
JOIN accounts a ON a.id = SUBSTR(t.debit_account, 7)
JOIN programmes p ON p.id = a.programme_id
WHERE t.debit_account LIKE 'bonus:%'
  AND NOT (t.kind = 'redemption' AND t.credit_account LIKE 'payable:%')
  AND NOT (t.kind = 'bonus_returned' AND t.credit_account = 'payable:' || p.issuer_id)
"""
_ORPHANS = """
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN top_ups u ON t.kind IN ('top_up', 'bonus') AND u.id = t.transaction_id
LEFT JOIN top_up_refunds f ON t.kind IN ('top_up_refund', 'top_up_kept', 'bonus_returned') AND f.id = t.transaction_id
LEFT JOIN top_up_refunds k ON t.kind = 'top_up_kept' AND k.kept_id = t.transaction_id
LEFT JOIN account_acts x ON t.kind IN ('expiry', 'pay_back', 'bonus_returned', 'bonus', 'taken_over')
     AND x.id = t.transaction_id
LEFT JOIN gifts g ON t.kind = 'gift_offered' AND g.id = t.transaction_id
WHERE t.kind IN ('top_up', 'bonus', 'top_up_refund', 'top_up_kept', 'bonus_returned', 'expiry', 'pay_back', 'gift_offered',
                 'taken_over')
  AND u.id IS NULL AND f.id IS NULL AND k.id IS NULL AND x.id IS NULL AND g.id IS NULL
"""
_GIFT_ORPHANS = """
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN gifts g ON t.kind IN ('gift_accepted', 'gift_returned') AND g.id = SUBSTR(t.debit_account, 6)
     AND g.answer_id = t.transaction_id
LEFT JOIN gifts b ON t.kind = 'gift_taken_back' AND b.take_back_id = t.transaction_id
WHERE t.kind IN ('gift_accepted', 'gift_returned', 'gift_taken_back') AND g.id IS NULL AND b.id IS NULL
"""
_TERMS_MISSING = """
SELECT a.id, a.terms_version FROM accounts a
LEFT JOIN terms s ON s.programme_id = a.programme_id AND s.version = a.terms_version AND s.currency = a.currency
WHERE s.id IS NULL
"""

CHECKS: dict[str, str] = {
    "account {0} shows {1}, its transfers say otherwise": _cached("balance_minor", "prepayment"),
    "account {0} shows a bonus of {1}, its transfers say otherwise": _cached("bonus_minor", "bonus"),
    "account {0} keeps {1} of room, its open top-ups say otherwise": _RESERVED,
    "account {0} is below zero: {1}": _BELOW_ZERO,
    "account {0} is closed and holds {1}": _CLOSED_WITH_MONEY,
    "transfer of {0} ({1}) names no account of ours, or one of another currency": _stray("prepayment"),
    "bonus of {0} ({1}) names no account of ours, or one of another currency": _stray("bonus"),
    "top-up {0} of {1} did not move, or moved without being captured": _TOP_UP_WITHOUT_TRANSFER,
    "the bonus of top-up {0}, {1}, did not come from its issuer": _BONUS_WITHOUT_TRANSFER,
    "top-up {0} shows {1} taken back, its refunds say otherwise": _TAKEN_BACK,
    "refund {0} of a top-up, {1}, did not move as it says": _TOP_UP_REFUND_WITHOUT_TRANSFER,
    "gift {0} is {1}, but its own line holds something else": _GIFT_ADRIFT,
    "gift {0} is {1}, but its money is elsewhere": _GIFT_ASTRAY,
    "act {0} on an account ({1}) moved something else than it says": _ACT_WITHOUT_TRANSFER,
    "bonus went out by {0} ({1})": _BONUS_OUT,
    "transfer of {0} ({1}) belongs to nothing": _ORPHANS,
    "transfer of {0} ({1}) belongs to no gift": _GIFT_ORPHANS,
    "account {0} was opened under version {1}, of which there are no terms": _TERMS_MISSING,
}


def terms_astray(connection: sa.Connection) -> Iterator[str]:
    """Terms that are not the fold of what was published: folded here again, from the first version on."""
    said = {row.id: row for row in _rows(connection, Programme)}
    found = {row.id: row for row in _rows(connection, Terms)}
    folded, published = _folded(connection, said)
    for terms_id in sorted(folded.keys() | found.keys()):
        if folded.get(terms_id) != found.get(terms_id):
            yield f"the terms {terms_id} are not what was published"
    for programme_id, programme in said.items():
        if any(getattr(programme, name) != getattr(published[programme_id], name) for name in (*BETTER, "version")):
            yield f"programme {programme_id} is not as it was published last"


def _folded(connection: sa.Connection, said: dict[str, Programme]) -> tuple[dict[str, Terms], dict[str, Programme]]:
    """The terms of each version, and each programme as published last, from the versions alone."""
    folded: dict[str, Terms] = {}
    published = {programme_id: altered(programme, version=0) for programme_id, programme in said.items()}
    for version in sorted(_rows(connection, ProgrammeVersion), key=attrgetter("programme_id", "version")):
        newest = altered(published[version.programme_id], version=version.version, **json.loads(version.terms))
        for terms in [one for one in folded.values() if one.programme_id == newest.id]:
            folded[terms.id] = bettered(terms, newest)
        folded[as_published(newest).id] = as_published(newest)
        published[newest.id] = newest
    return folded, published


def _rows(connection: sa.Connection, kind: type[R]) -> Iterator[R]:
    make: Callable[..., R] = kind
    for row in connection.execute(sa.select(TABLES[kind])):
        yield make(*row)
