"""A merchant's association rule: checking, drafts, starting; previews over history."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from backend_stub.api.asking import BEARER, Key, PathId, acting, done, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, responses
from backend_stub.contract import Right, RuleCheck, RuleDraft, RuleEnd, RuleStart, RuleVersion, RuleVersionList
from backend_stub.domain import records
from backend_stub.services import rules
from backend_stub.storage import association_reads


@get("/v1/association-rules", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_rules(request: AnyRequest) -> RuleVersionList:
    """All versions, newest first: drafts, the one in force, those that were."""
    who = await acting(request, Right.SEE_RULES)
    rows = await platform(request).read(association_reads.rules_of, who.merchant_id)
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


ROUTES = [list_rules, check_rule, keep_rule, start_rule, discard_rule]
