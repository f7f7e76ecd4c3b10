"""The platform as pages ask it: requests go to the gateway's thread, answers come back through the bridge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from backend_stub.contract import ProblemCode
from pos_app.gateway import Gateway, GatewayStoppedError
from pos_app.presenters.asking import Asked, Request
from pos_app.results import NoAnswer, Reason, Rejected, Result

T = TypeVar("T")


class PageAsking:
    """An `Asking`. `deliver` makes a call on the main thread.

    `token` is that of whoever is signed in, None for the till's own; `expired` is called when the platform does not know it
    any more.
    """

    def __init__(
        self,
        gateway: Gateway,
        deliver: Callable[[Callable[[], None]], None],
        token: Callable[[], str | None] = lambda: None,
        expired: Callable[[], None] = lambda: None,
    ) -> None:
        self._gateway = gateway
        self._deliver = deliver
        self._token = token
        self._expired = expired

    def ask(self, request: Request[T], then: Callable[[Result[T]], None]) -> Asked:
        """Returns at once; `then` is called on the main thread."""
        under_way, token = _UnderWay(), self._token()

        def arrived(result: Result[T]) -> None:
            self._deliver(lambda: self._tell(result, token, under_way, then))

        try:
            self._gateway.post(lambda: self._gateway.ask(request, token), arrived)
        except GatewayStoppedError:
            arrived(NoAnswer(Reason.NO_CONNECTION, was_sent=False, detail="the till is closing"))
        return under_way

    def _tell(
        self, result: Result[T], token: str | None, under_way: _UnderWay, then: Callable[[Result[T]], None]
    ) -> None:
        """A session that is over is told once: by then nobody, or somebody else, is signed in."""
        if token is not None and token == self._token() and _is_over(result):
            self._expired()
        if not under_way.is_forgotten:
            then(result)


def _is_over(result: Result[T]) -> bool:
    return isinstance(result, Rejected) and result.problem.code is ProblemCode.UNAUTHENTICATED


class _UnderWay:
    """Only the main thread reads and writes it."""

    def __init__(self) -> None:
        self.is_forgotten = False

    def forget(self) -> None:
        self.is_forgotten = True
