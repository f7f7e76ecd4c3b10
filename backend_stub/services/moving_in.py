"""Taking customers and balances over from another system's file: read, checked against what is here, written whole or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import AccountActKind, MessageKind
from backend_stub.domain import ledger, moving_in
from backend_stub.domain.messages import message
from backend_stub.domain.moving_in import COLUMNS, LINES_MAX, OPTIONAL, Arrival, Finding, Totals
from backend_stub.domain.records import SECOND, Account, AccountAct, Customer, Inbox, Instant, Programme, Record
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.services.platform import new_id
from backend_stub.storage import reads
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.rows import Rows

SOURCE = "taken_over"
DAY = 86_400 * SECOND
_DELIMITERS = (",", ";", "\t")
_ASKED_AT_ONCE = 5_000
_CUSTOMERS = Rows(Customer, "social_id")
Lines = list[tuple[int, Mapping[str, str]]]


class NotTakenOverError(Exception):
    """Nothing was written; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} things are wrong; nothing was written")
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that is good, and what it comes to."""

    arrivals: list[Arrival]
    totals: Totals


def read(raw: bytes) -> Lines:
    """The lines of a CSV file with their numbers; raises NotTakenOverError for one that is not whole."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _wrong(line, "this is not UTF-8 text; save the file as UTF-8") from None
    if "\x00" in text:
        raise _wrong(text.count("\n", 0, text.index("\x00")) + 1, "there is a NUL character; the file is damaged")
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(_rows(reader))
    except csv.Error as error:
        raise _wrong(reader.line_num, f"the line is torn: {error}") from None
    if text and not text.endswith(("\n", "\r")):
        raise _wrong(text.count("\n") + 1, "the last line does not end: the file may have been cut off")
    return rows


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, Mapping[str, str]]]:
    names = [name.strip() for name in next(reader, [])]
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in names and name not in OPTIONAL]
    if unknown or missing or len(set(names)) != len(names):
        said = (
            f"missing {', '.join(missing)}" if missing else f"not known or there twice: {', '.join(unknown or names)}"
        )
        raise _wrong(1, f"the first line names the columns {', '.join(COLUMNS)}; {said}")
    for count, cells in enumerate(reader, 1):
        line = reader.line_num  # type: ignore[attr-defined]
        if count > LINES_MAX:
            raise _wrong(line, f"a file has at most {LINES_MAX} lines; divide it")
        if not cells:
            continue
        if len(cells) != len(names):
            raise _wrong(line, f"the line has {len(cells)} cells, the first line {len(names)}")
        yield line, dict(zip(names, (cell.strip() for cell in cells), strict=True))


def _wrong(line: int, text: str) -> NotTakenOverError:
    return NotTakenOverError([Finding(line, text)])


def check(database: Database, raw: bytes, progress: Callable[[int], None] = lambda _count: None) -> Checked:
    """Read a file and hold it against what is here; raises NotTakenOverError with every finding. Writes nothing."""
    rows = read(raw)
    with database.read.connect() as connection:
        known = moving_in.programmes(_terms(one) for one in reads.programmes(connection, None))
        arrivals, findings = moving_in.check(rows, known)
        progress(len(rows))
        findings += _taken(database, connection, arrivals)
    if findings:
        raise NotTakenOverError(sorted(findings, key=lambda finding: finding.line))
    if not arrivals:
        raise NotTakenOverError([Finding(0, "the file holds no customers")])
    return Checked(arrivals, moving_in.totals(arrivals))


def _terms(one: Programme) -> moving_in.Terms:
    return moving_in.Terms(
        one.id, one.name, one.issuer_id, one.currency, one.balance_max_minor, one.version, one.expires_after_days
    )


def _taken(database: Database, connection: sa.Connection, arrivals: Sequence[Arrival]) -> Iterator[Finding]:
    """Social ids that somebody here has already."""
    lines = {one.social_id: one.line for one in reversed(arrivals)}
    asked = sorted(lines)
    for first in range(0, len(asked), _ASKED_AT_ONCE):
        part = asked[first : first + _ASKED_AT_ONCE]
        for row in database.statements.load(raw(connection), _CUSTOMERS, part):
            if isinstance(row, Customer):
                yield Finding(lines[row.social_id], f"social_id {row.social_id!r} is taken by a customer here")


def take_over(database: Database, checked: Checked, told: Mapping[str, int], accounts: int, now: Instant) -> Totals:
    """Write everything in one transaction, if it comes to what was told; raises NotTakenOverError, and then wrote nothing."""
    if findings := moving_in.proof(checked.totals, told, accounts):
        raise NotTakenOverError(findings)
    state = State()
    rows = list(_made(checked.arrivals, now))
    state.apply(Decision(rows[0], new=tuple(rows)))
    try:
        with database.write.connect() as connection, connection.begin():
            database.save(raw(connection), state)
    except sa.exc.IntegrityError:
        again = Finding(0, "somebody took one of these social ids just now; check again")
        raise NotTakenOverError([again]) from None
    return checked.totals


def _made(arrivals: Sequence[Arrival], now: Instant) -> Iterator[Record]:
    moment = Moment(now, new_id)
    customers: dict[str, str] = {}
    for one in arrivals:
        customer_id = customers.get(one.social_id)
        if customer_id is None:
            customer_id = customers[one.social_id] = new_id()
            yield Customer(customer_id, one.social_id, one.display_name, one.family_name, now, SOURCE)
            yield Inbox(customer_id, 0, 0)
        yield from _account(one, customer_id, moment)


def _account(one: Arrival, customer_id: str, moment: Moment) -> Iterator[Record]:
    terms = one.terms
    account = Account(
        id=new_id(),
        customer_id=customer_id,
        programme_id=terms.programme_id,
        currency=terms.currency,
        balance_minor=one.balance_minor,
        opened_at=moment.now,
        expires_at=moment.now + terms.expires_after_days * DAY if terms.expires_after_days is not None else None,
        payments_day=0,
        payments_count=0,
        request_hash=SOURCE,
        bonus_minor=one.bonus_minor,
        terms_version=terms.version,
    )
    yield account
    yield message(moment, MessageKind.TAKEN_OVER, customer_id, account, programme=terms.name)
    if one.balance_minor or one.bonus_minor:
        yield from _money(one, account, moment)


def _money(one: Arrival, account: Account, moment: Moment) -> Iterator[Record]:
    """What is owed for it from now on: the paid part to come from the old system, the bonus promised by its issuer."""
    terms = one.terms
    act = AccountAct(
        id=new_id(),
        account_id=account.id,
        customer_id=account.customer_id,
        kind=AccountActKind.TAKEN_OVER.value,
        by=SOURCE,
        merchant_id=terms.issuer_id,
        till_id=None,
        approved_by=None,
        to_customer_id=None,
        paid_minor=one.balance_minor,
        bonus_minor=one.bonus_minor,
        currency=terms.currency,
        reason="",
        at=moment.now,
        request_hash=SOURCE,
    )
    yield act
    sides = (
        (ledger.Kind.TAKEN_OVER, ledger.clearing(terms.currency), ledger.prepayment(account.id), one.balance_minor),
        (ledger.Kind.BONUS, ledger.payable(terms.issuer_id), ledger.bonus(account.id), one.bonus_minor),
    )
    for number, (kind, debit, credit, amount_minor) in enumerate((side for side in sides if side[-1]), 1):
        yield ledger.transfer(
            act.id,
            kind.value,
            debit=debit,
            credit=credit,
            amount_minor=amount_minor,
            currency=terms.currency,
            at=moment.now,
            number=number,
        )
