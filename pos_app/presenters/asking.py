"""How a page's presenter asks the platform: a typed request, and what becomes of it, on the main thread.

    self._asking.ask(get("/v1/members", MemberList, q="wei"), self._found)

`then` gets `Answered` with the reply's type, `Rejected` (certain: this request did nothing) or `NoAnswer` (not known), see
`results.py`. It is called on the presenter's own thread, once, unless the asking is forgotten meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

import msgspec

from backend_stub.contract import ProblemCode
from pos_app.presenters.sell_state import Say, Tone
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result

T = TypeVar("T")
Value = str | int | bool | None
NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """What is asked. `reply` is the contract's message, or `bytes` for a file as it comes.

    A write carries `key`, its id: made by the presenter before the first sending and the same in every repeat. Values of
    `query` that are None are left out. `timeout_s` None: the till's usual patience.
    """

    method: str
    path: str
    reply: type[T]
    query: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    body: msgspec.Struct | None = None
    key: str | None = None
    timeout_s: float | None = None


def get(path: str, reply: type[T], **query: Value) -> Request[T]:
    """A read."""
    return Request("GET", path, reply, query)


def post(path: str, reply: type[T], body: msgspec.Struct | None, key: str) -> Request[T]:
    """A write whose id is `key`."""
    return Request("POST", path, reply, body=body, key=key)


class Asked(Protocol):
    """Something under way."""

    def forget(self) -> None:
        """Its answer is not wanted any more: `then` is not called. What was sent may still be done."""


class Asking(Protocol):
    """The platform, as a page sees it: with the rights of whoever is signed in."""

    def ask(self, request: Request[T], then: Callable[[Result[T]], None]) -> Asked:
        """Returns at once."""


class Latest:
    """Of several questions only the newest counts: the way to search while somebody types."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._under_way: Asked | None = None

    def ask(self, request: Request[T], then: Callable[[Result[T]], None]) -> None:
        """Forgets the question before."""
        self.forget()
        self._under_way = self._asking.ask(request, then)

    def forget(self) -> None:
        """No answer is wanted."""
        if self._under_way is not None:
            self._under_way.forget()
            self._under_way = None


_NO_ANSWER = {Reason.NO_CONNECTION: "ask.no_connection", Reason.OUR_BUG: "ask.our_bug"}


def trouble(result: Result[T]) -> Say | None:
    """What to say of a result that is no answer; None for an answer."""
    if isinstance(result, Answered):
        return None
    if isinstance(result, NoAnswer):
        return Say(_NO_ANSWER.get(result.reason, "ask.no_answer"), tone=Tone.CAREFUL)
    return _refused(result)


def _refused(result: Rejected) -> Say:
    if result.problem.code is ProblemCode.FORBIDDEN:
        return Say("ask.not_yours", tone=Tone.CAREFUL)
    return Say("ask.refused", {"text": result.problem.detail}, Tone.WRONG)
