"""Settlement as files: statements as PDF, CSV, camt.053 and JSON; the bank's file of a payout run."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from backend_stub.api.asking import BEARER, PathId, platform
from backend_stub.api.problems import WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.api.settlement_routes import own_batch, payer_or_merchant
from backend_stub.contract import END, ProblemCode, SettlementStatement
from backend_stub.services import pain001, settling, statements

Language = Annotated[str, QueryParameter(pattern=f"^(en|zh){END}", description="en or zh.")]
PDF, CSV, XML = "application/pdf", "text/csv", "application/xml"


def _as_file(*statuses: int) -> dict[int, ResponseSpec]:
    return responses(*WITH_TOKEN, 404, *statuses)


def sent(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """A file to be kept under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


@get("/v1/settlement/batches/{batch_id:str}/statement.json", security=BEARER, responses=_as_file(), raises=[])
async def show_statement(request: AnyRequest, batch_id: PathId) -> SettlementStatement:
    """A batch's statement as data: lines, all that it counts, the ledger's own transfers of it."""
    row = await own_batch(request, batch_id)
    return await platform(request).read(statements.document, row)


@get(
    "/v1/settlement/batches/{batch_id:str}/statement.pdf",
    security=BEARER,
    responses=_as_file(),
    raises=[],
    media_type=PDF,
)
async def print_statement(request: AnyRequest, batch_id: PathId, language: Language = "en") -> Response[bytes]:
    """A batch's statement for a person to read."""
    row = await own_batch(request, batch_id)
    here = platform(request)
    statement = await here.read(statements.gathered, row)
    from backend_stub.services import statement_pdf  # late: a till that prints no statement loads no PDF library

    content = await here.aside(statement_pdf.as_pdf, statement, language)
    return sent(content, statements.name(row, "pdf"), PDF)


@get(
    "/v1/settlement/batches/{batch_id:str}/statement.csv",
    security=BEARER,
    responses=_as_file(),
    raises=[],
    media_type=CSV,
)
async def export_statement(request: AnyRequest, batch_id: PathId) -> Response[bytes]:
    """A batch's statement for a spreadsheet: UTF-8, one row an entry."""
    row = await own_batch(request, batch_id)
    statement = await platform(request).read(statements.gathered, row)
    return sent(statements.as_csv(statement), statements.name(row, "csv"), CSV)


@get(
    "/v1/settlement/batches/{batch_id:str}/statement.xml",
    security=BEARER,
    responses=_as_file(),
    raises=[],
    media_type=XML,
)
async def export_camt053(request: AnyRequest, batch_id: PathId) -> Response[bytes]:
    """A batch's statement for accounting programs: ISO 20022 camt.053.001.08."""
    row = await own_batch(request, batch_id)
    here = platform(request)
    statement = await here.read(statements.gathered, row)
    return sent(await here.aside(statements.as_camt053, statement), statements.name(row, "xml"), XML)


@get(
    "/v1/payout-runs/{run_id:str}/pain.001",
    security=BEARER,
    responses=_as_file(409),
    raises=[],
    media_type=XML,
)
async def export_pain001(request: AnyRequest, run_id: PathId) -> Response[bytes]:
    """The bank's file of a payout run: ISO 20022 pain.001.001.09; the same however often it is asked for."""
    here = platform(request)
    if await settling.payout_run(here, run_id, await payer_or_merchant(request)) is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such payout run of yours")
    try:
        name, content = await here.read(pain001.file_of_run, run_id)
    except pain001.NoFileError as error:
        raise Stop(ProblemCode.CONFLICT, str(error)) from None
    return sent(content, name, XML)


ROUTES = [show_statement, print_statement, export_statement, export_camt053, export_pain001]
