"""The baseline on SQLite: a redemption in hand-written SQL, with what every redemption of ours reads and writes.

The same selects, rows, schema, indexes and durability; no HTTP, no rules beyond those without which the rows would be
wrong. What it costs is what SQLite and Python's own driver cost.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from backend_stub.domain.calendar import business_day, day_text
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.secrets import Keys
from backend_stub.storage.engine import WRITER_PRAGMAS
from tests.benchmarks.load import AMOUNT_MINOR, Payment

TILL = (
    "SELECT id, merchant_id, store_id, time_zone, day_cut_minutes, suspended_at, receipt_day, receipt_count"
    " FROM tills WHERE id = ?"
)
ATTEMPT = "SELECT outcome FROM redemptions WHERE id = ?"
CODE = (
    "SELECT id, device_id, customer_id, number, account_id, limit_minor, expires_at, held_by_till"
    " FROM payment_codes WHERE code_hash = ?"
)
DEVICE = "SELECT codes_issued, codes_ended FROM devices WHERE id = ?"
ACCOUNT = (
    "SELECT id, programme_id, currency, balance_minor, payments_day, payments_count, bonus_minor, status, terms_version"
    " FROM accounts WHERE customer_id = ?"
)
CUSTOMER = "SELECT display_name, family_name FROM customers WHERE id = ?"
TERMS = (
    "SELECT name, payment_max_minor, confirm_above_minor, low_balance_minor, fee_fixed_minor, fee_bps"
    " FROM terms WHERE id = ?"
)
ACCEPTANCE = "SELECT programme_id FROM acceptances WHERE merchant_id = ?"
MERCHANT = "SELECT name, public_service_id FROM merchants WHERE id = ?"
PAY_ACCOUNT = (
    "UPDATE accounts SET balance_minor = ?, expires_at = NULL, payments_day = ?, payments_count = ?, bonus_minor = 0,"
    " reserved_minor = 0, status = 'open', frozen_by = NULL WHERE id = ?"
)
COUNT_RECEIPT = "UPDATE tills SET receipt_day = ?, receipt_count = ? WHERE id = ?"
SPEND_CODE = "UPDATE devices SET codes_ended = ? WHERE id = ?"
REDEMPTION = (
    "INSERT INTO redemptions (id, till_id, merchant_id, store_id, operator_id, code_id, customer_id, account_id,"
    " requested_minor, amount_minor, refunded_minor, refund_count, currency, outcome, refusal, available_minor,"
    " limit_minor, balance_after_minor, customer_name, programme_name, receipt_number, reference, received_at,"
    " decided_at, confirm_until, reversal_id, reversal_reason, request_hash, bonus_after_minor, fee_fixed_minor, fee_bps)"
    " VALUES"
    " (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, 0, 0, ?, 'paid', NULL, NULL, NULL, ?, ?, ?, ?, '', ?, ?, NULL, NULL, NULL, ?, 0, ?, ?)"
)
TRANSFER = "INSERT INTO transfers VALUES (?, 1, 'redemption', ?, ?, ?, ?, ?)"
INTERACTION = "INSERT INTO interactions VALUES (?, ?, ?, ?, 'purchase', ?, ?, 0, ?, 0, NULL)"
MESSAGE = "INSERT INTO messages VALUES (?, ?, ?, 'paid', ?, ?, ?)"
INBOX = (
    "INSERT INTO inboxes VALUES (?, 1, 0) ON CONFLICT (customer_id) DO UPDATE SET last_number = last_number + 1"
    " RETURNING last_number"
)


def per_second(path: Path, keys: Keys, payments: Sequence[Payment], *, a_transaction: int) -> float:
    """Redemptions a second, so many in a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA journal_mode=WAL; {WRITER_PRAGMAS}")
    till_ids = dict(connection.execute("SELECT token_hash, subject_id FROM tokens WHERE kind = 'till'"))
    asked = [(till_ids[keys.token_hash(one.token)], keys.code_hash(one.code)) for one in payments]
    begun = time.perf_counter()
    for first in range(0, len(asked), a_transaction):
        connection.execute("BEGIN IMMEDIATE")
        for till_id, code_hash in asked[first : first + a_transaction]:
            _redeem(connection, new_id(), till_id, code_hash)
        connection.execute("COMMIT")
    took_s = time.perf_counter() - begun
    connection.close()
    return len(asked) / took_s


def _redeem(connection: sqlite3.Connection, attempt_id: str, till_id: str, code_hash: str) -> None:
    now = system_clock()
    ask = connection.execute
    _, merchant_id, store_id, zone, cut, suspended, day, count = ask(TILL, (till_id,)).fetchone()
    known = ask(ATTEMPT, (attempt_id,)).fetchone()
    code_id, device_id, customer_id, number, _, _, expires_at, _ = ask(CODE, (code_hash,)).fetchone()
    issued, ended = ask(DEVICE, (device_id,)).fetchone()
    account_id, programme_id, currency, balance, paid_day, paid_count, _, status, version = ask(
        ACCOUNT, (customer_id,)
    ).fetchone()
    name, _ = ask(CUSTOMER, (customer_id,)).fetchone()
    programme, _, _, _, fee_fixed, fee_bps = ask(TERMS, (f"{programme_id}.{version}",)).fetchone()
    accepted = ask(ACCEPTANCE, (merchant_id,)).fetchall()
    merchant, _ = ask(MERCHANT, (merchant_id,)).fetchone()
    if (
        known
        or suspended
        or status != "open"
        or expires_at <= now
        or number <= ended
        or (programme_id,) not in accepted
    ):
        raise RuntimeError("the baseline met a payment that is none")
    today, left = business_day(now, zone, cut), balance - AMOUNT_MINOR
    number = count + 1 if day == today else 1
    receipt = f"{day_text(today)}-{number:03d}"
    ask(PAY_ACCOUNT, (left, today, paid_count + 1 if paid_day == today else 1, account_id))
    ask(COUNT_RECEIPT, (today, number, till_id))
    ask(SPEND_CODE, (issued, device_id))
    who = (till_id, merchant_id, store_id, code_id, customer_id, account_id)
    what = (
        AMOUNT_MINOR,
        AMOUNT_MINOR,
        currency,
        left,
        name,
        programme,
        receipt,
        now,
        now,
        code_hash[:32],
        fee_fixed,
        fee_bps,
    )
    ask(REDEMPTION, (attempt_id, *who, *what))
    sides = (f"prepayment:{account_id}", f"payable:{merchant_id}")
    ask(TRANSFER, (attempt_id, *sides, AMOUNT_MINOR, currency, now))
    ask(INTERACTION, (attempt_id, customer_id, merchant_id, store_id, AMOUNT_MINOR, currency, now))
    said = {"amount_minor": AMOUNT_MINOR, "merchant": merchant, "receipt_number": receipt, "currency": currency}
    text = json.dumps({**said, "balance_minor": left, "bonus_minor": 0}, ensure_ascii=False, separators=(",", ":"))
    (place,) = ask(INBOX, (customer_id,)).fetchone()
    ask(MESSAGE, (new_id(), customer_id, account_id, text, now, place))
