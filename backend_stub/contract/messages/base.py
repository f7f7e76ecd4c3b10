"""What all messages have in common: their two bases, problems, and the kinds of their fields."""

from __future__ import annotations

from typing import Annotated

import msgspec

from backend_stub.contract.words import ProblemCode
from backend_stub.money import MAX_AMOUNT_MINOR

PositiveMinor = Annotated[
    int, msgspec.Meta(ge=1, le=MAX_AMOUNT_MINOR, description="Minor units of the currency, above zero.")
]
PositivePoints = Annotated[int, msgspec.Meta(ge=1, le=10**9, description="Points, above zero.")]
END = r"$(?!\n)"  # a bare `$` also matches before a last line feed
UUID_PATTERN = f"^[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}{END}"
SOCIAL_ID_PATTERN = f"^[a-z0-9][a-z0-9._-]{{2,31}}{END}"
# No control characters, line separators, or marks that turn the direction of what is read.
PLAIN = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]"
NAME_PATTERN = rf"^(?=.*\S){PLAIN}+{END}"
NAME_LENGTH_MAX = 80
PIN_PATTERN = f"^[0-9]{{4,12}}{END}"

Currency = Annotated[str, msgspec.Meta(pattern=f"^[A-Z]{{3}}{END}", description="ISO 4217 code.", examples=["EUR"])]
Id = Annotated[str, msgspec.Meta(pattern=UUID_PATTERN)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH_MAX, pattern=NAME_PATTERN)]
Text = Annotated[str, msgspec.Meta(max_length=200, pattern=f"^{PLAIN}*{END}")]
SocialId = Annotated[str, msgspec.Meta(pattern=SOCIAL_ID_PATTERN, description="The customer's handle.")]
CodeString = Annotated[str, msgspec.Meta(min_length=1, max_length=512, description="The text that was read.")]
Pin = Annotated[str, msgspec.Meta(pattern=PIN_PATTERN)]

DeviceToken = Annotated[
    str, msgspec.Meta(pattern=f"^[A-Za-z0-9_-]{{43,86}}{END}", description="At least 256 random bits, base64url.")
]


class Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is sent: immutable, unknown fields refused."""


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of what is answered: a reader takes fields it does not know for later versions' and passes over them."""


class Problem(Reply, frozen=True, kw_only=True):
    """An error over HTTP, after RFC 9457."""

    type: str
    title: str
    status: int
    code: ProblemCode
    detail: str
    field: str | None = None
    request_id: str | None = None


class Health(Reply, frozen=True, kw_only=True):
    """Whether this process can take payments."""

    status: str
    version: str
