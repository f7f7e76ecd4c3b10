"""Whether this process is up, and whether it can serve: for whoever starts processes and sends requests to them."""

from __future__ import annotations

from importlib.metadata import version

from litestar import get

from backend_stub.api import problems
from backend_stub.api.asking import platform
from backend_stub.api.problems import AnyRequest, Stop
from backend_stub.contract import Health, ProblemCode

VERSION = version("prepaid-pos")


@get("/v1/health", raises=[], responses=problems.responses())
async def health() -> Health:
    """Whether this process is up."""
    return Health(status="ok", version=VERSION)


@get("/v1/ready", raises=[], responses=problems.responses())
async def ready(request: AnyRequest) -> Health:
    """Whether this process can serve: the database answers with this version's tables, the writer works, the disk has room.

    503 names the parts that are not well, the first of them in `field`: `stopping`, `database`, `migrations`, `writer`, `disk`.
    """
    unwell = await platform(request).readiness.unwell()
    if unwell:
        raise Stop(ProblemCode.UNAVAILABLE, f"not ready: {', '.join(unwell)}", unwell[0])
    return Health(status="ready", version=VERSION)


ROUTES = [health, ready]
