"""Gifts by message (P9): paid money, offered to a contact, waiting on a ledger line of its own until somebody answers.

Only paid money is given: bonus is the issuer's promise to one customer, and would be paid out by way of a friend. What is
accepted lands in the recipient's account of the same programme, since it can be spent where it came from and nowhere else;
who has no such account gets one. An offer ends once: accepted or declined by the recipient, withdrawn by the giver, or over.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import AccountStatus, GiftPicture, GiftState, MessageKind, ProblemCode
from backend_stub.domain import ledger
from backend_stub.domain.accounts import ACCOUNTS_MAX, new_account
from backend_stub.domain.codes import may_spend
from backend_stub.domain.funds import (
    DAY,
    Parts,
    coming_in,
    going_out,
    is_over,
    lapsed,
    less,
    received,
    returned,
    spendable,
)
from backend_stub.domain.limits import Counted, counting, full
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Customer, Gift, Message, Programme, Record, Terms, Transfer, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import as_published, terms_of
from backend_stub.money import Money

OPEN_DAYS = 14
ENDS = {
    GiftState.DECLINED: "declined",
    GiftState.WITHDRAWN: "withdrawn",
    GiftState.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A customer gives money to a contact, out of a programme (or whichever of theirs holds enough)."""

    gift_id: str
    giver_id: str
    to_social_id: str
    amount_minor: int
    currency: str
    programme_id: str | None
    words: str
    request_hash: str
    picture: str = GiftPicture.GIFT.value
    misses: tuple[Counted, ...] = ()  # under which limits a handle that nobody has is counted
    is_to_known: bool = False  # the giver was told the recipient's name before: nothing is learned by giving


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of an offer: ACCEPTED or DECLINED by the recipient, WITHDRAWN by the giver, EXPIRED by the job (no customer)."""

    gift_id: str
    answer_id: str
    customer_id: str | None
    state: GiftState
    as_of: int | None = None  # the job's day; None: now


@dataclass(frozen=True, slots=True)
class TakeGiftBack:
    """The issuer's merchant undoes an accepted gift, as far as it is unspent."""

    take_back_id: str
    gift_id: str
    merchant_id: str


def offer(state: State, command: Offer, moment: Moment) -> Decision:
    """The money leaves the giver's account and waits.

    Whether anybody has a handle is told only to who could give at this moment, and so often and no oftener.
    """
    known = state.get(Gift, command.gift_id)
    if known is not None:
        if known.request_hash != command.request_hash or known.giver_id != command.giver_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    account = _giving(state, command, moment)
    if isinstance(account, Broken):
        return Decision(account)
    no = None if command.is_to_known else full(state, command.misses, moment, "to")
    if no is not None:
        return Decision(no)
    recipient = next(iter(state.where(Customer, "social_id", command.to_social_id)), None)
    if recipient is None:
        return counting(broken(ProblemCode.NOT_FOUND, "nobody has this social id", "to"), state, command.misses, moment)
    if recipient.id == command.giver_id:
        return broken(ProblemCode.RULE_BROKEN, "a gift goes to somebody else", "to")
    return _offer(state, command, account, recipient, moment)


def _giving(state: State, command: Offer, moment: Moment) -> Account | Broken:
    """The account that gives: the first to expire, then the oldest, that holds enough paid money and may give it."""
    accounts = [
        account
        for account in state.where(Account, "customer_id", command.giver_id)
        if command.programme_id in (None, account.programme_id) and may_spend(account, moment.now)
    ]
    if not accounts:
        return Broken(ProblemCode.NOT_FOUND, "no account of yours to give from", "programme_id")
    accounts = [account for account in accounts if account.currency == command.currency]
    if not accounts:
        return Broken(ProblemCode.RULE_BROKEN, f"none of these accounts is kept in {command.currency}", "currency")
    limits = {account.id: state.need(Terms, terms_of(account)).gift_max_minor for account in accounts}
    allowed = [one for one in accounts if _within(limits[one.id], command.amount_minor)]
    if not allowed:
        most = Money(max(limit for limit in limits.values() if limit is not None), command.currency)
        return Broken(ProblemCode.RULE_BROKEN, f"a gift of this programme is at most {most}", "amount_minor")
    never = 2**63
    allowed.sort(key=lambda one: (one.expires_at or never, one.opened_at, one.id))
    found = next((one for one in allowed if one.balance_minor >= command.amount_minor), None)
    if found is None:
        most = Money(max(one.balance_minor for one in allowed), command.currency)
        return Broken(ProblemCode.RULE_BROKEN, f"at most {most} can be given; bonus is not given away", "amount_minor")
    return found


def _within(limit: int | None, amount_minor: int) -> bool:
    return limit is None or amount_minor <= limit


