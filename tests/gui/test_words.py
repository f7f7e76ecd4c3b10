import re
import string
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QColor, QFontMetricsF

import pos_app
import resources
from backend_stub.contract import MessageKind, Refusal
from pos_app.presenters.sightings import FOREIGN_KINDS
from pos_app.views import format as fmt
from pos_app.views import language
from pos_app.views.language import Language
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme, tokens
from pos_app.views.samples import NOW
from pos_app.views.vocabulary import contexts, messages
from pos_app.views.words import Place, UnknownMessageError, words

SAID = re.compile(r'Say\(\s*"([a-z_.]+)"')
NEVER = re.compile(r"\b(error|failed|transaction|invalid|retry)\b", re.IGNORECASE)
EURO = Place("EUR", "Europe/Berlin")
MOST_WORDS = 6
MOST_LETTERS = 40


def catalogue(context: str) -> dict[str, str]:
    source = ET.parse(resources.path("i18n", f"{context}_zh_CN.ts"))
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in source.iter("message")
        if message.find("translation").get("type") is None  # type: ignore[union-attr]
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("context", contexts())
def test_every_message_has_finished_chinese_with_the_same_arguments(context: str) -> None:
    chinese, english = catalogue(context), contexts()[context]
    for message_id, text in english.items():
        assert chinese.get(text), f"{message_id}: run `make words`, then give it Chinese"
        assert placeholders(chinese[text]) == placeholders(text), message_id
    assert set(chinese) == set(english.values()), "words that nobody says any more"


@pytest.mark.parametrize("context", contexts())
def test_the_compiled_catalogue_is_the_source_s(theme: Theme, context: str) -> None:
    language.show(Language.CHINESE)
    chinese = catalogue(context)
    for message_id, text in contexts()[context].items():
        arguments = {name: f"<{name}>" for name in placeholders(text)}
        assert words(message_id, **arguments) == chinese[text].format_map(arguments), message_id


def test_a_message_id_stands_in_one_module_only() -> None:
    assert len(messages()) == sum(len(english) for english in contexts().values())


def test_every_catalogue_has_its_module() -> None:
    named = {file.name.removesuffix("_zh_CN.ts") for file in resources.path("i18n").glob("*_zh_CN.ts")}
    assert named == set(contexts())


def test_whatever_a_presenter_says_has_words() -> None:
    folder = Path(pos_app.__file__).parent
    said = {found for path in folder.rglob("*.py") for found in SAID.findall(path.read_text(encoding="utf-8"))}
    said |= {f"refused.{reason}.{part}" for reason in Refusal for part in ("headline", "why", "advice")}
    said |= {f"message.{kind}" for kind in MessageKind}
    said |= {f"hint.foreign.{kind}" for kind in FOREIGN_KINDS} | {"hint.aim_again", "toast.keyring_file"}
    assert said - set(messages()) == set()


def test_an_unknown_message_names_itself() -> None:
    with pytest.raises(UnknownMessageError, match="no_such"):
        words("no_such")


def test_the_words_are_short_and_never_blame() -> None:
    for message_id, (_, text) in messages().items():
        assert not NEVER.search(text), message_id
        if message_id.startswith("hint."):
            assert len(text) <= MOST_LETTERS, message_id
        if message_id.endswith(".headline") and message_id != "unknown.headline":
            assert len(text.split()) <= MOST_WORDS, message_id


def test_the_shipped_fonts_hold_every_character_that_is_said() -> None:
    english = [text for _, text in messages().values()]
    chinese = [text for context in contexts() for text in catalogue(context).values()]
    said = set("".join((*english, *chinese))) - {"\n"}
    latin = TTFont(resources.path("fonts", "Inter-Regular.ttf")).getBestCmap()
    for weight in ("Regular", "Bold"):
        noto = TTFont(resources.path("fonts", f"NotoSansCJKsc-{weight}.otf")).getBestCmap()
        assert {c for c in said if ord(c) not in latin and ord(c) not in noto} == set()


def test_figures_have_equal_widths(theme: Theme) -> None:
    from pos_app.views.look.fonts import font

    for size in ("body", "key", "amount"):
        metrics = QFontMetricsF(font(size, "semibold"))
        assert len({round(metrics.horizontalAdvance(f"{digit}0"), 1) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (1250, "EUR", "€12.50"),
        (-320, "EUR", "−€3.20"),
        (123456789, "EUR", "€1,234,567.89"),
        (8800, "CNY", "¥88.00"),
        (1250, "JPY", "¥1,250"),
        (12500, "KWD", "KWD\u00a012.500"),
        (0, "EUR", "€0.00"),
    ],
)
@pytest.mark.parametrize("spoken", list(Language))
def test_money_is_written_like_the_pictures(
    theme: Theme, minor: int, currency: str, shown: str, spoken: Language
) -> None:
    language.show(spoken)
    assert fmt.money(minor, currency) == shown


def test_a_shared_sign_is_told_apart_by_a_pill(theme: Theme) -> None:
    assert fmt.shares_sign("CNY")
    assert not fmt.shares_sign("EUR")
    language.show(Language.CHINESE)
    assert fmt.currency_pill("CNY") == "CNY 人民币"


def test_whole_quick_amounts_have_no_decimals() -> None:
    assert fmt.quick_figures((1200, 5000), "CNY") == ("12", "50")
    assert fmt.quick_figures((320, 1000), "EUR") == ("3.20", "10.00")


@pytest.mark.parametrize(("text", "minor"), [("2,5", 250), ("2.50", 250), ("", 0), (".", 0), ("12", 1200)])
def test_a_keyed_amount_is_read(text: str, minor: int) -> None:
    assert fmt.minor_of(text, "EUR") == minor


def test_times_are_the_store_s() -> None:
    assert fmt.time(NOW, "Europe/Berlin") == "14:32"
    assert words("paid.line", EURO, at=fmt.time(NOW, "Asia/Shanghai"), number="7") == "21:32 · receipt 7"


def luminance(value: str) -> float:
    def part(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    colour = QColor(value)
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_contrasts_are_what_the_tokens_promise(scheme: Scheme) -> None:
    colours = tokens().colour[scheme.value]
    for pair, promised in tokens().contrast[scheme.value].items():
        front, _, back = pair.partition(" on ")
        light, dark = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
        found = (light + 0.05) / (dark + 0.05)
        assert found == pytest.approx(promised, abs=0.02), pair
        is_edge = front in {"lineStrong", "brandFill"}
        assert found >= (3.0 if is_edge else 4.5), pair
