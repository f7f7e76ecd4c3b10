"""Top-up (P3): cash at a till, or through a payment provider, with the bonus its programme promises.

Cash is in the drawer, so it is in the account at once. A provider is asked first: the top-up is `pending`, room for it is
kept in the account, and what the provider says moves it on (`authorised`, `captured`, `failed`). Only a captured one has
moved money. A provider may say the same thing twice, or late, or first no and then yes: what is captured is credited, once.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import AccountStatus, DrawerKind, InteractionType, MessageKind, ProblemCode, TopUpState
from backend_stub.domain import drawers, ledger
from backend_stub.domain.association.acts import on_record
from backend_stub.domain.association.days import record_day
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.pairs import opened
from backend_stub.domain.codes import is_usable, open_accounts, spent, takes
from backend_stub.domain.funds import Parts, lapsed, received, spendable
from backend_stub.domain.messages import message
from backend_stub.domain.names import masked
from backend_stub.domain.records import (
    Acceptance,
    Account,
    Code,
    Customer,
    Device,
    Interaction,
    Merchant,
    Record,
    Terms,
    Till,
    TopUp,
    Transfer,
    altered,
)
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import bonus_for, terms_of
from backend_stub.money import Money

CASH = "cash"
OPEN = (TopUpState.PENDING, TopUpState.AUTHORISED)
# What a provider's word does to each state: said again, or out of its order, it changes nothing.
FOLLOWS = {
    TopUpState.PENDING: frozenset((TopUpState.AUTHORISED, TopUpState.CAPTURED, TopUpState.FAILED)),
    TopUpState.AUTHORISED: frozenset((TopUpState.CAPTURED, TopUpState.FAILED)),
    TopUpState.FAILED: frozenset((TopUpState.CAPTURED,)),
    TopUpState.CAPTURED: frozenset[TopUpState](),
}


@dataclass(frozen=True, slots=True)
class PutIn:
    """From the device (`till_id` None) into a named account, by way of `source`; or cash at a till, for an account or a code."""

    topup_id: str
    customer_id: str | None
    till_id: str | None
    account_id: str | None
    code_hash: str | None
    amount_minor: int
    currency: str
    request_hash: str
    source: str = CASH


@dataclass(frozen=True, slots=True)
class Heard:
    """What the provider said of a top-up; `amount` what it holds or took, where it says so."""

    topup_id: str
    state: TopUpState
    provider_reference: str | None = None
    failure: str | None = None
    amount: Money | None = None


def top_up(state: State, command: PutIn, moment: Moment) -> Decision:
    """Money comes in, or a provider is going to be asked for it, within the programme's bounds."""
    known = state.get(TopUp, command.topup_id)
    if known is not None:
        is_same = known.request_hash == command.request_hash and known.till_id == command.till_id
        if not is_same or command.customer_id not in (None, known.customer_id):
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    found = _account_to_fill(state, command, moment)
    if isinstance(found, Broken):
        return Decision(found)
    account, used = found
    if account.status != AccountStatus.OPEN:
        return broken(ProblemCode.CONFLICT, f"this account is {account.status}", "account_id")
    terms = state.need(Terms, terms_of(account))
    account, gone = lapsed(account, terms, moment)
    against = _against_bounds(command, account, terms)
    if against:
        return Decision(against)
    asked = _asked(state, command, account, terms, moment)
    if command.till_id is None:
        room = altered(account, reserved_minor=account.reserved_minor + asked.amount_minor + asked.bonus_minor)
        return Decision(asked, new=(asked, *gone), changed=(room,))
    return _put_in(state, asked, account, moment, is_new=True, also_new=gone, also=used)


