"""Signing in: what a right and a wrong PIN, a link, a passkey's signature and a sign-out do, and what they never tell."""

from __future__ import annotations

from itertools import count

from backend_stub.contract import ProblemCode
from backend_stub.domain import access
from backend_stub.domain.access import NewSession, SecretPurpose
from backend_stub.domain.records import (
    SECOND,
    Customer,
    CustomerPin,
    Device,
    Instant,
    OneTimeSecret,
    Passkey,
    Record,
    Token,
    altered,
)
from backend_stub.domain.state import Broken, Decision, Moment, State

NOON = Instant(1_800_000_000 * SECOND)
ids = count()


def moment(after_s: float = 0) -> Moment:
    return Moment(Instant(NOON + round(after_s * SECOND)), lambda: f"id-{next(ids)}")


def session(number: int = 1) -> NewSession:
    return NewSession(f"device-{number}", "Phone", f"hash-{number}")


def known(*more: Record) -> State:
    return State([Customer("mara", "mara", "Mara", "", NOON, "x"), CustomerPin("mara", "right", NOON), *more])


def tried(state: State, after_s: float = 0, *, is_right: bool = False, handle: str = "mara") -> Decision:
    customer, pin = ("mara", "right") if handle == "mara" else (None, None)
    command = access.SignIn(handle, customer, pin, is_right, session(next(ids)))
    decision = access.sign_in(state, command, moment(after_s))
    state.apply(decision)
    return decision


def code_of(decision: Decision) -> ProblemCode | None:
    return decision.reply.code if isinstance(decision.reply, Broken) else None


def test_a_right_pin_opens_a_session_with_a_device_of_its_own() -> None:
    decision = tried(known(), is_right=True)
    assert {type(row) for row in decision.new} == {Device, Token}
    assert isinstance(decision.reply, Token)


def test_a_handle_that_nobody_has_is_answered_exactly_like_a_wrong_pin_and_delayed_alike() -> None:
    answers = {
        handle: [tried(known_or_not, 40 * turn, handle=handle).reply for turn in range(8)]
        for handle, known_or_not in (("mara", known()), ("nobody", known()))
    }
    assert answers["mara"] == answers["nobody"]
    assert ProblemCode.TOO_MANY_TRIES in {answer.code for answer in answers["mara"] if isinstance(answer, Broken)}


def test_while_a_delay_runs_the_right_pin_is_refused_like_a_wrong_one() -> None:
    state = known()
    for _ in range(3):
        tried(state)
    assert tried(state, 1).reply == tried(state, 1, is_right=True).reply
    assert code_of(tried(state, 31, is_right=True)) is None


def test_a_right_pin_ends_the_count_of_wrong_ones() -> None:
    state = known()
    for _ in range(2):
        tried(state)
    tried(state, is_right=True)
    assert [code_of(tried(state)) for _ in range(3)] == [ProblemCode.FORBIDDEN] * 3


def test_a_pin_changed_meanwhile_does_not_count_as_right() -> None:
    state = known()
    state.put(CustomerPin("mara", "another", NOON))
    assert code_of(tried(state, is_right=True)) is ProblemCode.FORBIDDEN


def test_a_link_opens_one_session_and_no_second_one_and_none_after_its_end() -> None:
    link = OneTimeSecret("l", SecretPurpose.LINK.value, "link", "mara", NOON + 60 * SECOND, None)
    state = known(link)
    late = access.take_link(known(link), access.TakeLink("link", session()), moment(60))
    first = access.take_link(state, access.TakeLink("link", session(1)), moment(59))
    state.apply(first)
    second = access.take_link(state, access.TakeLink("link", session(2)), moment(59))
    assert [code_of(one) for one in (late, first, second)] == [ProblemCode.CONFLICT, None, ProblemCode.CONFLICT]


def test_a_challenge_for_one_purpose_is_good_for_no_other() -> None:
    challenge = OneTimeSecret("c", SecretPurpose.ADD_PASSKEY.value, "c", "mara", NOON + 60 * SECOND, None)
    state = known(challenge, Passkey("key", "mara", "public", 0, "Phone", NOON, None))
    assert code_of(access.take_link(state, access.TakeLink("c", session()), moment())) is ProblemCode.CONFLICT
    used = access.use_passkey(state, access.UsePasskey("c", "key", 1, session()), moment())
    assert code_of(used) is ProblemCode.FORBIDDEN


def test_a_passkey_signs_in_once_a_challenge_and_its_counter_only_grows() -> None:
    passkey = Passkey("key", "mara", "public", 5, "Phone", NOON, None)
    challenges = [
        OneTimeSecret(f"c{number}", SecretPurpose.SIGN_IN.value, f"c{number}", None, NOON + SECOND, None)
        for number in range(3)
    ]
    state = known(passkey, *challenges)
    outcomes = []
    for challenge, counter in (("c0", 6), ("c0", 7), ("c1", 6), ("c2", 7)):
        decision = access.use_passkey(state, access.UsePasskey(challenge, "key", counter, session(next(ids))), moment())
        state.apply(decision)
        outcomes.append(code_of(decision))
    assert outcomes == [None, ProblemCode.FORBIDDEN, ProblemCode.FORBIDDEN, None]


def test_a_passkey_that_was_taken_away_opens_nothing() -> None:
    challenge = OneTimeSecret("c", SecretPurpose.SIGN_IN.value, "c", None, NOON + SECOND, None)
    state = known(challenge, Passkey("key", "mara", "public", 0, "Phone", NOON, None))
    state.apply(access.drop_passkey(state, access.DropPasskey("key", "mara"), moment()))
    used = access.use_passkey(state, access.UsePasskey("c", "key", 1, session()), moment())
    assert code_of(used) is ProblemCode.FORBIDDEN


def test_signing_out_ends_the_session_and_the_codes_that_its_device_still_shows() -> None:
    phone, tablet = (Device(name, "mara", name, 4, 1, NOON) for name in ("phone", "tablet"))
    tokens = [Token(device.id, device.id, "customer", "mara", device.id, NOON, None) for device in (phone, tablet)]
    state = known(phone, tablet, *tokens)
    state.apply(access.sign_out(state, access.SignOut("mara", "phone"), moment(1)))
    assert state.need(Token, "phone") == altered(tokens[0], revoked_at=NOON + SECOND)
    assert (state.need(Device, "phone").codes_ended, state.need(Device, "tablet").codes_ended) == (4, 1)
    state.apply(access.sign_out(state, access.SignOut("mara", None), moment(2)))
    assert access.is_over(state.need(Token, "tablet"), moment(2).now)


def test_a_session_ends_by_itself_after_ninety_days() -> None:
    token = Token("t", "t", "customer", "mara", "phone", NOON, None)
    assert not access.is_over(token, moment(90 * 86_400 - 1).now)
    assert access.is_over(token, moment(90 * 86_400).now)
