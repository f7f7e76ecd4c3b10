"""Payouts (P10): a closed batch's net amount is instructed to the bank once; when the bank sends it back, it can be again.

Releasing is the platform operator's act. The instruction moves the money in the ledger at once, from what the merchant is
owed to the bank; a payout that fails moves it back.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import BatchState, PayoutState, ProblemCode
from backend_stub.domain import ledger
from backend_stub.domain.calendar import day_text
from backend_stub.domain.records import BankDetails, Batch, Payout, PayoutRun, Record, altered
from backend_stub.domain.settlement import PAYOUT, PAYOUT_FAILED
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.money import MAX_AMOUNT_MINOR, Money

CAN_BE_PAID = (BatchState.CLOSED, BatchState.FAILED)
_STATES = {
    BatchState.OPEN: "is still being put together",
    BatchState.CARRIED: "was too little to pay out and went on to the next one",
    BatchState.PAID: "is paid out already",
    BatchState.REPAID: "is paid out already",
}


@dataclass(frozen=True, slots=True)
class Release:
    """Pay these batches out: one instruction each, together one file for the bank."""

    run_id: str
    batch_ids: tuple[str, ...]
    currency: str
    released_by: str
    merchant_id: str | None  # only this merchant's, or anybody's
    request_hash: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """A payout did not arrive: the bank sent it back, or never carried it out."""

    payout_id: str
    batch_id: str  # the payout's own
    failure_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """A payout was seen on the bank's statement."""

    payout_id: str


def release(state: State, command: Release, moment: Moment) -> Decision:
    """All of the batches, or none and why not."""
    known = state.get(PayoutRun, command.run_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    new: list[Record] = []
    changed: list[Record] = []
    total_minor = 0
    for batch_id in dict.fromkeys(command.batch_ids):
        batch = state.get(Batch, batch_id)
        if batch is None or command.merchant_id not in (None, batch.merchant_id):
            return broken(ProblemCode.NOT_FOUND, f"there is no batch {batch_id} of yours", "batch_ids")
        payee = _payee(state, command, batch)
        if isinstance(payee, Broken):
            return Decision(payee)
        payout = _instructed(state, command, batch, payee, moment)
        new += [payout, _moved(payout, payout.id, PAYOUT, moment)]
        again = batch.state == BatchState.FAILED
        paid = (BatchState.REPAID if again else BatchState.PAID).value
        changed.append(altered(batch, state=paid, payout_id=payout.id))
        total_minor += payout.amount_minor
    if total_minor > MAX_AMOUNT_MINOR:
        most = Money(MAX_AMOUNT_MINOR, command.currency)
        return broken(ProblemCode.RULE_BROKEN, f"one file pays out at most {most}: release fewer batches", "batch_ids")
    run = PayoutRun(
        command.run_id,
        command.currency,
        len(changed),
        total_minor,
        command.released_by,
        moment.now,
        command.request_hash,
    )
    return Decision(run, new=(run, *new), changed=tuple(changed))


def _payee(state: State, command: Release, batch: Batch) -> BankDetails | Broken:
    """Where the batch's money goes, or why it can't be paid out."""
    named = f"the batch of {day_text(batch.business_day)} ({batch.id})"
    if batch.state not in CAN_BE_PAID:
        return Broken(ProblemCode.CONFLICT, f"{named} {_STATES[BatchState(batch.state)]}", "batch_ids")
    if batch.currency != command.currency:
        text = f"{named} is in {batch.currency}: a file pays out one currency, here {command.currency}"
        return Broken(ProblemCode.RULE_BROKEN, text, "currency")
    payee = state.get(BankDetails, (batch.merchant_id, batch.currency))
    if payee is None:
        text = f"{named} has nowhere to go: its merchant has no bank details for {batch.currency}"
        return Broken(ProblemCode.RULE_BROKEN, text, "batch_ids")
    return payee


def _instructed(state: State, command: Release, batch: Batch, payee: BankDetails, moment: Moment) -> Payout:
    before = state.get(Payout, batch.payout_id)
    return Payout(
        id=moment.new_id(),
        run_id=command.run_id,
        batch_id=batch.id,
        merchant_id=batch.merchant_id,
        attempt=before.attempt + 1 if before else 1,
        amount_minor=batch.net_minor,
        currency=batch.currency,
        holder=payee.holder,
        account=payee.account,
        bic=payee.bic,
        state=PayoutState.INSTRUCTED.value,
        at=moment.now,
        confirmed_at=None,
        failed_at=None,
        failure=None,
    )


def _moved(payout: Payout, transaction_id: str, kind: str, moment: Moment) -> Record:
    owed, held = ledger.payable(payout.merchant_id), ledger.bank(payout.currency)
    debit, credit = (owed, held) if kind == PAYOUT else (held, owed)
    return ledger.transfer(
        transaction_id,
        kind,
        debit=debit,
        credit=credit,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        at=moment.now,
    )


def give_up(state: State, command: GiveUp, moment: Moment) -> Decision:
    """The money is owed to the merchant again; said again, the answer is the same."""
    payout = state.get(Payout, command.payout_id)
    if payout is None:
        return broken(ProblemCode.NOT_FOUND, "no such payout")
    if payout.state == PayoutState.FAILED:
        return Decision(payout)
    failed = altered(payout, state=PayoutState.FAILED.value, failed_at=moment.now, failure=command.reason)
    batch = altered(state.need(Batch, payout.batch_id), state=BatchState.FAILED.value)
    return Decision(failed, new=(_moved(failed, command.failure_id, PAYOUT_FAILED, moment),), changed=(failed, batch))


def confirm(state: State, command: Confirm, moment: Moment) -> Decision:
    """Noted; a payout that had failed stays so: somebody has to look."""
    payout = state.get(Payout, command.payout_id)
    if payout is None:
        return broken(ProblemCode.NOT_FOUND, "no such payout")
    if payout.state != PayoutState.INSTRUCTED:
        return Decision(payout)
    seen = altered(payout, state=PayoutState.CONFIRMED.value, confirmed_at=moment.now)
    return Decision(seen, changed=(seen,))


def reference(payout_id: str) -> str:
    """What the bank is asked to repeat (EndToEndId, at most 35 letters): the payout's id without its dashes."""
    return payout_id.replace("-", "")
