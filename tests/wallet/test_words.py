"""Every text of the wallet is there in both languages, with the same arguments; money and times as people write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

import resources
from backend_stub.domain.records import instant
from backend_stub.wallet.words import Words, chosen_language, zone
from tests.wallet.texts import catalogue_file, texts

ARGUMENT = re.compile(r"%\(\w+\)s|#")


def test_every_text_has_a_chinese_one_with_the_same_arguments_and_none_is_left_over() -> None:
    with catalogue_file().open("rb") as file:
        entries = {entry.id: entry for entry in read_po(file) if entry.id}
    assert set(entries) == texts()
    for text, entry in entries.items():
        english = text if isinstance(text, str) else text[1]
        chinese = entry.string if isinstance(entry.string, str) else entry.string[0]
        assert chinese, text
        assert sorted(ARGUMENT.findall(chinese)) == sorted(ARGUMENT.findall(english)), text


@pytest.mark.parametrize(
    ("wished", "accepted", "language"),
    [
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "zh-Hant-TW", "zh"),
        (None, "de-DE,de;q=0.9", "en"),
        (None, "", "en"),
        ("zh", "en", "zh"),
        ("xx", "en;q=1", "en"),
    ],
)
def test_the_language_is_what_was_chosen_else_the_browsers_else_english(
    wished: str | None, accepted: str, language: str
) -> None:
    assert chosen_language(wished, accepted) == language


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (1_250, "EUR", "€12.50"),
        (-320, "EUR", "−€3.20"),
        (8_800, "CNY", "¥88.00\u00a0CNY"),
        (1_200, "JPY", "¥1,200\u00a0JPY"),
    ],
)
def test_money_is_written_with_its_sign_and_a_true_minus(minor: int, currency: str, shown: str) -> None:
    for language in ("en", "zh"):
        assert Words(language, dt.UTC).money(minor, currency) == shown


def test_times_are_told_on_the_readers_clock() -> None:
    at = instant(dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC))
    berlin, shanghai = Words("en", zone("Europe/Berlin")), Words("zh", zone("Asia/Shanghai"))
    assert berlin.when(at, at) == "Today 00:30"
    assert berlin.day(at, at + 3 * 86_400_000_000) == "24 Nov"
    assert shanghai.when(at, at + 86_400_000_000) == "昨天 07:30"
    assert Words("en", zone("../../etc/passwd")).clock(at) == "23:30"


def test_statements_have_a_glyph_for_every_chinese_character_that_the_wallet_says() -> None:
    with catalogue_file().open("rb") as file:
        said = {letter for entry in read_po(file) for letter in str(entry.string) if letter > "\u2e80"}
    for weight in ("Regular", "Bold"):
        with TTFont(resources.path("fonts", f"NotoSansCJKsc-{weight}.otf")) as font:
            assert said - {chr(code) for code in font.getBestCmap()} == set()
