"""Backups: taken while tills sell, sealed, proved by restoring them, restored without ever writing over anything."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from backend_stub.app import open_platform, sqlite_url
from backend_stub.cli import backing, main
from backend_stub.money import Money
from backend_stub.services import backups, demo
from backend_stub.services.backups import BackupError, Plan
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from backend_stub.services.verify import verify
from backend_stub.storage import copies
from backend_stub.storage.errors import Unavailable, Unfit
from tests import postgres
from tests.backend.shop import World
from tests.conftest import MASTER_KEY
from tests.serving import write_key

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return write_key(tmp_path / "platform.key", MASTER_KEY)


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "away" / "identity.txt"
    backups.new_identity(file, NOW)
    return file


@pytest.fixture
def books(open_here: Callable[..., Platform]) -> Platform:
    """The demo's, with customers and money."""
    platform = open_here()
    demo.seed(platform)
    return platform


def plan_for(platform: Platform, key: Path, identity: Path, folder: Path, **changes: Any) -> Plan:
    identities = backups.identities_of(identity)
    url = platform.database.url.render_as_string(hide_password=False)
    asked: dict[str, Any] = {"rehearse_with": identities, "keep": None} | changes
    return Plan(url, key, folder, [one.to_public() for one in identities], **asked)


@pytest.fixture
def plan(books: Platform, key: Path, identity: Path, tmp_path: Path) -> Plan:
    return plan_for(books, key, identity, tmp_path / "stick")


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where nothing is yet, on the same kind of database."""
    if database_url.startswith("sqlite"):
        return sqlite_url(tmp_path / "new" / "platform.sqlite")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.url()


def test_what_is_restored_is_what_was_there_and_its_key_opens_it(
    books: Platform, plan: Plan, identity: Path, elsewhere: str, tmp_path: Path
) -> None:
    made = backups.make(plan, NOW)
    assert made.file.name == "books-20261124T120000Z.age"
    assert made.is_rehearsed
    new_key = tmp_path / "new.key"
    about = backups.restore(made.file, backups.identities_of(identity), elsewhere, new_key)
    assert about == made.about
    assert new_key.read_bytes() == plan.key.read_bytes()
    with books.database.read.connect() as before:
        there = copies.held(before)
    assert there == copies.look(elsewhere)
    assert sum(there.balances_minor.values()) > 0
    restored = open_platform(elsewhere, Keys(MASTER_KEY), Options())
    assert verify(restored.database) == []
    restored.stop()


def test_nothing_of_the_books_can_be_read_in_the_file_and_another_identity_opens_nothing(
    plan: Plan, tmp_path: Path
) -> None:
    made = backups.make(plan, NOW)
    content = made.file.read_bytes()
    assert not any(word in content for word in (b"Mei", b"SQLite", b"PGDMP", MASTER_KEY, b"about.json"))
    assert made.file.stat().st_mode & 0o077 == 0
    backups.new_identity(tmp_path / "other.txt", NOW)
    with pytest.raises(BackupError, match="does not open"):
        backups.rehearse(made.file, backups.identities_of(tmp_path / "other.txt"), plan.url)


def test_only_the_file_is_left_in_the_folder(plan: Plan) -> None:
    made = backups.make(plan, NOW)
    assert list(plan.folder.iterdir()) == [made.file]


def test_a_backup_taken_while_others_write_holds_one_moment_of_them(
    world: World, key: Path, identity: Path, tmp_path: Path
) -> None:
    """What a top-up credits is several rows in one transaction: `verify` in the rehearsal would miss one that is there by half.

    Counted are transfers, one a top-up: the top-up itself is there before its provider has said yes.
    """
    plan = plan_for(world.platform, key, identity, tmp_path / "stick")
    before = copies.look(plan.url)
    made: list[backups.Backup] = []
    backing_up = threading.Thread(target=lambda: made.append(backups.make(plan, NOW)))
    backing_up.start()
    came = 0
    while backing_up.is_alive() or not came:
        world.payer(f"payer{came}", world.tea, 1_000)
        came += 1
    backing_up.join()
    (one,) = made
    assert one.is_rehearsed
    by_then = one.about.rows["transfers"] - before.rows["transfers"]
    assert 0 <= by_then <= came
    assert one.about.balances_minor["EUR"] == before.balances_minor["EUR"] + 1_000 * by_then


@pytest.mark.parametrize("damage", ["cut", "turned", "emptied"])
def test_a_damaged_file_does_not_open_and_says_so(lite_plan: Plan, damage: str) -> None:
    made = backups.make(lite_plan, NOW)
    content = bytearray(made.file.read_bytes())
    if damage == "turned":
        content[len(content) // 2] ^= 1
    made.file.write_bytes({"cut": content[:-1], "turned": content, "emptied": b""}[damage])
    with pytest.raises(BackupError, match=r"books-20261124T120000Z\.age"):
        backups.rehearse(made.file, lite_plan.rehearse_with or (), lite_plan.url)


@pytest.fixture
def lite_plan(lite: World, key: Path, identity: Path, tmp_path: Path) -> Plan:
    lite.payer("mei", lite.tea, 5_000)
    return plan_for(lite.platform, key, identity, tmp_path / "stick")


def sealed(file: Path, plan: Plan, members: dict[str, bytes]) -> Path:
    """A file that opens, with what somebody else put in."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w|gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    file.write_bytes(pyrage.encrypt(raw.getvalue(), list(plan.recipients)))
    return file


