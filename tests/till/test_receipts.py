from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.contract import Outcome
from pos_app.presenters.ports import ReceiptFacts
from pos_app.receipts.columns import clean, width, wrap
from pos_app.receipts.document import Document
from pos_app.receipts.files import ReceiptFolder
from pos_app.receipts.layout import Row, line_of
from pos_app.receipts.lines import receipt_document, receipt_lines
from pos_app.receipts.words import WORDS, words
from tests.fakes import a_context, a_redemption, an_id


def facts(
    currency: str = "EUR", amount_minor: int = 1250, *, cash_minor: int = 0, is_copy: bool = False, **changes: object
) -> ReceiptFacts:
    redemption = a_redemption(an_id(1), Outcome.PAID, amount_minor, currency=currency, **changes)
    return ReceiptFacts(redemption, a_context(currency), cash_minor, is_copy)


def in_english(of: ReceiptFacts) -> Document:
    return receipt_document(of, WORDS["en"])


def test_a_receipt_of_a_plain_sale() -> None:
    assert receipt_lines(facts(), WORDS["en"]) == (
        "           Mei's Tea",
        "              美茶",
        "--------------------------------",
        "Receipt            2026-1123-042",
        "2026-11-23 13:00          Till 1",
        "--------------------------------",
        "Total                  12.50 EUR",
        "By payment code        12.50 EUR",
        "--------------------------------",
        "Customer                Mara T••",
        "Balance after          34.70 EUR",
        "",
        "           Thank you",
    )


def test_a_chinese_receipt_of_a_split_sale_as_a_copy() -> None:
    lines = receipt_lines(facts("CNY", 720, cash_minor=530, is_copy=True), WORDS["zh"], 42)
    assert lines[0].strip() == "*** 副本 ***"
    assert "合计" + " " * 29 + "12.50 CNY" in lines
    assert "付款码支付" + " " * 24 + "7.20 CNY" in lines
    assert "现金" + " " * 30 + "5.30 CNY" in lines


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [("JPY", 1250, "1250 JPY"), ("EUR", 1250, "12.50 EUR"), ("KWD", 1250, "1.250 KWD"), ("EUR", 5, "0.05 EUR")],
)
def test_each_currency_has_its_own_decimals(currency: str, minor: int, written: str) -> None:
    assert any(line.endswith(" " + written) for line in receipt_lines(facts(currency, minor), WORDS["en"]))


def test_the_time_is_the_stores_also_over_midnight() -> None:
    late = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    assert any("2026-07-02 00:30" in line for line in receipt_lines(facts(at=late), WORDS["en"]))


def test_a_zone_this_computer_does_not_know_gives_utc_rather_than_no_receipt() -> None:
    context = msgspec.structs.replace(a_context(), time_zone="Mars/Olympus")
    lines = receipt_lines(ReceiptFacts(a_redemption(an_id(1)), context), WORDS["en"])
    assert any("12:00" in line for line in lines)


def test_what_was_given_back_is_on_the_receipt() -> None:
    assert any("-4.50 EUR" in line for line in receipt_lines(facts(refunded_minor=450), WORDS["en"]))


def test_a_name_does_not_steer_the_printer() -> None:
    text = "\n".join(receipt_lines(facts(customer_name="Ma\x1b@ra\nT", reference="a\x07b"), WORDS["en"]))
    assert "Ma@raT" in text
    assert not any(unicodedata.category(letter) == "Cc" for letter in text if letter != "\n")


def test_fewer_columns_than_an_amount_needs_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        receipt_lines(facts(), WORDS["en"], 10)


def test_a_language_is_found_by_its_first_part_and_english_stands_in() -> None:
    assert words("zh_CN") is words("zh-Hans") is WORDS["zh"]
    assert words(None) is words("fr") is WORDS["en"]


@given(
    st.sampled_from([20, 32, 42]),
    st.sampled_from(["en", "zh"]),
    st.text(min_size=1, max_size=80),
    st.text(max_size=80),
    st.integers(1, 10**12),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_no_line_is_wider_than_the_paper_whatever_the_names_are(
    columns: int, language: str, merchant: str, customer: str, amount_minor: int, currency: str
) -> None:
    context = msgspec.structs.replace(a_context(currency), merchant_name=merchant, store_name=customer)
    redemption = a_redemption(an_id(1), Outcome.PAID, amount_minor, currency=currency, customer_name=customer)
    for line in receipt_lines(ReceiptFacts(redemption, context), WORDS[language], columns):
        assert width(line) <= columns


@given(st.text(alphabet="ab 美茶 é̈,", max_size=60), st.integers(4, 40))
def test_wrapping_loses_no_letter(text: str, columns: int) -> None:
    assert "".join("".join(wrap(text, columns)).split()) == "".join(text.split())


def test_widths_are_columns_not_letters() -> None:
    assert (width("美茶"), width("e\u0301"), width("Mara T••"), width("")) == (4, 1, 8, 0)
    assert line_of(Row("美茶", "1.00"), 12) == "美茶    1.00"
    assert line_of(Row("美茶", is_centred=True), 8) == "  美茶"
    assert clean("a\tb") == "ab"


def test_a_receipt_is_kept_as_a_file_and_its_copy_beside_it(tmp_path: Path) -> None:
    folder = ReceiptFolder(tmp_path / "receipts", lambda facts: receipt_document(facts, WORDS["zh"]))
    folder.keep(facts())
    folder.keep(facts(is_copy=True))
    assert sorted(file.name for file in (tmp_path / "receipts").iterdir()) == [
        "2026-1123-042-copy.txt",
        "2026-1123-042.txt",
    ]
    assert folder.last_file is not None
    assert folder.last_file.read_text("utf-8").splitlines() == list(folder.lines(facts(is_copy=True)))


def test_a_receipts_number_leads_out_of_no_folder(tmp_path: Path) -> None:
    folder = ReceiptFolder(tmp_path / "receipts", in_english)
    folder.keep(facts(receipt_number="../../etc/passwd"))
    assert [file.name for file in (tmp_path / "receipts").iterdir()] == ["______etc_passwd.txt"]


def test_a_disk_that_fails_does_not_undo_the_sale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    folder = ReceiptFolder(tmp_path / "file" / "receipts", in_english)
    folder.keep(facts())
    assert folder.last_file is None
    assert "receipt.not_written" in capsys.readouterr().out
