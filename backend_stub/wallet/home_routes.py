"""The first page, and what a browser asks for besides pages: the manifest, the service worker, the page without a connection."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

import resources
from backend_stub.services import inbox
from backend_stub.storage import inbox_reads
from backend_stub.wallet import assets, purses, standings
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.message_routes import told
from backend_stub.wallet.page import page

LATEST = 3  # messages on the first page


@get("/wallet")
async def home(visit: Here, new: FromQuery[str] = "") -> Response[Any]:
    """Hello, the code, the accounts, the news."""
    about = await contents(visit)
    return page(visit, "home.html", tab="home", is_new=bool(new), **about)


async def contents(visit: Visit) -> dict[str, Any]:
    """What the page shows that can change while it is open."""
    owner = visit.owner.customer.id
    held = [purse for purse in await purses.of(visit) if not purse.is_closed]
    counted = await inbox.counted(visit.platform, owner)
    latest = await visit.platform.read(inbox_reads.before, owner, None, LATEST)
    stands = await standings.all_of(visit, also_members=False)
    beside = standings.beside(stands, held)
    return {
        "purses": held,
        "stands_at": beside,
        "elsewhere": [one for one in stands if one.is_worth_telling and one not in beside.values()],
        "items": [told(visit, row, counted.read_number, held) for row in reversed(latest)],
        "unread": counted.last_number - counted.read_number,
        "after": counted.last_number,
    }


@get("/wallet/offline")
async def offline(visit: Here) -> Response[Any]:
    """What the phone shows without a connection: what still works."""
    return page(visit, "offline.html", tab="")


@get("/wallet/manifest.webmanifest")
async def manifest(visit: Here) -> Response[bytes]:
    """What a phone needs to know to put the wallet on its home screen."""
    about = {
        "id": "/wallet",
        "name": visit.words.text("Wallet"),
        "short_name": visit.words.text("Wallet"),
        "lang": visit.words.language,
        "start_url": "/wallet",
        "scope": "/wallet",
        "display": "standalone",
        "background_color": "#F7F3EE",
        "theme_color": "#6D2E5B",
        "icons": [
            {"src": assets.url("app-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": assets.url("app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        ],
        "shortcuts": [{"name": visit.words.text("Pay"), "url": "/wallet/pay"}],
    }
    return Response(msgspec.json.encode(about), media_type="application/manifest+json")


@get("/wallet/worker.js")
async def worker() -> Response[str]:
    """The service worker: keeps the shell, never a page with somebody's money on it."""
    kept = [assets.url(name) for name in assets.all_assets() if not name.startswith("app-")]
    text = resources.path("wallet", "worker.js").read_text("utf-8")
    text = text.replace('"VERSION"', f'"{assets.version()}"').replace('["KEPT"]', msgspec.json.encode(kept).decode())
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/wallet"}
    return Response(text, media_type=assets.KINDS[".js"], headers=headers)


ROUTES = [home, offline, manifest, worker]
