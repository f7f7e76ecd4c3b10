"""The life of a prepayment account: frozen and opened again, moved to another customer, closed, its money expired.

A frozen account pays, gives and takes in nothing; what comes back (a refund, a gift not taken) still lands there. A closed
one is empty. The account keeps its id whatever happens, so its history is one list from the first day to the last.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import AccountActKind, AccountStatus, DrawerKind, GiftState, MessageKind, ProblemCode
from backend_stub.domain import drawers, ledger
from backend_stub.domain.accounts import ACCOUNTS_MAX
from backend_stub.domain.codes import takes
from backend_stub.domain.funds import DAY, Parts, bonus_returned, going_out, lapsed, less, spendable
from backend_stub.domain.limits import Counted, counting, full
from backend_stub.domain.messages import message
from backend_stub.domain.records import (
    Acceptance,
    Account,
    AccountAct,
    Customer,
    ExpiryWarning,
    Gift,
    Programme,
    Terms,
    Till,
    altered,
)
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import terms_of
from backend_stub.money import Money


@dataclass(frozen=True, slots=True)
class Act:
    """What is asked of an account: by a customer's device, or by a merchant (its manager, or one of its tills)."""

    act_id: str
    account_id: str
    customer_id: str | None
    device_id: str | None
    merchant_id: str | None
    till_id: str | None
    approved_by: str | None
    reason: str
    request_hash: str

    @property
    def by(self) -> str:
        """Whose act it is, in the books."""
        return self.till_id or self.merchant_id or self.device_id or ""


@dataclass(frozen=True, slots=True)
class Freeze(Act):
    """Nothing may go out: a phone was lost."""


@dataclass(frozen=True, slots=True)
class Unfreeze(Act):
    """By the device that froze it, or by the merchant: not by another device, which may be the lost one."""


@dataclass(frozen=True, slots=True)
class Move(Act):
    """To another customer (who lost the phone and signed up anew); only a merchant, who looked at the person, does that."""

    to_social_id: str = ""
    misses: tuple[Counted, ...] = ()  # under which limit a handle that nobody has is counted


@dataclass(frozen=True, slots=True)
class Close(Act):
    """With `pay_back` the paid money is given out in cash from the drawer of the till's merchant."""

    pay_back: bool = False


@dataclass(frozen=True, slots=True)
class Expire:
    """The job asks whether an account's money has expired by `as_of`."""

    account_id: str
    as_of: int


@dataclass(frozen=True, slots=True)
class Warn:
    """The job asks whether a customer has to be told that an account's money lapses soon."""

    account_id: str


def freeze(state: State, command: Freeze, moment: Moment) -> Decision:
    """The account pays no more until it is opened again."""
    account = _begin(state, command)
    if not isinstance(account, Account):
        return account
    if account.status != AccountStatus.OPEN:
        return broken(ProblemCode.CONFLICT, f"this account is {account.status} already", "account_id")
    frozen = altered(account, status=AccountStatus.FROZEN.value, frozen_by=command.device_id or command.merchant_id)
    act = _act(command, AccountActKind.FROZEN, account, moment)
    told = message(moment, MessageKind.ACCOUNT_FROZEN, account.customer_id, frozen)
    return Decision(act, new=(act, told), changed=(frozen,))


def unfreeze(state: State, command: Unfreeze, moment: Moment) -> Decision:
    """The account pays again."""
    account = _begin(state, command)
    if not isinstance(account, Account):
        return account
    if account.status != AccountStatus.FROZEN:
        return broken(ProblemCode.CONFLICT, f"this account is {account.status}, not frozen", "account_id")
    if command.merchant_id is None and account.frozen_by != command.device_id:
        text = "only the device that froze it opens it again; or ask at the shop"
        return broken(ProblemCode.FORBIDDEN, text, "account_id")
    open_again = altered(account, status=AccountStatus.OPEN.value, frozen_by=None)
    act = _act(command, AccountActKind.UNFROZEN, account, moment)
    told = message(moment, MessageKind.ACCOUNT_UNFROZEN, account.customer_id, open_again)
    return Decision(act, new=(act, told), changed=(open_again,))


def move(state: State, command: Move, moment: Moment) -> Decision:
    """The account, with all it holds and all its history, belongs to another customer."""
    account = _begin(state, command)
    if not isinstance(account, Account):
        return account
    if account.status == AccountStatus.CLOSED:
        return broken(ProblemCode.CONFLICT, "this account is closed", "account_id")
    no = full(state, command.misses, moment, "to")
    if no is not None:
        return Decision(no)
    owner = next(iter(state.where(Customer, "social_id", command.to_social_id)), None)
    if owner is None:
        return counting(broken(ProblemCode.NOT_FOUND, "nobody has this social id", "to"), state, command.misses, moment)
    if owner.id == account.customer_id:
        return broken(ProblemCode.RULE_BROKEN, "the account is this customer's already", "to")
    if len(state.where(Account, "customer_id", owner.id)) >= ACCOUNTS_MAX:
        return broken(ProblemCode.RULE_BROKEN, f"a customer has at most {ACCOUNTS_MAX} accounts", "to")
    moved = altered(account, customer_id=owner.id)
    act = altered(_act(command, AccountActKind.MOVED, account, moment), to_customer_id=owner.id)
    programme = state.need(Terms, terms_of(account)).name
    told = (
        message(moment, MessageKind.ACCOUNT_MOVED, account.customer_id, None, programme=programme, direction="away"),
        message(moment, MessageKind.ACCOUNT_MOVED, owner.id, moved, programme=programme, direction="here"),
    )
    return Decision(act, new=(act, *told), changed=(moved,))


