"""Messages: what happened to the accounts, told like a conversation with each shop; live while the page is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import QueryParameter
from litestar.response import Response

from backend_stub.contract import MessageKind
from backend_stub.domain.records import Gift, Message
from backend_stub.services import inbox
from backend_stub.services.wording import wording
from backend_stub.storage import account_reads
from backend_stub.wallet import purses
from backend_stub.wallet.browser import Here, Visit
from backend_stub.wallet.page import PRIVATE, page
from backend_stub.wallet.purses import Purse

_ARGUMENTS = msgspec.json.Decoder(dict[str, str | int])
Before = Annotated[int | None, QueryParameter(ge=1, le=2**62)]
NO_GIFTS: Mapping[str, Gift] = MappingProxyType({})
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


MINE = {MessageKind.PAID, MessageKind.TOPPED_UP, MessageKind.GIFT_SENT}  # what I did myself stands on my side
OF_GIFTS = {MessageKind.GIFT_OFFERED, MessageKind.GIFT_SENT}  # shown with picture, words, and what can be answered


@dataclass(frozen=True, slots=True)
class Told:
    """A message as the page shows it; `href` is where it leads, or empty. `face` is the colour of a shop's."""

    number: int
    at: int
    title: str
    text: str
    sender: str
    letters: str
    face: str
    picture: str
    href: str
    is_new: bool
    is_mine: bool
    gift: Gift | None


async def tell(visit: Visit, rows: Sequence[Message], read_number: int) -> list[Told]:
    """Messages as a conversation shows them, gifts with what became of them."""
    held = await purses.of(visit)
    named = [_ARGUMENTS.decode(row.arguments).get("gift_id") for row in rows if row.kind in OF_GIFTS]
    wanted = [str(one) for one in named if one]
    gifts = await visit.platform.read(account_reads.gifts_by_id, wanted) if wanted else {}
    return [told(visit, row, read_number, held, gifts) for row in rows]


def told(
    visit: Visit, message: Message, read_number: int, held: Sequence[Purse], gifts: Mapping[str, Gift] = NO_GIFTS
) -> Told:
    """A message in this person's words; `held` are their accounts, for the faces of shops."""
    arguments = _ARGUMENTS.decode(message.arguments)
    kind = MessageKind(message.kind)
    said = wording(kind, arguments, visit.words.language, getattr(visit.words.zone, "key", "UTC"))
    names = ("to", *SENDERS) if kind in TO_A_FRIEND else SENDERS
    name, sender = next(((name, str(arguments[name])) for name in names if arguments.get(name)), ("", ""))
    shop = next((one for one in held if sender in (one.name, one.programme.name, *one.merchants)), None)
    if shop and sender == shop.programme.name:
        sender = shop.name
    is_person = name in ("from", "to")
    return Told(
        message.number,
        message.at,
        said.title,
        said.text,
        sender,
        _letters(sender) if is_person else (shop.name if shop else sender)[:1],
        "person" if is_person else shop.colour if shop else "",
        PICTURES.get(kind, "chat-circle"),
        _href(message, arguments),
        message.number > read_number,
        kind in MINE,
        gifts.get(str(arguments.get("gift_id", ""))) if kind in OF_GIFTS else None,
    )


def _letters(name: str) -> str:
    """What stands for a person: `TK` for Tom Keller."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _href(message: Message, arguments: dict[str, str | int]) -> str:
    """Where a message leads: the receipt or question, the gifts, the account; or nowhere."""
    if "attempt_id" in arguments:
        return f"/wallet/payments/{arguments['attempt_id']}"
    if "gift_id" in arguments:
        return "/wallet/gifts"
    return f"/wallet/accounts/{message.account_id}" if message.account_id else ""


@get("/wallet/messages")
async def show_messages(visit: Here, before: Before = None) -> Response[Any]:
    """The newest hundred, or the hundred before a number; newest last, as in a conversation."""
    owner = visit.owner
    rows = await inbox.newest(visit.platform, owner.customer.id, before)
    counted = await inbox.counted(visit.platform, owner.customer.id)
    items = await tell(visit, rows, counted.read_number)
    earlier = items[0].number if len(items) == inbox.PAGE else 0
    after = counted.last_number if before is None else ""  # only the newest change
    return page(visit, "messages.html", tab="messages", items=items, after=after, earlier=earlier)


@post("/wallet/messages/read")
async def mark_read(visit: Here) -> Response[Any]:
    """The page was looked at up to a number."""
    owner, form = visit.owner, await visit.form()
    number = form.get("up_to", "")
    if number.isascii() and number.isdigit() and len(number) < 16:  # noqa: PLR2004 - far beyond any inbox
        await inbox.mark_read(visit.platform, owner.customer.id, int(number))
    return Response(None, status_code=204, headers=PRIVATE)


ROUTES = [show_messages, mark_read]
