"""A batch's statement to its merchant: the figures of all its forms, and the plain ones among them, CSV and camt.053.

The forms say the same: the entries of each line add up to it, the lines add up to the net amount.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import StatementLine
from backend_stub.domain import payouts as rules
from backend_stub.domain import settlement
from backend_stub.domain.records import Batch, Merchant, Payout, Store, aware, instant
from backend_stub.money import Money, exponent
from backend_stub.services import iso20022, settlement_views
from backend_stub.services.iso20022 import CAMT_053, Node
from backend_stub.services.settlement_views import iso_day
from backend_stub.storage import reads, settlement_reads

E4_DIGITS = 4
COLUMNS = (
    "at",
    "line",
    "kind",
    "receipt_number",
    "customer",
    "currency",
    "amount",
    "discount",
    "fee_exact",
    "net_exact",
    "transaction_id",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything a statement is written from."""

    batch: Batch
    merchant: Merchant
    store: Store
    before: Batch | None
    payout: Payout | None
    entries: tuple[contract.SettlementEntry, ...]

    def money(self, minor: int) -> Money:
        """An amount of the batch's currency."""
        return Money(minor, self.batch.currency)

    @property
    def lines(self) -> dict[StatementLine, int]:
        """The lines, signed."""
        return settlement.statement(self.batch)


def gathered(connection: sa.Connection, batch: Batch) -> Statement:
    """The figures of a batch's statement; LookupError for rows that must be there."""
    merchant, store = (
        reads.one(connection, Merchant, batch.merchant_id),
        reads.one(connection, Store, batch.store_id),
    )
    if merchant is None or store is None:
        raise LookupError(f"batch {batch.id} without merchant or store")
    return Statement(
        batch,
        merchant,
        store,
        reads.one(connection, Batch, batch.before_id) if batch.before_id else None,
        reads.one(connection, Payout, batch.payout_id) if batch.payout_id else None,
        tuple(settlement_views.all_entries(connection, batch)),
    )


def name(batch: Batch, ending: str) -> str:
    """A file's name: day and batch."""
    return f"settlement-{iso_day(batch.business_day)}-{iso20022.short_id(batch.id)[-12:]}.{ending}"


def document(connection: sa.Connection, batch: Batch) -> contract.SettlementStatement:
    """The statement as JSON, with the ledger's transfers of the batch itself and of its payout."""
    told = settlement_views.batches(connection, [batch])[0]
    own = [batch.id, *([batch.payout_id] if batch.payout_id else [])]
    behind = settlement_reads.evidence(connection, own)
    return contract.SettlementStatement(
        batch=told,
        entries=list(settlement_views.all_entries(connection, batch)),
        transfers=[settlement_views.transfer(row) for rows in behind.transfers.values() for row in rows],
    )


# --- CSV --------------------------------------------------------------------------------------------------------------


def exact(e4: int, currency: str) -> str:
    """An exact amount in major units: 0.0450 for 4.5 cents."""
    digits = exponent(currency) + E4_DIGITS
    sign, whole = ("-" if e4 < 0 else ""), f"{abs(e4):0{digits + 1}d}"
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"


def as_csv(statement: Statement) -> bytes:
    """One row an entry, then one a line that has none, then the net amount. UTF-8 with a mark, as spreadsheets want it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    currency = statement.batch.currency

    def plain(minor: int) -> str:
        return iso20022.decimal(minor, currency)

    for one in statement.entries:
        rows.writerow(
            (
                one.at.isoformat(),
                one.line.value,
                one.kind,
                one.receipt_number or "",
                inert(one.customer_name or ""),
                currency,
                plain(one.amount_minor),
                plain(one.discount_minor),
                exact(one.fee_e4, currency),
                exact(one.net_e4, currency),
                one.transaction_id,
            )
        )
    closed = aware(statement.batch.closed_at or statement.batch.opened_at).isoformat()
    for line in (StatementLine.FEES, StatementLine.DISCOUNTS, StatementLine.CARRY):
        amount = statement.lines[line]
        rows.writerow(
            (closed, line.value, "", "", "", currency, plain(amount), "", "", plain(amount), statement.batch.id)
        )
    net = plain(statement.batch.net_minor)
    rows.writerow((closed, "net", "", "", "", currency, net, "", "", net, statement.batch.id))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def inert(text: str) -> str:
    """A name that a spreadsheet would take for a formula is only text."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


