"""Releasing payouts and hearing of them again; where a merchant's money goes."""

from __future__ import annotations

from collections.abc import Iterable

from stdnum import bic, iban

from backend_stub.contract import PayoutRequest, ProblemCode
from backend_stub.domain import payouts, settlement
from backend_stub.domain.records import BankDetails, Batch
from backend_stub.domain.state import Broken, Decision, Moment, State
from backend_stub.services.platform import Platform
from backend_stub.storage.lookups import Lookup, UseCase


def _batches(_state: State, command: payouts.Release) -> Iterable[str]:
    return command.batch_ids


def _found(state: State, command: payouts.Release) -> list[Batch]:
    return [batch for batch_id in command.batch_ids if (batch := state.get(Batch, batch_id))]


RELEASE: UseCase[payouts.Release] = UseCase(
    "release",
    payouts.release,
    {
        Lookup.BATCH: _batches,
        Lookup.PAYOUT: lambda state, command: [batch.payout_id for batch in _found(state, command)],
        Lookup.PAYOUT_RUN: lambda _, command: (command.run_id,),
        Lookup.BANK_DETAILS: lambda state, command: [batch.merchant_id for batch in _found(state, command)],
    },
)
GIVE_UP: UseCase[payouts.GiveUp] = UseCase(
    "give_up",
    payouts.give_up,
    {
        Lookup.BATCH: lambda _, command: (command.batch_id,),
        Lookup.PAYOUT: lambda _, command: (command.payout_id,),
    },
)
CONFIRM: UseCase[payouts.Confirm] = UseCase(
    "confirm_payout", payouts.confirm, {Lookup.PAYOUT: lambda _, command: (command.payout_id,)}
)


def release_command(
    platform: Platform, run_id: str, request: PayoutRequest, by: str, merchant_id: str | None
) -> payouts.Release:
    """The command for a request; `merchant_id` bounds it to one merchant's batches."""
    said = f"{request.currency} {','.join(sorted(request.batch_ids))}".encode()
    hashed = platform.keys.request_hash(f"release {merchant_id}", said)
    return payouts.Release(run_id, tuple(request.batch_ids), request.currency, by, merchant_id, hashed)


# --- where money goes -------------------------------------------------------------------------------------------------


def set_details(state: State, command: BankDetails, _moment: Moment) -> Decision:
    """The owner's details as they are from now on; payouts already instructed keep theirs."""
    known = state.get(BankDetails, (command.owner, command.currency))
    return Decision(command, changed=(command,)) if known else Decision(command, new=(command,))


SET_DETAILS: UseCase[BankDetails] = UseCase(
    "set_bank_details", set_details, {Lookup.BANK_DETAILS: lambda _, command: (command.owner,)}
)


def details(
    owner: str, currency: str, holder: str, account: str, code: str | None, smallest_minor: int | None, now: int
) -> BankDetails | Broken:
    """Bank details as they are kept, or what is wrong with them. An account that looks like an IBAN has to be one."""
    plain = account.replace(" ", "").upper()
    if looks_like_iban(plain) and not iban.is_valid(plain):
        return Broken(ProblemCode.RULE_BROKEN, f"{account} is no IBAN: a digit is wrong or missing", "account")
    if code and not bic.is_valid(code):
        return Broken(ProblemCode.RULE_BROKEN, f"{code} is no BIC (ISO 9362: 8 or 11 letters and digits)", "bic")
    smallest = settlement.smallest_payout(currency) if smallest_minor is None else smallest_minor
    return BankDetails(owner, currency, holder, plain, code or "", smallest, now)


def looks_like_iban(account: str) -> bool:
    """Two letters and two digits at its beginning."""
    return account[:2].isalpha() and account[2:4].isdigit()
