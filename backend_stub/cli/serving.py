"""Serving the HTTP API."""

from __future__ import annotations

import dataclasses
import json
import signal
import socket
import sys
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path

import click
import uvicorn

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.cli.common import (
    database_option,
    default_database,
    default_key,
    json_option,
    key_option,
    plainly,
    with_folder,
)
from backend_stub.services import demo, demo_past, parties
from backend_stub.services.platform import Options, Platform


@click.command()
@database_option
@key_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8470, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False), help="Certificate chain (PEM).")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False), help="Its private key (PEM).")
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
@json_option
@plainly
def serve(
    url: str | None,
    key_path: Path | None,
    host: str,
    port: int,
    tls_cert: str | None,
    tls_key: str | None,
    *,
    webhooks_anywhere: bool,
    is_demo: bool,
    tills: int,
    as_json: bool,
) -> None:
    """Serve the HTTP API. Stops gracefully on SIGINT and SIGTERM: what was accepted is answered first."""
    is_local = host in {"127.0.0.1", "::1", "localhost"}
    if not is_local and not (tls_cert and tls_key):
        raise click.UsageError(
            "money does not travel in the clear: give --tls-cert and --tls-key, or listen on 127.0.0.1"
        )
    with tempfile.TemporaryDirectory(prefix="pos-demo-") if is_demo else nullcontext("") as folder:
        here = Path(folder)
        platform = open_platform(
            url or (sqlite_url(here / "demo.sqlite") if is_demo else with_folder(default_database())),
            key_path or (here / "demo.key" if is_demo else default_key()),
            Options(
                demo_funding=is_demo,
                owner_is_platform=is_demo,
                keeps_accounts=True,
                webhooks_anywhere=webhooks_anywhere,
            ),
        )
        listening = None
        try:
            listening = socket.create_server((host, port), backlog=512, family=_family(host))
            scheme = "https" if tls_cert else "http"
            base_url = f"{scheme}://{host if ':' not in host else f'[{host}]'}:{listening.getsockname()[1]}"
            about: dict[str, object] = {"base_url": base_url}
            if is_demo:
                about |= _demo(platform, tills)
            click.echo(
                json.dumps(about)
                if as_json
                else f"Serving at {base_url} (wallet: {base_url}/wallet, API description: {base_url}/v1/docs/openapi.json)"
            )
            sys.stdout.flush()
            config = uvicorn.Config(
                build(platform),
                log_level="warning",
                access_log=False,
                lifespan="off",
                proxy_headers=False,
                server_header=False,
                ssl_certfile=tls_cert,
                ssl_keyfile=tls_key,
                timeout_graceful_shutdown=30,
            )
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has stopped gracefully
                _Server(config, platform).run(sockets=[listening])
        finally:
            if listening is not None:
                listening.close()
            platform.stop()


class _Server(uvicorn.Server):
    """Sends home who waits for messages before it waits for what is being answered."""

    def __init__(self, config: uvicorn.Config, platform: Platform) -> None:
        super().__init__(config)
        self._platform = platform

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._platform.news.close()
        await super().shutdown(sockets)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


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
        "manager_pin": demo.MANAGER_PIN,
        "owner_pin": demo.OWNER_PIN,
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
