"""The business day's judging (A5): what only time changes, what a new version changes, and points that expire.

Safe to run twice and in several processes: each pair is judged by a command of its own, which finds nothing to do the second
time. Commands go to the writer a few at a time, so that tills hardly wait behind them.
"""

from __future__ import annotations

import threading

from backend_stub.contract import RuleStatus
from backend_stub.domain import records
from backend_stub.domain.association.commands import Judge
from backend_stub.domain.association.compiled import compiled
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import is_due
from backend_stub.domain.association.versions import Start
from backend_stub.domain.records import SECOND, Instant
from backend_stub.services import member_usecases
from backend_stub.storage import association_reads
from backend_stub.storage.apart import Desk
from backend_stub.storage.engine import Database

AT_ONCE = 32
PIECE = 500
PIECES_MAX = 2_000  # a run ends by itself, whatever the database answers
A_DAY_US = 86_400 * SECOND


class Judging:
    """Runs in the platform's housekeeping."""

    def __init__(self, database: Database, writer: Desk) -> None:
        self._database = database
        self._writer = writer
        self._known: set[str] = set()  # merchants whose customers of before the first rule are all known
        self._soon = threading.Event()
        self._stopping = threading.Event()

    def look_soon(self) -> None:
        """Something was started: the next look need not wait."""
        self._soon.set()

    def stop(self) -> None:
        """Leave the rest for another time."""
        self._stopping.set()
        self._soon.set()

    def wait(self, seconds: float) -> bool:
        """Wait until it is time to look again; whether to stop."""
        self._soon.wait(seconds)
        self._soon.clear()
        return self._stopping.is_set()

    def run(self, now: Instant) -> int:
        """Judge all that is due at this moment; how many pairs were."""
        with self._database.read.connect() as connection:
            rules = association_reads.rules_waiting_or_in_force(connection)
        for rule in rules:
            if is_due(rule, now):
                self._writer.run(member_usecases.START_RULE, Start(rule.id, rule.merchant_id, rule.valid_from))
        with self._database.read.connect() as connection:
            rules = association_reads.rules_waiting_or_in_force(connection)
        return sum(self._judge_all(rule, now) for rule in rules if rule.status == RuleStatus.IN_FORCE)

    def _judge_all(self, rule: records.Rule, now: Instant) -> int:
        return self._take_in(rule) + self._judge_due(rule, day_by(rule, now)) + self._judge_old(rule, now)

    def _take_in(self, rule: records.Rule) -> int:
        """Customers who bought before there was a rule: once a process, going through all of them."""
        if rule.merchant_id in self._known:
            return 0
        judged, after = 0, ""
        for _ in range(PIECES_MAX):
            with self._database.read.connect() as connection:
                unknown, last = association_reads.unknown_customers(connection, rule.merchant_id, after, PIECE)
            if last is None:
                self._known.add(rule.merchant_id)
                break
            after = last
            judged += self._judge(rule, unknown)
            if self._stopping.is_set():
                break
        return judged

    def _judge_due(self, rule: records.Rule, today: int) -> int:
        judged: dict[str, None] = {}
        for _ in range(PIECES_MAX):
            with self._database.read.connect() as connection:
                found = association_reads.due(connection, rule, today, PIECE)
            fresh = [one for one in found if one not in judged]
            if not fresh or self._stopping.is_set():  # what is found again waits for a clock that was put back
                break
            self._judge(rule, fresh)
            judged.update(dict.fromkeys(fresh))
        return len(judged)

    def _judge_old(self, rule: records.Rule, now: Instant) -> int:
        lasts = compiled(rule.rule).rule.points_expire_after_days
        if lasts is None:
            return 0
        with self._database.read.connect() as connection:
            found = association_reads.with_old_points(connection, rule.merchant_id, now - lasts * A_DAY_US, PIECE)
        return self._judge(rule, found)

    def _judge(self, rule: records.Rule, customers: list[str]) -> int:
        for start in range(0, len(customers), AT_ONCE):
            commands = [Judge(rule.merchant_id, one) for one in customers[start : start + AT_ONCE]]
            self._writer.run_all(member_usecases.JUDGE, commands)
        return len(customers)
