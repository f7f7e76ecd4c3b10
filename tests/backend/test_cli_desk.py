"""The platform's desk on the command line: a merchant, its programme, a group."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backend.shop import World
from tests.backend.test_cli_settlement import Line

ADD = ("merchant", "add", "annas-bakery", "--name", "Anna's", "--operator", "Anna", "--pin", "1470")


@pytest.fixture
def line(lite: World, tmp_path: Path) -> Line:
    return Line(lite, tmp_path)


def test_a_merchant_is_taken_on_shown_and_called_otherwise(lite: World, line: Line) -> None:
    made = line.told(*ADD, "--day-begins", "05:30", "--zone", "Asia/Tokyo", "--currency", "JPY")
    till = lite.api.get("/v1/till", made["till_token"]).json()
    assert (till["currency"], till["day_cut_minutes"], till["time_zone"]) == ("JPY", 330, "Asia/Tokyo")
    shown = line.run("merchant", "show", "annas-bakery").output
    assert "day begins 05:30" in shown
    assert "owner: Anna" in shown
    assert "takes: Anna's card" in shown
    line.run("merchant", "change", "annas-bakery", "--name", "Anna & Co")
    assert [one["name"] for one in line.told("merchant", "list", "--search", "co")["merchants"]] == ["Anna & Co"]
    line.run("merchant", "employ", "annas-bakery", "--name", "Ops", "--role", "platform", "--pin", "2580")
    assert "platform: Ops" in line.run("merchant", "show", "annas-bakery").output


def test_people_stores_and_tills_are_changed(lite: World, line: Line) -> None:
    line.told(*ADD)
    line.run("merchant", "employ", "annas-bakery", "--name", "Bela", "--pin", "2580")
    told = line.told("merchant", "person", "annas-bakery", "Bela", "--role", "manager", "--disable")
    assert (told["role"], told["is_disabled"]) == ("manager", True)
    assert "manager: Bela (disabled)" in line.run("merchant", "show", "annas-bakery").output
    assert not line.told("merchant", "person", "annas-bakery", "Bela", "--enable", "--pin", "3691")["is_disabled"]
    last = line.run("merchant", "person", "annas-bakery", "Anna", "--role", "cashier", exit_code=1).output
    assert "the last owner" in last
    made = line.told("merchant", "add-store", "annas-bakery", "--name", "Corner", "--zone", "Asia/Tokyo")
    assert lite.api.get("/v1/till", made["till_token"]).json()["time_zone"] == "Asia/Tokyo"
    assert "say which store" in line.run("merchant", "add-till", "annas-bakery", "--name", "Door", exit_code=1).output
    door = line.told("merchant", "add-till", "annas-bakery", "--name", "Door", "--store", "Corner")
    changed = line.told("merchant", "change-store", "annas-bakery", "--store", "Corner", "--day-begins", "05:30")
    assert (changed["day_cut_minutes"], changed["time_zone"]) == (330, "Asia/Tokyo")
    line.run("merchant", "change-till", "annas-bakery", "Door", "--name", "Garden")
    assert lite.api.get("/v1/till", door["till_token"]).json()["till_name"] == "Garden"
    assert "Asia/Tokyo, day begins 05:30, Garden, Till 1" in line.run("merchant", "show", "annas-bakery").output


def test_what_is_wrong_is_said_in_a_sentence(line: Line) -> None:
    assert "here already" in line.run("merchant", "add", "meis-tea", *ADD[3:], exit_code=1).output
    assert "no time zone" in line.run(*ADD, "--zone", "Atlantis", exit_code=1).output
    assert "a time of day" in line.run(*ADD, "--day-begins", "25:00", exit_code=2).output
    assert "no merchant nobody" in line.run("merchant", "show", "nobody", exit_code=1).output
    assert "give --name" in line.run("merchant", "change", "meis-tea", exit_code=2).output


def test_terms_are_looked_at_before_they_are_published(lite: World, line: Line) -> None:
    programme = lite.tea.programme_id
    asked = ("programme", "change", programme, "--topup-max-minor", "40000", "--fee-bps", "120")
    told = line.run(*asked, "--dry-run").output
    assert "2 accounts of version 1 keep theirs: topup_max_minor" in told
    assert "Version 2 would be published" in told
    assert line.told("programme", "show", programme)["version"] == 1
    assert line.told(*asked)["published"]
    assert not line.told(*asked)["published"], "said again, nothing changes"
    assert line.told("programme", "show", programme)["version"] == 2
    assert ">= 1" in line.run("programme", "change", programme, "--topup-min-minor", "0", exit_code=2).output
    wrong = line.run("programme", "change", programme, "--topup-min-minor", "45000", exit_code=1).output
    assert "topup_min_minor" in wrong
    tiers = line.told("programme", "change", programme, "--bonus", "10000:1000", "--payment-max-minor", "none")
    assert tiers["effects"][0]["better"] == ["payment_max_minor", "bonus_tiers"]


def test_a_group_is_made_joined_and_left(line: Line) -> None:
    made = line.told("programme", "add", "other-books", "--name", "Street card", "--group", "Street")["programme_id"]
    line.run("programme", "admit", made, "meis-tea")
    assert line.told("programme", "show", made)["members"] == ["meis-tea", "other-books"]
    line.run("programme", "release", made, "meis-tea")
    assert line.told("programme", "show", made)["members"] == ["other-books"]
    assert "who issued" in line.run("programme", "release", made, "other-books", exit_code=1).output
    names = [one["name"] for one in line.told("programme", "list")["programmes"]]
    assert "Street card" in names
