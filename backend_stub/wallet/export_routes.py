"""Everything that is known about a person, to take away: one JSON file."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import get
from litestar.response import Response

from backend_stub.domain.records import Message, aware
from backend_stub.services import inbox
from backend_stub.storage import access_reads, movement_reads
from backend_stub.storage.reads import Place
from backend_stub.wallet import purses
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.purses import Purse

PAGE = 500


@get("/wallet/me/export")
async def export(visit: Here) -> Response[bytes]:
    """Person, devices, passkeys, accounts with every movement, messages. Secrets are kept hashed, and are not here."""
    customer = visit.owner.customer
    devices = await visit.platform.read(access_reads.devices, customer.id)
    keys = await visit.platform.read(access_reads.passkeys, customer.id)
    about = {
        "told_at": aware(visit.now),
        "person": {
            "id": customer.id,
            "handle": customer.social_id,
            "name": customer.display_name,
            "since": aware(customer.created_at),
        },
        "devices": [{"name": one.device.name, "since": aware(one.token.created_at)} for one in devices],
        "passkeys": [{"name": one.name, "since": aware(one.created_at)} for one in keys],
        "accounts": [await _account(visit, purse) for purse in await purses.of(visit)],
        "messages": await _messages(visit),
    }
    body = msgspec.json.format(msgspec.json.encode(about), indent=1)
    headers = {"Content-Disposition": 'attachment; filename="wallet.json"', "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


async def _account(visit: Visit, purse: Purse) -> dict[str, Any]:
    moved: list[dict[str, Any]] = []
    place: Place | None = None
    while True:
        rows = await visit.platform.read(movement_reads.movements, purse.account.id, place, PAGE)
        moved += [
            {
                "id": row.act_id,
                "at": aware(row.at),
                "what": row.kind,
                "where": row.where,
                "paid_minor": row.paid_minor,
                "bonus_minor": row.bonus_minor,
            }
            for row in rows
        ]
        if len(rows) < PAGE:
            break
        place = Place(rows[-1].at, rows[-1].act_id)
    return {
        "id": purse.account.id,
        "programme": purse.programme.name,
        "currency": purse.account.currency,
        "balance_minor": purse.account.balance_minor,
        "bonus_minor": purse.account.bonus_minor,
        "opened_at": aware(purse.account.opened_at),
        "movements": moved,
    }


async def _messages(visit: Visit) -> list[dict[str, Any]]:
    found: list[Message] = []
    before: int | None = None
    while page := await inbox.newest(visit.platform, visit.owner.customer.id, before):
        found = [*page, *found]
        before = page[0].number
    return [{"at": aware(row.at), "kind": row.kind, "about": msgspec.Raw(row.arguments.encode())} for row in found]


ROUTES = [export]
