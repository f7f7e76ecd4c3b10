"""A shift's report: a document, and its lines as plain text. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from backend_stub.contract import ReportKind, ShiftReport
from backend_stub.money import Money
from pos_app.receipts.document import Align, Block, Cut, Document, Pair, Rule, Text
from pos_app.receipts.layout import plain
from pos_app.receipts.shift_words import ShiftWords

COLUMNS = 42


def report_lines(report: ShiftReport, words: ShiftWords, time_zone: str, columns: int = COLUMNS) -> tuple[str, ...]:
    """The report as plain text."""
    return plain(report_document(report, words, time_zone), columns)


def report_document(report: ShiftReport, words: ShiftWords, time_zone: str) -> Document:
    """Heading, sales held against the ledger, the drawer from float to expected, and for a Z report the count."""
    zone = ZoneInfo(time_zone)
    blocks: list[Block] = [Text(f"{words.title[report.kind]} {report.number}", Align.CENTRE, is_bold=True)]
    blocks += [Text(text, Align.CENTRE) for text in (report.store_name, report.till_name)]
    parts = [_who(report, words, zone), _sales(report, words), _drawer(report, words)]
    if report.outside:
        parts.append(_outside(report, words))
    if report.kind is ReportKind.Z:
        parts.append(_count(report, words))
    for part in parts:
        blocks.append(Rule())
        blocks += [Pair(left, right) for left, right in part]
    return Document((*blocks, Cut()), words.copy)


def _who(report: ShiftReport, words: ShiftWords, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    shift = report.shift
    yield words.shift, str(shift.number)
    yield f"{words.opened} {_time(shift.opened_at, zone)}", shift.opened_by
    if shift.closed_at is not None:
        yield f"{words.closed} {_time(shift.closed_at, zone)}", shift.closed_by or ""
    else:
        yield f"{words.made} {_time(report.at, zone)}", report.by


def _sales(report: ShiftReport, words: ShiftWords) -> Iterator[tuple[str, str]]:
    yield words.sales, str(report.sales_count)
    yield words.by_code, _money(report, report.sales_minor)
    if report.bonus_minor:
        yield words.of_it_bonus, _money(report, report.bonus_minor)
    if report.refunds_count:
        yield f"{words.refunds} ({report.refunds_count})", _money(report, -report.refunds_minor)
    yield words.ledger, _money(report, report.ledger_minor)
    if report.ledger_difference_minor:
        yield words.ledger_differs, _money(report, report.ledger_difference_minor)


def _drawer(report: ShiftReport, words: ShiftWords) -> Iterator[tuple[str, str]]:
    yield words.float_, _money(report, report.shift.float_minor)
    for one in report.drawer:
        yield f"{words.kinds[one.kind]} ({one.count})", _money(report, one.amount_minor)
    yield words.expected, _money(report, report.expected_minor)


def _outside(report: ShiftReport, words: ShiftWords) -> Iterator[tuple[str, str]]:
    yield words.outside, ""
    for one in report.outside:
        yield f"{words.kinds[one.kind]} ({one.count})", _money(report, one.amount_minor)


def _count(report: ShiftReport, words: ShiftWords) -> Iterator[tuple[str, str]]:
    for one in report.count:
        value = Money(one.value_minor, report.shift.currency).decimal()
        yield f"{one.pieces} x {value}", _money(report, one.pieces * one.value_minor)
    if report.loose_minor:
        yield words.loose, _money(report, report.loose_minor)
    yield words.counted, _money(report, report.shift.counted_minor or 0)
    over = report.shift.difference_minor or 0
    yield words.over if over > 0 else words.short if over < 0 else words.agrees, _money(report, over) if over else ""
    if report.shift.reason:
        yield words.reason, report.shift.reason


def _money(report: ShiftReport, minor: int) -> str:
    return str(Money(minor, report.shift.currency))


def _time(moment: dt.datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
