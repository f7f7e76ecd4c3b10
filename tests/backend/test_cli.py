"""`pos-backend`: what a shop owner types, what is answered, and with which exit code."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from backend_stub.app import sqlite_url
from backend_stub.cli import main
from backend_stub.contract import payment_code

PIN = "4711"


class Shell:
    """The command with a database and a key of this test's own."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder, self.file = folder, folder / "books" / "platform.sqlite"
        self.url = url or sqlite_url(self.file)
        self.file.parent.mkdir(exist_ok=True)

    def run(self, *arguments: str, **changes: str) -> Result:
        env = {"POS_BACKEND_DB": self.url, "POS_BACKEND_KEY": str(self.folder / "platform.key")} | changes
        return CliRunner().invoke(main, list(arguments), env=env)

    def init(self, *more: str) -> Result:
        return self.run("init", "--merchant", "meis-tea", "--name", "Mei’s Tea", "--pin", PIN, *more)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def told(result: Result) -> dict[str, Any]:
    """The one JSON line."""
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("command", ["serve", "init", "migrate", "verify"])
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    for flag in ("--help", "-h"):
        result = shell.run(command, flag)
        assert result.exit_code == 0
        assert result.output.startswith(f"Usage: main {command}")
        assert "--db" in result.output
    assert command in shell.run("--help").output


def test_the_version_is_told(shell: Shell) -> None:
    assert "version" in shell.run("--version").output


def test_a_merchant_is_taken_on_once(tmp_path: Path, empty_database_url: str) -> None:
    shell = Shell(tmp_path, empty_database_url)
    about = told(shell.init("--tills", "3", "--json"))
    tokens = {about["manager_token"], *(till["token"] for till in about["tills"])}
    assert len(tokens) == 4
    again = shell.init()
    assert again.exit_code == 1
    assert "a merchant with the public service id 'meis-tea' is here already" in again.output
    assert shell.run("init", "--merchant", "books", "--name", "Books", "--pin", PIN).exit_code == 0
    assert told(shell.run("verify", "--json"))["wrong"] == []


def test_a_merchants_bounds_fit_its_currency(shell: Shell) -> None:
    assert shell.init("--currency", "KWD").exit_code == 0
    with sqlite3.connect(shell.file) as connection:
        bounds = connection.execute("SELECT topup_min_minor, topup_max_minor FROM programmes").fetchone()
    connection.close()
    assert bounds == (1_000, 500_000)


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--pin", "12", "this takes 4 to 12 digits"),
        ("--pin", "12a4", "this takes 4 to 12 digits"),
        ("--merchant", "Mei Tea", "this takes 3 to 32 of a-z"),
        ("--merchant", "x" * 40, "this takes 3 to 32 of a-z"),
        ("--name", "  ", "this takes 1 to 80 letters"),
        ("--name", "x" * 81, "this takes 1 to 80 letters"),
        ("--second-name", "\x1b[31m", "this takes at most 80 letters"),
        ("--zone", "Europe/Atlantis", "is no time zone"),
        ("--zone", "Europe", "is no time zone"),
        ("--zone", "../../etc/passwd", "is no time zone"),
        ("--tills", "0", "0 is not in the range"),
    ],
)
def test_a_wrong_option_is_named_and_makes_nothing(shell: Shell, option: str, value: str, says: str) -> None:
    result = shell.init(option, value)
    assert result.exit_code == 2
    assert option in result.output
    assert says in " ".join(result.output.split())
    assert not shell.file.exists()


def test_an_unknown_currency_makes_nothing(shell: Shell) -> None:
    result = shell.init("--currency", "EURO")
    assert (result.exit_code, "is not a currency code" in result.output) == (1, True)
    assert not shell.file.exists()


def test_a_key_file_that_is_none_is_said_so(shell: Shell) -> None:
    (shell.folder / "platform.key").write_text("hello")
    result = shell.init()
    assert (result.exit_code, "is not a key file" in result.output) == (1, True)


# --- migrate and verify -----------------------------------------------------------------------------------------------


def test_migrate_makes_the_tables_and_may_be_repeated(tmp_path: Path, empty_database_url: str) -> None:
    shell = Shell(tmp_path, empty_database_url)
    for _ in range(2):
        result = shell.run("migrate")
        assert (result.exit_code, result.output) == (0, "The database is up to date.\n")


def test_verify_says_that_right_books_are_right(shell: Shell) -> None:
    shell.init()
    result = shell.run("verify")
    assert result.exit_code == 0
    assert (
        result.stdout == "The books are right: 0 accounts, 0 redemptions, 0 refunds, 0 top-ups, 0 gifts, 0 transfers.\n"
    )


