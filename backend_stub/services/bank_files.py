"""Reading a bank's statement: camt.053 of any version (by its element names), or CSV with a heading row.

Anything that is not whole is refused with the place and the reason, and nothing of it is taken.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from backend_stub.domain.reconciliation import BankLine
from backend_stub.money import MoneyError, exponent, parse
from backend_stub.services.iso20022 import parsed

MOST_LINES = 2_000
CSV_COLUMNS = ("date", "amount", "currency", "reference", "counterparty", "text")
NOT_PROVIDED = "NOTPROVIDED"
DECLARATION = re.compile(r"^<\?xml[^>]*\?>")  # names an encoding, which a text does not have any more


class BankFileError(Exception):
    """A file that is no statement, or not a whole one; says where and why."""


@dataclass(frozen=True, slots=True)
class BankFile:
    """A statement as it was read. Balances are None where it names none."""

    account: str
    currency: str
    opening_minor: int | None
    closing_minor: int | None
    lines: tuple[BankLine, ...]


def read(text: str) -> BankFile:
    """The statement in a text; raises BankFileError."""
    found = _camt(text) if text.lstrip("\ufeff \r\n\t").startswith("<") else _csv(text)
    if not found.lines:
        raise BankFileError("this statement has no booked entries")
    if len(found.lines) > MOST_LINES:
        raise BankFileError(
            f"this statement has {len(found.lines)} entries; split it into files of at most {MOST_LINES}"
        )
    return found


def amount(text: str, currency: str) -> int:
    """An amount in major units as minor ones; zeros beyond the currency's decimals say nothing."""
    whole, dot, part = text.strip().partition(".")
    digits = exponent(currency)
    kept = part[:digits] + part[digits:].rstrip("0")
    return parse(whole + (dot + kept if kept else ""), currency).minor


# --- CSV --------------------------------------------------------------------------------------------------------------


def _csv(text: str) -> BankFile:
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    try:
        heading = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in CSV_COLUMNS[:4] if name not in heading]
        if missing:
            raise BankFileError(f"line 1: there is no column {missing[0]}; a heading names {', '.join(CSV_COLUMNS)}")
        lines = [_csv_line(dict(zip(heading, row, strict=True)), rows.line_num) for row in rows if row]
    except csv.Error as error:
        raise BankFileError(f"line {rows.line_num}: {error}") from None
    except ValueError as error:
        if isinstance(error, MoneyError):
            raise BankFileError(f"line {rows.line_num}: {error}") from None
        raise BankFileError(f"line {rows.line_num}: a row has {len(heading)} columns; this one is torn") from None
    currencies = {line.currency for line in lines}
    if len(currencies) > 1:
        raise BankFileError(f"a statement is of one currency, this one has {' and '.join(sorted(currencies))}")
    return BankFile("", next(iter(currencies), ""), None, None, tuple(lines))


def _csv_line(row: dict[str, str], number: int) -> BankLine:
    try:
        day = dt.date.fromisoformat(row["date"].strip())
    except ValueError:
        raise BankFileError(f"line {number}: {row['date']!r} is no date; write it like 2026-11-24") from None
    currency = row["currency"].strip()
    return BankLine(
        booked_on=_number(day),
        amount_minor=amount(row["amount"], currency),
        currency=currency,
        reference=row["reference"].strip(),
        bank_reference="",
        counterparty=row.get("counterparty", "").strip(),
        text=row.get("text", "").strip(),
        is_charge=False,
    )


