"""Reconciliation: what a line of a bank's statement is of, and the likely cause when it fits nothing.

A payout is known by its reference, which the bank repeats; a top-up by its provider's reference. What has only a fitting
amount is named as likely and never taken for certain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import Finding, PayoutState, ProblemCode
from backend_stub.domain import ledger
from backend_stub.domain.records import BankEntry, BankStatement, Batch, Payout, Record, TopUp, altered
from backend_stub.domain.settlement import PAYOUT_FAILED
from backend_stub.domain.state import Decision, Moment, State, broken

PROVIDER_PAID = "provider_paid"  # a provider hands captured top-ups over: clearing -> bank


@dataclass(frozen=True, slots=True)
class BankLine:
    """A booked line, plus came in, minus went out. `is_charge`: the bank says that it is its own fee."""

    booked_on: int
    amount_minor: int
    currency: str
    reference: str
    bank_reference: str
    counterparty: str
    text: str
    is_charge: bool


@dataclass(frozen=True, slots=True)
class Import:
    """A statement, and the top-ups that its references may be of (by id: the rows are loaded for the decision)."""

    statement_id: str
    file_hash: str
    name: str
    account: str
    currency: str
    opening_minor: int | None
    closing_minor: int | None
    lines: tuple[BankLine, ...]
    known: tuple[str, ...]  # currencies that are kept here
    top_ups: tuple[tuple[str, str], ...]  # (provider's reference, top-up id)
    waiting: tuple[str, ...]  # payouts that no statement has shown
    batches: tuple[str, ...]  # of the payouts that its references name


def payout_id(text: str) -> str | None:
    """The payout that a reference of ours names: its 32 letters with the dashes put back."""
    plain = text.strip().lower()
    if len(plain) != 32 or any(letter not in "0123456789abcdef" for letter in plain):  # noqa: PLR2004 - a UUID
        return None
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def import_statement(state: State, command: Import, moment: Moment) -> Decision:
    """Every line gets its finding; what is certain is carried out: confirmed, given up, or moved from clearing to the bank."""
    known = next(iter(state.where(BankStatement, "file_hash", command.file_hash)), None)
    if known is not None:
        return Decision(known)
    if not command.lines:
        return broken(ProblemCode.RULE_BROKEN, "this statement has no booked entries", "text")
    if command.currency not in command.known and not _names_any(state, command):
        kept = ", ".join(command.known)
        text = f"this statement is in {command.currency}; what is kept here is in {kept}: is it the right file?"
        return broken(ProblemCode.RULE_BROKEN, text, "text")
    told = BankStatement(
        command.statement_id,
        command.file_hash,
        command.name,
        command.account,
        command.currency,
        command.opening_minor,
        command.closing_minor,
        moment.now,
    )
    desk = _Desk(state, command, moment)
    entries = [desk.judged(number, line) for number, line in enumerate(command.lines, 1)]
    return Decision(told, new=(told, *entries, *desk.new), changed=tuple(desk.changed.values()))


def _names_any(state: State, command: Import) -> bool:
    """Whether a line names a payout or top-up of ours; then its currency is a difference to be told."""
    named = (payout_id(line.reference) for line in command.lines)
    return bool(command.top_ups) or any(state.get(Payout, key) is not None for key in named if key)


class _Desk:
    """One statement's way over the desk: what was matched by it already, and what follows from it."""

    def __init__(self, state: State, command: Import, moment: Moment) -> None:
        self._state, self._command, self._moment = state, command, moment
        self._top_ups = dict(command.top_ups)
        self._seen: set[str] = set()
        self.new: list[Record] = []
        self.changed: dict[str, Record] = {}

    def judged(self, number: int, line: BankLine) -> BankEntry:
        entry_id = self._moment.new_id()
        finding, matched = self._finding(line, entry_id)
        return BankEntry(
            entry_id,
            self._command.statement_id,
            number,
            line.booked_on,
            line.amount_minor,
            line.currency,
            line.reference,
            line.bank_reference,
            line.counterparty,
            line.text,
            finding.value,
            matched,
        )

    def _finding(self, line: BankLine, entry_id: str) -> tuple[Finding, str | None]:
        named = payout_id(line.reference)
        payout = self._state.get(Payout, named) if named else None
        if payout is not None:
            return self._of_payout(line, self._latest(payout), entry_id), payout.id
        if line.amount_minor > 0:
            return self._receipt(line, entry_id)
        if line.is_charge:
            return Finding.BANK_CHARGE, None
        fitting = [
            one for one in self._waiting() if (-one.amount_minor, one.currency) == (line.amount_minor, line.currency)
        ]
        if len(fitting) == 1:
            return Finding.LIKELY_PAYOUT, fitting[0].id
        return Finding.UNKNOWN_PAYOUT, None

    def _latest(self, payout: Payout) -> Payout:
        found = self.changed.get(payout.id)
        return found if isinstance(found, Payout) else payout

    def _waiting(self) -> Iterable[Payout]:
        rows = (self._state.get(Payout, key) for key in self._command.waiting)
        latest = (self._latest(row) for row in rows if row is not None)
        return (row for row in latest if row.state == PayoutState.INSTRUCTED)

    def _of_payout(self, line: BankLine, payout: Payout, entry_id: str) -> Finding:
        if line.currency != payout.currency:
            return Finding.WRONG_CURRENCY
        if abs(line.amount_minor) != payout.amount_minor:
            return Finding.WRONG_AMOUNT
        if line.amount_minor > 0:
            return self._returned(line, payout, entry_id)
        if payout.state == PayoutState.FAILED:
            return Finding.ALREADY_FAILED
        if payout.state == PayoutState.CONFIRMED:
            return Finding.DUPLICATE
        seen = altered(payout, state=PayoutState.CONFIRMED.value, confirmed_at=self._moment.now)
        self.changed[payout.id] = seen
        return Finding.MATCHED

    def _returned(self, line: BankLine, payout: Payout, entry_id: str) -> Finding:
        if payout.state == PayoutState.FAILED:
            return Finding.ALREADY_FAILED
        reason = line.text or "the bank sent it back"
        self.changed[payout.id] = altered(
            payout, state=PayoutState.FAILED.value, failed_at=self._moment.now, failure=reason[:200]
        )
        batch = self._state.need(Batch, payout.batch_id)
        self.changed[batch.id] = altered(batch, state="failed")
        self._move(
            entry_id,
            PAYOUT_FAILED,
            ledger.bank(payout.currency),
            ledger.payable(payout.merchant_id),
            payout.amount_minor,
        )
        return Finding.RETURNED

    def _receipt(self, line: BankLine, entry_id: str) -> tuple[Finding, str | None]:
        top_up = self._state.get(TopUp, self._top_ups.get(line.reference))
        if top_up is None:
            return Finding.UNKNOWN_RECEIPT, None
        if line.currency != top_up.currency:
            return Finding.WRONG_CURRENCY, top_up.id
        if line.amount_minor != top_up.amount_minor:
            return Finding.WRONG_AMOUNT, top_up.id
        before = self._state.where(BankEntry, "matched_id", top_up.id)
        if top_up.id in self._seen or any(one.finding == Finding.MATCHED for one in before):
            return Finding.DUPLICATE, top_up.id
        self._seen.add(top_up.id)
        self._move(
            entry_id, PROVIDER_PAID, ledger.bank(line.currency), ledger.clearing(line.currency), line.amount_minor
        )
        return Finding.MATCHED, top_up.id

    def _move(self, entry_id: str, kind: str, debit: str, credit: str, amount_minor: int) -> None:
        moved = ledger.transfer(
            entry_id,
            kind,
            debit=debit,
            credit=credit,
            amount_minor=amount_minor,
            currency=self._command.currency,
            at=self._moment.now,
        )
        self.new.append(moved)