def close(state: State, command: Close, moment: Moment) -> Decision:
    """The account ends, empty: paid money is paid back, bonus goes to its issuer."""
    account = _begin(state, command)
    if not isinstance(account, Account):
        return account
    if account.status != AccountStatus.OPEN:
        return broken(ProblemCode.CONFLICT, f"this account is {account.status}", "account_id")
    if account.reserved_minor:
        return broken(ProblemCode.CONFLICT, "a top-up is still on its way: wait for it", "account_id")
    if any(gift.state == GiftState.OFFERED for gift in state.where(Gift, "giver_account_id", account.id)):
        return broken(ProblemCode.CONFLICT, "a gift from it is still open: withdraw it first", "account_id")
    terms = state.need(Terms, terms_of(account))
    account, gone = lapsed(account, terms, moment)
    if account.balance_minor and not (command.pay_back and command.merchant_id):
        holds = Money(account.balance_minor, account.currency)
        return broken(ProblemCode.RULE_BROKEN, f"it still holds {holds}: have it paid back at a till", "pay_back")
    parts = Parts(account.balance_minor, account.bonus_minor)
    closed = altered(less(account, parts), status=AccountStatus.CLOSED.value, expires_at=None)
    act = altered(
        _act(command, AccountActKind.CLOSED, account, moment),
        paid_minor=parts.paid_minor,
        bonus_minor=parts.bonus_minor,
    )
    drawer = ledger.payable(command.merchant_id or terms.issuer_id)
    paid = going_out(act.id, ledger.Kind.PAY_BACK, account, Parts(parts.paid_minor, 0), drawer, moment.now)
    bonus = bonus_returned(act.id, account, terms, parts.bonus_minor, moment.now, number=len(paid) + 1)
    told = message(
        moment, MessageKind.ACCOUNT_CLOSED, account.customer_id, closed,
        amount_minor=parts.paid_minor, returned_bonus_minor=parts.bonus_minor,
    )  # fmt: skip
    noted = drawers.noted(state, command.till_id, DrawerKind.PAY_BACK, act.id, -parts.paid_minor, moment)
    return Decision(act, new=(*gone, act, *paid, *bonus, told, *noted.new), changed=(closed, *noted.changed))


def expire(state: State, command: Expire, moment: Moment) -> Decision:
    """Money whose time is over becomes breakage, bonus goes to its issuer. Asked again, it finds nothing to do."""
    before = state.get(Account, command.account_id)
    if before is None:
        return broken(ProblemCode.NOT_FOUND, "no such account", "account_id")
    account, gone = lapsed(before, state.need(Terms, terms_of(before)), moment, command.as_of)
    return Decision(account, new=gone, changed=(account,) if account is not before else ())


def warn(state: State, command: Warn, moment: Moment) -> Decision:
    """Told once for each time at which it would lapse, so many days before as the terms say. Asked again, it is silent."""
    account = state.get(Account, command.account_id)
    if account is None:
        return broken(ProblemCode.NOT_FOUND, "no such account", "account_id")
    terms, ends = state.need(Terms, terms_of(account)), account.expires_at
    is_told = ends is not None and state.get(ExpiryWarning, (account.id, ends)) is not None
    if (
        ends is None
        or is_told
        or not spendable(account)
        or not ends - terms.warn_before_days * DAY <= moment.now < ends
    ):
        return Decision(account)
    told = message(
        moment,
        MessageKind.EXPIRES_SOON,
        account.customer_id,
        account,
        amount_minor=spendable(account),
        programme=terms.name,
        expires_at=ends,
    )
    return Decision(account, new=(ExpiryWarning(account.id, ends, moment.now), told))


def _begin(state: State, command: Act) -> Account | Decision:
    """The account, or the end: done before, not theirs, not allowed."""
    known = state.get(AccountAct, command.act_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    till = state.get(Till, command.till_id)
    if till is not None and till.suspended_at is not None:
        return broken(ProblemCode.FORBIDDEN, "this till is suspended")
    account = state.get(Account, command.account_id)
    if account is None or not _is_theirs(state, command, account):
        return Decision(Broken(ProblemCode.NOT_FOUND, "no such account of yours", "account_id"))
    return account


def _is_theirs(state: State, command: Act, account: Account) -> bool:
    """A customer's own; a till's when its merchant takes the money; a manager's when the merchant issued the programme."""
    if command.merchant_id is None:
        return account.customer_id == command.customer_id
    if command.till_id is not None:
        return takes(state.get(Acceptance, (account.programme_id, command.merchant_id)), account)
    return state.need(Programme, account.programme_id).issuer_id == command.merchant_id


def _act(command: Act, kind: AccountActKind, account: Account, moment: Moment) -> AccountAct:
    return AccountAct(
        id=command.act_id,
        account_id=account.id,
        customer_id=account.customer_id,
        kind=kind.value,
        by=command.by,
        merchant_id=command.merchant_id,
        till_id=command.till_id,
        approved_by=command.approved_by,
        to_customer_id=None,
        paid_minor=0,
        bonus_minor=0,
        currency=account.currency,
        reason=command.reason,
        at=moment.now,
        request_hash=command.request_hash,
    )
