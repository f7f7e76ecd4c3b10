"""`pos-backend`: the platform's command line, a module a topic.

Exit codes: 0 done; 1 the books are wrong, or it could not be done (a sentence says why); 2 the command line is wrong.
"""

from __future__ import annotations

import sys

import click
import structlog

from backend_stub.cli import (
    accounting,
    backing,
    books,
    expiring,
    explaining,
    hooks,
    merchants,
    moving,
    onboarding,
    payouts,
    programmes,
    reconciling,
    serving,
    staff,  # noqa: F401 - adds to the group `merchant`
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="prepaid-pos")
def main() -> None:
    """The platform that keeps prepayment accounts and pays merchants."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


for command in (
    serving.serve,
    books.migrate,
    books.verify,
    backing.backup,
    onboarding.init,
    merchants.merchant,
    programmes.programme,
    accounting.settle,
    accounting.statement,
    explaining.explain,
    reconciling.reconcile,
    payouts.payouts,
    hooks.webhooks,
    expiring.expire,
    moving.import_,
    moving.export,
    moving.erase,
):
    main.add_command(command)
