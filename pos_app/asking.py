"""The platform as pages ask it: requests go to the gateway's thread, answers come back through the bridge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pos_app.gateway import Gateway, GatewayStoppedError
from pos_app.presenters.asking import Asked, Request
from pos_app.results import NoAnswer, Reason, Result

T = TypeVar("T")


class PageAsking:
    """An `Asking`. `deliver` makes a call on the main thread."""

    def __init__(self, gateway: Gateway, deliver: Callable[[Callable[[], None]], None]) -> None:
        self._gateway = gateway
        self._deliver = deliver

    def ask(self, request: Request[T], then: Callable[[Result[T]], None]) -> Asked:
        """Returns at once; `then` is called on the main thread."""
        under_way = _UnderWay()

        def arrived(result: Result[T]) -> None:
            self._deliver(lambda: None if under_way.is_forgotten else then(result))

        try:
            self._gateway.post(lambda: self._gateway.ask(request), arrived)
        except GatewayStoppedError:
            arrived(NoAnswer(Reason.NO_CONNECTION, was_sent=False, detail="the till is closing"))
        return under_way


class _UnderWay:
    """Only the main thread reads and writes it."""

    def __init__(self) -> None:
        self.is_forgotten = False

    def forget(self) -> None:
        self.is_forgotten = True
