"""Settlement on the command line, from the closed day to the bank's answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from backend_stub.cli import main
from backend_stub.services import iso20022
from tests.backend.shop import World
from tests.backend.test_settlement import IBAN, owned
from tests.conftest import MASTER_KEY
from tests.serving import write_key

OURS = "DE02120300000000202051"


class Line:
    """The command line on a database that tills sell on."""

    def __init__(self, world: World, folder: Path) -> None:
        key = write_key(folder / "key", MASTER_KEY)
        self._where = ["--db", str(world.platform.database.url), "--key", str(key)]

    def run(self, *arguments: str, exit_code: int = 0) -> Result:
        done = CliRunner().invoke(main, [*arguments, *self._where])
        assert done.exit_code == exit_code, done.output
        return done

    def told(self, *arguments: str, exit_code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(*arguments, "--json", exit_code=exit_code).stdout)
        return found


@pytest.fixture
def line(lite: World, tmp_path: Path) -> Line:
    owned(lite)
    lite.clock.forward(-30 * 86_400)  # the command line's clock is the real one: for it these days are over
    return Line(lite, tmp_path)


def test_a_day_goes_from_the_till_to_the_bank_and_back(lite: World, line: Line, tmp_path: Path) -> None:
    lite.paid(lite.mara, 900)
    closed = line.told("settle")["closed"]
    assert [(one["net_minor"], one["state"]) for one in closed] == [(900, "closed")]
    assert line.told("settle")["closed"] == []
    batch = closed[0]["batch_id"]
    assert [one["batch_id"] for one in line.told("payouts", "list")["waiting"]] == [batch]
    assert "no bank details" in line.run("payouts", "release", "--batch", batch, exit_code=1).output
    line.run("payouts", "account", "--merchant", "meis-tea", "--holder", "Mei", "--account", IBAN)
    line.run("payouts", "account", "--platform", "--holder", "Platform", "--account", OURS)
    released = line.told("payouts", "release", "--folder", str(tmp_path))
    assert (released["payouts"], released["total_minor"]) == (1, 900)
    file = Path(released["path"]).read_bytes()
    iso20022.check(file, iso20022.PAIN_001)
    assert line.told("payouts", "release")["payouts"] == 0
    assert "paid out already" in line.run("payouts", "release", "--batch", batch, exit_code=1).output
    reference = file.partition(b"<EndToEndId>")[2].partition(b"<")[0].decode()
    bank = tmp_path / "bank.csv"
    bank.write_text(f"date,amount,currency,reference\n2026-11-25,-9.00,EUR,{reference}\n")
    assert line.told("reconcile", str(bank))["matched"] == 1
    assert "imported before" in line.run("reconcile", str(bank)).output


def test_a_statement_is_written_and_explained(lite: World, line: Line, tmp_path: Path) -> None:
    sale = lite.paid(lite.mara, 900)
    batch = line.told("settle")["closed"][0]["batch_id"]
    for form, begins in (("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbfat,"), ("xml", b"<?xml"), ("json", b"{")):
        path = tmp_path / f"statement.{form}"
        line.run("statement", batch, "--form", form, "--output", str(path))
        assert path.read_bytes().startswith(begins)
    assert "9.00 EUR" in line.run("explain", batch).output
    assert [one["transaction_id"] for one in line.told("explain", batch, "--line", "gross")["entries"]] == [
        sale["attempt_id"]
    ]
    assert batch in line.run("explain").output
    shown = line.run("explain", batch, "--line", "gross").output
    assert "1 of them come to 9.00 EUR; the line says 9.00 EUR." in shown
    receipt = line.run("explain", batch, "--transaction", sale["attempt_id"]).output
    assert f"Counted on the line gross of batch {batch}" in receipt
    assert f"Its receipt: {sale['receipt_number']}" in receipt
    assert "nothing was carried to it" in line.run("explain", batch, "--line", "carry").output
    one = line.told("explain", batch, "--transaction", sale["attempt_id"])
    assert one["redemption"]["receipt_number"] == sale["receipt_number"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (("settle", "--day", "2999-01-01"), 1, "is not over"),
        (("settle", "--day", "tomorrow"), 2, "is no date"),
        (("explain", "nothing"), 1, "there is no batch"),
        (("payouts", "account", "--platform", "--holder", "X", "--account", "DE00120300000000202051"), 1, "is no IBAN"),
        (("payouts", "account", "--holder", "X", "--account", OURS), 2, "one of the two"),
        (("payouts", "failed", "nothing", "--reason", "x"), 1, "there is no payout"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence(
    line: Line, arguments: tuple[str, ...], exit_code: int, says: str
) -> None:
    assert says in line.run(*arguments, exit_code=exit_code).output


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from leaves(one, (*path, name))
    else:
        yield path


MONEY = ("settle", "statement", "explain", "reconcile", "import", "export", "expire", "verify")
SAYS_NOTHING = {("migrate",), ("backup", "watch")}


@pytest.mark.parametrize("command", list(leaves(main)), ids=" ".join)
def test_every_command_teaches_its_use(command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, [*command, "--help"]).output
    assert len(told.splitlines()) > 6
    assert "\\b" not in told, "lines that were to stay as they are were joined"
    assert "--json" in told or command in SAYS_NOTHING
    if command[0] in MONEY:
        assert f"pos-backend {' '.join(command)} " in told, "it shows how it is used"


def test_nothing_expires_before_its_day(line: Line) -> None:
    assert line.told("expire") == {"accounts": 0, "gifts": 0, "warned": 0}
    assert "has not come" in line.run("expire", "--as-of", "2999-01-01", exit_code=1).output