CAUSES = {
    Finding.MATCHED: "",
    Finding.DUPLICATE: "an earlier line was matched with the same: the bank may have booked it twice",
    Finding.WRONG_AMOUNT: "another amount than was instructed: the bank may have kept a charge, or a digit is wrong",
    Finding.WRONG_CURRENCY: "another currency than was instructed: the bank may have exchanged it",
    Finding.RETURNED: "the bank sent the payout back: the account may be closed or its number wrong; pay the batch out again",
    Finding.ALREADY_FAILED: "this payout had been given up: if it arrived after all, do not pay the batch out again",
    Finding.LIKELY_PAYOUT: "one payout that waits has this amount; the bank did not repeat its reference",
    Finding.UNKNOWN_PAYOUT: "money went out that was not instructed here: a payment by hand?",
    Finding.UNKNOWN_RECEIPT: "money came in that belongs to no top-up or payout: a provider's lump sum, or not for us",
    Finding.BANK_CHARGE: "the bank's own charge",
}

WHAT_TO_DO = {
    Finding.MATCHED: "",
    Finding.DUPLICATE: "ask the bank; if it was booked twice, it has to give one back",
    Finding.WRONG_AMOUNT: "compare with the instruction, and ask the bank for what is missing",
    Finding.WRONG_CURRENCY: "ask the bank at which rate, and note the rest as a cost",
    Finding.RETURNED: "ask the merchant for its account, correct it, and release the batch again: it waits under Payouts",
    Finding.ALREADY_FAILED: "ask the bank what became of it before the batch is released again",
    Finding.LIKELY_PAYOUT: "look at the line; if it is this payout, note it as arrived",
    Finding.UNKNOWN_PAYOUT: "find who ordered it; it is in no books here",
    Finding.UNKNOWN_RECEIPT: "compare with the provider's list; a lump sum is no single top-up",
    Finding.BANK_CHARGE: "a cost of the platform: for its own accounts",
}