def _offer(state: State, command: Offer, account: Account, recipient: Customer, moment: Moment) -> Decision:
    giver = state.need(Customer, command.giver_id)
    parts = Parts(command.amount_minor, 0)
    left = less(account, parts)
    gift = Gift(
        id=command.gift_id,
        giver_id=giver.id,
        giver_account_id=account.id,
        giver_name=giver.display_name,
        recipient_id=recipient.id,
        recipient_name=recipient.display_name,
        recipient_account_id=None,
        programme_id=account.programme_id,
        amount_minor=command.amount_minor,
        currency=account.currency,
        words=command.words,
        state=GiftState.OFFERED.value,
        offered_at=moment.now,
        ends_at=moment.now + OPEN_DAYS * DAY,
        answered_at=None,
        answer_id=None,
        taken_back_minor=0,
        take_back_id=None,
        taken_back_at=None,
        request_hash=command.request_hash,
        picture=command.picture,
    )
    moved = going_out(gift.id, ledger.Kind.GIFT_OFFERED, left, parts, ledger.gift(gift.id), moment.now)
    programme = state.need(Terms, terms_of(account)).name
    offered = _said(moment, MessageKind.GIFT_OFFERED, recipient.id, None, gift, programme=programme, words=gift.words)
    sent = _said(moment, MessageKind.GIFT_SENT, giver.id, left, gift)
    return Decision(gift, new=(gift, *moved, offered, sent), changed=(left,))


def answer(state: State, command: Answer, moment: Moment) -> Decision:
    """The offer ends, once: who comes later is told how it ended."""
    gift = state.get(Gift, command.gift_id)
    if gift is None or not _may_answer(gift, command):
        return broken(ProblemCode.NOT_FOUND, "no such gift of yours", "gift_id")
    if gift.state != GiftState.OFFERED:
        is_said = gift.answer_id == command.answer_id or gift.state == command.state
        if is_said or (gift.state == GiftState.TAKEN_BACK and command.state is GiftState.ACCEPTED):
            return Decision(gift)
        return broken(ProblemCode.CONFLICT, f"this gift is {gift.state.replace('_', ' ')} already", "gift_id")
    is_late = gift.ends_at <= (moment.now if command.as_of is None else command.as_of)
    if command.state is GiftState.EXPIRED:
        return _return(state, command, gift, moment) if is_late else Decision(gift)
    if command.state is GiftState.ACCEPTED:
        if is_late:
            return broken(ProblemCode.CONFLICT, "this gift was not accepted in time", "gift_id")
        return _accept(state, command, gift, moment)
    return _return(state, command, gift, moment)


def _may_answer(gift: Gift, command: Answer) -> bool:
    if command.state is GiftState.EXPIRED:
        return command.customer_id is None
    return command.customer_id == (gift.giver_id if command.state is GiftState.WITHDRAWN else gift.recipient_id)


def _accept(state: State, command: Answer, gift: Gift, moment: Moment) -> Decision:
    found = _receiving(state, gift, moment)
    if isinstance(found, Broken):
        return Decision(found)
    before, is_new = found
    terms = as_published(state.need(Programme, gift.programme_id)) if is_new else state.need(Terms, terms_of(before))
    before, gone = lapsed(before, terms, moment)
    if spendable(before) + before.reserved_minor + gift.amount_minor > terms.balance_max_minor:
        most = Money(terms.balance_max_minor, gift.currency)
        return broken(ProblemCode.RULE_BROKEN, f"your account holds at most {most}: spend some first", "gift_id")
    parts = Parts(gift.amount_minor, 0)
    account = received(before, parts, terms, moment.now)
    accepted = _ended(gift, command, moment, recipient_account_id=account.id)
    line = ledger.gift(gift.id)
    moved = coming_in(command.answer_id, ledger.Kind.GIFT_ACCEPTED, account, parts, line, moment.now)
    told = [
        *(
            [message(moment, MessageKind.ACCOUNT_OPENED, gift.recipient_id, before, programme=terms.name)]
            if is_new
            else []
        ),
        _said(moment, MessageKind.GIFT_RECEIVED, gift.recipient_id, account, gift),
        _said(moment, MessageKind.GIFT_ACCEPTED, gift.giver_id, None, gift),
    ]
    new: tuple[Record, ...] = (*gone, *moved, *told)
    if is_new:
        return Decision(accepted, new=(account, *new), changed=(accepted,))
    return Decision(accepted, new=new, changed=(accepted, account))


