"""Every message has words in both languages, with the same arguments; amounts and times as their readers write them."""

from __future__ import annotations

import string

import pytest

from backend_stub.contract import MessageKind
from backend_stub.services.wording import CHINESE, ENGLISH, SENTENCES, catalogue, language_for, money, wording
from tests.backend.shop import NOON, World


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_kind_of_message_has_words() -> None:
    assert {kind.value for kind in MessageKind} <= SENTENCES.keys()


def test_every_sentence_is_in_the_chinese_catalogue_with_the_same_arguments_and_nothing_else_is() -> None:
    said = {text for pair in SENTENCES.values() for text in pair}
    chinese = catalogue(CHINESE)
    assert chinese.keys() == said
    for english, translated in chinese.items():
        assert translated, english
        assert placeholders(translated) == placeholders(english), english


def test_what_the_platform_really_tells_can_be_said_in_both_languages(lite: World) -> None:
    sale = lite.paid(lite.mara, 500)
    lite.api.post("/v1/refunds", lite.manager, {"attempt_id": sale["attempt_id"], "amount_minor": 100})
    lite.reverse(sale["attempt_id"])
    lite.confirm(lite.asked(lite.mara, 5_800), lite.mara.token)
    told = lite.api.get("/v1/messages", lite.mara.token).json()["items"]
    assert len(told) == 8
    for language in (ENGLISH, CHINESE):
        for one in told:
            said = wording(MessageKind(one["kind"]), one["arguments"], language)
            assert said.text not in {"", said.title}
            assert "{" not in said.text + said.title


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "You paid €12.50 at Mei’s Tea. Balance €51.00. Receipt 2026-1123-042."),
        (CHINESE, "您在Mei’s Tea付款€12.50，余额€51.00，小票号2026-1123-042。"),
    ],
)
def test_a_payment_in_words(language: str, text: str) -> None:
    arguments: dict[str, str | int] = {
        "amount_minor": 1_250,
        "merchant": "Mei’s Tea",
        "receipt_number": "2026-1123-042",
        "currency": "EUR",
        "balance_minor": 5_100,
    }
    assert wording(MessageKind.PAID, arguments, language).text == text


def test_times_are_told_in_the_reader_s_zone() -> None:
    arguments: dict[str, str | int] = {"merchant": "Tea", "amount_minor": 5, "currency": "EUR", "confirm_until": NOON}
    assert "13:00" in wording(MessageKind.CONFIRM_PAYMENT, arguments, ENGLISH, "Europe/Berlin").text
    assert "20:00" in wording(MessageKind.CONFIRM_PAYMENT, arguments, "zh-CN", "Asia/Shanghai").text


def test_amounts_have_their_currency_s_decimals() -> None:
    assert [money(minor, code, ENGLISH) for minor, code in ((1250, "EUR"), (1250, "JPY"), (1250, "KWD"))] == [
        "€12.50",
        "¥1,250",
        "KWD1.250",
    ]
    assert money(-320, "EUR", CHINESE) == "−€3.20"


def test_a_language_we_do_not_speak_is_answered_in_english() -> None:
    assert [language_for(asked) for asked in ("zh", "zh-Hans-CN", "ZH_tw", "de", "")] == [CHINESE] * 3 + [ENGLISH] * 2


def test_a_message_that_lost_its_arguments_still_says_what_it_was() -> None:
    said = wording(MessageKind.PAID, {}, ENGLISH)
    assert (said.title, said.text) == ("Paid", "Paid")


def test_a_payment_from_bonus_tells_it_apart() -> None:
    arguments: dict[str, str | int] = {
        "why": "bonus",
        "amount_minor": 1_250,
        "of_it_bonus_minor": 250,
        "merchant": "Mei",
        "balance_minor": 0,
        "bonus_minor": 750,
        "receipt_number": "7",
        "currency": "EUR",
    }
    said = wording(MessageKind.PAID, arguments, ENGLISH).text
    assert said == "You paid €12.50 at Mei, €2.50 of it bonus. Balance €0.00, bonus €7.50. Receipt 7."