# --- camt.053 ---------------------------------------------------------------------------------------------------------


def as_camt053(statement: Statement) -> bytes:
    """The merchant's account with the platform on that day, as a bank would tell it. Checked against the schema."""
    batch = statement.batch
    at = batch.closed_at or batch.opened_at
    root = iso20022.document(CAMT_053)
    message = root("BkToCstmrStmt")
    head = message("GrpHdr")
    head("MsgId", iso20022.short_id(batch.id))
    head("CreDtTm", iso20022.date_time(at))
    told = message("Stmt")
    told("Id", iso20022.short_id(batch.id))
    told("CreDtTm", iso20022.date_time(at))
    span = told("FrToDt")
    span("FrDtTm", iso20022.date_time(batch.begins_at))
    span("ToDtTm", iso20022.date_time(batch.ends_at))
    account = told("Acct")
    account.at("Id", "Othr")("Id", iso20022.short_id(batch.merchant_id))
    account("Ccy", batch.currency)
    account("Ownr")("Nm", iso20022.name(statement.merchant.name))
    _balance(told, "OPBD", statement.money(batch.carry_in_minor), iso_day(batch.business_day))
    _balance(told, "CLBD", statement.money(_left(statement)), iso_day(batch.business_day))
    for number, one in enumerate(statement.entries, 1):
        node = _entry(told, number, statement.money(one.amount_minor), iso20022.date_time(_instant(one)), one.kind)
        _details(node, one.transaction_id, " ".join(filter(None, (one.receipt_number, one.customer_name))))
    number = len(statement.entries)
    for line in (StatementLine.FEES, StatementLine.DISCOUNTS):
        if statement.lines[line]:
            number += 1
            node = _entry(told, number, statement.money(statement.lines[line]), iso20022.date_time(at), line.value)
            _details(node, batch.id, "")
    if statement.payout is not None and statement.payout.state != contract.PayoutState.FAILED:
        paid = statement.payout
        node = _entry(told, number + 1, statement.money(-paid.amount_minor), iso20022.date_time(paid.at), "payout")
        _details(node, paid.id, f"{paid.holder} {paid.account}")
    return iso20022.finished(root, CAMT_053)


def _instant(entry: contract.SettlementEntry) -> int:
    return instant(entry.at)


def _left(statement: Statement) -> int:
    """What the merchant is still owed of it."""
    paid = statement.payout
    went = paid.amount_minor if paid is not None and paid.state != contract.PayoutState.FAILED else 0
    return statement.batch.net_minor - went


def _balance(told: Node, kind: str, amount: Money, day: str) -> None:
    node = told("Bal")
    node.at("Tp", "CdOrPrtry")("Cd", kind)
    node.amount("Amt", amount)
    node("CdtDbtInd", "CRDT" if amount.minor >= 0 else "DBIT")
    node("Dt")("Dt", day)


def _entry(told: Node, number: int, amount: Money, at: str, kind: str) -> Node:
    node = told("Ntry")
    node("NtryRef", str(number))
    node.amount("Amt", amount)
    node("CdtDbtInd", "CRDT" if amount.minor >= 0 else "DBIT")
    node("Sts")("Cd", "BOOK")
    node("BookgDt")("DtTm", at)
    node("ValDt")("DtTm", at)
    node.at("BkTxCd", "Prtry")("Cd", kind[:35])
    return node


def _details(node: Node, transaction_id: str, text: str) -> None:
    details = node.at("NtryDtls", "TxDtls")
    details("Refs")("EndToEndId", rules.reference(transaction_id)[:35])
    if text:
        details("AddtlTxInf", text[:500])