def test_verify_ends_with_1_and_a_list_where_somebody_wrote_into_the_books(shell: Shell) -> None:
    shell.init()
    change(shell, "INSERT INTO transfers VALUES ('act', 1, 'top_up', 'clearing:EUR', 'prepayment:x', 5, 'EUR', 0)")
    result = shell.run("verify")
    assert result.exit_code == 1
    assert "WRONG: transfer of act (top_up) belongs to nothing" in result.output
    assert "The books are wrong" in result.output
    as_json = shell.run("verify", "--json")
    assert (as_json.exit_code, len(json.loads(as_json.stdout)["wrong"])) == (1, 3)


def change(shell: Shell, statement: str) -> None:
    connection = sqlite3.connect(shell.file)
    with connection:
        connection.execute(statement)
    connection.close()


def test_verify_and_migrate_leave_a_newer_database_alone(shell: Shell) -> None:
    shell.init()
    change(shell, "UPDATE alembic_version SET version_num = '9999'")
    for command, says in (("migrate", "newer version"), ("verify", "at version 9999"), ("serve", "newer version")):
        result = shell.run(command)
        assert (result.exit_code, says in result.output) == (1, True), result.output
        assert "Traceback" not in result.output


def test_verify_makes_no_file_where_there_is_none(shell: Shell) -> None:
    result = shell.run("verify")
    assert (result.exit_code, "there is no database at" in result.output) == (1, True)
    assert not shell.file.exists()


@pytest.mark.parametrize("command", ["verify", "migrate", "serve"])
def test_what_is_no_database_is_said_to_be_none(shell: Shell, command: str) -> None:
    shell.file.write_bytes(b"a letter to the bank " * 400)
    result = shell.run(command)
    assert (result.exit_code, "not a database of ours" in result.output) == (1, True)
    assert shell.file.read_bytes().startswith(b"a letter")


@pytest.mark.parametrize(
    "url", ["mysql://here/db", "not an address", "sqlite://", "sqlite:///:memory:", "postgresql://h:port/x"]
)
def test_an_address_that_can_not_be_is_a_sentence(shell: Shell, url: str) -> None:
    result = shell.run("migrate", POS_BACKEND_DB=url)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert isinstance(result.exception, SystemExit)


# --- serve ------------------------------------------------------------------------------------------------------------


def test_money_is_not_served_in_the_clear_to_the_world(shell: Shell) -> None:
    result = shell.run("serve", "--host", "0.0.0.0", "--port", "0")
    assert (result.exit_code, "money does not travel in the clear" in result.output) == (2, True)


def test_a_demo_needs_an_empty_database(shell: Shell) -> None:
    shell.init()
    result = shell.run("serve", "--demo", "--port", "0")
    assert (result.exit_code, "this database has a merchant already" in result.output) == (1, True)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_server_says_one_line_serves_and_leaves_nothing_behind(
    tmp_path: Path, ended_by: signal.Signals
) -> None:
    started = [sys.executable, "-m", "backend_stub.cli", "serve", "--demo", "--port", "0", "--json"]
    folder = tmp_path / "temporary"
    folder.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("POS_BACKEND")}
    with subprocess.Popen(
        started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env | {"TMPDIR": str(folder)}
    ) as server:
        assert server.stdout is not None
        about = json.loads(server.stdout.readline())
        assert len(list(folder.iterdir())) == 1
        with httpx.Client(base_url=about["base_url"]) as client:
            sold(client, about)
        server.send_signal(ended_by)
        rest, errors = server.communicate(timeout=30)
    assert (server.returncode, rest, errors) == (0, "", "")
    assert list(folder.iterdir()) == []


def sold(client: httpx.Client, about: dict[str, Any]) -> None:
    """A customer asks to pay, the first till takes the money."""
    customer, till = about["customers"][0], about["tills"][0]

    def post(path: str, token: str, body: dict[str, object], number: int) -> dict[str, Any]:
        key = f"01932a7c-5b1e-7c3a-9d2f-{number:012d}"
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        answer = client.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    code = post("/v1/payment-codes", customer["token"], {}, 1)["code"]
    assert payment_code(code[2:-1]) == code
    body = {"code": code, "amount_minor": 450, "currency": "EUR", "public_service_id": about["public_service_id"]}
    sale = post("/v1/redemptions", till["token"], body, 2)
    assert (sale["outcome"], sale["balance_after_minor"]) == ("paid", customer["balance_minor"] - 450)
