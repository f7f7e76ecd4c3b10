"""A customers' file that is not what it was: cut off anywhere, saved by a spreadsheet, of another currency. On both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_stub.domain.moving_in import Totals, proof
from backend_stub.services import moving_in
from backend_stub.services.moving_in import NotTakenOverError
from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.backend.test_moving import HEAD, counted, run, wrong

BOM = "\ufeff".encode()
LINES = (
    HEAD.strip(),
    'ada,"Byron, Ada ""Countess""",,meis-tea card,EUR,12.50,1.00',
    "zoe,Zoë Müller,Müller,meis-tea card,EUR,0.75,",
    '"li.wei","李伟",,"meis-tea card",EUR,3.00,0.25',
)
WHOLE = ("\r\n".join(LINES) + "\r\n").encode()
TOTAL, ACCOUNTS = {"EUR": 1_625}, 3


@pytest.mark.parametrize("file", [WHOLE, BOM + WHOLE, WHOLE.replace(b"\r\n", b"\n")])
def test_wherever_a_file_is_cut_it_is_refused_at_the_line_of_the_cut(shared: World, file: bytes) -> None:
    """At each byte: in a cell, a quote, a doubled quote, a letter of several bytes, between CR and LF, between two lines."""
    whole = moving_in.check(shared.platform.database, file)
    assert proof(whole.totals, TOTAL, ACCOUNTS) == []
    passed = 0
    for cut in range(len(file)):
        part = file[:cut]
        found = refusal(shared, part)
        if isinstance(found, int):
            is_head_alone = part.decode("utf-8-sig", "replace").strip() == LINES[0]
            assert found == (0 if is_head_alone and part.endswith((b"\r", b"\n")) else part.count(b"\n") + 1), part
        else:  # only whole lines are there: what was told of the file says that some are missing
            passed += 1
            assert part.endswith((b"\r", b"\n")), part
            assert (cut == len(file) - 1 and part.endswith(b"\r")) or proof(found, TOTAL, ACCOUNTS), part
    assert passed <= 2 * len(LINES)


def refusal(world: World, part: bytes) -> int | Totals:
    """The line that is named; or the totals of a file that is good as far as can be seen."""
    try:
        return moving_in.check(world.platform.database, part).totals
    except NotTakenOverError as refused:
        return refused.findings[0].line


def test_a_file_that_a_spreadsheet_saved_is_read(lite: World) -> None:
    """With its byte order mark and its line ends; quotes hold what they hold."""
    checked = moving_in.check(lite.platform.database, BOM + WHOLE)
    moving_in.take_over(lite.platform.database, checked, TOTAL, ACCOUNTS, lite.clock())
    names = [arrival.display_name for arrival in checked.arrivals]
    assert names == ['Byron, Ada "Countess"', "Zoë Müller", "李伟"]
    assert verify(lite.platform.database) == []


WRONG = {
    "cut in a row": (WHOLE[:-9], "line 4: "),
    "cut in a quote": (WHOLE[: WHOLE.index(b"Countess") + 3], "line 2: the line is torn"),
    "cut in a letter": (WHOLE[: WHOLE.index("ü".encode()) + 1], "line 3: this is not UTF-8"),
    "cut between lines": (WHOLE[: WHOLE.index(b'"li.wei"')], "the file holds 2 accounts, not the 3 that were told"),
    "another currency": (
        WHOLE.replace(b"EUR,0.75", b"USD,0.75"),
        "line 3: currency is 'USD', but meis-tea card is kept in EUR",
    ),
    "twice the same customer": (
        WHOLE.replace(b'"li.wei","\xe6\x9d\x8e\xe4\xbc\x9f"', "zoe,Zoë Müller".encode()),
        "line 4: ",
    ),
    "twice the same line": (
        WHOLE + LINES[3].encode() + b"\r\n",
        "line 5: 'li.wei' has an account of meis-tea card in line 4",
    ),
    "no file of ours": (b"PK\x03\x04\x00\x00", "line 1: "),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_command_names_the_line_and_writes_nothing(shared: World, tmp_path: Path, what: str) -> None:
    refused_by_command(shared, tmp_path, *WRONG[what])


def test_and_nothing_on_either_database(world: World, tmp_path: Path) -> None:
    for text, said in WRONG.values():
        refused_by_command(world, tmp_path, text, said)
    assert verify(world.platform.database) == []


def refused_by_command(world: World, folder: Path, text: bytes, said: str) -> None:
    file, before = folder / "people.csv", counted(world)
    file.write_bytes(text)
    done = run(world, "import", str(file), "--total", "EUR=16.25", "--accounts", "3")
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert "Nothing was written." in done.output
    assert counted(world) == before


def test_totals_of_another_currency_are_refused(shared: World, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(WHOLE)
    done = run(shared, "import", str(file), "--total", "USD=16.25", "--accounts", "3")
    assert done.exit_code == 1
    assert "the file holds 16.25 EUR, of which nothing was told" in done.output


def test_a_line_is_named_as_an_editor_counts_it_behind_empty_lines(shared: World) -> None:
    (finding,) = wrong(shared, HEAD + "\n\nada,Ada,,nowhere,EUR,1.00,\n")
    assert finding.startswith("line 4: ")
