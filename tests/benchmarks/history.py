"""Whether a platform grows slow with its history: the same load on ten thousand and on a million past redemptions."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics

from backend_stub.services.parties import Opened
from backend_stub.services.platform import system_clock
from backend_stub.storage.engine import Database
from tests.benchmarks.load import Figures
from tests.benchmarks.redeem import over_http_anew
from tests.benchmarks.rows import Row, in_turns, ratio, sized
from tests.benchmarks.stage import Stage, staged

CUSTOMERS = 8_000
A_YEAR_US = 365 * 86_400 * 1_000_000
PAST_MINOR = 100

# Every statement makes one row a past payment (or, for the top-up, one a customer); `n` counts the payments and goes
# round customers and tills. Ids grow with time, as those that the platform makes do.
_PAYER = """
CREATE TEMP TABLE payer AS
SELECT ROW_NUMBER() OVER (ORDER BY a.id) - 1 AS number, a.id AS account_id, a.customer_id, d.id AS device_id
FROM accounts a JOIN devices d ON d.customer_id = a.customer_id
"""
_TAKER = """
CREATE TEMP TABLE taker AS SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS number, id AS till_id FROM tills
"""
_PAST = """
CREATE TEMP TABLE past AS
WITH RECURSIVE counted(n, at) AS (
    SELECT 0, :first_at UNION ALL SELECT n + 1, at + :apart_us FROM counted WHERE n + 1 < :payments
)
SELECT n, at, printf('%08x-%04x-7000-8000-%012x', at / 1000 / 65536, at / 1000 % 65536, n) AS id,
       account_id, customer_id, device_id, till_id, (SELECT COUNT(*) FROM taker) AS tills
FROM counted
JOIN payer ON payer.number = n % (SELECT COUNT(*) FROM payer)
JOIN taker ON taker.number = n % (SELECT COUNT(*) FROM taker)
"""
_REDEMPTIONS = """
INSERT INTO redemptions
SELECT id, till_id, :merchant_id, :store_id, NULL, replace(id, '-7000-', '-7001-'), customer_id, account_id,
       :amount, :amount, 0, 0, 'EUR', 'paid', NULL, NULL, NULL, 0, 'Ada', 'Card',
       printf('2000-0101-%03d', n / tills + 1), '', at, at, NULL, NULL, NULL, 'past', 0, 0, 0, 0,
       0, 0, 0, 0, NULL, NULL, NULL FROM past
"""
_CODES = """
INSERT INTO payment_codes
SELECT replace(id, '-7000-', '-7001-'), lower(hex(randomblob(32))), device_id, customer_id, 0, NULL, NULL, at,
       at + 60000000, NULL, NULL, 'past' FROM past
"""
_TRANSFERS = """
INSERT INTO transfers
SELECT id, 1, 'redemption', 'prepayment:' || account_id, 'payable:' || :merchant_id, :amount, 'EUR', at FROM past
"""
_INTERACTIONS = """
INSERT INTO interactions
SELECT id, customer_id, :merchant_id, :store_id, 'purchase', :amount, 'EUR', 0, at, at / 86400000000, NULL FROM past
"""
_MESSAGES = """
INSERT INTO messages
SELECT replace(id, '-7000-', '-7002-'), customer_id, account_id, 'paid',
       '{"amount_minor":100,"merchant":"Mei","receipt_number":"2000-0101-1","currency":"EUR","balance_minor":0}', at,
       ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY id)
       + COALESCE((SELECT last_number FROM inboxes WHERE inboxes.customer_id = past.customer_id), 0)
FROM past
"""
_INBOXES = """
INSERT INTO inboxes SELECT customer_id, COUNT(*), 0 FROM past WHERE true GROUP BY customer_id
ON CONFLICT (customer_id) DO UPDATE SET last_number = last_number + excluded.last_number
"""
_TOP_UPS = """
INSERT INTO top_ups
SELECT substr(id, 1, 14) || '7003' || substr(id, 19), account_id, customer_id, :merchant_id, NULL, 'device', spent,
       'EUR', spent, 'Ada', first_at, 'past', 0, 0, 'captured', NULL, NULL, first_at, 0, 0
FROM (SELECT MIN(id) AS id, account_id, customer_id, COUNT(*) * :amount AS spent, MIN(at) AS first_at
      FROM past GROUP BY account_id, customer_id)
"""
_TOP_UP_TRANSFERS = """
INSERT INTO transfers
SELECT id, 1, 'top_up', 'clearing:EUR', 'prepayment:' || account_id, amount_minor, 'EUR', at
FROM top_ups WHERE request_hash = 'past'
"""
_TOP_UP_INTERACTIONS = """
INSERT INTO interactions
SELECT id, customer_id, merchant_id, NULL, 'top_up', amount_minor, 'EUR', 0, at, at / 86400000000, NULL
FROM top_ups WHERE request_hash = 'past'
"""
STATEMENTS = (
    _PAYER,
    _TAKER,
    _PAST,
    _REDEMPTIONS,
    _CODES,
    _TRANSFERS,
    _INTERACTIONS,
    _MESSAGES,
    _INBOXES,
    _TOP_UPS,
    _TOP_UP_TRANSFERS,
    _TOP_UP_INTERACTIONS,
)


def history_1m() -> list[Row]:
    """Sixty-four connections over HTTP on SQLite, with a short history and with a long one."""
    short, long = sized(10_000, 1_000), sized(1_000_000, 20_000)
    with _with_past(short) as little, _with_past(long) as much:
        few, many = in_turns(lambda: over_http_anew(little), lambda: over_http_anew(much))
    return [
        Row(f"history: {short:,} past redemptions", _rate(few), "redeem/s"),
        Row(f"history: {long:,} past redemptions", _rate(many), "redeem/s"),
        Row(f"history: {short:,} past redemptions, p99", _p99_ms(few), "ms"),
        Row(f"history: {long:,} past redemptions, p99", _p99_ms(many), "ms"),
        Row("history_1m: times slower", ratio(_rates(few), _rates(many)), "ratio", "<= 1.3"),
        Row("history_1m: p99 times longer", ratio(_p99s(many), _p99s(few)), "ratio", "<= 1.3"),
    ]


def _with_past(payments: int) -> contextlib.AbstractContextManager[Stage]:
    return staged(sized(CUSTOMERS, 640), lambda database, opened: furnish_with_past(database, opened, payments))


def furnish_with_past(database: Database, opened: Opened, payments: int) -> None:
    """Put past payments of the last year into every table, so that the books are right."""
    values = {
        "payments": payments,
        "first_at": system_clock() - A_YEAR_US,
        "apart_us": A_YEAR_US // payments,
        "merchant_id": opened.merchant_id,
        "store_id": opened.store_id,
        "amount": PAST_MINOR,
    }
    with contextlib.closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for statement in STATEMENTS:
            connection.execute(statement, values)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _rates(figures: list[Figures]) -> list[float]:
    return [one.per_second for one in figures]


def _p99s(figures: list[Figures]) -> list[float]:
    return [one.p99_ms for one in figures]


def _rate(figures: list[Figures]) -> float:
    return statistics.median(_rates(figures))


def _p99_ms(figures: list[Figures]) -> float:
    return statistics.median(_p99s(figures))
