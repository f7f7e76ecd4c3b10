"""Taking people over from another system, giving out what is known of them, and erasing them: the books stay right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from backend_stub.cli import main
from backend_stub.services import moving_in, personal_data
from backend_stub.services.moving_in import NotTakenOverError
from backend_stub.services.verify import verify
from backend_stub.storage import tables
from tests.backend.shop import World

HEAD = "social_id,display_name,family_name,programme,currency,balance,bonus\n"
GOOD = HEAD + "ada,Ada Byron,Byron,meis-tea card,EUR,12.50,1.00\nzoe,Zoë,,meis-tea card,EUR,0.00,\n"


def counted(world: World) -> dict[str, int]:
    with world.platform.database.read.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables.METADATA.sorted_tables
        }


def take(world: World, text: str, total: int = 1_250, accounts: int = 2) -> Any:
    checked = moving_in.check(world.platform.database, text.encode())
    return moving_in.take_over(world.platform.database, checked, {"EUR": total}, accounts, world.clock())


def wrong(world: World, text: str | bytes) -> list[str]:
    """What is said of a file; nothing of it is written."""
    before = counted(world)
    with pytest.raises(NotTakenOverError) as refused:
        moving_in.check(world.platform.database, text if isinstance(text, bytes) else text.encode())
    assert counted(world) == before
    return [str(finding) for finding in refused.value.findings]


def test_people_and_balances_are_taken_over_and_the_books_are_right(world: World) -> None:
    totals = take(world, GOOD)
    assert (totals.customers, totals.accounts, totals.balances, totals.bonuses) == (
        2,
        2,
        {"EUR": 1_250},
        {"EUR": 100},
    )
    assert verify(world.platform.database) == []
    with world.platform.database.read.connect() as connection:
        ada = connection.execute(sa.select(tables.CUSTOMERS).where(tables.CUSTOMERS.c.social_id == "ada")).one()
        account = connection.execute(sa.select(tables.ACCOUNTS).where(tables.ACCOUNTS.c.customer_id == ada.id)).one()
        told = connection.execute(sa.select(tables.MESSAGES).where(tables.MESSAGES.c.customer_id == ada.id)).one()
    assert (account.balance_minor, account.bonus_minor) == (1_250, 100)
    assert (told.kind, told.number) == ("taken_over", 1)


def test_a_file_that_does_not_come_to_what_was_told_writes_nothing(world: World) -> None:
    before = counted(world)
    for total, accounts, said in (
        (1_249, 2, "holds 12.50 EUR, not 12.49 EUR"),
        (1_250, 3, "holds 2 accounts, not the 3"),
    ):
        with pytest.raises(NotTakenOverError) as refused:
            take(world, GOOD, total, accounts)
        assert said in str(refused.value.findings[0])
    assert counted(world) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ada,Ada,,meis-tea card,USD,12.50,", "currency is 'USD', but meis-tea card is kept in EUR"),
        ("ada,Ada,,meis-tea card,EUR,12.5,", "'12.5' is no amount of EUR with 2 decimals, like 12.50"),
        ("ada,Ada,,meis-tea card,EUR,-1.00,", "'-1.00' is no amount"),
        ("ada,Ada,,meis-tea card,EUR,1000.01,", "holds at most 1000.00 EUR"),
        ("ada,Ada,,nowhere,EUR,1.00,", "programme 'nowhere' is no programme here"),
        ("Ada!,Ada,,meis-tea card,EUR,1.00,", "social_id 'Ada!' is not 3 to 32"),
        ("ada,   ,,meis-tea card,EUR,1.00,", "display_name is not 1 to 80 letters"),
        ("ada,Ada,Byron,meis-tea card,EUR,1.00,", "family_name 'Byron' is no word of display_name"),
        ("mara,Mara,,meis-tea card,EUR,1.00,", "social_id 'mara' is taken by a customer here"),
        ("ada,Ada,,meis-tea card,EUR,1.00", "the line has 6 cells, the first line 7"),
        ('ada,"Ada,,meis-tea card,EUR,1.00,', "the line is torn"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_written(lite: World, line: str, said: str) -> None:
    (finding,) = wrong(lite, HEAD + "zoe,Zoe,,meis-tea card,EUR,1.00,\n" + line + "\n")
    assert finding.startswith("line 3: ")
    assert said in finding


def test_every_wrong_line_is_told_at_once(lite: World) -> None:
    text = HEAD + "ada,Ada,,meis-tea card,EUR,1,\nbob,Bob,,meis-tea card,EUR,1.00,\nbob,Bob,,meis-tea card,EUR,1.00,\n"
    findings = wrong(lite, text + "bob,Rob,,other-books card,EUR,1.00,\n")
    assert [finding.partition(":")[0] for finding in findings] == ["line 2", "line 4", "line 5"]
    assert "has an account of meis-tea card in line 3 already" in findings[1]
    assert "stands for another name in line 3" in findings[2]


def test_one_person_may_bring_accounts_of_several_programmes(lite: World) -> None:
    text = HEAD + "ada,Ada,,meis-tea card,EUR,1.00,\nada,Ada,,other-books card,EUR,2.00,\n"
    totals = take(lite, text, 300)
    assert (totals.customers, totals.accounts) == (1, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.encode()[:-1], "the last line does not end"),
        (GOOD.encode("utf-16"), "not UTF-8"),
        (GOOD.encode("latin-1"), "line 3: this is not UTF-8"),
        (HEAD.encode(), "the file holds no customers"),
        (b"", "the first line names the columns"),
        (b"social_id,name\n", "missing display_name"),
        (HEAD.replace("bonus", "bonus,bonus").encode(), "there twice"),
        (GOOD.encode().replace(b"Ada", b"A\x00a", 1), "there is a NUL character"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(shared: World, text: bytes, said: str) -> None:
    assert said in wrong(shared, text)[0]


def test_semicolons_and_the_mark_of_spreadsheets_are_read_too(lite: World) -> None:
    checked = moving_in.check(lite.platform.database, ("\ufeff" + GOOD.replace(",", ";")).encode())
    assert checked.totals.accounts == 2


def test_two_imports_of_one_file_take_nobody_over_twice(world: World) -> None:
    database = world.platform.database
    first, second = (moving_in.check(database, GOOD.encode()) for _ in range(2))
    moving_in.take_over(database, first, {"EUR": 1_250}, 2, world.clock())
    before = counted(world)
    with pytest.raises(NotTakenOverError, match="nothing was written"):
        moving_in.take_over(database, second, {"EUR": 1_250}, 2, world.clock())
    assert counted(world) == before


# --- what is known of a person ----------------------------------------------------------------------------------------


def test_a_person_gets_everything_about_them_and_no_secret(world: World) -> None:
    sale = world.paid(world.mara, 500)
    world.api.post("/v1/refunds", world.manager, {"attempt_id": sale["attempt_id"], "amount_minor": 100})
    found: dict[str, Any] = personal_data.everything(world.platform.database, "mara")["tables"]  # type: ignore[assignment]
    assert found["customers"][0]["display_name"] == "Mara Tanner"
    assert found["accounts"][0]["balance_minor"] == 5_600
    assert {row["kind"] for row in found["transfers"]} == {"top_up", "redemption", "refund"}
    assert found["refunds"][0]["amount_minor"] == 100
    assert found["redemptions"][0]["decided_at"] == "2026-11-23T12:00:00+00:00"
    text = json.dumps(found)
    assert world.jonas.customer_id not in text
    assert not re.search(r'"[a-z_]*(_hash|sealed_[a-z]+|public_key)":', text)


def test_an_erased_person_leaves_no_name_and_the_books_stay_right(world: World) -> None:
    world.paid(world.jonas, 700)
    database = world.platform.database
    done = personal_data.erase(database, "jonas", world.clock())
    assert not done.was_erased_before
    assert verify(database) == []
    with database.read.connect() as connection:
        for table in tables.METADATA.sorted_tables:
            text = repr(connection.execute(sa.select(table)).all())
            for name in ("Jonas", "'jonas'"):
                assert name not in text, table.name
        balance = connection.execute(sa.text("SELECT SUM(amount_minor) FROM transfers")).scalar_one()
    assert balance == 6_000 + 700 + 700
    world.clock.forward(5)
    assert world.api.get("/v1/accounts", world.jonas.token).status_code == 401
    assert personal_data.erase(database, done.social_id, world.clock()).was_erased_before
    assert world.balance(world.mara) == 6_000


def test_who_still_has_money_is_not_erased(world: World) -> None:
    before = counted(world)
    with pytest.raises(personal_data.NotErasedError, match=re.escape("7.00 EUR of account")):
        personal_data.erase(world.platform.database, "jonas", world.clock())
    assert counted(world) == before
    assert world.api.get("/v1/customers/me", world.jonas.token).json()["display_name"] == "Jonas Tanner"


def test_somebody_unknown_is_said_to_be() -> None:
    assert personal_data.pseudonym("01932a7c-5b1e-7c3a-9d2f-000000000001") == "erased-5b1e7c3a9d2f000000000001"


# Columns of text beside a customer's id that say nothing of the person: ids, kinds, states, what merchants wrote.
IMPERSONAL = re.compile(
    r"(^|_)(id|by|hash|kind|type|state|status|currency|outcome|refusal|source|reference|number|name|reason|text|sealed_text"
    r"|held_by_till|news|tier|terms|rule|cause|why|failure|zone|purpose|public_key|secret_hash|social_id|picture|subject|key|standing|welcomed)$"
)


def test_every_text_about_a_customer_is_either_impersonal_or_erased() -> None:
    """A new column lands here: name it in `PERSONAL`, or see that it says nothing of the person."""
    for table in tables.METADATA.sorted_tables:
        named = [name for name in personal_data.OF_CUSTOMER if name in table.c]
        if not named or table.name in personal_data.DROPPED:
            continue
        erased = {column for _, values in personal_data.PERSONAL.get(table.name, ()) for column in values}
        texts = {column.name for column in table.c if isinstance(column.type, sa.Text)}
        strangers = {name for name in texts - erased if not IMPERSONAL.search(name)}
        assert strangers == set(), table.name


# --- the command line -------------------------------------------------------------------------------------------------


def run(world: World, *arguments: str, **more: Any) -> Any:
    url = world.platform.database.url.render_as_string(hide_password=False)
    return CliRunner().invoke(main, [arguments[0], "--db", url, *arguments[1:]], **more)


def test_the_command_line_looks_first_and_then_takes_over(lite: World, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(GOOD, encoding="utf-8")
    looked = run(lite, "import", str(file), "--dry-run", "--json")
    assert looked.exit_code == 0, looked.output
    assert json.loads(looked.stdout)["balance_minor"] == {"EUR": 1_250}
    assert not json.loads(looked.stdout)["written"]
    assert run(lite, "import", str(file)).exit_code == 2
    refused = run(lite, "import", str(file), "--total", "EUR=12.51", "--accounts", "2")
    assert refused.exit_code == 1
    assert "Nothing was written." in refused.stdout
    done = run(lite, "import", str(file), "--total", "EUR=12.50", "--accounts", "2")
    assert "Taken over: 2 customers, 2 accounts, 12.50 EUR and 1.00 EUR of bonus." in done.stdout
    assert verify(lite.platform.database) == []


def test_the_command_line_gives_out_and_erases(lite: World, tmp_path: Path) -> None:
    out = tmp_path / "jonas.json"
    assert run(lite, "export", "jonas", "--out", str(out)).exit_code == 0
    assert json.loads(out.read_text("utf-8"))["tables"]["customers"][0]["social_id"] == "jonas"
    assert run(lite, "export", "jonas", "--out", str(out)).exit_code == 1
    assert "there is no customer 'nobody'" in run(lite, "export", "nobody").output
    assert "7.00 EUR" in run(lite, "erase", "jonas", "--yes").output
    lite.paid(lite.jonas, 700)
    assert run(lite, "erase", "jonas", input="n\n").exit_code == 1
    done = run(lite, "erase", "jonas", "--yes", "--json")
    assert json.loads(done.stdout)["social_id"].startswith("erased-")
