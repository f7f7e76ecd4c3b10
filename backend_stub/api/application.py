"""The ASGI application: routes, error mapping, the OpenAPI document."""

from __future__ import annotations

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ASGIApp

from backend_stub.api import (
    customer_routes,
    funding_routes,
    gift_routes,
    health_routes,
    life_routes,
    member_routes,
    message_routes,
    notice_routes,
    platform_routes,
    problems,
    programme_routes,
    reconciliation_routes,
    rule_routes,
    sales_routes,
    session_routes,
    settlement_files,
    settlement_routes,
    shift_routes,
    staff_routes,
    till_routes,
    webhook_routes,
)
from backend_stub.api.document import Description
from backend_stub.api.health_routes import VERSION
from backend_stub.api.problems import Stop
from backend_stub.api.quick import QuickRedemptions
from backend_stub.api.reading import StrictRequest
from backend_stub.services.callers import Callers
from backend_stub.services.platform import Platform
from backend_stub.storage.errors import StorageError


def build(platform: Platform) -> ASGIApp:
    """The application over a started platform; whoever made the platform also stops it."""
    callers = Callers(platform)
    return QuickRedemptions(litestar(platform, callers), platform, callers)


def litestar(platform: Platform, callers: Callers | None = None) -> Litestar:
    """The routes without what is wrapped around them; its `openapi_schema` is the contract."""
    return Litestar(
        route_handlers=[
            *health_routes.ROUTES,
            *till_routes.ROUTES,
            *customer_routes.ROUTES,
            *funding_routes.ROUTES,
            *gift_routes.ROUTES,
            *life_routes.ROUTES,
            *platform_routes.ROUTES,
            *programme_routes.ROUTES,
            *reconciliation_routes.ROUTES,
            *message_routes.ROUTES,
            *notice_routes.ROUTES,
            *member_routes.ROUTES,
            *rule_routes.ROUTES,
            *session_routes.ROUTES,
            *settlement_routes.ROUTES,
            *settlement_files.ROUTES,
            *sales_routes.ROUTES,
            *shift_routes.ROUTES,
            *staff_routes.ROUTES,
            *webhook_routes.ROUTES,
        ],
        state=State({"platform": platform, "callers": callers or Callers(platform)}),
        request_class=StrictRequest,
        request_max_body_size=platform.options.request_body_max,
        exception_handlers={
            Stop: problems.on_stop,
            StorageError: problems.on_storage,
            HTTPException: problems.on_http,
            Exception: problems.on_anything,
        },
        openapi_config=OpenAPIConfig(
            title="Prepaid point of sale",
            version=VERSION,
            description="Prepayment accounts, payment codes, redemptions. Amounts are minor units; times are RFC 3339 UTC.",
            components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
            path="/v1/docs",
            render_plugins=[Description()],  # no page: the ready-made ones load their scripts from elsewhere
            operation_id_creator=lambda handler, _method, _path: handler.handler_name,
            use_handler_docstrings=True,
        ),
        logging_config=None,
        debug=False,
    )
