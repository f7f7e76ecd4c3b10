"""Customers and their prepayment accounts: sign-up (A1), establishing (P1), top-up (P3)."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import InteractionType, MessageKind, ProblemCode, TokenKind
from backend_stub.domain import ledger
from backend_stub.domain.association.days import record_day, rule_in_force
from backend_stub.domain.codes import is_over, is_usable, spent, usable_accounts
from backend_stub.domain.messages import message
from backend_stub.domain.names import masked
from backend_stub.domain.records import (
    Acceptance,
    Account,
    Code,
    Customer,
    Device,
    Inbox,
    Interaction,
    Merchant,
    Programme,
    Record,
    Till,
    Token,
    TopUp,
    altered,
)
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.money import Money

ACCOUNTS_MAX = 50  # each payment weighs all accounts of its customer


@dataclass(frozen=True, slots=True)
class Join:
    """A person signs up with a first device, whose token was hashed before."""

    customer_id: str
    device_id: str
    social_id: str
    display_name: str
    family_name: str
    device_name: str
    token_hash: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class AddDevice:
    """A customer's further device, whose token was hashed before."""

    device_id: str
    customer_id: str
    device_name: str
    token_hash: str


@dataclass(frozen=True, slots=True)
class Establish:
    """A customer asks for a prepayment account in a programme."""

    account_id: str
    customer_id: str
    programme_id: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class PutIn:
    """A top-up: from the device (`till_id` None) into a named account, or cash at a till, for an account or a code shown."""

    topup_id: str
    customer_id: str | None
    till_id: str | None
    account_id: str | None
    code_hash: str | None
    amount_minor: int
    currency: str
    request_hash: str


