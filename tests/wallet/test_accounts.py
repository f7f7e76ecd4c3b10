"""Accounts on the pages: terms before anything is opened, bonus and expiry apart, statements that add up, a code with a limit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from backend_stub.services.parties import Shop, Terms, open_shop
from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.wallet.conftest import Browser, account_of, shown_code

Visit = Callable[..., Browser]


def facts(text: str) -> dict[str, str]:
    """What a page says as pairs: `Bonus`: `€2.00`."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]+)</dd>", text))


def test_the_terms_are_shown_before_an_account_is_opened_and_looking_opens_none(visit: Visit, world: World) -> None:
    browser = visit()
    browser.sign_up("nora")
    page = f"/wallet/programmes/{world.tea.programme_id}"
    shown = facts(browser.get(page).text)
    assert shown["In it at most"] == "€1,000.00"
    assert shown["Unspent money expires"] == "never"
    assert "No account yet" in browser.get("/wallet").text
    browser.get(page)
    browser.post(page)
    assert "Meis-Tea" in browser.get("/wallet").text


def test_bonus_and_expiry_stand_apart_and_what_is_paid_takes_paid_money_first(visit: Visit, world: World) -> None:
    terms = Terms("Card", bonus_tiers=((1_000, 200),), expires_after_days=30)
    shop = Shop("cakes", "Cakes", "", "EUR", "Main", "UTC", (), terms)
    there = open_shop(world.platform.database, world.platform.keys, shop, world.clock())
    browser = visit()
    browser.sign_up("nora")
    page = f"/wallet/programmes/{there.programme_id}"
    assert facts(browser.get(page).text)["Bonus from €10.00"] == "+€2.00"
    account = browser.post(page).url.path.removesuffix("/top-up")
    assert "The money is in your account." in browser.post(f"{account}/top-up", other="10").text
    before = facts(browser.get(account).text)
    assert (before["Paid money"], before["Bonus"], before["Expires"]) == ("€10.00", "€2.00", "23 Dec")
    assert "€2.00 of it bonus" in browser.get("/wallet").text
    code, own = shown_code(browser.get("/wallet/pay")), {"public_service_id": "cakes"}
    assert world.redeem(code, 450, token=there.till_tokens[0], **own).json()["outcome"] == "paid"
    after = facts(browser.get(account).text)
    assert (after["Paid money"], after["Bonus"]) == ("€5.50", "€2.00")
    assert verify(world.platform.database) == []


def test_a_statement_has_every_movement_and_its_sums_are_the_account(visit: Visit, world: World) -> None:
    browser = visit()
    browser.sign_up("nora", name="Nora 王 Stranger")
    account_id = account_of(browser, world, minor=2_000)
    sale = world.redeem(shown_code(browser.get("/wallet/pay")), 450).json()
    refund = {"attempt_id": sale["attempt_id"], "amount_minor": 150, "approval": world.approval()}
    assert world.api.post("/v1/refunds", world.till, refund).status_code == 200
    answer = browser.get(f"/wallet/accounts/{account_id}/statement.csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["paid"] for row in rows] == ["20.00", "-4.50", "1.50"]
    assert [row["left"] for row in rows] == ["20.00", "15.50", "17.00"]
    assert "€17.00" in browser.get(f"/wallet/accounts/{account_id}").text
    for language in ("en", "zh-CN"):
        paper = browser.get(f"/wallet/accounts/{account_id}/statement.pdf", headers={"Accept-Language": language})
        assert paper.headers["content-type"] == "application/pdf"
        assert read(paper.content).count("€") >= 7, language
    assert "17.00" in read(paper.content)
    assert "王" in read(paper.content)


def read(paper: bytes) -> str:
    """The text of a PDF."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    held = QByteArray(paper)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    return text


@pytest.mark.parametrize(("asked_minor", "outcome"), [(500, "paid"), (501, "refused")])
def test_a_code_with_a_highest_amount_pays_up_to_it(visit: Visit, world: World, asked_minor: int, outcome: str) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_id = account_of(browser, world, minor=2_000)
    page = browser.get(f"/wallet/pay?account={account_id}&limit=5")
    assert "Works once. Up to €5.00." in page.text
    renewed = browser.post("/wallet/pay/code", account=account_id, limit="5.00")
    assert "Works once. Up to €5.00." in renewed.text
    assert world.redeem(shown_code(renewed), asked_minor).json()["outcome"] == outcome
