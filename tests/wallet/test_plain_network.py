"""A phone on a shop's own network, where no certificate can be had: the pages work by PIN, and nothing else is served there."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from backend_stub.app import open_platform, sqlite_url
from backend_stub.cli import main
from backend_stub.domain.limits import SIGN_UPS
from backend_stub.services.platform import Options, new_id
from backend_stub.services.secrets import key_from_file
from tests.backend.shop import Clock, World
from tests.wallet.conftest import CSRF, PIN
from tests.wallet.phone import Phone


@dataclass
class Served:
    """The server's two addresses, and a till's token."""

    api_url: str
    wallet_url: str
    till: str
    said: str


def own_address() -> str:
    """This computer's address on a network that phones could share; the test is about what is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this computer is on no network")
        return str(way.getsockname()[0])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("plain")
    url, key = sqlite_url(folder / "platform.sqlite"), folder / "platform.key"
    platform = open_platform(url, key_from_file(key), Options(), clock := Clock())
    world = World(platform, clock)
    world.api.close()
    platform.stop()
    arguments = ["serve", "--db", url, "--key", str(key), "--port", "0", "--json"]
    arguments += ["--plain-wallet", f"{own_address()}:0"]
    with subprocess.Popen(
        [sys.executable, "-m", "backend_stub.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line, said = process.stdout.readline(), process.stderr.readline()
        found = re.search(r'"base_url": "([^"]+)".*"plain_wallet_url": "([^"]+)/wallet"', line)
        assert found, (line, said)
        yield Served(found[1], found[2], world.till, said)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_nothing_but_the_customers_pages_is_served_without_tls_and_the_warning_says_so(server: Served) -> None:
    assert "WARNING" in server.said
    assert server.api_url.startswith("http://127.0.0.1:")
    with httpx.Client(base_url=server.wallet_url, timeout=60) as phone:
        assert phone.get("/").headers["location"] == "/wallet"
        assert phone.get("/wallet/sign-in").status_code == 200
        bearer = {"Authorization": f"Bearer {server.till}"}
        for path in ("/v1/health", "/v1/customers", "/v1/docs/openapi.json", "/walletx", "/wallet/../v1/health"):
            assert phone.get(path, headers=bearer).status_code == 404, path
    with httpx.Client(base_url=server.api_url, timeout=60) as till:
        assert till.get("/v1/health").status_code == 200


def test_the_cookies_there_are_without_secure_and_still_for_no_script_and_no_other_site(server: Served) -> None:
    with httpx.Client(base_url=server.wallet_url, timeout=60) as phone:
        page = phone.get("/wallet/sign-up")
        token = CSRF.search(page.text)
        assert token
        form = {"csrf": token[1], "handle": "olga", "name": "Olga", "pin": PIN, "key": new_id()}
        cookie = phone.post("/wallet/sign-up", data=form).headers["set-cookie"]
        assert cookie.startswith("wallet=")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie


def test_a_phone_there_signs_up_pays_by_pin_alone_and_sees_the_result(server: Served) -> None:
    with Phone(server.wallet_url) as phone, httpx.Client(base_url=server.api_url, timeout=60) as api:
        phone.go("/wallet")
        assert phone.run("return window.isSecureContext") is False
        phone.follow("Open a wallet")
        for name, text in (("name", "Nora Stranger"), ("handle", "nora"), ("pin", PIN)):
            phone.key(name, text)
        phone.follow("Open my wallet")
        phone.sees("Hello, Nora")
        phone.follow("Open one")
        phone.follow("meis-tea card")
        phone.follow("Open this account")
        phone.sees("The account is open")
        phone.go("/wallet/pay")
        headers = {"Authorization": f"Bearer {server.till}"}

        def at_till(path: str, **body: object) -> httpx.Response:
            code = re.sub(r"\D", "", phone.see(".digits").text)
            money = {"amount_minor": 1_000, "currency": "EUR", "code": code, **body}
            return api.post(path, json=money, headers={**headers, "Idempotency-Key": new_id()})

        assert at_till("/v1/topups").status_code == 200
        phone.go("/wallet/pay")
        assert at_till("/v1/redemptions", public_service_id="meis-tea").json()["outcome"] == "paid"
        phone.see("[data-result=paid]")
        phone.go("/wallet/people/scan")
        phone.sees("No camera here")
        phone.go("/wallet/me/devices")
        assert "Add a passkey" not in phone.text
        assert phone.complaints() == []


def test_nobody_there_takes_another_address_by_saying_so(server: Served) -> None:
    """Last in this file: this computer's sign-ups are over with it."""
    statuses = []
    with httpx.Client(base_url=server.wallet_url, timeout=60) as phone:
        for number in range(SIGN_UPS.times + 1):
            phone.cookies.clear()
            token = CSRF.search(phone.get("/wallet/sign-up").text)
            assert token
            form = {"csrf": token[1], "handle": f"bot-{number}", "name": "Bot", "pin": PIN, "key": new_id()}
            headers = {"X-Forwarded-For": f"10.9.0.{number}", "Forwarded": f"for=10.9.0.{number}"}
            statuses.append(phone.post("/wallet/sign-up", data=form, headers=headers).status_code)
    assert statuses[-1] == 429


@pytest.mark.parametrize("text", ["8480", "0.0.0.0", "0.0.0.0:99999", ":80", "0.0.0.0:x"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--plain-wallet", text])
    assert result.exit_code == 2
    assert "0.0.0.0:8480" in result.output
