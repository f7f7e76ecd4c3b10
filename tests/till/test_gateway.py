from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from backend_stub.contract import Outcome, ProblemCode
from pos_app.gateway import Gateway, GatewayError, GatewayStoppedError, no_answer
from pos_app.results import Answered, NoAnswer, Reason, Rejected
from tests.fakes import FakeServer, a_body, a_redemption, an_id, answers, ok, problem, raises

T = TypeVar("T")
TOKEN = "till-secret-token"
ATTEMPT = an_id(1)


@contextmanager
def running(gateway: Gateway) -> Iterator[Gateway]:
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


def run(gateway: Gateway, work: Callable[[], Coroutine[None, None, T]]) -> T:
    done: Future[T] = Future()
    gateway.post(work, done.set_result)
    return done.result(10)


def submitted(server: FakeServer, **options: float) -> object:
    with running(Gateway(server.transport(), TOKEN, **options)) as gateway:
        return run(gateway, lambda: gateway.submit(ATTEMPT, a_body()))


def lower_errors() -> list[type[Exception]]:
    found = [value for value in vars(httpx).values() if inspect.isclass(value) and issubclass(value, Exception)]
    return sorted(found, key=lambda kind: kind.__name__)


def made(kind: type[Exception]) -> Exception:
    request = httpx.Request("GET", "http://till.invalid")
    if issubclass(kind, httpx.HTTPStatusError):
        return kind("x", request=request, response=httpx.Response(500))
    try:
        return kind("x")
    except TypeError:
        return kind()


def test_every_error_of_the_http_library_is_mapped() -> None:
    kinds = lower_errors()
    assert len(kinds) > 20
    for kind in kinds:
        mapped = no_answer(made(kind))
        assert mapped.detail == kind.__name__
        # `our bug` is only for what the till itself does wrong with the library.
        ours = {"UnsupportedProtocol", "InvalidURL", "LocalProtocolError", "CookieConflict"}
        is_stream = issubclass(kind, httpx.StreamError)
        assert (mapped.reason is Reason.OUR_BUG) == (kind.__name__ in ours or is_stream), kind


@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError])
def test_a_connection_that_never_stood_sent_nothing(kind: type[Exception]) -> None:
    assert submitted(FakeServer(faults=[raises(kind)])) == NoAnswer(
        Reason.NO_CONNECTION, was_sent=False, detail=kind.__name__
    )


@pytest.mark.parametrize(
    "kind",
    [httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadTimeout, httpx.WriteTimeout, OSError],
)
def test_whatever_breaks_after_that_may_have_been_served(kind: type[Exception]) -> None:
    result = submitted(FakeServer(faults=[raises(kind)]))
    assert isinstance(result, NoAnswer)
    assert result.was_sent


def test_an_error_nobody_thought_of_is_unknown_too() -> None:
    result = submitted(FakeServer(faults=[raises(RuntimeError)]))
    assert result == NoAnswer(Reason.OUR_BUG, was_sent=True, detail="RuntimeError")


def test_an_answer_is_decoded_and_carries_id_and_token() -> None:
    server = FakeServer()
    result = submitted(server)
    assert isinstance(result, Answered)
    assert result.value.outcome is Outcome.PAID
    assert server.requests == [("POST", "/v1/redemptions", ATTEMPT)]
    assert server.authorizations == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429])
def test_a_problem_of_the_platforms_is_evidence(status: int) -> None:
    result = submitted(
        FakeServer(faults=[answers(problem(ProblemCode.CONFLICT, status, headers={"Retry-After": "30"}))])
    )
    assert isinstance(result, Rejected)
    assert (result.problem.code, result.retry_after_s) == (ProblemCode.CONFLICT, 30)


@pytest.mark.parametrize(
    "response",
    [
        problem(ProblemCode.UNKNOWN_OUTCOME, 503),
        problem(ProblemCode.UNAVAILABLE, 503),
        problem(ProblemCode.OUR_BUG, 500),
        httpx.Response(500, content=b"oops"),
        httpx.Response(502, content=b"<html>"),
        httpx.Response(403, content=b"<html>a proxy's own page"),
        httpx.Response(404),
        httpx.Response(302, headers={"Location": "http://portal.invalid"}),
        httpx.Response(200, content=b'{"attempt_id": "'),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, content=b"{}"),
        httpx.Response(204),
        httpx.Response(418, content=b"{}"),
        ok(a_redemption(an_id(2))),
    ],
    ids=lambda response: f"{response.status_code} {response.content[:12]!r}",
)
def test_what_is_no_answer_of_the_platforms_is_unknown(response: httpx.Response) -> None:
    result = submitted(FakeServer(faults=[answers(response)]))
    assert isinstance(result, NoAnswer)
    assert result.was_sent