def _account_to_fill(state: State, command: PutIn, moment: Moment) -> tuple[Account, tuple[Record, ...]] | Broken:
    """The account, and the device whose code was spent to name it."""
    missing = Broken(ProblemCode.NOT_FOUND, "no such prepayment account", "account_id")
    if command.till_id is None:
        account = state.get(Account, command.account_id)
        if account is None or account.customer_id != command.customer_id:
            return missing
        return account, ()
    till = state.need(Till, command.till_id)
    if till.suspended_at is not None:
        return Broken(ProblemCode.FORBIDDEN, "this till is suspended")
    if command.code_hash is not None:
        return _account_of_code(state, command.code_hash, command.currency, till, moment)
    account = state.get(Account, command.account_id)
    if account is None or not takes(state.get(Acceptance, (account.programme_id, till.merchant_id)), account):
        return missing
    return account, ()


def _account_of_code(
    state: State, code_hash: str, currency: str, till: Till, moment: Moment
) -> tuple[Account, tuple[Record, ...]] | Broken:
    code = next(iter(state.where(Code, "code_hash", code_hash)), None)
    device = state.need(Device, code.device_id) if code else None
    if code is None or device is None or not is_usable(code, device, till.id, moment.now):
        return Broken(ProblemCode.RULE_BROKEN, "this code can't be used; ask the customer for a new one", "code")
    accounts = open_accounts(state, code, till.merchant_id)
    if not accounts:
        return Broken(ProblemCode.RULE_BROKEN, "this customer has no account for this shop", "code")
    fitting = (account for account in accounts if account.currency == currency)
    return next(fitting, accounts[0]), (spent(device),)


def _against_bounds(command: PutIn, account: Account, terms: Terms) -> Broken | None:
    if command.currency != account.currency:
        return Broken(ProblemCode.RULE_BROKEN, f"this account is kept in {account.currency}", "currency")
    lowest, highest = terms.topup_min_minor, terms.topup_max_minor
    if not lowest <= command.amount_minor <= highest:
        bounds = f"from {Money(lowest, account.currency)} to {Money(highest, account.currency)}"
        return Broken(ProblemCode.RULE_BROKEN, f"a top-up of this programme is {bounds}", "amount_minor")
    would_hold = spendable(account) + account.reserved_minor + command.amount_minor
    if would_hold + bonus_for(terms, command.amount_minor) > terms.balance_max_minor:
        most = Money(terms.balance_max_minor, account.currency)
        return Broken(
            ProblemCode.RULE_BROKEN,
            f"an account of this programme holds at most {most}, bonus included",
            "amount_minor",
        )
    return None


def _asked(state: State, command: PutIn, account: Account, terms: Terms, moment: Moment) -> TopUp:
    """The top-up before any money moved."""
    till = state.get(Till, command.till_id)
    customer = state.need(Customer, account.customer_id)
    return TopUp(
        id=command.topup_id,
        account_id=account.id,
        customer_id=account.customer_id,
        merchant_id=till.merchant_id if till else terms.issuer_id,
        till_id=command.till_id,
        source=CASH if till else command.source,
        amount_minor=command.amount_minor,
        currency=account.currency,
        balance_after_minor=account.balance_minor,
        customer_name=masked(customer.display_name, customer.family_name),
        at=moment.now,
        request_hash=command.request_hash,
        bonus_minor=bonus_for(terms, command.amount_minor),
        bonus_after_minor=account.bonus_minor,
        state=TopUpState.PENDING.value,
    )


