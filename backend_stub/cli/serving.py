"""Serving the HTTP API."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

import click
import uvicorn

from backend_stub.app import AsgiApp, Whole, build, open_platform, pages_only, sqlite_url
from backend_stub.cli import fronts
from backend_stub.cli.common import (
    database_option,
    default_database,
    default_key,
    json_option,
    key_option,
    plainly,
    with_folder,
)
from backend_stub.contract.demo import MANAGER_PIN, OWNER_PIN
from backend_stub.services import demo, demo_past, parties
from backend_stub.services.platform import Options, Platform
from backend_stub.storage.apart import Counter
from backend_stub.storage.writer import Writer

PORT_MAX = 65_535
PROCESSES = 4


@click.command()
@database_option
@key_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8470, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False), help="Certificate chain (PEM).")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False), help="Its private key (PEM).")
@click.option(
    "--plain-wallet",
    default=None,
    metavar="ADDRESS:PORT",
    help="Also serve customers' pages, and nothing else, without TLS: for phones on a shop's own network.",
)
@click.option(
    "--webhooks-anywhere",
    is_flag=True,
    envvar="POS_BACKEND_WEBHOOKS_ANYWHERE",
    help="Merchants' systems may listen in this network and without TLS; else at public https addresses only.",
)
@click.option("--demo", "is_demo", is_flag=True, help="A sandbox with demo data in a new database that ends with it.")
@click.option(
    "--tills", default=1, show_default=True, type=click.IntRange(1, 1000), help="With --demo: how many tills."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many share the work; as many as there are processors, at most 4, when not said. --demo takes one.",
)
@click.option(
    "--drain",
    "drain_s",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 300),
    metavar="SECONDS",
    help="Asked to end, serve on for so long while /v1/ready says 503, so that a load balancer looks elsewhere.",
)
@click.option(
    "--metrics",
    default=None,
    metavar="ADDRESS:PORT",
    help="Figures for Prometheus, without TLS, apart from all else; each further process has the next port.",
)
@json_option
@plainly
def serve(
    url: str | None,
    key_path: Path | None,
    host: str,
    port: int,
    tls_cert: str | None,
    tls_key: str | None,
    plain_wallet: str | None,
    *,
    webhooks_anywhere: bool,
    is_demo: bool,
    tills: int,
    processes: int | None,
    drain_s: float,
    metrics: str | None,
    as_json: bool,
) -> None:
    """Serve the HTTP API and the wallet. Stops gracefully on SIGINT and SIGTERM: what was accepted is answered first.

    \b
    Tokens and money don't travel in the clear: beyond this computer the API wants
    --tls-cert and --tls-key. Phones on a shop's own network can't have a
    certificate for an address like 192.168.1.5; for them
      --plain-wallet 0.0.0.0:8480
    opens the customers' pages alone at http://ADDRESS:8480/wallet. Who can listen
    in on that network can take a customer's session over, so use it on a network
    that is closed to strangers, and never on the internet. Passkeys, the camera
    and the home screen need HTTPS; everything else works.
    """  # noqa: D301 - click's own mark for lines that stay as they are
    if not _is_local(host) and not (tls_cert and tls_key):
        raise click.UsageError(
            "money does not travel in the clear: give --tls-cert and --tls-key, or listen on 127.0.0.1"
            " (for customers' phones on a shop's own network there is --plain-wallet)"
        )
    plain_at = _address(plain_wallet) if plain_wallet else None
    with (
        tempfile.TemporaryDirectory(prefix="pos-demo-") if is_demo else nullcontext("") as folder,
        ExitStack() as open_,
    ):
        here = Path(folder)
        place = _Place(
            url or (sqlite_url(here / "demo.sqlite") if is_demo else with_folder(default_database())),
            key_path or (here / "demo.key" if is_demo else default_key()),
            Options(
                demo_funding=is_demo,
                owner_is_platform=is_demo,
                keeps_accounts=True,
                webhooks_anywhere=webhooks_anywhere,
            ),
            listening := open_.enter_context(_listen(host, port)),
            plain := open_.enter_context(_listen(*plain_at)) if plain_at else None,
            {"ssl_certfile": tls_cert, "ssl_keyfile": tls_key},
            drain_s,
        )
        count = 0 if is_demo else _how_many(processes, place)
        meters = [open_.enter_context(one) for one in _meters(metrics, count + 1)]
        # the demo's payment provider lives in memory, so all of the demo has to be in one process
        before = fronts.forked(count, partial(_in_front, place, meters))
        stopped = open_.enter_context(ExitStack())  # a platform ends after those in front of it
        open_.callback(fronts.stop, before)
        platform = open_platform(place.url, place.keys, place.options)
        stopped.callback(platform.stop)
        about: dict[str, object] = {"base_url": _url("https" if tls_cert else "http", host, listening)}
        if plain_at and plain:
            about["plain_wallet_url"] = f"{_url('http', _reachable(plain_at[0]), plain)}/wallet"
        if is_demo:
            about |= _demo(platform, tills)
        if meters:
            about["metrics_urls"] = [f"{_url('http', _address(metrics or '')[0], one)}/metrics" for one in meters]
            open_.enter_context(_figures(platform, meters[0]))
            for theirs in meters[1:]:
                theirs.close()
        _say(about, as_json=as_json)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if before:
            for theirs in filter(None, (listening, plain)):
                theirs.close()  # when those in front are gone nobody is left waiting at it
            _behind(platform, before)
        else:
            _answer(platform, place)


@dataclass(frozen=True, slots=True)
class _Place:
    """What is served, and where."""

    url: str
    keys: Path
    options: Options
    listening: socket.socket
    plain: socket.socket | None
    tls: dict[str, str | None]
    drain_s: float

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")


def _how_many(processes: int | None, place: _Place) -> int:
    """How many processes in front; none: this one does everything."""
    wanted = processes or min(os.cpu_count() or 1, PROCESSES)
    if wanted == 1 or not fronts.can_fork():
        return 0
    return wanted - 1 if place.is_sqlite else wanted


def _behind(platform: Platform, before: Sequence[fronts.Front]) -> None:
    """Keep the house, and on SQLite write for those in front, until this process is asked to end."""
    with suppress(KeyboardInterrupt):
        if isinstance(platform.writer, Writer) and platform.database.is_sqlite:
            know_all_use_cases()
            for front in before:
                counter = Counter(front.line, platform.writer)
                platform.news.elsewhere.append(counter.told)
                counter.start()
        fronts.go(before)
        fronts.wait()


def know_all_use_cases() -> None:
    """Load what is otherwise loaded with the customers' pages: its commands come from those in front by name."""
    from backend_stub.services import access, contacts, limits, passkeys  # noqa: F401