def _number(day: dt.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


# --- camt.053 ---------------------------------------------------------------------------------------------------------


def _camt(text: str) -> BankFile:
    try:
        root = parsed(DECLARATION.sub("", text.lstrip("\ufeff \r\n\t"), count=1).encode())
    except etree.XMLSyntaxError as error:
        raise BankFileError(f"the file is torn: {error}") from None
    statements = _all(root, "BkToCstmrStmt", "Stmt")
    if len(statements) != 1:
        raise BankFileError(f"this is no camt.053 with one statement: it has {len(statements)}")
    told = statements[0]
    try:
        lines = [line for entry in _all(told, "Ntry") for line in _entry(entry)]
        currencies = {line.currency for line in lines}
        if len(currencies) > 1:
            raise BankFileError(f"a statement is of one currency, this one has {' and '.join(sorted(currencies))}")
        currency = next(iter(currencies), "")
        account = _text(told, "Acct", "Id", "IBAN") or _text(told, "Acct", "Id", "Othr", "Id")
        balances = dict(_balances(told, currency))
    except MoneyError as error:
        raise BankFileError(str(error)) from None
    return BankFile(account, currency, balances.get("OPBD"), balances.get("CLBD"), tuple(lines))


def _all(node: Any, *names: str) -> list[Any]:  # noqa: ANN401 - lxml carries no types
    found = [node]
    for name in names:
        found = [child for one in found for child in one.iterchildren(f"{{*}}{name}")]
    return found


def _text(node: Any, *names: str) -> str:  # noqa: ANN401
    found = _all(node, *names)
    return (found[0].text or "").strip() if found else ""


def _balances(told: Any, currency: str) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    for node in _all(told, "Bal"):
        figure = _all(node, "Amt")[0]
        if figure.get("Ccy") == currency:
            yield _text(node, "Tp", "CdOrPrtry", "Cd"), _signed(node, amount(figure.text or "", currency))


def _signed(node: Any, minor: int) -> int:  # noqa: ANN401
    return minor if _text(node, "CdtDbtInd") == "CRDT" else -minor


def _entry(entry: Any) -> list[BankLine]:  # noqa: ANN401
    """The lines of a booked entry: one a transaction where the bank tells their amounts, else one."""
    status = _text(entry, "Sts", "Cd") or _text(entry, "Sts")
    if status != "BOOK":
        return []
    figure = _all(entry, "Amt")[0]
    currency = figure.get("Ccy", "")
    whole = _signed(entry, amount(figure.text or "", currency))
    day = (_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))[:10]
    try:
        booked_on = _number(dt.date.fromisoformat(day))
    except ValueError:
        raise BankFileError(f"an entry of {figure.text} {currency} says not when it was booked") from None
    details = _all(entry, "NtryDtls", "TxDtls")
    parts = _parts(details, currency, whole)
    return [
        BankLine(
            booked_on=booked_on,
            amount_minor=minor,
            currency=currency,
            reference=_reference(one),
            bank_reference=_text(entry, "AcctSvcrRef"),
            counterparty=_counterparty(one),
            text=(_text(one, "RmtInf", "Ustrd") if one is not None else "") or _text(entry, "AddtlNtryInf"),
            is_charge=_text(entry, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") in {"CHRG", "FEES", "COMM"},
        )
        for one, minor in parts
    ]


def _parts(details: Sequence[Any], currency: str, whole: int) -> list[tuple[Any, int]]:
    if len(details) < 2:  # noqa: PLR2004 - one transaction is the entry itself
        return [(details[0] if details else None, whole)]
    amounts = []
    for one in details:
        figures = _all(one, "Amt") or _all(one, "AmtDtls", "TxAmt", "Amt")
        if not figures or figures[0].get("Ccy") != currency:
            return [(details[0], whole)]
        amounts.append(amount(figures[0].text or "", currency) * (1 if whole > 0 else -1))
    if sum(amounts) != whole:
        return [(details[0], whole)]
    return list(zip(details, amounts, strict=True))


def _reference(one: Any) -> str:  # noqa: ANN401
    if one is None:
        return ""
    told = _text(one, "Refs", "EndToEndId")
    return "" if told == NOT_PROVIDED else told


def _counterparty(one: Any) -> str:  # noqa: ANN401
    if one is None:
        return ""
    for party in ("Cdtr", "Dbtr"):
        found = _text(one, "RltdPties", party, "Pty", "Nm") or _text(one, "RltdPties", party, "Nm")
        if found:
            return found
    return ""
