"""Importing a bank's statement: read, matched in one decision. What was found is told by `reconciled`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import PayoutState, ProblemCode
from backend_stub.domain import reconciliation as rule
from backend_stub.domain.records import BankStatement
from backend_stub.domain.state import Broken, State
from backend_stub.services import bank_files, reconciled
from backend_stub.services.platform import Platform, new_id
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.settlement_tables import PAYOUTS
from backend_stub.storage.tables import MERCHANTS, TOP_UPS
from backend_stub.storage.writer import Reply

MOST_WAITING = reconciled.MOST_MISSING


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
        known=tuple(sorted(connection.scalars(sa.select(MERCHANTS.c.currency).distinct()))),
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
    return reply if isinstance(reply, Broken) else await platform.read(_told, reply, asked)


def run(platform: Platform, name: str, text: str) -> contract.Reconciliation | Broken:
    """The same for callers without an event loop; raises BankFileError."""
    with platform.database.read.connect() as connection:
        asked = command(connection, name, text)
    reply = platform.writer.run(IMPORT, asked)
    return reply if isinstance(reply, Broken) else platform.look(_told, reply, asked)


def _told(connection: sa.Connection, reply: Reply, asked: rule.Import) -> contract.Reconciliation:
    if not isinstance(reply, BankStatement):
        raise TypeError(f"expected a bank statement, got {type(reply).__name__}")
    return reconciled.told(connection, reply, was_known=reply.id != asked.statement_id)
