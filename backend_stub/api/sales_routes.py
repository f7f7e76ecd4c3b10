"""Past sales: looked up and read. Giving back is `POST /v1/refunds`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from backend_stub.api.asking import BEARER, Acting, Cursor, Limit, PathId, acting, next_cursor, place, platform
from backend_stub.api.problems import WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    UUID_PATTERN,
    ProblemCode,
    Right,
    SaleChoice,
    SaleDetail,
    SaleList,
    SaleState,
)
from backend_stub.services import sales as service
from backend_stub.services.sales import Filters, Scope
from backend_stub.storage import sales_reads

Search = Annotated[
    str,
    QueryParameter(
        name="q",
        max_length=80,
        description="Any of: a receipt's number or its beginning, an amount in the merchant's currency, a day (`today`, "
        "`2026-11-23`, `23.11.`, `23 Nov`), a time (`14:30`, ten minutes around it; today without a day), a customer "
        "(the handle, or the beginnings of a name's words).",
    ),
]
FromDay = Annotated[dt.date | None, QueryParameter(description="The first business day.")]
ToDay = Annotated[dt.date | None, QueryParameter(description="The last business day.")]
State = Annotated[SaleState | None, QueryParameter(description="Without one: all in which money moved.")]
Till = Annotated[str | None, QueryParameter(pattern=UUID_PATTERN, description="Sales of this till.")]
Operator = Annotated[str | None, QueryParameter(pattern=UUID_PATTERN, description="Sales taken by this operator.")]


@get("/v1/sales", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_sales(
    request: AnyRequest,
    q: Search = "",
    from_day: FromDay = None,
    to_day: ToDay = None,
    sale_state: State = None,
    till_id: Till = None,
    operator_id: Operator = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> SaleList:
    """The merchant's sales, newest first: of all its tills; for a cashier those of their till today."""
    asker = await acting(request, Right.SEE_SALES)
    scope, before = _scope(asker), place(cursor)
    filters = Filters(q, from_day, to_day, sale_state, till_id, operator_id)
    rows = await service.look_up(platform(request), scope, filters, before, limit)
    last = rows[-1].row if rows else None
    has_choices = before is None and scope.is_all
    tills, operators = await platform(request).read(sales_reads.choices, scope.merchant_id) if has_choices else ([], [])
    return SaleList(
        items=[service.sale(told) for told in rows],
        next_cursor=next_cursor(len(rows), limit, last.received_at, last.id) if last else None,
        tills=[SaleChoice(id=key, name=name) for key, name in tills],
        operators=[SaleChoice(id=key, name=name) for key, name in operators],
    )


@get("/v1/sales/{attempt_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_sale(request: AnyRequest, attempt_id: PathId) -> SaleDetail:
    """A sale, with all that was given back of it."""
    asker = await acting(request, Right.SEE_SALES)
    found = await service.open_one(platform(request), _scope(asker), attempt_id)
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such sale that you may see")
    return found


def _scope(asker: Acting) -> Scope:
    rights = asker.rights
    return Scope(asker.merchant_id, asker.till_id, Right.SEE_ALL_SALES in rights, Right.SEE_MEMBERS in rights)


ROUTES = [list_sales, show_sale]
