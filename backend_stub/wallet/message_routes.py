"""Messages: what happened to the accounts, told like a conversation with each shop; live while the page is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import get, post
from litestar.response import Response

from backend_stub.contract import MessageKind
from backend_stub.domain.records import Message
from backend_stub.services import inbox
from backend_stub.services.wording import wording
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import PRIVATE, page

_ARGUMENTS = msgspec.json.Decoder(dict[str, str | int])
SENDERS = ("merchant", "where", "from", "to", "programme")
PICTURES = {
    MessageKind.PAID: "receipt",
    MessageKind.CONFIRM_PAYMENT: "question",
    MessageKind.TOPPED_UP: "plus",
    MessageKind.ACCOUNT_OPENED: "wallet-fill",
    MessageKind.REFUNDED: "arrow-u-up-left",
    MessageKind.REVERSED: "arrow-u-up-left",
    MessageKind.LOW_BALANCE: "coins",
    MessageKind.GIFT_OFFERED: "gift-fill",
    MessageKind.GIFT_SENT: "gift",
    MessageKind.GIFT_ACCEPTED: "gift",
    MessageKind.GIFT_RECEIVED: "gift",
    MessageKind.GIFT_RETURNED: "arrow-u-up-left",
}
TO_A_FRIEND = {
    MessageKind.GIFT_SENT,
    MessageKind.GIFT_ACCEPTED,
    MessageKind.GIFT_RETURNED,
    MessageKind.GIFT_CAME_BACK,
}  # told to the giver


@dataclass(frozen=True, slots=True)
class Told:
    """A message as the page shows it; `href` is where it leads, or empty."""

    number: int
    at: int
    title: str
    text: str
    sender: str
    picture: str
    href: str
    is_new: bool


def told(visit: Visit, message: Message, read_number: int) -> Told:
    """A message in this person's words."""
    arguments = _ARGUMENTS.decode(message.arguments)
    kind = MessageKind(message.kind)
    said = wording(kind, arguments, visit.words.language, getattr(visit.words.zone, "key", "UTC"))
    names = ("to", *SENDERS) if kind in TO_A_FRIEND else SENDERS
    sender = next((str(arguments[name]) for name in names if arguments.get(name)), "")
    return Told(
        message.number,
        message.at,
        said.title,
        said.text,
        sender,
        PICTURES.get(kind, "chat-circle"),
        _href(message, arguments),
        message.number > read_number,
    )


def _href(message: Message, arguments: dict[str, str | int]) -> str:
    """Where a message leads: the receipt or question, the gifts, the account; or nowhere."""
    if "attempt_id" in arguments:
        return f"/wallet/payments/{arguments['attempt_id']}"
    if "gift_id" in arguments:
        return "/wallet/gifts"
    return f"/wallet/accounts/{message.account_id}" if message.account_id else ""


@get("/wallet/messages")
async def show_messages(visit: Here) -> Response[Any]:
    """The newest hundred, newest last, as in a conversation."""
    owner = visit.owner
    rows = await inbox.newest(visit.platform, owner.customer.id)
    counted = await inbox.counted(visit.platform, owner.customer.id)
    items = [told(visit, row, counted.read_number) for row in rows]
    return page(visit, "messages.html", tab="messages", items=items, after=counted.last_number)


@post("/wallet/messages/read")
async def mark_read(visit: Here) -> Response[Any]:
    """The page was looked at up to a number."""
    owner, form = visit.owner, await visit.form()
    number = form.get("up_to", "")
    if number.isascii() and number.isdigit() and len(number) < 16:  # noqa: PLR2004 - far beyond any inbox
        await inbox.mark_read(visit.platform, owner.customer.id, int(number))
    return Response(None, status_code=204, headers=PRIVATE)


ROUTES = [show_messages, mark_read]