def _in_front(place: _Place, meters: Sequence[socket.socket], line: socket.socket, number: int) -> None:
    """The life of a process in front."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not place.is_sqlite:
        fronts.end_with(line)
    options = dataclasses.replace(place.options, keeps_accounts=False, in_front=True)
    platform = open_platform(place.url, place.keys, options, line=line if place.is_sqlite else None)
    own = number + 1  # the first is of the process behind
    for other, meter in enumerate(meters):
        if other != own:
            meter.close()
    try:
        with _figures(platform, meters[own]) if meters else nullcontext():
            _answer(platform, place)
    finally:
        platform.stop()


def _answer(platform: Platform, place: _Place) -> None:
    """Answer requests until this process is asked to end."""
    app = build(platform)
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has stopped gracefully
        _Server(_config(app, **place.tls), platform, app, place).run(sockets=[place.listening])


def _is_local(host: str) -> bool:
    return host in {"127.0.0.1", "::1", "localhost"}


def _meters(text: str | None, count: int) -> list[socket.socket]:
    """A socket for each process: the port asked for and those after it; with 0, free ones."""
    if text is None:
        return []
    host, port = _address(text, "--metrics")
    return [_listen(host, port + place if port else 0) for place in range(count)]


def _figures(platform: Platform, meter: socket.socket) -> AbstractContextManager[None]:
    from backend_stub.cli import metering  # loads Prometheus's library, for those who want it

    return metering.served(platform, meter)


def _address(text: str, option: str = "--plain-wallet") -> tuple[str, int]:
    """`0.0.0.0:8480`, `[::]:8480`."""
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdecimal() or int(port) > PORT_MAX:
        raise click.BadParameter("write an address and a port, like 0.0.0.0:8480", param_hint=option)
    return host, int(port)


def _listen(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), backlog=512, family=_family(host))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _url(scheme: str, host: str, listening: socket.socket) -> str:
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def _reachable(host: str) -> str:
    """What a phone types for a server that listens everywhere: this computer's address on the way out; nothing is sent."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - what was asked for
        return host
    with socket.socket(_family(host), socket.SOCK_DGRAM) as way, suppress(OSError):
        way.connect(("192.0.2.1", 9) if host == "0.0.0.0" else ("2001:db8::1", 9))  # noqa: S104 - as above
        return str(way.getsockname()[0])
    return host


