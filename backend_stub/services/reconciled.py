"""Bank statements that were imported, as they are told: line by line, all of them, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import Finding, PayoutState
from backend_stub.domain import reconciliation as rule
from backend_stub.domain.records import BankEntry, BankStatement, Payout, TopUp, aware
from backend_stub.domain.settlement import PLATFORM
from backend_stub.services.iso20022 import decimal
from backend_stub.services.settlement_views import iso_day
from backend_stub.services.statements import inert
from backend_stub.storage import reads, settlement_reads, settlements
from backend_stub.storage.reads import Place
from backend_stub.storage.settlement_tables import BANK_ENTRIES, BANK_STATEMENTS, PAYOUTS

MOST_MISSING = 5_000
E, B, P = BANK_ENTRIES.c, BANK_STATEMENTS.c, PAYOUTS.c
COLUMNS = (
    "date", "amount", "currency", "finding", "likely cause", "what to do", "matched with", "expected",
    "reference", "counterparty", "text", "id",
)  # fmt: skip
NOT_SEEN = "not_seen"  # in the CSV: a payout that no statement shows


@dataclass(frozen=True, slots=True)
class _Known:
    """What a line of the bank's was matched with: whose it is, and what was expected (minus: going out)."""

    name: str
    expected_minor: int
    is_top_up: bool


def one(connection: sa.Connection, statement_id: str) -> contract.Reconciliation | None:
    """A statement that was imported; None for one that is not there."""
    row = reads.one(connection, BankStatement, statement_id)
    return told(connection, row, was_known=True) if row is not None else None


def page(
    connection: sa.Connection, before: Place | None, limit: int
) -> tuple[list[contract.ReconciliationSummary], BankStatement | None]:
    """A page of statements, newest first; and the row at its end."""
    statement = sa.select(BANK_STATEMENTS).order_by(B.at.desc(), B.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(sa.or_(B.at < before.at, sa.and_(B.at == before.at, B.id < before.id)))
    rows = settlement_reads.all_of(connection, BankStatement, statement)
    return _summaries(connection, rows), rows[-1] if len(rows) == limit else None


def _summaries(connection: sa.Connection, rows: Sequence[BankStatement]) -> list[contract.ReconciliationSummary]:
    matched = sa.func.sum(sa.case((E.finding == Finding.MATCHED.value, 1), else_=0))
    sums = sa.select(E.statement_id, sa.func.count(), matched, sa.func.min(E.booked_on), sa.func.max(E.booked_on))
    found = connection.execute(sums.where(E.statement_id.in_([row.id for row in rows])).group_by(E.statement_id))
    told_of = {key: (int(count), int(fits), int(first), int(last)) for key, count, fits, first, last in found}
    summaries = []
    for row in rows:
        count, fits, first, last = told_of[row.id]
        summaries.append(
            contract.ReconciliationSummary(
                statement_id=row.id,
                name=row.name,
                account=row.account,
                currency=row.currency,
                at=aware(row.at),
                first_day=iso_day(first),
                last_day=iso_day(last),
                entries=count,
                matched=fits,
            )
        )
    return summaries


def told(connection: sa.Connection, statement: BankStatement, *, was_known: bool) -> contract.Reconciliation:
    """What was found, line by line, and what no statement shows so far."""
    rows = settlement_reads.all_of(
        connection, BankEntry, sa.select(BANK_ENTRIES).where(E.statement_id == statement.id).order_by(E.number)
    )
    known = _known(connection, rows)
    entries = [_entry(row, known) for row in rows]
    amounts = [row.amount_minor for row in rows]
    return contract.Reconciliation(
        statement_id=statement.id,
        name=statement.name,
        account=statement.account,
        currency=statement.currency,
        at=aware(statement.at),
        was_known=was_known,
        matched=sum(entry.finding is Finding.MATCHED for entry in entries),
        in_minor=sum(minor for minor in amounts if minor > 0),
        out_minor=sum(minor for minor in amounts if minor < 0),
        differences=[entry for entry in entries if entry.finding is not Finding.MATCHED],
        entries=entries,
        missing=_missing(connection, statement),
        gap_minor=_gap(statement, sum(amounts)),
        payer_account=_another_account(connection, statement),
    )


def _gap(statement: BankStatement, moved_minor: int) -> int | None:
    if statement.opening_minor is None or statement.closing_minor is None:
        return None
    return statement.closing_minor - statement.opening_minor - moved_minor


def _missing(connection: sa.Connection, statement: BankStatement) -> list[contract.MissingPayout]:
    waiting = (P.state == PayoutState.INSTRUCTED.value, P.currency == statement.currency, P.at <= statement.at)
    found = sa.select(PAYOUTS).where(*waiting).order_by(P.id).limit(MOST_MISSING)
    return [
        contract.MissingPayout(
            payout_id=row.id, amount_minor=row.amount_minor, currency=row.currency, at=aware(row.at), holder=row.holder
        )
        for row in settlement_reads.all_of(connection, Payout, found)
    ]


def _another_account(connection: sa.Connection, statement: BankStatement) -> str | None:
    """The account that payouts are paid from, when the statement names another."""
    payer = settlements.bank_details(connection, PLATFORM, statement.currency)
    if payer is None or not statement.account or _plain(payer.account) == _plain(statement.account):
        return None
    return payer.account


def _plain(account: str) -> str:
    return "".join(letter for letter in account if letter.isalnum()).upper()


def _known(connection: sa.Connection, rows: Iterable[BankEntry]) -> dict[str, _Known]:
    ids = [row.matched_id for row in rows if row.matched_id]
    payouts = settlement_reads.by_ids(connection, Payout, ids)
    top_ups = settlement_reads.by_ids(connection, TopUp, ids)
    paid = {row.id: _Known(row.holder, -row.amount_minor, is_top_up=False) for row in payouts}
    return paid | {row.id: _Known(row.source, row.amount_minor, is_top_up=True) for row in top_ups}


def _entry(row: BankEntry, known: dict[str, _Known]) -> contract.BankEntry:
    finding = Finding(row.finding)
    match = known.get(row.matched_id) if row.matched_id else None
    return contract.BankEntry(
        entry_id=row.id,
        booked_on=iso_day(row.booked_on),
        amount_minor=row.amount_minor,
        currency=row.currency,
        reference=row.reference,
        counterparty=row.counterparty,
        text=row.text,
        finding=finding,
        likely_cause=rule.CAUSES[finding],
        what_to_do=rule.WHAT_TO_DO[finding],
        matched_id=row.matched_id,
        matched_name=match.name if match else None,
        is_top_up=match.is_top_up if match else False,
        expected_minor=match.expected_minor if match else None,
    )


def as_csv(found: contract.Reconciliation) -> bytes:
    """One row a line of the bank's, then one a payout that no statement shows. UTF-8 with a mark, for spreadsheets."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for entry in found.entries:
        expected = decimal(entry.expected_minor, entry.currency) if entry.expected_minor is not None else ""
        words = (entry.reference, entry.counterparty, entry.text)
        rows.writerow(
            (
                entry.booked_on,
                decimal(entry.amount_minor, entry.currency),
                entry.currency,
                entry.finding.value,
                entry.likely_cause,
                entry.what_to_do,
                inert(entry.matched_name or ""),
                expected,
                *(inert(word) for word in words),
                entry.entry_id,
            )
        )
    for row in found.missing:
        expected = decimal(-row.amount_minor, row.currency)
        name = inert(row.holder)
        rows.writerow(("", "", row.currency, NOT_SEEN, "", "", name, expected, "", "", "", row.payout_id))
    return b"\xef\xbb\xbf" + text.getvalue().encode()
