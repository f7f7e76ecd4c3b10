"""What every route asks first: who is calling, with which key, from which page on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar

from litestar.params import HeaderParameter, PathParameter, QueryParameter

from backend_stub.api.problems import KEY_HEADER, AnyRequest, Stop
from backend_stub.contract import END, UUID_PATTERN, ProblemCode, Right, Role, TokenKind
from backend_stub.domain.records import Record, Till
from backend_stub.domain.rights import least_role, rights_of
from backend_stub.domain.state import Broken
from backend_stub.services.callers import Caller, Callers
from backend_stub.services.doers import Doer
from backend_stub.services.platform import Platform
from backend_stub.storage import reads
from backend_stub.storage.reads import Place
from backend_stub.storage.writer import Reply

R = TypeVar("R", bound=Record)
BEARER = [{"bearer": list[str]()}]

Key = Annotated[
    str,
    HeaderParameter(
        name=KEY_HEADER,
        pattern=UUID_PATTERN,
        description="A UUID made by the caller, the id of what this makes. Same key and body: the same answer.",
    ),
]
PathId = Annotated[str, PathParameter(pattern=UUID_PATTERN)]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many, at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(pattern=rf"^[0-9]{{1,19}}\.[0-9A-Za-z-]{{1,40}}{END}", description="The last page's `next_cursor`."),
]


def platform(request: AnyRequest) -> Platform:
    """The platform of this application."""
    found: Platform = request.app.state.platform
    return found


def address_of(request: AnyRequest) -> str:
    """Where a request came from; empty when that is not known."""
    return request.client.host if request.client else ""


async def caller(request: AnyRequest, *kinds: TokenKind) -> Caller:
    """Who asks; ends the request with 401 for an unknown token and 403 for one of another kind."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    callers: Callers = request.app.state.callers
    found = await callers.find(token.strip()) if scheme.lower() == "bearer" and token else None
    if found is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "send a valid token as `Authorization: Bearer ...`")
    if found.kind not in kinds:
        names = " or ".join(f"a {kind.value}'s" for kind in kinds)
        raise Stop(ProblemCode.FORBIDDEN, f"this takes {names} token")
    return found


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody with a right: for which merchant, and who (`operator_id` and `till_id` None for a manager's tool)."""

    merchant_id: str
    operator_id: str | None
    till_id: str | None
    rights: frozenset[Right]

    @property
    def by(self) -> str:
        """Who did it, for the record."""
        return self.operator_id or "a manager's tool"


async def acting(request: AnyRequest, right: Right) -> Acting:
    """Who does this: an operator signed in at a till, or a manager's tool (which may what the owner may).

    Ends the request with 401 for nobody, 403 for a token of another kind or without the right.
    """
    return _acting(request, await caller(request, TokenKind.OPERATOR, TokenKind.MANAGER), right)


def _acting(request: AnyRequest, asker: Caller, right: Right) -> Acting:
    signed_in = asker.at_till
    role = signed_in.role if signed_in else Role.OWNER
    merchant_id = signed_in.session.merchant_id if signed_in else asker.subject_id
    rights = rights_of(role, owner_is_platform=platform(request).is_platforms_own(merchant_id))
    if right not in rights:
        raise Stop(ProblemCode.FORBIDDEN, f"this needs the rights of the {least_role(right).value}")
    if signed_in is None:
        return Acting(merchant_id, None, None, rights)
    return Acting(merchant_id, asker.subject_id, signed_in.session.till_id, rights)


async def doer(request: AnyRequest, right: Right, *also: TokenKind) -> Doer:
    """Who does this to an account: an operator or a merchant's tool with the right; a customer or a till where `also` says so.

    A till alone needs a manager's PIN beside it. Ends the request as `caller` and `acting` do.
    """
    asker = await caller(request, *also, TokenKind.OPERATOR, TokenKind.MANAGER)
    if asker.kind is TokenKind.CUSTOMER:
        return Doer.of(asker)
    if asker.kind is TokenKind.TILL:
        merchant_id = await merchant_of(asker, platform(request))
        return Doer(merchant_id=merchant_id, till_id=asker.subject_id, needs_approval=True)
    who = _acting(request, asker, right)
    return Doer(merchant_id=who.merchant_id, till_id=who.till_id, approved_by=who.operator_id)


async def merchant_of(asker: Caller, where: Platform) -> str:
    """The merchant a till, an operator or a manager works for."""
    if asker.kind is TokenKind.MANAGER:
        return asker.subject_id
    if asker.at_till is not None:
        return asker.at_till.session.merchant_id
    till = await where.read(reads.one, Till, asker.subject_id)
    if till is None:
        raise Stop(ProblemCode.UNAUTHENTICATED, "this till is not known any more")
    return till.merchant_id


def done(reply: Reply, kind: type[R]) -> R:
    """The row that a command made, or the end of the request."""
    if isinstance(reply, Broken):
        raise Stop(reply.code, reply.detail, reply.field)
    if not isinstance(reply, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(reply).__name__}")
    return reply


def place(cursor: str | None) -> Place | None:
    """Where a page begins."""
    if cursor is None:
        return None
    at, _, row_id = cursor.partition(".")
    return Place(min(int(at), 2**63 - 1), row_id)


def next_cursor(count: int, limit: int, at: int, row_id: str) -> str | None:
    """The next page's cursor, when this page was full."""
    return f"{at}.{row_id}" if count == limit else None
