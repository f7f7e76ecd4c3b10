"""Statements and bank files: valid by the published schemas, all forms agree, in currencies of 0, 2 and 3 decimals."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from backend_stub.contract import BatchState, PayoutState
from backend_stub.domain import settlement
from backend_stub.domain.records import BankDetails, Batch, Payout, PayoutRun, altered
from backend_stub.money import Money
from backend_stub.services import iso20022, pain001, statement_pdf, statement_words, statements
from backend_stub.services.parties import save
from backend_stub.services.platform import new_id
from backend_stub.services.statements import Statement
from backend_stub.storage import settlements
from tests.backend.shop import NOON, World
from tests.backend.test_settlement import IBAN, cash, closed_day, fee_of, owned, refunded, release, with_account

NS = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", "p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture
def day(lite: World) -> dict[str, Any]:
    owned(lite)
    sale = lite.paid(lite.mara, 1_999)
    lite.paid(lite.jonas, 333)
    refunded(lite, sale, 77)
    cash(lite, 500)
    fee_of(lite, fixed=2, bps=125)
    with_account(lite)
    return closed_day(lite)


def fetched(world: World, path: str, **query: str) -> bytes:
    answer = world.api.get(path, world.manager, params=query)
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


def form(world: World, batch: dict[str, Any], ending: str, **query: str) -> bytes:
    return fetched(world, f"/v1/settlement/batches/{batch['batch_id']}/statement.{ending}", **query)


def test_the_csv_adds_up_to_the_net_amount(lite: World, day: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(form(lite, day, "csv").decode("utf-8-sig"))))
    assert rows[-1]["line"] == "net"
    total = sum(Decimal(row["amount"]) for row in rows[:-1])
    assert total == Decimal(rows[-1]["amount"]) == Money(day["net_minor"], "EUR").decimal()
    assert sum(Decimal(row["fee_exact"]) for row in rows if row["fee_exact"]) * 1_000_000 == day["fee_exact_e4"]


def test_the_camt_statement_is_valid_and_its_balances_add_up(lite: World, day: dict[str, Any]) -> None:
    release(lite, day)
    text = form(lite, day, "xml")
    iso20022.check(text, iso20022.CAMT_053)
    found = etree.fromstring(text)

    def signed(of: str) -> list[Decimal]:
        return [
            Decimal(node.findtext("c:Amt", namespaces=NS))
            * (1 if node.findtext("c:CdtDbtInd", namespaces=NS) == "CRDT" else -1)
            for node in found.iterfind(f".//c:{of}", NS)
        ]

    opening, closing = signed("Bal")
    entries = signed("Ntry")
    assert opening + sum(entries) == closing == 0
    assert entries[-1] == -Money(day["net_minor"], "EUR").decimal()


def test_the_bank_file_is_valid_and_names_each_payout(lite: World, day: dict[str, Any]) -> None:
    ours = BankDetails(settlement.PLATFORM, "EUR", "Platform", "DE02120300000000202051", "BYLADEM1001", 0, NOON)
    save(lite.platform.database, [ours])
    run = release(lite, day).json()
    text = fetched(lite, f"/v1/payout-runs/{run['run_id']}/pain.001")
    iso20022.check(text, iso20022.PAIN_001)
    found = etree.fromstring(text)
    assert found.findtext(".//p:EndToEndId", namespaces=NS) == run["payouts"][0]["reference"]
    assert found.findtext(".//p:InstdAmt", namespaces=NS) == str(Money(day["net_minor"], "EUR").decimal())
    assert found.findtext(".//p:CdtrAcct/p:Id/p:IBAN", namespaces=NS) == IBAN
    assert found.findtext(".//p:SvcLvl/p:Cd", namespaces=NS) == "SEPA"


def test_without_an_account_of_ours_there_is_no_bank_file_and_it_says_so(lite: World, day: dict[str, Any]) -> None:
    run = release(lite, day).json()
    answer = lite.api.get(f"/v1/payout-runs/{run['run_id']}/pain.001", lite.manager)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert lite.api.get(f"/v1/payout-runs/{run['run_id']}/pain.001", lite.books.manager_token).status_code == 404


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (rb'Ccy="EUR"', b'Ccy="euro"'),
        (rb"<CdtDbtInd>CRDT</CdtDbtInd>", b"<CdtDbtInd>PLUS</CdtDbtInd>"),
        (rb"<NtryRef>1</NtryRef>", b"<NtryRef></NtryRef>"),
        (rb"<GrpHdr>.*?</GrpHdr>", b""),
        (rb"<Amt Ccy=\"EUR\">[0-9.]+<", b'<Amt Ccy="EUR">much<'),
        (rb"</BkToCstmrStmt>.*", b""),
    ],
)
def test_a_file_that_was_tampered_with_is_not_valid(
    lite: World, day: dict[str, Any], pattern: bytes, wrong: bytes
) -> None:
    whole = form(lite, day, "xml")
    iso20022.check(whole, iso20022.CAMT_053)
    torn, count = re.subn(pattern, wrong, whole, count=1, flags=re.DOTALL)
    assert count == 1
    with pytest.raises(iso20022.SchemaError):
        iso20022.check(torn, iso20022.CAMT_053)


def test_the_data_form_holds_what_the_ledger_moved(lite: World, day: dict[str, Any]) -> None:
    release(lite, day)
    answer = lite.api.get(f"/v1/settlement/batches/{day['batch_id']}/statement.json", lite.manager).json()
    assert {one["kind"] for one in answer["transfers"]} == {"settlement_fee", "payout"}
    assert len(answer["entries"]) == 4


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_printed_statement_is_the_same_each_time(lite: World, day: dict[str, Any], language: str) -> None:
    first, again = (form(lite, day, "pdf", language=language) for _ in range(2))
    assert first == again
    assert first.startswith(b"%PDF-")
    assert (
        lite.api.get(f"/v1/settlement/batches/{day['batch_id']}/statement.pdf?language=fr", lite.manager).status_code
        == 400
    )


def test_every_line_and_state_has_a_word_in_both_languages() -> None:
    for language in statement_words.LANGUAGES:
        assert all(statement_words.line(language, line) for line in settlement.StatementLine)
        assert all(statement_words.state(language, state.value) for state in BatchState)


# --- currencies of other decimals -------------------------------------------------------------------------------------


def in_currency(world: World, day: dict[str, Any], currency: str) -> Statement:
    """The same day, kept in another currency."""
    with world.platform.database.read.connect() as connection:
        batch = settlements.batch(connection, day["batch_id"])
        assert batch is not None
        whole = statements.gathered(connection, batch)
    return replace(whole, batch=altered(batch, currency=currency))


@pytest.mark.parametrize(
    ("currency", "gross", "exact"),
    [("JPY", "2332", "30.1875"), ("EUR", "23.32", "0.301875"), ("KWD", "2.332", "0.0301875")],
)
def test_decimals_are_those_of_the_currency_through_to_the_printed_file(
    lite: World, day: dict[str, Any], currency: str, gross: str, exact: str
) -> None:
    statement = in_currency(lite, day, currency)
    rows = list(csv.DictReader(io.StringIO(statements.as_csv(statement).decode("utf-8-sig"))))
    assert sum(Decimal(row["amount"]) for row in rows if row["line"] == "gross") == Decimal(gross)
    assert all(row["amount"] == f"{Decimal(row['amount']):.{-Decimal(gross).as_tuple().exponent}f}" for row in rows)
    assert statements.exact(301_875, currency) == exact.ljust(len(statements.exact(301_875, currency)), "0")
    text = statements.as_camt053(statement)
    assert f'<Amt Ccy="{currency}">'.encode() in text
    printed = printed_figures(statement)
    assert f"{Decimal(gross):,}" in printed
    assert statement_pdf.as_pdf(statement)


def printed_figures(statement: Statement) -> str:
    """What is written on the paper, caught on its way there."""
    sheet = statement_pdf._Sheet(statement, "en")
    written: list[str] = []
    cell = sheet.pdf.cell
    sheet.pdf.cell = lambda *args, **kwargs: written.append(str(args[2:3])) or cell(*args, **kwargs)  # type: ignore[method-assign, func-returns-value]
    sheet.sums()
    sheet.each_cent()
    sheet.close()
    return "\n".join(written)


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "123456"), ("EUR", "1234.56"), ("KWD", "123.456")])
def test_the_bank_file_is_valid_in_every_currency_with_and_without_an_iban(currency: str, amount: str) -> None:
    run = PayoutRun(new_id(), currency, 1, 123_456, "somebody", NOON, "x")
    batch = settlement.opened(new_id(), new_id(), new_id(), 20261122, currency, NOON, NOON, NOON)
    account = (
        "0123456 7890123" if currency == "JPY" else "KW81CBKU0000000000001234560101" if currency == "KWD" else IBAN
    )
    payout = paid(run, batch, account.replace(" ", ""))
    ours = BankDetails(settlement.PLATFORM, currency, "Platform", account.replace(" ", ""), "", 0, NOON)
    text = pain001.written(run, [payout], {batch.id: batch}, ours)
    iso20022.check(text, iso20022.PAIN_001)
    assert etree.fromstring(text).findtext(".//p:CtrlSum", namespaces=NS) == amount
    with pytest.raises(iso20022.SchemaError):
        iso20022.check(text.replace(b"<PmtMtd>TRF", b"<PmtMtd>GOLD"), iso20022.PAIN_001)


def paid(run: PayoutRun, batch: Batch, account: str) -> Payout:
    state = PayoutState.INSTRUCTED.value
    return Payout(
        new_id(), run.id, batch.id, batch.merchant_id, 1, run.total_minor, run.currency,
        "Mei’s Tea 美茶", account, "", state, NOON, None, None, None,
    )  # fmt: skip