def test_a_file_with_something_else_in_it_is_refused_and_writes_nothing_outside(
    lite_plan: Plan, tmp_path: Path
) -> None:
    evil = sealed(tmp_path / "evil.age", lite_plan, {"../../evil": b"x"})
    with pytest.raises(BackupError, match="none of ours"):
        backups.rehearse(evil, lite_plan.rehearse_with or (), lite_plan.url)
    assert not list(tmp_path.parent.rglob("evil"))
    empty = sealed(tmp_path / "empty.age", lite_plan, {"about.json": b"{}"})
    with pytest.raises(BackupError, match="does not say what it holds"):
        backups.rehearse(empty, lite_plan.rehearse_with or (), lite_plan.url)


def test_books_that_are_wrong_are_no_backup_and_the_ones_before_stay(lite_plan: Plan) -> None:
    good = backups.make(replace(lite_plan, keep=1), NOW)
    with closing(sqlite3.connect(lite_plan.url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE accounts SET balance_minor = balance_minor + 1")
        connection.commit()
    with pytest.raises(BackupError, match="the restored books are wrong"):
        backups.make(replace(lite_plan, keep=1), NOW + dt.timedelta(days=1))
    assert list(lite_plan.folder.iterdir()) == [good.file]


def test_a_copy_that_differs_from_what_was_counted_is_no_backup(
    lite_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = copies.look
    monkeypatch.setattr(copies, "look", lambda url: replace(look(url), balances_minor={"EUR": 4_999}))
    with pytest.raises(BackupError, match="balances_minor"):
        backups.make(lite_plan, NOW)
    assert list(lite_plan.folder.iterdir()) == []


def test_nothing_is_ever_written_over(books: Platform, plan: Plan, elsewhere: str, tmp_path: Path) -> None:
    made, identities = backups.make(plan, NOW), plan.rehearse_with or ()
    with pytest.raises(BackupError, match="there already"):
        backups.make(plan, NOW)
    with pytest.raises(Unfit, match="already"):
        backups.restore(made.file, identities, plan.url, tmp_path / "new.key")
    other_key = tmp_path / "other.key"
    other_key.write_bytes(b"of other books")
    with pytest.raises(BackupError, match="key of other books"):
        backups.restore(made.file, identities, elsewhere, other_key)
    assert other_key.read_bytes() == b"of other books"
    assert verify(books.database) == []


def test_a_backup_of_one_kind_of_database_is_not_restored_to_the_other(lite_plan: Plan, tmp_path: Path) -> None:
    made = backups.make(lite_plan, NOW)
    with pytest.raises(BackupError, match="of sqlite"):
        backups.restore(
            made.file, lite_plan.rehearse_with or (), "postgresql://nobody@127.0.0.1:1/none", tmp_path / "k"
        )


def test_a_disk_that_is_full_leaves_the_ones_before(lite_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    good = backups.make(replace(lite_plan, keep=1), NOW)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        backups.make(replace(lite_plan, keep=1), NOW + dt.timedelta(days=1))
    assert list(lite_plan.folder.iterdir()) == [good.file]


def test_the_oldest_go_when_a_new_one_is_proved_and_strangers_files_stay(lite_plan: Plan) -> None:
    lite_plan.folder.mkdir()
    stranger = lite_plan.folder / "holiday.jpg"
    stranger.write_bytes(b"sun")
    for day in range(4):
        backups.make(replace(lite_plan, keep=2), NOW + dt.timedelta(days=day))
    names = [one.name for one in backups.there(lite_plan.folder)]
    assert names == ["books-20261126T120000Z.age", "books-20261127T120000Z.age"]
    assert stranger.exists()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_rehearsal_on_postgresql_leaves_no_database_behind(plan: Plan) -> None:
    backups.make(plan, NOW)
    engine = sa.create_engine(plan.url.replace("postgresql:", "postgresql+psycopg:", 1))
    with engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT datname FROM pg_database").scalars().all()
    engine.dispose()
    assert not [name for name in names if name.startswith("rehearsal_")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_postgresql_s_programs_it_says_which_one_is_missing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Unavailable, match="pg_dump is not installed"):
        backups.make(plan, NOW)


# --- the watch ----------------------------------------------------------------------------------------------------------


def test_the_watch_makes_one_when_the_newest_is_old_and_a_restart_changes_nothing(lite_plan: Plan) -> None:
    now = [NOW]
    hours = dt.timedelta(hours=1)

    def watching() -> backing.Watching:
        return backing.Watching(lite_plan, 24 * hours, lambda: now[0])

    assert watching().look() is not None
    now[0] += 23 * hours
    assert watching().look() is None
    now[0] += hours
    assert watching().look() is not None
    now[0] -= 48 * hours  # the clock was put back: better one too many than none for two days
    assert watching().look() is not None


def test_the_watch_says_what_fails_and_tries_again_a_little_later(
    lite_plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [NOW]
    key = lite_plan.key.rename(lite_plan.key.with_suffix(".away"))
    watching = backing.Watching(lite_plan, dt.timedelta(hours=24), lambda: now[0])
    assert watching.look() is None
    assert "backup_failed" in capsys.readouterr().out
    key.rename(lite_plan.key)
    assert watching.look() is None, "not at once again"
    now[0] += dt.timedelta(seconds=backing.AGAIN_AFTER_S)
    assert watching.look() is not None


# --- the command line ---------------------------------------------------------------------------------------------------


def run(plan: Plan, *arguments: str) -> Result:
    env = {"POS_BACKEND_DB": plan.url, "POS_BACKEND_KEY": str(plan.key)}
    return CliRunner().invoke(main, ["backup", *arguments], env=env)


def test_from_an_identity_to_restored_books_on_the_command_line(lite_plan: Plan, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    made = run(lite_plan, "identity", str(mine))
    assert "age1" in made.output
    assert mine.stat().st_mode & 0o077 == 0
    assert run(lite_plan, "identity", str(mine)).exit_code == 1, "one that is there stays"
    stick = str(tmp_path / "stick")
    made = run(lite_plan, "make", "--to", stick, "--identity", str(mine), "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert told["is_rehearsed"]
    assert told["balances_minor"] == copies.look(lite_plan.url).balances_minor
    listed = json.loads(run(lite_plan, "list", stick, "--json").stdout)
    assert [one["file"] for one in listed] == [told["file"]]
    rehearsed = run(lite_plan, "rehearse", told["file"], "--identity", str(mine))
    assert "can be restored" in rehearsed.output
    assert str(Money(told["balances_minor"]["EUR"], "EUR")) in rehearsed.output
    new = ("--db", sqlite_url(tmp_path / "new.sqlite"), "--key", str(tmp_path / "new.key"))
    restored = run(lite_plan, "restore", told["file"], "--identity", str(mine), *new)
    assert restored.exit_code == 0, restored.output
    assert "what happened later is not in them" in restored.output
    assert CliRunner().invoke(main, ["verify", *new[:2]]).exit_code == 0


def test_a_backup_that_is_not_proved_says_so_and_one_sealed_for_nobody_is_refused(
    lite_plan: Plan, tmp_path: Path
) -> None:
    stick = str(tmp_path / "other")
    assert run(lite_plan, "make", "--to", stick).exit_code == 2
    assert run(lite_plan, "make", "--to", stick, "--no-rehearsal").exit_code == 2
    recipient = str(lite_plan.recipients[0])
    made = run(lite_plan, "make", "--to", stick, "--no-rehearsal", "--recipient", recipient)
    assert "NOT rehearsed" in made.output
    wrong = run(lite_plan, "make", "--to", stick, "--no-rehearsal", "--recipient", "age1wrong")
    assert wrong.exit_code == 1
    assert "is no recipient" in wrong.output
    assert "Traceback" not in wrong.output


def test_what_a_run_that_was_cut_off_left_behind_goes_a_day_later(lite_plan: Plan) -> None:
    copied = lite_plan.folder / ".copy-x"
    copied.mkdir(parents=True)
    part = lite_plan.folder / "books-20261120T120000Z.part"
    for one in (part, copied / "books"):
        one.write_bytes(b"in plain")
    fresh = lite_plan.folder / "books-20261124T115959Z.part"
    fresh.write_bytes(b"of a run beside this one")
    old = NOW.timestamp() - backups.LEFT_OVER_AFTER_S - 1
    for one in (part, copied):
        os.utime(one, (old, old))
    os.utime(fresh, (NOW.timestamp(), NOW.timestamp()))
    made = backups.make(lite_plan, NOW)
    assert sorted(lite_plan.folder.iterdir()) == sorted([made.file, fresh])


def test_killed_in_the_middle_nothing_counts_and_the_next_one_is_made(lite_plan: Plan) -> None:
    script = """
import datetime as dt, os, sys
from pathlib import Path
from backend_stub.services import backups
key, folder, url, identity = sys.argv[1:]
backups.rehearse = lambda *_a, **_k: os.kill(os.getpid(), 9)
identities = backups.identities_of(Path(identity))
plan = backups.Plan(url, Path(key), Path(folder), [one.to_public() for one in identities], identities)
backups.make(plan, dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
"""
    identity = lite_plan.folder.parent / "away" / "identity.txt"
    arguments = [str(lite_plan.key), str(lite_plan.folder), lite_plan.url, str(identity)]
    done = subprocess.run([sys.executable, "-c", script, *arguments], check=False)
    assert done.returncode == -9
    assert backups.there(lite_plan.folder) == []
    assert backups.make(lite_plan, NOW).is_rehearsed
    assert [one.name for one in lite_plan.folder.iterdir()] == ["books-20261124T120000Z.age"]
