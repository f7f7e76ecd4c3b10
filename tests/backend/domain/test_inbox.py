"""Numbers of messages and marks of what is read, without a database."""

from __future__ import annotations

from backend_stub.domain import inbox
from backend_stub.domain.records import Inbox, Message, altered
from backend_stub.domain.state import Decision, Moment, State

MOMENT = Moment(0, lambda: "id")  # type: ignore[arg-type]


def told(state: State, *customers: str) -> None:
    for customer in customers:
        place = len(state.new.get(Message, {}))
        message = Message(f"m{place}", customer, None, "paid", "{}", 0)
        state.apply(Decision(message, new=(message,)))


def numbers(state: State) -> list[tuple[str, int]]:
    return [(row.customer_id, row.number) for row in state.new[Message].values() if isinstance(row, Message)]


def test_messages_are_numbered_in_the_order_they_were_decided_each_customer_on_their_own() -> None:
    state = State([Inbox("mara", 7, 3)])
    told(state, "mara", "jonas", "mara", "jonas", "mara")
    inbox.number(state)
    assert numbers(state) == [("mara", 8), ("jonas", 1), ("mara", 9), ("jonas", 2), ("mara", 10)]
    assert state.get(Inbox, "mara") == Inbox("mara", 10, 3)
    assert state.new[Inbox] == {"jonas": Inbox("jonas", 2, 0)}
    assert state.changed[Inbox] == {"mara": Inbox("mara", 10, 3)}


def test_an_inbox_made_in_the_same_batch_is_saved_once_with_its_count() -> None:
    state = State()
    made = Inbox("mara", 0, 0)
    state.apply(Decision(made, new=(made,)))
    told(state, "mara")
    inbox.number(state)
    assert state.new[Inbox] == {"mara": Inbox("mara", 1, 0)}
    assert Inbox not in state.changed


def test_whoever_is_told_something_is_locked_in_one_order() -> None:
    state = State()
    told(state, "zoe", "anna", "zoe")
    assert inbox.recipients(state) == ["anna", "zoe"]


def test_read_marks_move_forward_only_and_not_beyond_what_was_sent() -> None:
    kept = Inbox("mara", 7, 3)
    for up_to, expected in ((0, 3), (3, 3), (5, 5), (7, 7), (9, 7)):
        state = State([kept])
        decision = inbox.mark_read(state, inbox.MarkRead("mara", up_to), MOMENT)
        assert decision.reply == altered(kept, read_number=expected)
        assert bool(decision.changed) == (expected > 3)


def test_somebody_who_was_told_nothing_has_read_nothing() -> None:
    assert inbox.mark_read(State(), inbox.MarkRead("mara", 5), MOMENT) == Decision(Inbox("mara", 0, 0))
