"""What whoever runs the server sees: ids of requests, readiness, figures for Prometheus, and a stop that is announced."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families as read_figures

from backend_stub.app import build
from backend_stub.services import usecases
from backend_stub.services.metrics import PlatformMetrics
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.readiness import Readiness
from tests.backend.shop import World
from tests.conftest import MASTER_KEY
from tests.serving import Process, write_key

GIVEN = "0198c0de-0000-7000-8000-000000000001"


def _ask(platform: Platform, method: str, path: str, headers: dict[str, str], **more: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(build(platform))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.request(method, path, headers=headers, **more)

    return asyncio.run(ask())


def _sell(world: World, request_id: str, code: str | None = None) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {world.till}",
        "Idempotency-Key": new_id(),
        "Content-Type": "application/json",
        "X-Request-Id": request_id,
    }
    content = json.dumps(world.sale(code or world.code(world.mara)))
    return _ask(world.platform, "POST", "/v1/redemptions", headers, content=content)


def _figures(platform: Platform) -> dict[tuple[str, ...], float]:
    registry = CollectorRegistry()
    registry.register(PlatformMetrics(platform))
    return _samples(generate_latest(registry).decode())


def _samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels))): one.value
        for family in read_figures(text)
        for one in family.samples
    }


# --- ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", [GIVEN, "edge-7.0_A9", None, "short", "x" * 65, "with space 1", "a;drop-table", "é" * 9]
)
def test_a_request_keeps_a_plain_id_and_gets_one_for_anything_else(shared: World, given: str | None) -> None:
    headers = {} if given is None else {"X-Request-Id": given.encode()}
    for path in ("/v1/no-such-thing", "/v1/till"):
        answer = _ask(shared.platform, "GET", path, headers)  # type: ignore[arg-type]
        said = answer.headers["x-request-id"]
        assert answer.headers.get_list("x-request-id") == [said]
        assert answer.json()["request_id"] == said
        if given in {GIVEN, "edge-7.0_A9"}:
            assert said == given
        else:
            assert (said != given, UUID(said).version) == (True, 7)


def test_the_short_way_the_pages_and_a_request_to_no_host_have_one_too(lite: World) -> None:
    sold = _sell(lite, GIVEN)
    assert (sold.json()["outcome"], sold.headers["x-request-id"]) == ("paid", GIVEN)
    page = _ask(lite.platform, "GET", "/wallet", {"X-Request-Id": GIVEN})
    assert page.headers["x-request-id"] == GIVEN
    refused = _ask(lite.platform, "GET", "/v1/till", {"Host": "a b", "X-Request-Id": GIVEN})
    assert (refused.status_code, refused.json()["request_id"], refused.headers["x-request-id"]) == (400, GIVEN, GIVEN)


def test_a_line_of_the_log_names_the_request_it_is_about_on_the_loop_and_in_the_writer(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(usecases.REDEEM, decide=lambda *_: 1 / 0)
    monkeypatch.setattr(usecases, "REDEEM", broken)
    lines: list[dict[str, Any]] = []

    def keep(_logger: object, _method: str, line: Any) -> Any:
        lines.append(dict(line))
        raise structlog.DropEvent

    monkeypatch.setattr("backend_stub.storage.writer.log", structlog.wrap_logger(None, processors=[keep]))
    merged = [structlog.contextvars.merge_contextvars, keep]
    monkeypatch.setattr("backend_stub.api.problems.log", structlog.wrap_logger(None, processors=merged))
    answer = _sell(lite, GIVEN)
    assert (answer.status_code, answer.json()["code"], answer.json()["request_id"]) == (500, "our_bug", GIVEN)
    raised = [line for line in lines if line["event"] == "command_raised"]
    assert raised
    assert {line["request_id"] for line in raised} == {GIVEN}
    monkeypatch.setattr("backend_stub.api.till_routes.caller", lambda *_: 1 / 0, raising=True)
    answer = _ask(lite.platform, "GET", "/v1/till", {"X-Request-Id": "edge-00000001"})
    assert answer.status_code == 500
    assert [line["request_id"] for line in lines if line["event"] == "request_raised"] == ["edge-00000001"]


# --- readiness --------------------------------------------------------------------------------------------------------


def test_a_platform_that_is_well_is_ready_and_one_that_is_asked_to_stop_is_not(world: World) -> None:
    answer = _ask(world.platform, "GET", "/v1/ready", {})
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert world.platform.readiness.stop()
    assert not world.platform.readiness.stop()
    answer = _ask(world.platform, "GET", "/v1/ready", {})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (503, "unavailable", "stopping")
    assert _ask(world.platform, "GET", "/v1/health", {}).status_code == 200


def test_each_part_that_is_not_well_is_named(lite: World) -> None:
    platform = lite.platform

    def unwell() -> tuple[str, ...]:
        return asyncio.run(Readiness(platform).unwell())

    assert unwell() == ()
    platform.options = replace(platform.options, disk_least=2**60)
    assert unwell() == ("disk",)
    with platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert unwell() == ("migrations", "disk")
    with platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text("DROP TABLE alembic_version"))
    platform.writer.stop()
    assert unwell() == ("database", "writer", "disk")
    platform.readiness = Readiness(platform)
    answer = _ask(platform, "GET", "/v1/ready", {})
    assert (answer.status_code, answer.json()["detail"]) == (503, "not ready: database, writer, disk")


# --- figures ----------------------------------------------------------------------------------------------------------


def test_figures_count_each_redemption_once_by_what_it_came_to_and_requests_by_route(world: World) -> None:
    code = world.code(world.mara)
    attempt = _sell(world, GIVEN, code).json()["attempt_id"]
    assert _sell(world, GIVEN, "730000000000000001").json()["outcome"] == "refused"
    _ask(world.platform, "GET", f"/v1/redemptions/{attempt}", {"Authorization": f"Bearer {world.till}"})
    _ask(world.platform, "GET", "/secret-path", {})
    seen = _figures(world.platform)
    assert seen["pos_redemptions_total", "paid", ""] == 1
    assert sum(value for key, value in seen.items() if key[:2] == ("pos_redemptions_total", "refused")) == 1
    count = "pos_http_request_seconds_count"
    assert seen[count, "POST", "/v1/redemptions", "200"] == 2
    assert seen[count, "GET", "/v1/redemptions/{attempt_id}", "200"] == 1
    assert seen[count, "GET", "unmatched", "404"] == 1
    assert seen["pos_writer_batch_size_count",] == seen["pos_writer_commit_seconds_count",] > 0
    assert seen["pos_writer_queue",] == 0
    text = str(seen)
    for private in (attempt, code, world.till, world.mara.token, "secret-path", "Mara"):
        assert private not in text


def test_takings_that_nobody_settles_grow_old_in_the_figures(lite: World) -> None:
    assert _figures(lite.platform)["pos_unsettled_oldest_seconds",] == 0
    assert _sell(lite, GIVEN).json()["outcome"] == "paid"
    lite.clock.forward(2 * 24 * 3600)
    assert _figures(lite.platform)["pos_unsettled_oldest_seconds",] == pytest.approx(172_800, abs=5)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Process]:
    url = f"sqlite:///{tmp_path / 'p.sqlite'}"
    key = write_key(tmp_path / "key", MASTER_KEY)
    with Process(url, key, "--processes", "2", "--metrics", "127.0.0.1:0", "--drain", "60") as running:
        yield running


def test_each_process_has_its_figures_and_a_stop_is_announced_before_it_comes(server: Process) -> None:
    with httpx.Client(base_url=server.base_url, timeout=20, trust_env=False) as client:
        assert client.get("/v1/ready").json()["status"] == "ready"
        assert client.get("/metrics").status_code == 404
        told = []
        for url in server.about["metrics_urls"]:
            with urllib.request.urlopen(url, timeout=20) as answer:
                told.append(_samples(answer.read().decode()))
        house, front = told
        assert "pos_webhooks_due" in {key[0] for key in house}
        assert front["pos_http_request_seconds_count", "GET", "/v1/ready", "200"] == 1
        assert "pos_webhooks_due" not in {key[0] for key in front}
        os.kill(server.pid, signal.SIGTERM)
        asked = (client.get("/v1/ready") for _ in range(20_000))  # the signal is on its way
        late = next(answer for answer in asked if answer.status_code != 200)
        assert (late.status_code, late.json()["field"]) == (503, "stopping")
        assert client.get("/v1/health").status_code == 200
    for front in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        os.kill(int(front), signal.SIGTERM)  # asked again: it ends at once
    assert server.ended() == 0