def _say(about: dict[str, object], *, as_json: bool) -> None:
    base_url = about["base_url"]
    click.echo(
        json.dumps(about)
        if as_json
        else f"Serving at {base_url} (wallet: {base_url}/wallet, API description: {base_url}/v1/docs/openapi.json)"
    )
    if "plain_wallet_url" in about:
        click.echo(
            f"WARNING: {about['plain_wallet_url']} is without TLS. Who can listen in on this network can take over a"
            " customer's session: keep it to a network that is closed to strangers.",
            err=True,
        )
    sys.stdout.flush()


def _config(app: AsgiApp, **tls: str | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=30,
        **tls,  # type: ignore[arg-type]
    )


class _Server(uvicorn.Server):
    """Serves the API where it is told to, and the customers' pages alone on a socket without TLS if there is one.

    Sends home who waits for messages before it waits for what is being answered.
    """

    def __init__(self, config: uvicorn.Config, platform: Platform, app: Whole, place: _Place) -> None:
        super().__init__(config)
        self._drain_s = place.drain_s
        self._platform = platform
        self._app = app
        self._plain = place.plain
        self._loading: asyncio.Task[AsgiApp] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loading = asyncio.create_task(asyncio.to_thread(self._app.load_pages))  # before the first phone asks
        if self._plain is None:
            return
        config = _config(pages_only(self._app))
        config.load()

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = config.http_protocol_class(  # type: ignore[call-arg]
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        loop = asyncio.get_running_loop()
        self.servers.append(await loop.create_server(protocol, sock=self._plain, backlog=config.backlog))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Asked to end: not ready from now on. What comes in the time to drain is served; asked again, it ends at once."""
        was_ready = self._platform.readiness.stop()
        if self._drain_s and was_ready:
            asyncio.get_running_loop().call_later(self._drain_s, super().handle_exit, sig, frame)
        else:
            super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._platform.news.close()
        await super().shutdown(sockets)


def _demo(platform: Platform, tills: int) -> dict[str, object]:
    if not parties.is_empty(platform.database):
        raise click.ClickException("this database has a merchant already: --demo needs an empty one")
    made = demo_past.seed(platform, dataclasses.replace(demo.SHOP, tills=tills))
    shop = made.shop
    return {
        "merchant_id": shop.merchant_id,
        "public_service_id": shop.public_service_id,
        "store_id": shop.store_id,
        "programme_id": shop.programme_id,
        "currency": demo.SHOP.currency,
        "manager_token": shop.manager_token,
        "manager_pin": MANAGER_PIN,
        "owner_pin": OWNER_PIN,
        "operator_ids": list(shop.operator_ids),
        "tills": [
            {"till_id": till_id, "token": token} for till_id, token in zip(shop.till_ids, shop.till_tokens, strict=True)
        ],
        "customers": [
            {
                "customer_id": customer.customer_id,
                "account_id": customer.account_id,
                "social_id": customer.social_id,
                "display_name": customer.display_name,
                "balance_minor": customer.balance_minor,
                "token": customer.token,
            }
            for customer in made.customers
        ],
    }
