"""Laws of the Sell page, under whatever a person, a network and a clock may do, in any order."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import HealthCheck, event, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backend_stub.contract import Outcome, ProblemCode, Redemption, Refusal
from pos_app.presenters.member_desk import QUOTES
from pos_app.presenters.ports import Attempt, AttemptState
from pos_app.presenters.sell_state import Phase
from tests.fakes import a_code, a_problem, a_redemption, a_refusal
from tests.presenters.selling import Page
from tests.presenters.test_member_desk import QUOTE, VISIT

STEPS: Counter[str] = Counter()
OPEN = {Phase.ASKING, Phase.UNKNOWN, Phase.AWAITING_CUSTOMER}


class SellingMachine(RuleBasedStateMachine):
    """Plays on the page; beside it stands a naive book of what was submitted, stopped and answered."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.answered: set[str] = set()
        self.asides = 0
        self.before = self.page.phase

    @rule(keys=st.sampled_from(["1", "5", "00", ".", "12.50", "999999999"]))
    def keys(self, keys: str) -> None:
        sent = len(self.page.platform.taken)
        self._do("keys", lambda: self.page.key([keys] if keys == "00" else keys))  # type: ignore[arg-type]
        assert len(self.page.platform.taken) == sent, "keying sends nothing"

    @rule(
        name=st.sampled_from(
            ["add", "clear", "backspace", "open_code_field", "no_receipt", "show_receipt", "toast_gone"]
        )
    )
    def quiet_act(self, name: str) -> None:
        sent = len(self.page.platform.taken)
        self._do(name, getattr(self.page.press, name))
        assert len(self.page.platform.taken) == sent

    @rule(name=st.sampled_from(["primary", "escape", "another_code"]))
    def act(self, name: str) -> None:
        self._do(name, getattr(self.page.press, name))

    @rule(number=st.integers(1, 3))
    def code_in_the_frame(self, number: int) -> None:
        was_keying = self.page.phase is Phase.READY
        sent = len(self.page.platform.taken)
        self._do("camera", lambda: self.page.press.code_accepted(a_code(number)))
        assert not was_keying or len(self.page.platform.taken) == sent, "nothing is sent while a figure is being keyed"

    @rule(number=st.integers(1, 3))
    def whole_sale_up_to_asking(self, number: int) -> None:
        self._do("next", self.page.press.primary)
        self.page.clock.go(3)
        self._do("take", lambda: (self.page.key("5"), self.page.press.primary()))
        self._do("camera", lambda: self.page.press.code_accepted(a_code(number)))

    @precondition(lambda self: self.page.phase in OPEN)
    @rule(is_paid=st.booleans())
    def the_sale_in_hand_is_answered(self, is_paid: bool) -> None:
        attempt = self.page.outbox.attempts[self.page.press._checkout.sale.attempt_id]
        is_stopping = attempt.state is AttemptState.STOPPING
        outcome = Outcome.REVERSED if is_stopping else Outcome.PAID if is_paid else Outcome.REFUSED
        self.page.outbox.breaks = False
        self.page.outbox.finish(attempt.attempt_id, outcome, self.page.clock(), after_stop=is_stopping)
        self.answered.add(attempt.attempt_id)
        redemption = self._redemption(attempt, outcome)
        press = self.page.press
        self._do("answer", lambda: press.redemption_answered(attempt.attempt_id, redemption, after_stop=is_stopping))

    @precondition(lambda self: self.page.phase is Phase.ASKING)
    @rule()
    def the_customer_is_asked_on_the_phone(self) -> None:
        attempt = self.page.outbox.attempts[self.page.press._checkout.sale.attempt_id]
        redemption = self._redemption(attempt, Outcome.AWAITING_CUSTOMER)
        press = self.page.press
        self._do("awaiting", lambda: press.redemption_answered(attempt.attempt_id, redemption, after_stop=False))

    @rule(number=st.integers(1, 3), source=st.sampled_from(["wedge", "typed"]))
    def code_entered(self, number: int, source: str) -> None:
        self._do("entered", lambda: self.page.press.code_entered(a_code(number), source))

    @rule(seconds=st.sampled_from([0.1, 1.0, 3.1, 8.1, 60.0]))
    def time(self, seconds: float) -> None:
        self._do("time", lambda: self.page.wait(seconds))

    @rule(name=st.sampled_from(["use_points", "check_in"]))
    def member_act(self, name: str) -> None:
        sent = len(self.page.platform.taken)
        self._do(name, getattr(self.page.press, name))
        assert len(self.page.platform.taken) == sent

    @rule(number=st.integers(1, 3))
    def whole_sale_up_to_its_price(self, number: int) -> None:
        self._do("next", self.page.press.primary)
        self.page.clock.go(3)
        self._do("take", lambda: (self.page.key("5"), self.page.press.primary()))
        self._do("points", self.page.press.use_points)
        self._do("camera", lambda: self.page.press.code_accepted(a_code(number)))

    @precondition(lambda self: self.page.asking.open)
    @rule(is_answered=st.booleans())
    def price_or_visit(self, is_answered: bool) -> None:
        path = self.page.asking.open[0].request.path
        sent = len(self.page.platform.taken)
        if is_answered:
            self._do(path, lambda: self.page.asking.answer(QUOTE if path == QUOTES else VISIT))
        else:
            self._do(path, self.page.asking.lose)
        assert len(self.page.platform.taken) == sent, "a price and a visit take no money"

    @rule()
    def disk(self) -> None:
        self.page.outbox.breaks = not self.page.outbox.breaks

    @precondition(lambda self: self.live)
    @rule(data=st.data(), outcome=st.sampled_from(list(Outcome)), was_answered=st.booleans())
    def answer(self, data: st.DataObject, outcome: Outcome, was_answered: bool) -> None:
        attempt = data.draw(st.sampled_from(self.live))
        redemption = self._redemption(attempt, outcome)
        after_stop = attempt.state is AttemptState.STOPPING and was_answered
        if outcome is Outcome.AWAITING_CUSTOMER:
            self._do(
                "awaiting",
                lambda: self.page.press.redemption_answered(attempt.attempt_id, redemption, after_stop=False),
            )
            return
        self.page.outbox.breaks = False
        if self.page.outbox.finish(attempt.attempt_id, outcome, self.page.clock(), after_stop=after_stop):
            self.answered.add(attempt.attempt_id)
        self._do(
            "answer",
            lambda: self.page.press.redemption_answered(attempt.attempt_id, redemption, after_stop=after_stop),
        )

    @precondition(lambda self: self.live)
    @rule(data=st.data(), kind=st.sampled_from(["unanswered", "never_sent", "rejected", "asked"]))
    def no_answer(self, data: st.DataObject, kind: str) -> None:
        attempt = data.draw(st.sampled_from(self.live))
        attempt_id, press = attempt.attempt_id, self.page.press
        if kind == "unanswered":
            self._do(kind, lambda: press.attempt_unanswered(attempt_id, never_sent=False))
        elif kind == "asked":
            self._do(kind, lambda: press.attempt_asked(attempt_id, 2, self.page.clock() + dt.timedelta(seconds=3)))
        elif attempt.state is AttemptState.TO_SEND and self.page.phase is Phase.ASKING:
            self.page.outbox.breaks = False
            if kind == "never_sent":
                self.page.outbox.stop(attempt_id, "reversal")
                self._do(kind, lambda: press.attempt_unanswered(attempt_id, never_sent=True))
            else:
                self.page.outbox.finish(attempt_id, "rejected", self.page.clock())
                self._do(kind, lambda: press.redemption_rejected(attempt_id, a_problem(ProblemCode.MALFORMED)))

    @invariant()
    def each_phase_has_its_facts_and_only_its(self) -> None:
        state = self.page.state
        facts = {
            Phase.ASKING: state.asking,
            Phase.AWAITING_CUSTOMER: state.awaiting,
            Phase.PAID: state.paid,
            Phase.REFUSED: state.refused,
            Phase.UNKNOWN: state.unknown,
            Phase.PRICING: state.pricing,
            Phase.VISITING: state.visit,
        }
        assert {phase for phase, fact in facts.items() if fact is not None} == {state.phase} & facts.keys()

    @invariant()
    def one_sale_has_at_most_one_attempt_that_may_still_be_paid(self) -> None:
        shown = self.page.press._checkout
        in_hand = {shown.sale.attempt_id} if shown.sale.phase in OPEN else set()
        payable = {one.attempt_id for one in self.live if one.state is not AttemptState.STOPPING}
        assert payable <= in_hand | set(shown._aside), "whatever may still be paid is in hand or shown as asking"
        assert len(in_hand) <= 1

    @invariant()
    def what_is_open_is_on_disk(self) -> None:
        shown = self.page.press._checkout
        open_ids = {one.attempt_id for one in self.page.outbox.unresolved()}
        if shown.sale.phase in OPEN and shown.sale.attempt_id not in self.answered:
            assert shown.sale.attempt_id in open_ids
        assert set(shown._aside) - self.answered <= open_ids

    @invariant()
    def paid_is_never_claimed_without_an_answer(self) -> None:
        shown = self.page.press._checkout
        if shown.sale.phase is Phase.PAID:
            assert shown.sale.attempt_id in self.answered

    @invariant()
    def everything_sent_was_written_first(self) -> None:
        assert set(self.page.platform.taken) <= set(self.page.outbox.attempts)
        assert len(set(self.page.platform.taken)) == len(self.page.platform.taken)

    @property
    def live(self) -> list[Attempt]:
        """Attempts without an answer, and those answered whose news is still on its way after a stop."""
        return self.page.outbox.unresolved()

    def _do(self, name: str, act: object) -> None:
        assert callable(act)
        before = self.page.phase
        unresolved = {one.attempt_id for one in self.page.outbox.unresolved()}
        attempt_id = self.page.press._checkout.sale.attempt_id
        act()
        STEPS["steps"] += 1
        STEPS[f"{before.value} -> {self.page.phase.value}"] += 1
        event(f"{name}")
        if before is Phase.UNKNOWN and self.page.phase is Phase.READY and attempt_id in unresolved:
            assert attempt_id in {one.attempt_id for one in self.page.outbox.unresolved()}
        if before in OPEN and self.page.phase not in OPEN and name in {"keys", "camera", "entered", "time"}:
            raise AssertionError(f"{name} ended a sale that has no answer")

    def _redemption(self, attempt: Attempt, outcome: Outcome) -> Redemption:
        if outcome is Outcome.REFUSED:
            return a_refusal(attempt.attempt_id, Refusal.INSUFFICIENT_FUNDS, attempt.amount_minor, available_minor=1)
        return a_redemption(attempt.attempt_id, outcome, attempt.amount_minor)

    def teardown(self) -> None:
        target(float(len(self.page.platform.taken)), label="attempts")


SellingMachine.TestCase.settings = settings(
    max_examples=90, stateful_step_count=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class TestTheLawsOfSelling(SellingMachine.TestCase):  # type: ignore[misc,name-defined]
    def runTest(self) -> None:  # noqa: N802 -- unittest's name
        super().runTest()
        print(f"steps: {STEPS['steps']}")
        reached = {step.split(" -> ")[1] for step in STEPS if " -> " in step}
        assert reached == {phase.value for phase in Phase}
