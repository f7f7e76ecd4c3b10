"""A bank's statement is held against payouts and top-ups: what fits is confirmed, the rest named with its likely cause."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.backend.test_settlement import IBAN, both, closed_day, owned, release, state, with_account  # noqa: F401 - a fixture

SAMPLE = Path(__file__).parents[1] / "data" / "camt053.v8.xml"
HEADING = "date,amount,currency,reference,counterparty,text\n"


@pytest.fixture
def world(lite: World) -> World:
    return owned(lite)


def paid_out(world: World, amount: int = 900) -> tuple[dict[str, Any], dict[str, Any]]:
    """A batch and its payout."""
    with_account(world)
    world.paid(world.mara, amount)
    batch = closed_day(world)
    return batch, release(world, batch).json()["payouts"][0]


def reconciled(world: World, text: str, status: int = 200) -> dict[str, Any]:
    answer = world.api.post("/v1/reconciliations", world.manager, {"name": "bank", "text": text})
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def line(payout: dict[str, Any], amount: str = "-9.00", currency: str = "EUR") -> str:
    return f"2026-11-25,{amount},{currency},{payout['reference']},Mei,\n"


def findings(found: dict[str, Any]) -> list[str]:
    return [one["finding"] for one in found["entries"]]


def test_a_payout_on_the_statement_is_confirmed_and_the_same_file_changes_nothing(both: World) -> None:  # noqa: F811
    _, payout = paid_out(both)
    first = reconciled(both, HEADING + line(payout))
    assert (findings(first), first["matched"], first["missing"]) == (["matched"], 1, [])
    again = reconciled(both, HEADING + line(payout))
    assert (again["was_known"], again["statement_id"]) == (True, first["statement_id"])
    assert both.api.get("/v1/payouts", both.manager).json()["items"][0]["state"] == "confirmed"
    assert verify(both.platform.database) == []


def test_a_payout_that_comes_back_makes_its_batch_payable_again(world: World) -> None:
    batch, payout = paid_out(world)
    found = reconciled(world, HEADING + line(payout) + line(payout, "9.00"))
    assert findings(found) == ["matched", "returned"]
    assert state(world, batch) == "failed"
    assert release(world, batch).json()["payouts"][0]["attempt"] == 2
    assert verify(world.platform.database) == []


@pytest.mark.parametrize(
    ("more", "finding", "cause"),
    [
        (lambda payout: line(payout, "-8.50"), "wrong_amount", "charge"),
        (lambda payout: line(payout) + line(payout), "duplicate", "twice"),
        (lambda _: "2026-11-25,-9.00,EUR,,Mei,rent\n", "likely_payout", "did not repeat"),
        (lambda _: "2026-11-25,-7.00,EUR,X1,Somebody,rent\n", "unknown_payout", "by hand"),
        (lambda _: "2026-11-25,7.00,EUR,X1,Somebody,\n", "unknown_receipt", "no top-up"),
    ],
)
def test_a_difference_is_named_with_its_likely_cause(world: World, more: Any, finding: str, cause: str) -> None:
    _, payout = paid_out(world)
    found = reconciled(world, HEADING + more(payout))
    assert found["differences"][-1]["finding"] == finding
    assert cause in found["differences"][-1]["likely_cause"]
    assert verify(world.platform.database) == []


def test_a_payout_of_another_currency_is_named(world: World) -> None:
    _, payout = paid_out(world)
    assert findings(reconciled(world, HEADING + line(payout, "-9.00", "USD"))) == ["wrong_currency"]


def test_a_payout_that_no_statement_shows_is_missing(world: World) -> None:
    _, payout = paid_out(world)
    found = reconciled(world, HEADING + "2026-11-25,7.00,EUR,X1,Somebody,\n")
    assert [one["payout_id"] for one in found["missing"]] == [payout["payout_id"]]


def test_a_banks_sample_that_was_not_written_here_imports_and_matches(world: World) -> None:
    answer = world.api.post(
        "/v1/topups", world.mara.token, {"amount_minor": 885, "currency": "EUR", "account_id": world.mara.account_id}
    )
    query = "UPDATE top_ups SET provider_reference = 'MUELL/FINP/RA12345' WHERE id = :id"
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text(query), {"id": answer.json()["topup_id"]})
    found = reconciled(world, SAMPLE.read_text("utf-8"))
    assert (findings(found), found["account"]) == (["matched"], "NL26VAYB8060476890")
    assert found["entries"][0]["matched_id"] == answer.json()["topup_id"]
    assert found["entries"][0]["counterparty"] == "Company Name"
    assert verify(world.platform.database) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADING + "2026-11-25,-9.00,EUR\n", "torn"),
        (HEADING + "2026-11-25,-9.001,EUR,X,,\n", "decimals"),
        (HEADING + "25.11.2026,-9.00,EUR,X,,\n", "is no date"),
        (HEADING + "2026-11-25,-9.00,EUR,X,,\n2026-11-25,-9,USD,X,,\n", "one currency"),
        (HEADING + '2026-11-25,-9.00,EUR,"X,,\n', "line"),
        ("when,how much\n", "no column date"),
        (HEADING, "no booked entries"),
        (SAMPLE.read_text("utf-8")[:3_000], "torn"),
        ("<Document xmlns='urn:x'/>", "no camt.053"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Document>&a;</Document>", "no camt.053"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_nothing_of_it_is_taken(world: World, text: str, says: str) -> None:
    _, _ = paid_out(world)
    answer = reconciled(world, text, 422)
    assert says in answer["detail"], answer
    with world.platform.database.read.connect() as connection:
        assert connection.scalar(sa.text("SELECT COUNT(*) FROM bank_entries")) == 0


# --- what was imported before -----------------------------------------------------------------------------------------


def test_statements_are_listed_newest_first_and_opened_again_as_they_were(world: World) -> None:
    _, payout = paid_out(world)
    first = reconciled(world, HEADING + line(payout) + "2026-11-26,7.00,EUR,X1,Somebody,\n")
    world.clock.forward(60)
    second = reconciled(world, HEADING + "2026-11-27,8.00,EUR,X2,Somebody,\n")
    listed = world.api.get("/v1/reconciliations", world.manager, params={"limit": 1}).json()
    assert [one["statement_id"] for one in listed["items"]] == [second["statement_id"]]
    older = world.api.get("/v1/reconciliations", world.manager, params={"cursor": listed["next_cursor"]}).json()
    (told,) = older["items"]
    assert (told["first_day"], told["last_day"], told["entries"], told["matched"]) == ("2026-11-25", "2026-11-26", 2, 1)
    again = world.api.get(f"/v1/reconciliations/{first['statement_id']}", world.manager).json()
    assert again == first | {"was_known": True}
    assert (again["in_minor"], again["out_minor"], again["entries"][0]["matched_name"]) == (700, -900, payout["holder"])


def test_the_result_as_csv_has_a_row_for_each_line_and_each_payout_that_is_missing(world: World) -> None:
    paid_out(world)
    found = reconciled(world, HEADING + "2026-11-26,7.00,EUR,X1,=Somebody,\n")
    answer = world.api.get(f"/v1/reconciliations/{found['statement_id']}/result.csv", world.manager)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["finding"], row["amount"], row["expected"]) for row in rows] == [
        ("unknown_receipt", "7.00", ""),
        ("not_seen", "", "-9.00"),
    ]
    assert rows[0]["counterparty"] == "'=Somebody"


def test_a_likely_payout_is_named_and_can_be_noted_as_arrived(world: World) -> None:
    _, payout = paid_out(world)
    (entry,) = reconciled(world, HEADING + "2026-11-25,-9.00,EUR,,Mei,rent\n")["entries"]
    assert (entry["finding"], entry["matched_id"]) == ("likely_payout", payout["payout_id"])
    assert "note it as arrived" in entry["what_to_do"]


def test_a_statement_in_a_currency_that_nobody_keeps_here_is_refused_with_those_that_are(world: World) -> None:
    paid_out(world)
    answer = reconciled(world, HEADING + "2026-11-25,-900,JPY,X1,Somebody,\n", 422)
    assert "is in JPY; what is kept here is in EUR" in answer["detail"]


def test_a_statement_of_another_account_than_the_one_that_pays_says_so(world: World) -> None:
    payer = world.api.post("/v1/platform/bank-details", world.manager, {"holder": "Platform", "account": IBAN})
    assert payer.status_code == 200, payer.text
    found = reconciled(world, SAMPLE.read_text("utf-8"))
    assert (found["account"], found["payer_account"]) == ("NL26VAYB8060476890", IBAN)
