"""A page's questions over the real gateway: typed answers on the thread of the bridge, and none after forgetting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest

from backend_stub.contract import Health, ProblemCode
from pos_app.asking import PageAsking
from pos_app.gateway import Gateway
from pos_app.presenters.asking import get, post
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result
from tests.fakes import ok, problem


class Line:
    """Keeps what came, and on which thread; `calls` wait until the test makes them, as in the bridge."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.waiting = threading.Semaphore(0)
        self.calls: list[object] = []
        self.gateway = Gateway(httpx.MockTransport(self._serve), "till-token")
        self.asking = PageAsking(self.gateway, self._deliver)
        self.came: list[Result[object]] = []

    def make_calls(self) -> None:
        assert self.waiting.acquire(timeout=10)
        call = self.calls.pop(0)
        assert callable(call)
        call()

    def _deliver(self, call: object) -> None:
        self.calls.append(call)
        self.waiting.release()

    def _serve(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path == "/v1/file":
            return httpx.Response(200, content=b"a,b\n1,2\n")
        if request.url.path == "/v1/no":
            return problem(ProblemCode.RULE_BROKEN, 422, "no such tier")
        return ok(Health(status="ok", version="1"))


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    made.gateway.start()
    yield made
    made.gateway.stop()


def test_an_answer_comes_as_its_message_where_the_bridge_brings_it(line: Line) -> None:
    line.asking.ask(get("/v1/health", Health, q="a b&c", limit=5, after=None), line.came.append)
    assert line.came == []
    line.make_calls()
    assert line.came == [Answered(Health(status="ok", version="1"))]
    assert line.requests[0].url.query == b"q=a+b%26c&limit=5"


def test_a_write_carries_its_key_and_its_body(line: Line) -> None:
    line.asking.ask(post("/v1/health", Health, Health(status="x", version="y"), "key-1"), line.came.append)
    line.make_calls()
    assert line.requests[0].headers["Idempotency-Key"] == "key-1"
    assert line.requests[0].content == b'{"status":"x","version":"y"}'


def test_a_file_comes_as_it_is(line: Line) -> None:
    line.asking.ask(get("/v1/file", bytes), line.came.append)
    line.make_calls()
    assert line.came == [Answered(b"a,b\n1,2\n")]


def test_a_refusal_says_why(line: Line) -> None:
    line.asking.ask(get("/v1/no", Health), line.came.append)
    line.make_calls()
    assert isinstance(line.came[0], Rejected)
    assert line.came[0].problem.detail == "no such tier"


def test_what_was_forgotten_is_not_answered_even_when_the_answer_is_on_its_way(line: Line) -> None:
    asked = line.asking.ask(get("/v1/health", Health), line.came.append)
    assert line.waiting.acquire(timeout=10)
    line.waiting.release()
    asked.forget()
    line.make_calls()
    assert line.came == []


def test_after_the_gateway_stopped_nothing_was_sent() -> None:
    line = Line()
    line.asking.ask(get("/v1/health", Health), line.came.append)
    line.make_calls()
    assert line.came == [NoAnswer(Reason.NO_CONNECTION, was_sent=False, detail="the till is closing")]
