from backend_stub.contract import OperatorSession, ProblemCode, Right, Role
from pos_app.presenters.session import CURRENT, SESSIONS, SessionPresenter
from pos_app.presenters.session_state import Session, SignInState
from pos_app.results import NoAnswer, Reason, Rejected
from tests.fake_asking import FakeAsking
from tests.fakes import CASHIER_ID, MANAGER_ID, NOON, TILL_ID, Ids, a_context, a_problem, an_id


class Desk:
    """The presenter, with what it showed and whom it named."""

    def __init__(self) -> None:
        self.till, self.operator = FakeAsking(), FakeAsking()
        self.shown: list[SignInState] = []
        self.named: list[Session | None] = []
        self.left = 0
        self.press = SessionPresenter(
            self,
            self.till,
            self.operator,
            new_id=Ids(),
            new_token=lambda: f"token-{len(self.till.questions)}",
            changed=self.named.append,
            leave=self._leave,
        )
        self.press.people(a_context().operators)

    def render(self, state: SignInState) -> None:
        self.shown.append(state)

    @property
    def state(self) -> SignInState:
        return self.shown[-1]

    def key(self, pin: str) -> None:
        for digit in pin:
            self.press.digit(digit)

    def sign_in(self) -> None:
        self.press.choose(MANAGER_ID)
        self.key("2580")
        self.press.enter()
        self.till.answer(a_session())

    def _leave(self) -> None:
        self.left += 1


def a_session() -> OperatorSession:
    return OperatorSession(
        session_id=an_id(1),
        operator_id=MANAGER_ID,
        operator_name="Mei",
        role=Role.MANAGER,
        rights=[Right.SELL, Right.SEE_MEMBERS],
        till_id=TILL_ID,
        opened_at=NOON,
        expires_at=NOON,
        idle_s=1800,
    )


def test_a_pin_is_sent_for_whoever_was_chosen_and_their_session_is_told() -> None:
    desk = Desk()
    desk.sign_in()
    body = desk.till.asked(SESSIONS)[0].body
    assert (body.operator_id, body.pin, body.token) == (MANAGER_ID, "2580", "token-0")  # type: ignore[union-attr]
    assert desk.named == [
        Session(MANAGER_ID, "Mei", Role.MANAGER, frozenset({Right.SELL, Right.SEE_MEMBERS}), "token-0")
    ]
    assert desk.press.token == "token-0"


def test_a_token_is_in_no_text_of_the_session() -> None:
    desk = Desk()
    desk.sign_in()
    assert "token-0" not in repr(desk.named[0])


def test_a_short_pin_is_not_sent() -> None:
    desk = Desk()
    desk.key("12")
    desk.press.enter()
    assert desk.till.questions == []
    assert desk.state.wrong is not None
    assert desk.state.wrong.id == "session.short"


def test_a_wrong_pin_is_keyed_again_and_a_delay_is_told_in_seconds() -> None:
    desk = Desk()
    desk.key("1111")
    desk.press.enter()
    desk.till.reject(ProblemCode.FORBIDDEN, 403)
    assert desk.state.wrong is not None
    assert (desk.state.wrong.id, desk.state.digits) == ("session.wrong", 0)
    desk.key("1111")
    desk.press.enter()
    question = desk.till.open[0]
    question.then(Rejected(a_problem(ProblemCode.TOO_MANY_TRIES, 429), retry_after_s=30))
    assert desk.state.wrong.arguments == {"seconds": 30}
    assert desk.named == []


def test_without_a_line_nobody_is_signed_in_and_the_pin_is_not_kept() -> None:
    desk = Desk()
    desk.key("2580")
    desk.press.enter()
    desk.till.questions[0].then(NoAnswer(Reason.NO_CONNECTION, was_sent=False))
    assert desk.state.wrong is not None
    assert desk.state.wrong.id == "ask.no_connection"
    desk.press.enter()
    assert len(desk.till.questions) == 1


def test_no_digit_is_taken_while_the_platform_is_asked() -> None:
    desk = Desk()
    desk.key("2580")
    desk.press.enter()
    desk.key("99")
    assert desk.state.digits == 0
    assert not desk.state.can_enter


def test_choosing_somebody_else_forgets_the_digits() -> None:
    desk = Desk()
    desk.key("25")
    desk.press.choose(CASHIER_ID)
    assert (desk.state.digits, desk.state.chosen_id) == (0, CASHIER_ID)


def test_locking_ends_the_session_and_leaves_no_way_back() -> None:
    desk = Desk()
    desk.sign_in()
    desk.press.lock()
    assert len(desk.operator.asked(f"{CURRENT}/end")) == 1
    assert desk.press.token is None
    assert desk.state.is_locked
    desk.press.leave()
    assert desk.left == 0


def test_leaving_without_a_lock_keeps_whoever_is_signed_in() -> None:
    desk = Desk()
    desk.sign_in()
    desk.press.leave()
    assert desk.left == 1
    assert desk.press.token == "token-0"
    desk.press.sign_out()
    assert desk.named[-1] is None


def test_a_session_that_the_platform_ended_is_said() -> None:
    desk = Desk()
    desk.sign_in()
    desk.press.expired()
    assert desk.named[-1] is None
    assert desk.state.wrong is not None
    assert desk.state.wrong.id == "session.over"


def test_a_demo_without_an_owner_begins_with_nobody() -> None:
    desk = Desk()
    desk.press.sign_in_owner("1470")
    assert desk.till.questions == []