def _receiving(state: State, gift: Gift, moment: Moment) -> tuple[Account, bool] | Broken:
    """The recipient's oldest open account of the programme, or a new one."""
    owned = state.where(Account, "customer_id", gift.recipient_id)
    fitting = [one for one in owned if one.programme_id == gift.programme_id and one.status == AccountStatus.OPEN]
    if fitting:
        return min(fitting, key=lambda one: (one.opened_at, one.id)), False
    if len(owned) >= ACCOUNTS_MAX:
        return Broken(ProblemCode.RULE_BROKEN, f"a customer has at most {ACCOUNTS_MAX} accounts", "gift_id")
    programme = state.need(Programme, gift.programme_id)
    return new_account(moment.new_id(), gift.recipient_id, programme, moment), True


def _return(state: State, command: Answer, gift: Gift, moment: Moment) -> Decision:
    """The money goes back to the account it came from, whatever became of that meanwhile."""
    parts = Parts(gift.amount_minor, 0)
    before = state.need(Account, gift.giver_account_id)
    terms = state.need(Terms, terms_of(before))
    before, gone = lapsed(before, terms, moment)
    account = returned(before, parts, terms, moment.now)
    ended = _ended(gift, command, moment)
    line = ledger.gift(gift.id)
    moved = coming_in(command.answer_id, ledger.Kind.GIFT_RETURNED, account, parts, line, moment.now)
    why = ENDS[command.state]
    told: list[Message] = [_said(moment, MessageKind.GIFT_RETURNED, account.customer_id, account, gift, why=why)]
    if command.state is not GiftState.DECLINED:
        told.append(_said(moment, MessageKind.GIFT_ENDED, gift.recipient_id, None, gift, why=why))
    return Decision(ended, new=(*gone, *moved, *told), changed=(ended, account))


def _ended(gift: Gift, command: Answer, moment: Moment, recipient_account_id: str | None = None) -> Gift:
    return altered(
        gift,
        state=command.state.value,
        answered_at=moment.now,
        answer_id=command.answer_id,
        recipient_account_id=recipient_account_id,
    )


def take_gift_back(state: State, command: TakeGiftBack, moment: Moment) -> Decision:
    """What is unspent of an accepted gift goes back to its giver; the rest is named by `amount - taken_back`."""
    gift = state.get(Gift, command.gift_id)
    if gift is None or state.need(Programme, gift.programme_id).issuer_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such gift of a programme of yours", "gift_id")
    if gift.state == GiftState.TAKEN_BACK and gift.take_back_id == command.take_back_id:
        return Decision(gift)
    if gift.state != GiftState.ACCEPTED or gift.recipient_account_id is None:
        return broken(ProblemCode.CONFLICT, f"this gift is {gift.state.replace('_', ' ')}", "gift_id")
    holder = state.need(Account, gift.recipient_account_id)
    amount = 0 if is_over(holder, moment.now) else min(gift.amount_minor, holder.balance_minor)
    if amount == 0 or holder.id == gift.giver_account_id:
        return broken(ProblemCode.RULE_BROKEN, "nothing of this gift is left: it was spent", "gift_id")
    return _take_back(state, command, gift, holder, Parts(amount, 0), moment)


def _take_back(
    state: State, command: TakeGiftBack, gift: Gift, holder: Account, parts: Parts, moment: Moment
) -> Decision:
    giving = state.need(Account, gift.giver_account_id)
    terms = state.need(Terms, terms_of(giving))
    giving, gone = lapsed(giving, terms, moment)
    left, again = less(holder, parts), returned(giving, parts, terms, moment.now)
    done = altered(
        gift,
        state=GiftState.TAKEN_BACK.value,
        taken_back_minor=parts.paid_minor,
        take_back_id=command.take_back_id,
        taken_back_at=moment.now,
    )
    back_to = ledger.prepayment(again.id)
    moved: tuple[Transfer, ...] = going_out(
        command.take_back_id, ledger.Kind.GIFT_TAKEN_BACK, left, parts, back_to, moment.now
    )
    spent = gift.amount_minor - parts.paid_minor
    told = (
        _said(moment, MessageKind.GIFT_TAKEN_BACK, left.customer_id, left, gift, taken_back_minor=parts.paid_minor),
        _said(
            moment, MessageKind.GIFT_CAME_BACK, again.customer_id, again, gift,
            taken_back_minor=parts.paid_minor, spent_minor=spent,
        ),
    )  # fmt: skip
    return Decision(done, new=(*gone, *moved, *told), changed=(done, left, again))


def _said(
    moment: Moment, kind: MessageKind, to: str, account: Account | None, gift: Gift, **more: str | int
) -> Message:
    """A message about a gift: who gives, to whom, how much; an account's balance only to its owner."""
    said: dict[str, str | int] = {
        "gift_id": gift.id,
        "amount_minor": gift.amount_minor,
        "currency": gift.currency,
        "from": gift.giver_name,
        "to": gift.recipient_name,
    }
    return message(moment, kind, to, account, **said, **more)
