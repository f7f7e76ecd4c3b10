"""Where payment providers tell by themselves what became of a top-up, or of one on its way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from litestar import post
from litestar.openapi.spec import OpenAPIMediaType, Operation, Reference, RequestBody
from litestar.params import PathParameter

from backend_stub.api.asking import platform
from backend_stub.api.problems import AnyRequest, Stop, responses
from backend_stub.contract import NoticeHeard
from backend_stub.domain.records import TopUp, TopUpRefund
from backend_stub.domain.state import Broken
from backend_stub.services import funding

NOTICE_MAX = 64 * 1024
Provider = Annotated[str, PathParameter(max_length=40, description="The provider's name, as `source` of a top-up.")]


@dataclass
class _OfAProvider(Operation):
    """The body is the provider's own, so it is read by the provider's adapter; shown is the demo's."""

    def __post_init__(self) -> None:
        shown = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/ProviderNotice"))
        text = "As the provider sends it; signed in its headers. Here: the demo provider's, signed as Standard Webhooks are."
        self.request_body = RequestBody(content={"application/json": shown}, description=text, required=True)


@post(
    "/v1/provider-notices/{provider:str}",
    status_code=200,
    responses=responses(403, 404, 409, 413),
    request_max_body_size=NOTICE_MAX,
    operation_class=_OfAProvider,
    raises=[],
)
async def hear_provider(request: AnyRequest, provider: Provider) -> NoticeHeard:
    """A payment provider's notice: no token, its signature is looked at instead. Safe to send twice, late, or out of order."""
    body = await request.body()
    reply = await funding.notice(platform(request), provider, body, request.headers)
    if isinstance(reply, Broken):
        raise Stop(reply.code, reply.detail, reply.field)
    if not isinstance(reply, TopUp | TopUpRefund):
        raise TypeError(f"an answer of another kind: {type(reply).__name__}")
    return NoticeHeard(reference=reply.id, state=reply.state)


ROUTES = [hear_provider]
