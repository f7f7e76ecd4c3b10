"""The embedded platform while it comes up: asked early, answered when it is there, and only once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Queue

import httpx
import pytest

from pos_app.coming import Coming, Embedded
from pos_app.gateway import Gateway
from pos_app.line import Line, Message
from pos_app.results import NoAnswer, Reason


@dataclass
class Platform:
    """One that takes as long as the test wants, then answers everything."""

    may_open: threading.Event = field(default_factory=threading.Event)
    is_opening: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None
    opened: int = 0
    stopped: int = 0
    asked: list[str] = field(default_factory=list)

    def open(self) -> Embedded:
        self.is_opening.set()
        assert self.may_open.wait(10)
        if self.error is not None:
            raise self.error
        self.opened += 1
        return Embedded(self._app, lambda: ["checked"], self._stop)

    def _stop(self) -> None:
        self.stopped += 1

    async def _app(self, scope: Message, receive: object, send: object) -> None:
        self.asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]


@pytest.fixture
def platform() -> Iterator[Platform]:
    made = Platform()
    yield made
    made.may_open.set()


async def _ask(coming: Coming, path: str = "/v1/till") -> int:
    return (await Line(coming, "token").ask("GET", path, {}, None)).status_code


def test_what_is_asked_before_it_is_there_is_answered_when_it_is(platform: Platform) -> None:
    coming, failures = Coming(platform.open), []

    async def play() -> list[int]:
        early = [asyncio.create_task(_ask(coming, f"/{number}")) for number in range(3)]
        await asyncio.sleep(0)
        coming.begin(failures.append)
        assert platform.asked == []
        platform.may_open.set()
        return await asyncio.gather(*early)

    assert asyncio.run(play()) == [204, 204, 204]
    assert sorted(platform.asked) == ["/0", "/1", "/2"]
    assert asyncio.run(_ask(coming)) == 204, "from another loop, when it is there"
    assert coming.verify() == ["checked"]
    coming.begin(failures.append)
    coming.close()
    assert (platform.opened, platform.stopped, failures) == (1, 1, [])


def test_who_stops_waiting_asked_for_nothing_and_the_others_still_wait(platform: Platform) -> None:
    coming = Coming(platform.open)
    coming.begin([].append)

    async def play() -> int:
        other = asyncio.create_task(_ask(coming, "/other"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await _ask(coming, "/impatient")
        platform.may_open.set()
        return await other

    assert asyncio.run(play()) == 204
    assert platform.asked == ["/other"]
    coming.close()


def test_the_time_out_of_a_question_begins_when_the_platform_is_there(platform: Platform) -> None:
    coming = Coming(platform.open)
    gateway = Gateway(coming, "a-token", ask_timeout_s=5.0, opened=coming.opened)
    hurried = Gateway(coming, "a-token", ask_timeout_s=0.01)
    answers: Queue[object] = Queue()
    gateway.start()
    hurried.start()
    gateway.post(gateway.health, answers.put)
    hurried.post(hurried.health, answers.put)  # without it, the start would count
    assert answers.get(timeout=10) == NoAnswer(Reason.TIMED_OUT, was_sent=True, detail="TimeoutError")
    coming.begin([].append)
    platform.may_open.set()
    assert answers.get(timeout=10) == NoAnswer(Reason.UNREADABLE, was_sent=True, detail="status 204"), "it was asked"
    assert platform.asked == ["/v1/health"]
    gateway.stop()
    hurried.stop()
    coming.close()


def test_one_that_fails_says_why_and_whoever_asked_gets_no_answer(platform: Platform) -> None:
    platform.error = RuntimeError("the disk is full")
    coming, failures = Coming(platform.open), []
    coming.begin(failures.append)
    platform.may_open.set()
    coming.wait()
    assert asyncio.run(_ask(coming)) == httpx.codes.INTERNAL_SERVER_ERROR
    coming.close()
    assert failures == [platform.error]
    assert platform.stopped == 0


def test_a_till_that_is_closed_while_it_comes_up_waits_and_lets_go_of_it(platform: Platform) -> None:
    coming = Coming(platform.open)
    coming.begin([].append)
    assert platform.is_opening.wait(10)
    closing = threading.Thread(target=coming.close)
    closing.start()
    platform.may_open.set()
    closing.join(10)
    assert platform.stopped == 1


def test_one_that_was_never_begun_is_closed_at_once(platform: Platform) -> None:
    Coming(platform.open).close()
    assert platform.opened == 0
