"""Memberships (A7, A10): where I am a member and why, what comes next; leave, come back, mute."""

from __future__ import annotations

import re
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from backend_stub.contract import UUID_PATTERN, Membership, MembershipWish, Wish
from backend_stub.services import members
from backend_stub.services.platform import new_id
from backend_stub.wallet import standings
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import go, page

WISHES = {wish.value: wish for wish in Wish}


@get("/wallet/memberships")
async def show_memberships(visit: Here) -> Response[Any]:
    """Where I am a member, have points, or said no."""
    found = await standings.all_of(visit, also_members=True)
    return page(visit, "memberships.html", tab="home", memberships=found)


@get("/wallet/memberships/{merchant_id:str}")
async def show_membership(visit: Here, merchant_id: FromPath[str]) -> Response[Any]:
    """Why I stand where I stand, from records; and the least that would raise me."""
    return await _about(visit, merchant_id, "membership.html")


@get("/wallet/memberships/{merchant_id:str}/wrong")
async def show_what_to_do(visit: Here, merchant_id: FromPath[str]) -> Response[Any]:
    """What to do about a record that is not mine, one that is missing, and a membership that I don't want."""
    return await _about(visit, merchant_id, "membership_wrong.html")


async def _about(visit: Visit, merchant_id: str, template: str) -> Response[Any]:
    owner = visit.owner.customer.id
    found = await members.memberships_of(visit.platform, owner)
    here = next((one for one in found if one.merchant_id == merchant_id), None)
    if here is None:
        return page(visit, "trouble.html", 404, kind="missing")
    why = await members.explanation(visit.platform, merchant_id, owner)
    return page(visit, template, tab="home", one=here, why=why)


@post("/wallet/memberships/{merchant_id:str}")
async def wish(visit: Here, merchant_id: FromPath[str]) -> Response[Any]:
    """Said once, it holds."""
    owner, form = visit.owner, await visit.form()
    wanted = WISHES.get(form.get("wish", ""))
    if wanted is None or not re.search(UUID_PATTERN, merchant_id):
        return page(visit, "trouble.html", 404, kind="missing")
    key = form["key"] if re.search(UUID_PATTERN, form.get("key", "")) else new_id()
    reply = await members.wish(visit.platform, owner.customer.id, merchant_id, key, MembershipWish(wish=wanted))
    return go(f"/wallet/memberships/{merchant_id}" if isinstance(reply, Membership) else "/wallet/memberships")


ROUTES = [show_memberships, show_membership, show_what_to_do, wish]
