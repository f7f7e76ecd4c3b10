"""Programmes, for the platform's operator: issued, checked, published anew, opened to others, looked at version by version."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, PathId, acting, done, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.api.settlement_routes import told
from backend_stub.contract import (
    AcceptanceRequest,
    ProblemCode,
    ProgrammeDetail,
    ProgrammeRequest,
    ProgrammeSummaryList,
    Right,
    TermsCheck,
    TermsRequest,
)
from backend_stub.domain import records
from backend_stub.services import programmes
from backend_stub.services.platform import Platform

_ANSWERED = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)


async def _detail(here: Platform, programme_id: str) -> ProgrammeDetail:
    found = await programmes.detail(here, programme_id)
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such programme", "programme_id")
    return found


@post("/v1/programmes", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def create_programme(
    request: AnyRequest, data: JSONBody[ProgrammeRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """Issue a programme in its issuer's currency; others may join it afterwards."""
    asker = await acting(request, Right.MANAGE_PROGRAMMES)
    here = platform(request)
    row = done(await programmes.create(here, idempotency_key, data, asker.by, asker.merchant_id), records.Programme)
    return await _detail(here, row.id)


@get("/v1/programmes/{programme_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_programme(request: AnyRequest, programme_id: PathId) -> ProgrammeDetail:
    """Every version as it was published, and what holds for the accounts opened under it."""
    await acting(request, Right.MANAGE_PROGRAMMES)
    return await _detail(platform(request), programme_id)


@get("/v1/platform/programmes", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_all_programmes(request: AnyRequest) -> ProgrammeSummaryList:
    """All programmes of the platform: who issued them, who takes them, what is in their accounts."""
    await acting(request, Right.MANAGE_PROGRAMMES)
    return ProgrammeSummaryList(items=await platform(request).read(programmes.summaries))


@post(
    "/v1/programmes/{programme_id:str}/terms-checks", status_code=200, security=BEARER, responses=_ANSWERED, raises=[]
)
async def check_terms(
    request: AnyRequest, programme_id: PathId, data: JSONBody[TermsRequest], idempotency_key: Key
) -> TermsCheck:
    """What publishing these terms would do to accounts that exist, term by term: better, kept, or the same for all."""
    del idempotency_key  # it only looks
    await acting(request, Right.MANAGE_PROGRAMMES)
    return told(await platform(request).read(programmes.check, programme_id, data))


@post("/v1/programmes/{programme_id:str}/terms", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def publish_terms(
    request: AnyRequest, programme_id: PathId, data: JSONBody[TermsRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """Publish other terms. Accounts keep what they were opened under, field by field, unless it gets better."""
    del idempotency_key  # terms said again are the same terms; another's are told apart by the version
    asker = await acting(request, Right.MANAGE_PROGRAMMES)
    here = platform(request)
    done(await programmes.publish(here, programme_id, data, asker.by), records.Programme)
    return await _detail(here, programme_id)


@post("/v1/programmes/{programme_id:str}/merchants", status_code=200, security=BEARER, responses=_ANSWERED, raises=[])
async def admit_merchant(
    request: AnyRequest, programme_id: PathId, data: JSONBody[AcceptanceRequest], idempotency_key: Key
) -> ProgrammeDetail:
    """A merchant joins the group that takes the programme, or leaves it."""
    del idempotency_key  # said again, it is as it was
    asker = await acting(request, Right.MANAGE_PROGRAMMES)
    here = platform(request)
    done(await programmes.admit(here, programme_id, data, asker.by), records.Programme)
    return await _detail(here, programme_id)


ROUTES = [list_all_programmes, create_programme, show_programme, check_terms, publish_terms, admit_merchant]
