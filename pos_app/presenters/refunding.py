"""Giving back: a row of Today opened in place, a manager's PIN, and the answer, however long it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import msgspec

from backend_stub.contract import Approval, Operator, Problem, ProblemCode, RefundRequest, Role
from pos_app.presenters.ports import Outbox, OutboxError, Platform, RefundAttempt
from pos_app.presenters.sell_state import RefundQuestion, SaleRow, Say, Tone
from pos_app.presenters.toasts import Toasts
from pos_app.presenters.today import TodayBook

DEFAULT_RETRY_S = 30


class RefundDesk:
    """One question at a time. A refund without an answer keeps its id: the same sale gets no second one meanwhile."""

    def __init__(
        self,
        outbox: Outbox,
        platform: Platform,
        today: TodayBook,
        toasts: Toasts,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._outbox = outbox
        self._platform = platform
        self._today = today
        self._toasts = toasts
        self._now = now
        self._new_id = new_id
        self._sent: dict[str, RefundAttempt] = {}
        self._names: dict[str, str] = {}  # of sales that were asked about, which Today may not know
        self.question: RefundQuestion | None = None
        self.given_back: RefundAttempt | None = None  # the last one that was done

    @property
    def refunding(self) -> frozenset[str]:
        """Sales whose refund has no answer yet."""
        return frozenset(refund.attempt_id for refund in self._sent.values())

    def resume(self) -> None:
        """Takes up what an earlier run left without an answer."""
        self._sent = {refund.refund_id: refund for refund in self._outbox.unresolved_refunds()}

    def ask(self, row: SaleRow, operators: list[Operator], preferred: str | None = None) -> None:
        """Opens the row; nothing for one that has nothing to give back. `preferred` approves, where they may."""
        pending = self._pending(row.attempt_id)
        if pending is None and row.refundable_minor <= 0:
            return
        managers = tuple((one.operator_id, one.name) for one in operators if one.role is not Role.CASHIER)
        self._names[row.attempt_id] = row.name
        self.question = RefundQuestion(
            attempt_id=row.attempt_id,
            name=row.name,
            amount_minor=pending.amount_minor if pending else row.refundable_minor,
            highest_minor=max(row.refundable_minor, pending.amount_minor if pending else 0),
            managers=managers,
            manager_id=next((one for one, _ in managers if one == preferred), managers[0][0] if managers else ""),
            wrong=_not_known_yet() if pending else None,
            is_sending=pending is not None,
        )

    def amount(self, amount_minor: int) -> None:
        """Another amount; one that can't be is said and can't be sent."""
        question = self._open_question()
        if question:
            self.question = replace(question, amount_minor=amount_minor, wrong=_amount_wrong(question, amount_minor))

    def manager(self, operator_id: str) -> None:
        """Whose PIN approves."""
        question = self._open_question()
        if question and operator_id in {one for one, _ in question.managers}:
            self.question = replace(question, manager_id=operator_id)

    def no(self) -> None:
        """Closes the question. A refund that was sent goes on to its answer."""
        self.question = None

    def yes(self, pin: str) -> None:
        """Writes the refund down and sends it."""
        question = self._open_question()
        if question is None:
            return
        wrong = _amount_wrong(question, question.amount_minor)
        if wrong is None and not _could_be_pin(pin):
            wrong = Say("refund.wrong_pin", tone=Tone.WRONG)
        if wrong is None:
            wrong = self._send(question, pin)
        self.question = replace(question, wrong=wrong, is_sending=wrong is None)

    def answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        """The money went back."""
        refund = self._sent.pop(refund_id, None)
        if refund is None:
            return
        self.given_back = refund
        row = self._today.row(refund.attempt_id)
        self._today.give_back(refund.attempt_id, amount_minor, refunded_total_minor)
        name = row.name if row else self._names.get(refund.attempt_id, "")
        self._toasts.say(Say("toast.given_back", {"amount_minor": amount_minor, "name": name}, Tone.GOOD))
        if self._is_about(refund):
            self.question = None
        self._platform.load()

    def rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        """Nothing went back."""
        self._reopen(refund_id, _said(problem, retry_after_s))

    def unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        """No answer yet, or no line at all."""
        if never_sent:
            self._reopen(refund_id, Say("refund.no_line", tone=Tone.CAREFUL))
            return
        refund = self._sent.get(refund_id)
        if refund and self.question and self._is_about(refund):
            self.question = replace(self.question, wrong=_not_known_yet(), is_sending=True)

    def _send(self, question: RefundQuestion, pin: str) -> Say | None:
        refund = RefundAttempt(self._new_id(), question.attempt_id, question.amount_minor, self._now())
        request = RefundRequest(
            attempt_id=question.attempt_id,
            amount_minor=question.amount_minor,
            approval=Approval(operator_id=question.manager_id, pin=pin),
        )
        try:
            self._outbox.add_refund(refund, msgspec.json.encode(request))
        except OutboxError as error:
            return Say("refund.rule", {"text": str(error)}, Tone.WRONG)
        self._sent[refund.refund_id] = refund
        self._platform.refund(refund.refund_id)
        return None

    def _reopen(self, refund_id: str, wrong: Say) -> None:
        refund = self._sent.pop(refund_id, None)
        if refund is None:
            return
        if self.question and self._is_about(refund):
            self.question = replace(self.question, wrong=wrong, is_sending=False)
        else:
            self._toasts.say(wrong)

    def _open_question(self) -> RefundQuestion | None:
        return None if self.question is None or self.question.is_sending else self.question

    def _pending(self, attempt_id: str) -> RefundAttempt | None:
        return next((refund for refund in self._sent.values() if refund.attempt_id == attempt_id), None)

    def _is_about(self, refund: RefundAttempt) -> bool:
        return self.question is not None and self.question.attempt_id == refund.attempt_id


def _amount_wrong(question: RefundQuestion, amount_minor: int) -> Say | None:
    if amount_minor <= 0:
        return Say("refund.amount_zero", tone=Tone.WRONG)
    if amount_minor > question.highest_minor:
        return Say("refund.amount_above", {"limit_minor": question.highest_minor}, Tone.WRONG)
    return None


def _could_be_pin(pin: str) -> bool:
    """The contract's own shape of a PIN (4 to 12 digits): what can't be one is not sent."""
    return pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12  # noqa: PLR2004 -- the contract's bounds


def _not_known_yet() -> Say:
    return Say("refund.not_known_yet", tone=Tone.CAREFUL)


def _said(problem: Problem, retry_after_s: int | None) -> Say:
    if problem.code is ProblemCode.FORBIDDEN:
        return Say("refund.wrong_pin", tone=Tone.WRONG)
    if problem.code is ProblemCode.TOO_MANY_TRIES:
        seconds = DEFAULT_RETRY_S if retry_after_s is None else retry_after_s
        return Say("refund.too_many_tries", {"seconds": seconds}, Tone.CAREFUL)
    return Say("refund.rule", {"text": problem.detail}, Tone.WRONG)
