"""Whatever is sent to the pages, none of them fails: hostile fields, files, headers and hosts get an answer that was meant."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from backend_stub.app import build
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from backend_stub.wallet.application import litestar
from tests.backend.shop import World
from tests.wallet.conftest import PIN, Browser, account_of

Visit = Callable[..., Browser]
SEED, TRIES_EACH = 20261124, 6
EVIL = (
    "", " ", "0", "-1", "1e9", "1" * 40, "9" * 400, "NaN", "\u0000", "\u202eevil", "\ud7ff", "é" * 200, "<script>", "' OR 1=1 --",
    "../../etc/passwd", "%00", "{{ 7 * 7 }}", "mara", "all", "yes", "0.001", "1,5", "٣", "true", "[]", "{}",
)  # fmt: skip
FIELDS = (
    "handle", "name", "pin", "old", "key", "to", "account", "amount", "other", "words", "picture", "answer", "from", "act",
    "wish", "device", "passkey", "secret", "language", "back", "up_to", "limit", "bonus", "card",
)  # fmt: skip
HEADERS = {
    "Host": ("[", "evil.test", 'a"b', "a b", "x:99999", "x:0", "::1", "[1:2:3:4:5:6:7:8:9]", "x@y", "é"),
    "Accept-Language": ("x" * 500, "zh-CN;q=a", "-", ";;,,"),
    "User-Agent": ("", "Android" * 200, "\x7f"),
    "Last-Event-ID": ("-1", "x", "9" * 30),
    "Cookie": ("zone=..%2f..%2fetc; lang=xx", "wallet=" + "a" * 4_000, "zone=%ff%fe", "guest=é"),
    "Sec-Purpose": ("prefetch", "x"),
    "X-CSRF": ("é", "x" * 5_000),
}


def routes(world: World) -> list[tuple[str, str]]:
    found = [(method, route.path) for route in litestar(world.platform).routes for method in sorted(route.methods)]  # type: ignore[attr-defined]
    return [(method, path) for method, path in found if method in ("GET", "POST") and path != "/wallet/events"]


def test_no_page_fails_whatever_is_sent_to_it(world: World) -> None:
    draw, browser = random.Random(SEED), Browser(world, build(world.platform), "10.0.0.7")
    browser.sign_up("nora")
    account_id = account_of(browser, world, minor=1_000)
    merchant_id = world.tea.merchant_id
    asked = 0
    with capture_logs() as logs:
        for method, route in routes(world):
            for _ in range(TRIES_EACH):
                if route in ("/wallet/sign-out", "/wallet/me/erase") and method == "POST":
                    continue  # what they do well ends the session
                place = draw.choice((account_id, merchant_id, new_id(), "x" * 300, "%00", "..%2f..", "é", "'"))
                path = "/".join(place if part.startswith("{") else part for part in route.split("/"))
                path += draw.choice(
                    ("", "?before=1.x", "?limit=-1&account=x", "?to=%00", "?done=<b>", "?new=" + "x" * 900)
                )
                name = draw.choice(list(HEADERS))
                told = draw.choice(HEADERS[name]).encode()
                fields = {one: draw.choice(EVIL) for one in draw.sample(FIELDS, 8)}
                form = {"csrf": browser.csrf, **fields} if method == "POST" else None
                answer = browser.send(method, path, data=form, headers=[(name.encode(), told)], follow_redirects=False)
                assert answer.status_code < 500, (method, path, name, told, fields)
                asked += 1
    browser.close()
    assert [one for one in logs if one["log_level"] in ("error", "critical")] == []
    assert asked > 250
    assert verify(world.platform.database) == []


@pytest.mark.parametrize(
    "credential",
    [
        {}, {"id": None}, {"id": "x", "response": None}, {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "////", "attestationObject": "____"}},
        {"id": "A" * 9_000, "response": {"clientDataJSON": {"a": []}, "authenticatorData": 1, "signature": []}},
    ],
)  # fmt: skip
def test_a_made_up_passkey_opens_nothing_and_breaks_nothing(visit: Visit, credential: dict[str, object]) -> None:
    browser = visit()
    browser.sign_up("nora", pin=PIN)
    told = {"X-CSRF": browser.csrf, "Accept": "application/json"}
    asked = browser.send("POST", "/wallet/passkeys/registration", headers=told).json()
    body = {"challenge": asked["options"]["challenge"], "credential": credential}
    assert browser.send("POST", "/wallet/passkeys", headers=told, json=body).status_code == 409
    stranger = visit("10.1.2.3")
    stranger.get("/wallet/sign-in")
    told["X-CSRF"] = stranger.csrf
    assert stranger.send("POST", "/wallet/passkeys/sign-in", headers=told, json=body).status_code == 403
    assert not stranger.is_signed_in
