"""Runs the benchmarks, prints a table, and writes `build/bench.jsonl`."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.benchmarks.rows import Row, SkippedError, is_quick

# A function without arguments that returns its rows, by the name that `ONLY=` takes. Add yours here.
BENCHMARKS = {
    "inprocess_vs_sql": "tests.benchmarks.redeem:inprocess_vs_sql",
    "http_sqlite_64": "tests.benchmarks.redeem:http_sqlite_64",
    "http_postgresql_64_hot": "tests.benchmarks.redeem_postgresql:http_postgresql_64_hot",
    "code_to_paid": "tests.benchmarks.till:code_to_paid",
    "till_start": "tests.benchmarks.till:start",
    "judging": "tests.benchmarks.members:judging",
    "preview_1m": "tests.benchmarks.members:preview_1m",
    "member_search": "tests.benchmarks.members:member_search",
    "decoders": "tests.benchmarks.decoders:decoders",
    "first_read": "tests.benchmarks.decoders:first_read",
    "scanner_load": "tests.benchmarks.decoders:scanner_load",
    "preview_stall": "tests.benchmarks.preview:preview_stall",
    "history_1m": "tests.benchmarks.history:history_1m",
    "phones": "tests.benchmarks.phones:phones",
    "pages": "tests.benchmarks.pages:pages",
    "sales_search": "tests.benchmarks.sales:sales_search",
    "settle_day": "tests.benchmarks.settle:settle_day",
    "settlement_plots": "tests.benchmarks.plots:settlement_plots",
}
OUTPUT = Path("build/bench.jsonl")
WIDTH = 44


def main(arguments: list[str]) -> int:
    """Exit 0 when every goal holds, 1 when one does not, 2 for an unknown name."""
    for name, _, value in (argument.partition("=") for argument in arguments):
        os.environ[name] = value
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        print(f"This machine is busy (load {load:.1f} on {cores} cores): others' work is in these figures.")
    only = os.environ.get("ONLY", "")
    if only and only not in BENCHMARKS:
        print(f"no benchmark {only!r}; there are: {', '.join(BENCHMARKS)}")
        return 2
    if is_quick():
        print("A QUICK run: the figures are worth little.")
    OUTPUT.parent.mkdir(exist_ok=True)
    rows: list[Row] = []
    with OUTPUT.open("w") as lines:
        for name in [only] if only else BENCHMARKS:
            for row in _run(name):
                rows.append(row)
                lines.write(json.dumps({**asdict(row), "value": round(row.value, 4), "holds": row.holds}) + "\n")
                lines.flush()
    return 0 if all(row.holds is not False for row in rows) else 1


def _run(name: str) -> list[Row]:
    module, _, function = BENCHMARKS[name].partition(":")
    begun = time.monotonic()
    print(f"\n{name}")
    try:
        rows: list[Row] = getattr(import_module(module), function)()
    except SkippedError as reason:
        print(f"  skipped: {reason}")
        return []
    for row in rows:
        verdict = {None: "", True: f"{row.goal}: holds", False: f"{row.goal}: FALLS SHORT"}[row.holds]
        print(f"  {row.name:{WIDTH}} {row.value:12,.3f} {row.unit:10} {verdict}")
    print(f"  took {time.monotonic() - begun:.0f} s")
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