def join(state: State, command: Join, moment: Moment) -> Decision:
    """A new customer with a first device; a social id already taken is a conflict."""
    known = state.get(Customer, command.customer_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    if state.where(Customer, "social_id", command.social_id):
        return broken(ProblemCode.CONFLICT, "this social id is taken; choose another", "social_id")
    if state.where(Token, "token_hash", command.token_hash):
        return broken(ProblemCode.CONFLICT, "this token is in use; draw another", "token")
    customer = Customer(
        command.customer_id,
        command.social_id,
        command.display_name,
        command.family_name,
        moment.now,
        command.request_hash,
    )
    device = Device(command.device_id, customer.id, command.device_name, 0, 0, moment.now)
    kind = TokenKind.CUSTOMER.value
    token = Token(moment.new_id(), command.token_hash, kind, customer.id, device.id, moment.now, None)
    return Decision(customer, new=(customer, device, token, Inbox(customer.id, 0, 0)))


def add_device(state: State, command: AddDevice, moment: Moment) -> Decision:
    """A further device of a customer, with codes of its own; the same one again for the same request repeated."""
    spoken = next(iter(state.where(Token, "token_hash", command.token_hash)), None)
    known = state.get(Device, command.device_id)
    if known is not None:
        is_same = spoken is not None and spoken.device_id == known.id and known.name == command.device_name
        if known.customer_id != command.customer_id or not is_same:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    if spoken is not None:
        return broken(ProblemCode.CONFLICT, "this token is in use; draw another", "token")
    device = Device(command.device_id, command.customer_id, command.device_name, 0, 0, moment.now)
    kind = TokenKind.CUSTOMER.value
    token = Token(moment.new_id(), command.token_hash, kind, device.customer_id, device.id, moment.now, None)
    return Decision(device, new=(device, token))


def establish(state: State, command: Establish, moment: Moment) -> Decision:
    """A new prepayment account, empty, told to its customer."""
    known = state.get(Account, command.account_id)
    if known is not None:
        if known.request_hash != command.request_hash or known.customer_id != command.customer_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    programme = state.get(Programme, command.programme_id)
    if programme is None:
        return broken(ProblemCode.NOT_FOUND, "no such programme", "programme_id")
    if len(state.where(Account, "customer_id", command.customer_id)) >= ACCOUNTS_MAX:
        return broken(ProblemCode.RULE_BROKEN, f"a customer has at most {ACCOUNTS_MAX} accounts", "programme_id")
    account = Account(
        id=command.account_id,
        customer_id=command.customer_id,
        programme_id=programme.id,
        currency=programme.currency,
        balance_minor=0,
        opened_at=moment.now,
        expires_at=None,
        payments_day=0,
        payments_count=0,
        request_hash=command.request_hash,
    )
    told = message(moment, MessageKind.ACCOUNT_OPENED, command.customer_id, account, programme=programme.name)
    return Decision(account, new=(account, told))


def top_up(state: State, command: PutIn, moment: Moment) -> Decision:
    """Money comes in, within the programme's bounds."""
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
    programme = state.need(Programme, account.programme_id)
    if is_over(account, moment.now):
        return broken(ProblemCode.RULE_BROKEN, "this account has expired", "account_id")
    against = _against_bounds(command, account, programme)
    return Decision(against) if against else _put_in(state, command, account, programme, used, moment)


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
    if account is None or not _is_taken(state, account.programme_id, till.merchant_id):
        return missing
    return account, ()


def _account_of_code(
    state: State, code_hash: str, currency: str, till: Till, moment: Moment
) -> tuple[Account, tuple[Record, ...]] | Broken:
    code = next(iter(state.where(Code, "code_hash", code_hash)), None)
    device = state.need(Device, code.device_id) if code else None
    if code is None or device is None or not is_usable(code, device, till.id, moment.now):
        return Broken(ProblemCode.RULE_BROKEN, "this code can't be used; ask the customer for a new one", "code")
    accounts = usable_accounts(state, code, till.merchant_id, moment.now)
    if not accounts:
        return Broken(ProblemCode.RULE_BROKEN, "this customer has no account for this shop", "code")
    fitting = (account for account in accounts if account.currency == currency)
    return next(fitting, accounts[0]), (spent(device),)


def _is_taken(state: State, programme_id: str, merchant_id: str) -> bool:
    return state.get(Acceptance, (programme_id, merchant_id)) is not None


def _against_bounds(command: PutIn, account: Account, programme: Programme) -> Broken | None:
    if command.currency != account.currency:
        return Broken(ProblemCode.RULE_BROKEN, f"this account is kept in {account.currency}", "currency")
    lowest, highest = programme.topup_min_minor, programme.topup_max_minor
    if not lowest <= command.amount_minor <= highest:
        bounds = f"from {Money(lowest, account.currency)} to {Money(highest, account.currency)}"
        return Broken(ProblemCode.RULE_BROKEN, f"a top-up of this programme is {bounds}", "amount_minor")
    if account.balance_minor + command.amount_minor > programme.balance_max_minor:
        most = Money(programme.balance_max_minor, account.currency)
        return Broken(ProblemCode.RULE_BROKEN, f"an account of this programme holds at most {most}", "amount_minor")
    return None


def _put_in(
    state: State, command: PutIn, account: Account, programme: Programme, used: tuple[Record, ...], moment: Moment
) -> Decision:
    till = state.get(Till, command.till_id)
    customer = state.need(Customer, account.customer_id)
    merchant_id = till.merchant_id if till else programme.issuer_id
    filled = altered(account, balance_minor=account.balance_minor + command.amount_minor)
    done = TopUp(
        id=command.topup_id,
        account_id=account.id,
        customer_id=account.customer_id,
        merchant_id=merchant_id,
        till_id=command.till_id,
        source="cash" if till else "device",
        amount_minor=command.amount_minor,
        currency=account.currency,
        balance_after_minor=filled.balance_minor,
        customer_name=masked(customer.display_name, customer.family_name),
        at=moment.now,
        request_hash=command.request_hash,
    )
    moved = ledger.transfer(
        done.id,
        "top_up",
        debit=ledger.payable(merchant_id) if till else ledger.clearing(account.currency),
        credit=ledger.prepayment(account.id),
        amount_minor=done.amount_minor,
        currency=done.currency,
        at=moment.now,
    )
    record = Interaction(
        done.id,
        account.customer_id,
        merchant_id,
        till.store_id if till else None,
        InteractionType.TOP_UP.value,
        done.amount_minor,
        done.currency,
        0,
        moment.now,
        record_day(rule_in_force(state, merchant_id), till, moment.now),
    )
    where = state.need(Merchant, merchant_id).name if till else programme.name
    told = message(
        moment, MessageKind.TOPPED_UP, account.customer_id, filled, amount_minor=done.amount_minor, where=where
    )
    return Decision(done, new=(done, moved, record, told), changed=(filled, *used))