def heard(state: State, command: Heard, moment: Moment) -> Decision:
    """The provider's word is written down; captured money is in the account from then on."""
    asked = state.get(TopUp, command.topup_id)
    if asked is None or asked.till_id is not None:
        return broken(ProblemCode.NOT_FOUND, "no such top-up of a provider's", "reference")
    if command.state not in FOLLOWS[TopUpState(asked.state)]:
        return Decision(asked)
    wanted = Money(asked.amount_minor, asked.currency)
    if command.amount not in (None, wanted) and command.state is not TopUpState.FAILED:
        text = f"the provider says {command.amount} of this top-up, {wanted} was asked for"
        return broken(ProblemCode.CONFLICT, text, "amount_minor")
    account = state.need(Account, asked.account_id)
    told = altered(
        asked,
        provider_reference=command.provider_reference or asked.provider_reference,
        failure=command.failure if command.state is TopUpState.FAILED else None,
    )
    if command.state is TopUpState.AUTHORISED:
        authorised = altered(told, state=TopUpState.AUTHORISED.value)
        return Decision(authorised, changed=(authorised,))
    if asked.state in OPEN:  # the room that was kept for it
        kept = asked.amount_minor + asked.bonus_minor
        account = altered(account, reserved_minor=account.reserved_minor - kept)
    if command.state is TopUpState.FAILED:
        failed = altered(told, state=TopUpState.FAILED.value)
        said = message(
            moment, MessageKind.TOP_UP_FAILED, account.customer_id, account,
            amount_minor=failed.amount_minor, reason=failed.failure or "",
        )  # fmt: skip
        return Decision(failed, new=(said,), changed=(failed, account))
    account, gone = lapsed(account, state.need(Terms, terms_of(account)), moment)
    return _put_in(state, told, account, moment, is_new=False, also_new=gone)


def _put_in(
    state: State,
    asked: TopUp,
    account: Account,
    moment: Moment,
    *,
    is_new: bool,
    also_new: tuple[Record, ...] = (),
    also: tuple[Record, ...] = (),
) -> Decision:
    """The money is there: the account, its transfers, the interaction record and what it makes of its customer, the message."""
    terms = state.need(Terms, terms_of(account))
    till = state.get(Till, asked.till_id)
    filled = received(account, Parts(asked.amount_minor, asked.bonus_minor), terms, moment.now)
    if filled.status == AccountStatus.CLOSED:  # captured after all, when nobody waited for it any more
        filled = altered(filled, status=AccountStatus.OPEN.value)
    done = altered(
        asked,
        balance_after_minor=filled.balance_minor,
        bonus_after_minor=filled.bonus_minor,
        state=TopUpState.CAPTURED.value,
        captured_at=moment.now,
    )
    record = Interaction(
        done.id,
        done.customer_id,
        done.merchant_id,
        till.store_id if till else None,
        InteractionType.TOP_UP.value,
        done.amount_minor,
        done.currency,
        0,
        moment.now,
        record_day(rule_in_force(state, done.merchant_id), till, moment.now),
    )
    told = message(
        moment,
        MessageKind.TOPPED_UP,
        filled.customer_id,
        filled,
        amount_minor=done.amount_minor,
        topup_bonus_minor=done.bonus_minor,
        where=state.need(Merchant, done.merchant_id).name if till else terms.name,
    )
    pair = opened(state, done.merchant_id, done.customer_id, moment)
    record, judged = on_record(state, pair, record, moment)
    cash = drawers.noted(state, done.till_id, DrawerKind.TOP_UP, done.id, done.amount_minor, moment)
    new = (*also_new, *_transfers(done, terms, moment), record, *judged.new, told, *cash.new)
    changed = (filled, *judged.changed, *also, *cash.changed)
    return Decision(done, new=(done, *new) if is_new else new, changed=changed if is_new else (done, *changed))


def _transfers(done: TopUp, terms: Terms, moment: Moment) -> tuple[Transfer, ...]:
    """The money from where it lies, and the bonus from its issuer."""
    paid = ledger.transfer(
        done.id,
        ledger.Kind.TOP_UP,
        debit=ledger.payable(done.merchant_id) if done.till_id else ledger.clearing(done.currency),
        credit=ledger.prepayment(done.account_id),
        amount_minor=done.amount_minor,
        currency=done.currency,
        at=moment.now,
    )
    if not done.bonus_minor:
        return (paid,)
    promised = ledger.transfer(
        done.id,
        ledger.Kind.BONUS,
        debit=ledger.payable(terms.issuer_id),
        credit=ledger.bonus(done.account_id),
        amount_minor=done.bonus_minor,
        currency=done.currency,
        at=moment.now,
        number=2,
    )
    return paid, promised
