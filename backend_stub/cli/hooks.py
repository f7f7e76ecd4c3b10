"""Webhooks on the command line: where merchants' systems listen, what went out, sending off again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.contract import DeliveryState, EventType, NewWebhookEndpoint
from backend_stub.domain.records import Record, WebhookDelivery, WebhookEndpoint
from backend_stub.domain.state import Broken
from backend_stub.services import webhooks as cases
from backend_stub.services.platform import Platform, new_id
from backend_stub.storage import tables, webhook_reads
from backend_stub.storage.writer import Reply

MOST = 200
merchant_option = click.option(
    "--merchant", "public_service_id", required=True, help="Public service id, like meis-tea."
)


@click.group()
def webhooks() -> None:
    """Tell merchants' own systems what happens: signed after Standard Webhooks, retried for three days."""


def _merchant(platform: Platform, public_service_id: str) -> str:
    table = tables.MERCHANTS
    with platform.database.read.connect() as connection:
        found = connection.scalar(sa.select(table.c.id).where(table.c.public_service_id == public_service_id))
    if found is None:
        raise click.ClickException(f"there is no merchant {public_service_id!r}")
    return str(found)


def _done(work: Coroutine[Any, Any, Reply]) -> Record:
    reply = asyncio.run(work)
    if isinstance(reply, Broken):
        raise click.ClickException(reply.detail)
    return reply


@webhooks.command()
@database_option
@key_option
@merchant_option
@click.argument("address")
@click.option(
    "--event", "events", multiple=True, type=click.Choice([one.value for one in EventType]), help="Default: all."
)
@json_option
@plainly
def add(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    address: str,
    events: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Let a merchant's system listen at ADDRESS (public, https). Shows the secret that signs what is sent: keep it safe."""
    request = NewWebhookEndpoint(url=address, events=[EventType(one) for one in events])
    with opened(url, key_path) as platform:
        merchant_id = _merchant(platform, public_service_id)
        made = _done(cases.register(platform, merchant_id, new_id(), request))
        assert isinstance(made, WebhookEndpoint)
        secret = cases.secret_of(platform.keys, made)
    say(as_json, {"endpoint_id": made.id, "secret": secret}, f"endpoint: {made.id}", f"secret: {secret}")


@webhooks.command()
@database_option
@key_option
@merchant_option
@click.argument("endpoint_id")
@json_option
@plainly
def rotate(url: str | None, key_path: Path | None, public_service_id: str, endpoint_id: str, *, as_json: bool) -> None:
    """Change the secret of ENDPOINT_ID. The old one signs beside it for a day."""
    with opened(url, key_path) as platform:
        merchant_id = _merchant(platform, public_service_id)
        changed = _done(cases.rotate(platform, merchant_id, endpoint_id, new_id()))
        assert isinstance(changed, WebhookEndpoint)
        secret = cases.secret_of(platform.keys, changed)
    say(as_json, {"endpoint_id": changed.id, "secret": secret}, f"secret: {secret}")


@webhooks.command()
@database_option
@key_option
@merchant_option
@click.option("--state", type=click.Choice([one.value for one in DeliveryState]), help="Only those in this state.")
@json_option
@plainly
def log(url: str | None, key_path: Path | None, public_service_id: str, state: str | None, *, as_json: bool) -> None:
    """The newest deliveries, at most two hundred: what each is, how it fares, why it failed last."""
    wanted = DeliveryState(state) if state else None
    with opened(url, key_path) as platform, platform.database.read.connect() as connection:
        rows = webhook_reads.deliveries(connection, _merchant(platform, public_service_id), wanted, None, None, MOST)
    data = [
        {
            "delivery_id": one.id,
            "type": one.type,
            "state": one.state,
            "attempts": one.attempts,
            "failure": one.last_failure,
        }
        for one in rows
    ]
    lines = [f"{one.id}  {one.state:9} {one.type}  {one.attempts} attempts  {one.last_failure or ''}" for one in rows]
    say(as_json, data, *(line.rstrip() for line in lines), f"{len(rows)} deliveries.")


@webhooks.command()
@database_option
@key_option
@merchant_option
@click.argument("delivery_id")
@json_option
@plainly
def replay(url: str | None, key_path: Path | None, public_service_id: str, delivery_id: str, *, as_json: bool) -> None:
    """Send DELIVERY_ID off again from the first try: one that was given up, or that the receiver lost."""
    with opened(url, key_path) as platform:
        merchant_id = _merchant(platform, public_service_id)
        again = _done(cases.replay(platform, merchant_id, delivery_id, new_id()))
    assert isinstance(again, WebhookDelivery)
    say(as_json, {"delivery_id": again.id, "state": again.state}, f"{again.id} goes out again.")
