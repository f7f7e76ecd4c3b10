"""Customers and their prepayment accounts: sign-up (A1), further devices, establishing (P1)."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import MessageKind, ProblemCode, TokenKind
from backend_stub.domain.limits import Counted, counting, full
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Customer, Device, Inbox, Programme, Token
from backend_stub.domain.state import Decision, Moment, State, broken

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
    counted: tuple[Counted, ...] = ()  # under which limits this person signs up


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


def join(state: State, command: Join, moment: Moment) -> Decision:
    """A new customer with a first device; a social id already taken is a conflict, and counts like a new customer."""
    known = state.get(Customer, command.customer_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    no = full(state, command.counted, moment, None)
    if no is not None:
        return Decision(no)
    return counting(_join(state, command, moment), state, command.counted, moment)


def _join(state: State, command: Join, moment: Moment) -> Decision:
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
    account = new_account(command.account_id, command.customer_id, programme, moment, command.request_hash)
    told = message(moment, MessageKind.ACCOUNT_OPENED, command.customer_id, account, programme=programme.name)
    return Decision(account, new=(account, told))


def new_account(
    account_id: str, customer_id: str, programme: Programme, moment: Moment, request_hash: str = ""
) -> Account:
    """An empty account under the terms published last."""
    return Account(
        id=account_id,
        customer_id=customer_id,
        programme_id=programme.id,
        currency=programme.currency,
        balance_minor=0,
        opened_at=moment.now,
        expires_at=None,
        payments_day=0,
        payments_count=0,
        request_hash=request_hash,
        terms_version=programme.version,
    )
