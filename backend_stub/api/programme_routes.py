"""Programmes, for the merchant that issues them: made, published anew, opened to others, looked at version by version."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, PathId, caller, done, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    AcceptanceRequest,
    ProblemCode,
    ProgrammeDetail,
    ProgrammeRequest,
    TermsRequest,
    TokenKind,
)
from backend_stub.domain import records
from backend_stub.services import programmes
from backend_stub.services.platform import Platform

MANAGER = TokenKind.MANAGER
_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)


async def _detail(here: Platform, programme_id: str, merchant_id: str) -> ProgrammeDetail:
    found = await programmes.detail(here, programme_id)
    if found is None or found.issuer_id != merchant_id:
        raise Stop(ProblemCode.NOT_FOUND, "no such programme of yours", "programme_id")
    return found


@post("/v1/programmes", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def create_programme(
    request: AnyRequest, data: JSONBody[ProgrammeRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """Issue a programme in the merchant's own currency; others may join it afterwards."""
    asker = await caller(request, MANAGER)
    here = platform(request)
    row = done(await programmes.create(here, asker.subject_id, idempotency_key, data), records.Programme)
    return await _detail(here, row.id, asker.subject_id)


@get("/v1/programmes/{programme_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_programme(request: AnyRequest, programme_id: PathId) -> ProgrammeDetail:
    """Every version as it was published, and what holds for the accounts opened under it."""
    asker = await caller(request, MANAGER)
    return await _detail(platform(request), programme_id, asker.subject_id)


@post("/v1/programmes/{programme_id:str}/terms", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def publish_terms(
    request: AnyRequest, programme_id: PathId, data: JSONBody[TermsRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """Publish other terms. Accounts keep what they were opened under, field by field, unless it gets better."""
    del idempotency_key  # terms said again are the same terms; another's are told apart by the version
    asker = await caller(request, MANAGER)
    here = platform(request)
    done(await programmes.publish(here, asker.subject_id, programme_id, data), records.Programme)
    return await _detail(here, programme_id, asker.subject_id)


@post("/v1/programmes/{programme_id:str}/merchants", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def admit_merchant(
    request: AnyRequest, programme_id: PathId, data: JSONBody[AcceptanceRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """A merchant joins the group that takes the programme, or leaves it."""
    del idempotency_key  # said again, it is as it was
    asker = await caller(request, MANAGER)
    here = platform(request)
    done(await programmes.admit(here, asker.subject_id, programme_id, data), records.Programme)
    return await _detail(here, programme_id, asker.subject_id)


ROUTES = [create_programme, show_programme, publish_terms, admit_merchant]
