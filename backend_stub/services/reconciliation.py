"""Importing a bank's statement: read, matched in one decision, told with its differences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import Finding, PayoutState, ProblemCode
from backend_stub.domain import reconciliation as rule
from backend_stub.domain.records import BankEntry, BankStatement, Payout, TopUp, aware
from backend_stub.domain.state import Broken, State
from backend_stub.services import bank_files
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.settlement_views import iso_day
from backend_stub.storage import settlement_reads
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.settlement_tables import BANK_ENTRIES, PAYOUTS
from backend_stub.storage.tables import TOP_UPS
from backend_stub.storage.writer import Reply

MOST_WAITING = 5_000


def _payouts(_state: State, command: rule.Import) -> Iterable[str | None]:
    return {*(rule.payout_id(line.reference) for line in command.lines), *command.waiting}


IMPORT: UseCase[rule.Import] = UseCase(
    "import_statement",
    rule.import_statement,
    {
        Lookup.BATCH: lambda _, command: command.batches,
        Lookup.PAYOUT: _payouts,
        Lookup.BANK_STATEMENT: lambda _, command: (command.file_hash,),
        Lookup.BANK_ENTRY: lambda _, command: [key for _, key in command.top_ups],
        Lookup.TOP_UP: lambda _, command: [key for _, key in command.top_ups],
    },
)


def command(connection: sa.Connection, name: str, text: str) -> rule.Import:
    """The command for a file; raises BankFileError for one that can't be read."""
    read = bank_files.read(text)
    references = {line.reference for line in read.lines if line.reference}
    t, p = TOP_UPS.c, PAYOUTS.c
    top_ups = connection.execute(
        sa.select(t.provider_reference, t.id).where(t.provider_reference.in_(references), t.state == "captured")
    ).all()
    instructed = p.state == PayoutState.INSTRUCTED.value
    waiting = connection.scalars(
        sa.select(p.id).where(instructed, p.currency == read.currency).order_by(p.id).limit(MOST_WAITING)
    ).all()
    named = [key for one in references if (key := rule.payout_id(one))]
    batches = connection.scalars(sa.select(p.batch_id).where(p.id.in_(named))).all()
    return rule.Import(
        statement_id=new_id(),
        file_hash=hashlib.sha256(text.encode()).hexdigest(),
        name=name,
        account=read.account,
        currency=read.currency,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        lines=read.lines,
        top_ups=tuple((str(reference), str(key)) for reference, key in top_ups),
        waiting=tuple(waiting),
        batches=tuple(batches),
    )


async def submit(platform: Platform, request: contract.BankFile) -> contract.Reconciliation | Broken:
    """Import a statement; the same file again is answered from what was found then."""
    try:
        asked = await platform.read(command, request.name, request.text)
    except bank_files.BankFileError as error:
        return Broken(ProblemCode.RULE_BROKEN, str(error), "text")
    reply = await platform.writer.submit(IMPORT, asked)
    if isinstance(reply, Broken):
        return reply
    return await platform.read(told, reply, asked.statement_id)


def run(platform: Platform, name: str, text: str) -> contract.Reconciliation | Broken:
    """The same for callers without an event loop; raises BankFileError."""
    with platform.database.read.connect() as connection:
        asked = command(connection, name, text)
    reply = platform.writer.run(IMPORT, asked)
    if isinstance(reply, Broken):
        return reply
    with platform.database.read.connect() as connection:
        return told(connection, reply, asked.statement_id)


def told(connection: sa.Connection, statement: Reply, asked_id: str) -> contract.Reconciliation:
    """What was found, line by line, and what no statement shows so far."""
    if not isinstance(statement, BankStatement):
        raise TypeError(f"expected a bank statement, got {type(statement).__name__}")
    e = BANK_ENTRIES.c
    rows = settlement_reads.all_of(
        connection, BankEntry, sa.select(BANK_ENTRIES).where(e.statement_id == statement.id).order_by(e.number)
    )
    expected = _expected(connection, rows)
    entries = [_entry(row, expected) for row in rows]
    gap = None
    if statement.opening_minor is not None and statement.closing_minor is not None:
        gap = statement.closing_minor - statement.opening_minor - sum(row.amount_minor for row in rows)
    p = PAYOUTS.c
    missing = settlement_reads.all_of(
        connection,
        Payout,
        sa.select(PAYOUTS)
        .where(p.state == PayoutState.INSTRUCTED.value, p.currency == statement.currency, p.at <= statement.at)
        .order_by(p.id)
        .limit(MOST_WAITING),
    )
    return contract.Reconciliation(
        statement_id=statement.id,
        name=statement.name,
        account=statement.account,
        currency=statement.currency,
        was_known=statement.id != asked_id,
        matched=sum(one.finding is Finding.MATCHED for one in entries),
        differences=[one for one in entries if one.finding is not Finding.MATCHED],
        entries=entries,
        missing=[
            contract.MissingPayout(
                payout_id=row.id,
                amount_minor=row.amount_minor,
                currency=row.currency,
                at=aware(row.at),
                holder=row.holder,
            )
            for row in missing
        ],
        gap_minor=gap,
    )


def _expected(connection: sa.Connection, rows: Iterable[BankEntry]) -> dict[str, int]:
    ids = [row.matched_id for row in rows if row.matched_id]
    paid = {row.id: -row.amount_minor for row in settlement_reads.by_ids(connection, Payout, ids)}
    return paid | {row.id: row.amount_minor for row in settlement_reads.by_ids(connection, TopUp, ids)}


def _entry(row: BankEntry, expected: dict[str, int]) -> contract.BankEntry:
    finding = Finding(row.finding)
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
        matched_id=row.matched_id,
        expected_minor=expected.get(row.matched_id) if row.matched_id else None,
    )
