"""A merchant's association rule: checking, drafts, starting; previews over history."""

from __future__ import annotations

import asyncio
from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, acting, done, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    Change,
    Preview,
    PreviewEnd,
    PreviewPeople,
    PreviewRequest,
    ProblemCode,
    Right,
    RuleCheck,
    RuleDraft,
    RuleEnd,
    RuleStart,
    RuleVersion,
    RuleVersionList,
)
from backend_stub.domain import records
from backend_stub.domain.state import Broken
from backend_stub.services import previews, rules
from backend_stub.storage import preview_reads

NOT_HERE = (
    "no such preview of yours in this process: send the request it began with, with its key, and it is reckoned here; one that "
    "nobody asks about ends by itself"
)


@get("/v1/association-rules", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_rules(request: AnyRequest) -> RuleVersionList:
    """All versions, newest first: drafts, the one in force, those that were."""
    who = await acting(request, Right.SEE_RULES)
    rows = await rules.versions_of(platform(request), who.merchant_id)
    return RuleVersionList(items=[rules.version(row) for row in rows])


@post(
    "/v1/association-rule-checks",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY),
    raises=[],
)
async def check_rule(request: AnyRequest, data: JSONBody[RuleDraft], idempotency_key: Key) -> RuleCheck:
    """What is wrong with a rule, part by part, and the rule in sentences; nothing is kept."""
    del idempotency_key  # nothing is written
    who = await acting(request, Right.SEE_RULES)
    return await rules.checked(platform(request), who.merchant_id, data.rule)


@post(
    "/v1/association-rules",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    raises=[],
)
async def keep_rule(request: AnyRequest, data: JSONBody[RuleDraft], idempotency_key: Key) -> RuleVersion:
    """Keep a rule as a draft; a bad one is refused with a sentence that says which part is wrong."""
    who = await acting(request, Right.CHANGE_RULES)
    reply = await rules.keep(platform(request), who.merchant_id, idempotency_key, data.rule)
    return rules.version(done(reply, records.Rule))


@post(
    "/v1/association-rules/{rule_id:str}/start",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409),
    raises=[],
)
async def start_rule(
    request: AnyRequest, rule_id: PathId, data: JSONBody[RuleStart], idempotency_key: Key
) -> RuleVersion:
    """Put a draft in force, today or from a business day on."""
    del idempotency_key  # started is started
    who = await acting(request, Right.CHANGE_RULES)
    return rules.version(done(await rules.start(platform(request), who.merchant_id, rule_id, data), records.Rule))


@post(
    "/v1/association-rules/{rule_id:str}/discard",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404, 409),
    raises=[],
)
async def discard_rule(
    request: AnyRequest, rule_id: PathId, data: JSONBody[RuleEnd], idempotency_key: Key
) -> RuleVersion:
    """Give a draft up, or take a version off that waits for its day."""
    del data, idempotency_key  # discarded is discarded
    who = await acting(request, Right.CHANGE_RULES)
    return rules.version(done(await rules.discard(platform(request), who.merchant_id, rule_id), records.Rule))


@post(
    "/v1/association-previews",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 422),
    raises=[],
)
async def start_preview(request: AnyRequest, data: JSONBody[PreviewRequest], idempotency_key: Key) -> Preview:
    """Begin to reckon what a rule would have done over all history, or over a period. Nothing is written.

    Sent again with the same key it says how far it is, also where another process of the platform began it. One that nobody
    asks about for 15 seconds ends.
    """
    who = await acting(request, Right.SEE_RULES)
    found = await rules.preview(platform(request), who.merchant_id, idempotency_key, data)
    if isinstance(found, Broken):
        raise Stop(found.code, found.detail, found.field)
    return found.shown()


@get("/v1/association-previews/{preview_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_preview(request: AnyRequest, preview_id: PathId) -> Preview:
    """How far it is, and at its end the result."""
    return (await _job(request, preview_id)).shown()


@post(
    "/v1/association-previews/{preview_id:str}/cancel",
    status_code=200,
    security=BEARER,
    responses=responses(*WITH_TOKEN, *WITH_BODY, 404),
    raises=[],
)
async def cancel_preview(
    request: AnyRequest, preview_id: PathId, data: JSONBody[PreviewEnd], idempotency_key: Key
) -> Preview:
    """Stop it; one that is done stays done."""
    del data, idempotency_key  # stopped is stopped
    job = await _job(request, preview_id)
    await asyncio.get_running_loop().run_in_executor(None, job.halt)
    return job.shown()


@get(
    "/v1/association-previews/{preview_id:str}/people",
    security=BEARER,
    responses=responses(*WITH_TOKEN, 404),
    raises=[],
)
async def list_preview_people(
    request: AnyRequest,
    preview_id: PathId,
    change: Annotated[str, QueryParameter(pattern="^(joined|raised|lowered|left)?$", description="Only these.")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> PreviewPeople:
    """Who would fare otherwise than under the rule in force; their records are on the member's timeline."""
    job = await _job(request, preview_id)
    ids = [one[0] for one in job.changes]
    named = await platform(request).read(preview_reads.names, ids)
    found = previews.people(job, named, Change(change) if change else None)
    start = place(cursor)
    skipped = start.at if start is not None else 0
    further = f"{skipped + limit}.more" if skipped + limit < len(found) else None
    return PreviewPeople(items=found[skipped : skipped + limit], next_cursor=further)


async def _job(request: AnyRequest, preview_id: str) -> previews.Job:
    who = await acting(request, Right.SEE_RULES)
    job = platform(request).previews.find(preview_id, who.merchant_id)
    if job is None:
        raise Stop(ProblemCode.NOT_FOUND, NOT_HERE)
    return job


ROUTES = [
    list_rules,
    check_rule,
    keep_rule,
    start_rule,
    discard_rule,
    start_preview,
    show_preview,
    cancel_preview,
    list_preview_people,
]
