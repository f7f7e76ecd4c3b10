"""The benchmarks run, and what they measure is what they say: the same rows as ours, and books that are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend_stub.app import sqlite_url
from backend_stub.services.verify import verify
from backend_stub.storage.engine import open_database
from backend_stub.storage.tables import METADATA
from tests.benchmarks import __main__ as runner
from tests.benchmarks import baseline
from tests.benchmarks.history import furnish_with_past
from tests.benchmarks.redeem import over_http
from tests.benchmarks.rows import Row, ratio
from tests.benchmarks.stage import KEYS, staged

PAYMENTS = 110  # a few more than the load's warm-up


def _books(path: Path) -> tuple[list[str], dict[str, int]]:
    """What `verify` finds, and how many rows each table has."""
    database = open_database(sqlite_url(path))
    try:
        with database.read.connect() as connection:
            counts = {
                name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for name, table in METADATA.tables.items()
            }
        return verify(database), counts
    finally:
        database.close()


def test_the_baseline_writes_as_many_rows_as_we_do_and_keeps_the_books_right() -> None:
    with staged(PAYMENTS) as stage:
        with stage.copy() as path:
            baseline.per_second(path, KEYS, stage.payments, a_transaction=32)
            by_hand = _books(path)
        with stage.copy() as path:
            over_http(stage, path)
            ours = _books(path)
    assert by_hand == ours
    assert ours[0] == []
    assert ours[1]["redemptions"] == PAYMENTS


def test_a_past_put_in_for_measuring_is_a_past_that_the_books_accept() -> None:
    with staged(20, lambda database, opened: furnish_with_past(database, opened, 1_000)) as stage:
        wrong, counts = _books(stage.seeded)
    assert wrong == []
    assert counts["redemptions"] == 1_000


def test_a_quick_run_writes_a_line_a_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runner, "OUTPUT", tmp_path / "bench.jsonl")
    monkeypatch.setenv("QUICK", "1")
    monkeypatch.setenv("ONLY", "inprocess_vs_sql")
    assert runner.main([]) in {0, 1}
    lines = [json.loads(line) for line in (tmp_path / "bench.jsonl").read_text().splitlines()]
    assert [set(line) for line in lines] == [{"name", "value", "unit", "goal", "holds"}] * 3


@pytest.mark.parametrize("name", ["preview_1m", "member_search"])
def test_the_benchmarks_of_members_fit_the_tables_of_today(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setattr(runner, "OUTPUT", tmp_path / "bench.jsonl")
    monkeypatch.setenv("QUICK", "1")
    monkeypatch.setenv("ONLY", name)
    assert runner.main([]) in {0, 1}
    lines = [json.loads(line) for line in (tmp_path / "bench.jsonl").read_text().splitlines()]
    assert all(line["value"] > 0 for line in lines)


def test_a_goal_is_reached_or_it_is_not() -> None:
    assert Row("faster", 0.4, "ratio", ">= 0.4").holds
    assert not Row("slower", 1.31, "ratio", "<= 1.3").holds
    assert not Row("late", 80, "ms", "< 80").holds
    assert Row("for reading", 5, "s").holds is None
    assert ratio([1, 2, 3], [2, 2, 2]) == 1


def test_an_unknown_benchmark_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLY", "")
    assert runner.main(["ONLY=nonsense"]) == 2
    assert "history_1m" in capsys.readouterr().out