def test_a_reply_with_a_later_versions_field_is_understood() -> None:
    content = msgspec.json.encode({**msgspec.to_builtins(a_redemption(ATTEMPT)), "points": 12})
    assert isinstance(submitted(FakeServer(faults=[answers(httpx.Response(200, content=content))])), Answered)


@pytest.mark.parametrize("header", ["soon", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "²"])
def test_a_retry_after_that_is_no_number_is_none(header: str) -> None:
    response = httpx.Response(
        429,
        content=problem(ProblemCode.TOO_MANY_TRIES, 429).content,
        headers=[(b"Retry-After", header.encode())],
    )
    result = submitted(FakeServer(faults=[answers(response)]))
    assert isinstance(result, Rejected)
    assert result.retry_after_s is None


def test_a_time_out_is_unknown_although_the_work_was_done() -> None:
    server = FakeServer(gate=asyncio.Event())
    result = submitted(server, ask_timeout_s=0.05)
    assert result == NoAnswer(Reason.TIMED_OUT, was_sent=True, detail="TimeoutError")
    assert server.redemptions[ATTEMPT].outcome is Outcome.PAID


Message = MutableMapping[str, Any]


async def asgi(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    path = scope["path"]
    if path == "/v1/health":
        raise RuntimeError("a bug in the platform")
    if path == "/v1/till":
        return  # answers nothing at all
    message = await receive()
    assert message["body"] == a_body()
    content = msgspec.json.encode(a_redemption(ATTEMPT))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": content})


def test_a_platform_in_this_very_process_is_one_argument_apart() -> None:
    with running(Gateway(asgi, TOKEN)) as gateway:
        assert isinstance(run(gateway, lambda: gateway.submit(ATTEMPT, a_body())), Answered)
        raised, silent = run(gateway, gateway.health), run(gateway, gateway.context)
    assert isinstance(raised, NoAnswer)
    assert raised.reason is Reason.SERVER_TROUBLE
    assert isinstance(silent, NoAnswer)
    assert silent.was_sent


def test_a_port_where_nobody_listens_is_no_connection() -> None:
    with running(Gateway("http://127.0.0.1:9", TOKEN)) as gateway:
        result = run(gateway, gateway.health)
    assert isinstance(result, NoAnswer)
    assert (result.reason, result.was_sent) == (Reason.NO_CONNECTION, False)


def test_a_real_connection_that_is_cut_after_the_request_may_have_been_served() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
        await writer.drain()
        writer.close()

    async def play() -> object:
        server = await asyncio.start_server(cut, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with running(Gateway(f"http://127.0.0.1:{port}", TOKEN)) as gateway:
            result = await asyncio.to_thread(run, gateway, lambda: gateway.submit(ATTEMPT, a_body()))
        server.close()
        await server.wait_closed()
        return result

    result = asyncio.run(play())
    assert isinstance(result, NoAnswer)
    assert result.was_sent


@pytest.mark.parametrize("address", ["http://[::1", "https://a:b:c", "http://\x00"])
def test_an_address_that_cant_be_one_is_said_and_not_repeated(address: str) -> None:
    with pytest.raises(GatewayError) as caught:
        Gateway(address, TOKEN)
    assert address not in str(caught.value)


class Closing(httpx.MockTransport):
    """Notices that it is let go."""

    is_closed = False

    async def aclose(self) -> None:
        self.is_closed = True


def test_stopping_ends_what_runs_joins_the_thread_and_can_be_done_twice() -> None:
    server = FakeServer(gate=asyncio.Event())
    transport = Closing(server.handle)
    gateway = Gateway(transport, TOKEN)
    gateway.start()
    answered: list[object] = []
    gateway.post(lambda: gateway.submit(ATTEMPT, a_body()), answered.append)
    began = threading.Event()
    gateway.call_soon(lambda: gateway.call_soon(began.set))
    began.wait(5)
    gateway.stop()
    gateway.stop()
    assert answered == []
    assert not any(thread.name == "gateway" for thread in threading.enumerate())
    assert transport.is_closed
    with pytest.raises(GatewayStoppedError):
        gateway.call_soon(lambda: None)


def test_a_gateway_that_was_not_started_says_so() -> None:
    gateway = Gateway(FakeServer().transport(), TOKEN)
    with pytest.raises(GatewayStoppedError):
        gateway.post(gateway.health)
    gateway.stop()


def test_a_bug_in_posted_work_is_logged_and_the_gateway_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with running(Gateway(FakeServer().transport(), TOKEN)) as gateway:
        gateway.post(broken)
        assert isinstance(run(gateway, gateway.health), Answered)
    out = capsys.readouterr().out
    assert "gateway.task_failed" in out
    assert TOKEN not in out
