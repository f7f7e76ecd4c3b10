"""How answers come from the writer's thread to where their futures live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from backend_stub.domain.records import Record
from backend_stub.domain.state import Broken
from backend_stub.storage.errors import StorageError

Hand = Callable[..., object]  # takes a function and what was answered to where its futures live
Answer = Record | Broken | StorageError
log = structlog.get_logger(__name__)


def deliver(asked: Sequence[tuple[Hand, Any]], answers: Sequence[Answer]) -> None:
    """Hand each answer, beside its token, to whoever asked; those of one hand together."""
    by_hand: dict[Hand, list[tuple[Any, Answer]]] = {}
    for (hand, token), answer in zip(asked, answers, strict=True):
        by_hand.setdefault(hand, []).append((token, answer))
    for hand, answered in by_hand.items():
        try:
            hand(resolve, answered)
        except RuntimeError:  # the loop was closed: nobody waits any more, and what was done stays done
            log.info("answers_without_a_listener", count=len(answered))


def at_once(work: Callable[..., object], answered: object) -> None:
    """The hand of who waits on a future of no loop."""
    work(answered)


def resolve(answered: Sequence[tuple[Any, Answer]]) -> None:
    """Give each future its answer."""
    for future, answer in answered:
        if future.done():
            continue
        if isinstance(answer, StorageError):
            future.set_exception(answer)
        else:
            future.set_result(answer)
