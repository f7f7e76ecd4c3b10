"""The bank's file of a payout run: ISO 20022 pain.001.001.09, one instruction a payout, checked against its schema.

Each instruction's EndToEndId is the payout's id: banks repeat it on their statements, and the reconciliation finds it there.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from backend_stub.domain import payouts as rules
from backend_stub.domain.records import BankDetails, Batch, Payout, PayoutRun
from backend_stub.domain.settlement import PLATFORM
from backend_stub.money import Money
from backend_stub.services import iso20022
from backend_stub.services.iso20022 import PAIN_001, Node
from backend_stub.services.payouts import looks_like_iban
from backend_stub.services.settlement_views import iso_day
from backend_stub.storage import reads, settlement_reads, settlements


class NoFileError(Exception):
    """The file can't be written; says what is missing."""


def file_of_run(connection: sa.Connection, run_id: str) -> tuple[str, bytes]:
    """The run's file, with a name for it; the same however often it is asked for. Raises NoFileError and SchemaError."""
    run = reads.one(connection, PayoutRun, run_id)
    if run is None:
        raise NoFileError(f"there is no payout run {run_id}")
    ours = settlements.bank_details(connection, PLATFORM, run.currency)
    if ours is None:
        raise NoFileError(
            f"nobody has said from which account {run.currency} is paid: `pos-backend payouts account --platform`"
        )
    rows = settlement_reads.payouts_of_run(connection, run_id)
    batches = {row.id: row for row in settlement_reads.by_ids(connection, Batch, [one.batch_id for one in rows])}
    return f"pain.001-{run.currency}-{iso20022.short_id(run.id)}.xml", written(run, rows, batches, ours)


def written(run: PayoutRun, rows: Sequence[Payout], batches: dict[str, Batch], ours: BankDetails) -> bytes:
    """The file's text."""
    root = iso20022.document(PAIN_001)
    message = root("CstmrCdtTrfInitn")
    total = iso20022.decimal(sum(row.amount_minor for row in rows), run.currency)
    head = message("GrpHdr")
    head("MsgId", iso20022.short_id(run.id))
    head("CreDtTm", iso20022.date_time(run.at))
    head("NbOfTxs", str(len(rows)))
    head("CtrlSum", total)
    head("InitgPty")("Nm", iso20022.name(ours.holder))
    payment = message("PmtInf")
    payment("PmtInfId", iso20022.short_id(run.id))
    payment("PmtMtd", "TRF")
    payment("BtchBookg", "false")  # each payout is to be seen on the bank's statement for itself
    payment("NbOfTxs", str(len(rows)))
    payment("CtrlSum", total)
    is_sepa = run.currency == "EUR" and all(map(looks_like_iban, (ours.account, *(row.account for row in rows))))
    if is_sepa:
        payment.at("PmtTpInf", "SvcLvl")("Cd", "SEPA")
    payment("ReqdExctnDt")("Dt", iso20022.date(run.at))
    payment("Dbtr")("Nm", iso20022.name(ours.holder))
    _account(payment("DbtrAcct"), ours.account)
    _agent(payment("DbtrAgt"), ours.bic)
    payment("ChrgBr", "SLEV" if is_sepa else "SHAR")
    for row in rows:
        _instruction(payment("CdtTrfTxInf"), row, batches[row.batch_id])
    return iso20022.finished(root, PAIN_001)


def _instruction(node: Node, row: Payout, batch: Batch) -> None:
    node("PmtId")("EndToEndId", rules.reference(row.id))
    node("Amt").amount("InstdAmt", Money(row.amount_minor, row.currency))
    if row.bic:
        node.at("CdtrAgt", "FinInstnId")("BICFI", row.bic)
    node("Cdtr")("Nm", iso20022.name(row.holder))
    _account(node("CdtrAcct"), row.account)
    node("RmtInf")("Ustrd", f"Settlement {iso_day(batch.business_day)} {rules.reference(batch.id)}")


def _account(node: Node, account: str) -> None:
    if looks_like_iban(account):
        node("Id")("IBAN", account)
    else:
        node.at("Id", "Othr")("Id", account)


def _agent(node: Node, bic: str) -> None:
    bank = node("FinInstnId")
    if bic:
        bank("BICFI", bic)
    else:
        bank("Othr")("Id", "NOTPROVIDED")
