"""What a read, typed or hand-scanned text is: a payment code of ours, or which other thing a customer may hold up.

Told from the text alone; only the platform knows whether a code is live. Where the digits of a wallet's code are told apart
by their first two, these come from the wallets' public documents for merchants.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable

from backend_stub.contract.code_text import CodeText, classify_code
from pos_app.scanner import emvco


class TextKind(enum.Enum):
    """What a text is. All but OURS are no payment code that this till can take."""

    OURS = "ours"
    WRONG_CHECK_DIGIT = "wrong_check_digit"  # shaped like ours, but mistyped or misread
    WEB_LINK = "web_link"
    MERCHANT_QR = "merchant_qr"  # a shop's own sign that customers scan, not a customer's code
    ALIPAY = "alipay"
    WECHAT_PAY = "wechat_pay"
    UNIONPAY = "unionpay"
    OTHER_WALLET = "other_wallet"  # JD Pay, BestPay, QQ Wallet, China Mobile, or an EMVCo code of somebody else
    TRANSFER = "transfer"  # a request for a bank transfer or a coin: EPC (SEPA), Swiss QR bill, BIP 21
    GOODS = "goods"  # EAN, UPC or GS1: what is on a parcel or a product
    WIFI = "wifi"
    CONTACT = "contact"  # vCard, MeCard, telephone, mail, message, place, event
    OTHER = "other"


_WEB_LINK = re.compile(r"https?://\S+", re.IGNORECASE)

# Signs that customers scan: the wallets' own links for collecting money.
_MERCHANT_LINK = re.compile(
    r"wxp://|weixin://wxpay/|(https?://)?(qr\.alipay\.com|qr\.95516\.com|payapp\.weixin\.qq\.com)/", re.IGNORECASE
)

# Customers' codes, decimal digits only.
_WALLETS = (
    (TextKind.WECHAT_PAY, re.compile(r"1[0-5][0-9]{16}")),  # 18 digits, beginning with 10 to 15
    (TextKind.ALIPAY, re.compile(r"(2[5-9]|30)[0-9]{14,22}")),  # 16 to 24 digits, beginning with 25 to 30
    (TextKind.UNIONPAY, re.compile(r"62[0-9]{17}")),  # 19 digits, beginning with 62
    (TextKind.OTHER_WALLET, re.compile(r"(18|51|81|82|83|91)[0-9]{16}")),  # JD Pay, BestPay, China Mobile, QQ Wallet
)

_TRANSFER = re.compile(r"BCD\r?\n00[12]\r?\n|SPC\r?\n02|(bitcoin|ethereum|lightning):", re.IGNORECASE)
_WIFI = re.compile(r"WIFI:", re.IGNORECASE)
_CONTACT = re.compile(r"BEGIN:(VCARD|VEVENT|VCALENDAR)|(MECARD|tel|mailto|smsto|sms|mmsto|geo|matmsg):", re.IGNORECASE)

_GOODS_LENGTHS = frozenset({8, 12, 13, 14})  # EAN-8, UPC-A, EAN-13, GTIN-14
# GS1 element strings that begin with what is packed (SSCC, GTIN), plain or with brackets; and GS1 Digital Link
_GS1 = re.compile(r"(\x1d|\]C1|\()?(00\)?[0-9]{18}([\x1d(].*)?|0[12]\)?[0-9]{14}([\x1d(0-9].*)?)", re.DOTALL)
_GS1_LINK = re.compile(r"https?://[^/\s]+/(\S*/)?01/[0-9]{14}([/?].*)?", re.IGNORECASE)


def name_text(text: str) -> TextKind:
    """What `text` is, exactly as it was read. Typed text goes through `tidy_typed` first."""
    match classify_code(text):
        case CodeText.OURS:
            return TextKind.OURS
        case CodeText.WRONG_CHECK_DIGIT:
            return TextKind.WRONG_CHECK_DIGIT
        case CodeText.NOT_OURS:
            return _name_other(text)


def payment_code_in(text: str) -> str | None:
    """Our payment code that `text` is or, as an EMVCo consumer-presented code, wraps; None for any other text."""
    return text if classify_code(text) is CodeText.OURS else emvco.wrapped_code(text)


def tidy_typed(text: str) -> str:
    """The text as the phone shows it in groups, or as a Chinese keyboard types it (full-width digits), made plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if not character.isspace() and character != "-")


def _name_other(text: str) -> TextKind:
    return next((kind for kind, is_that in _TESTS if is_that(text)), TextKind.OTHER)


def _starts(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.match(text) is not None


def _is_all(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _is_goods(text: str) -> bool:
    if len(text) in _GOODS_LENGTHS and text.isascii() and text.isdigit():
        return _has_gs1_check_digit(text)
    return bool(_GS1.fullmatch(text)) and _has_gs1_check_digit(_first_gs1_key(text))


def _first_gs1_key(text: str) -> str:
    digits = "".join(character for character in text.removeprefix("]C1") if character.isdigit())
    return digits[2:20] if digits.startswith("00") else digits[2:16]


def _has_gs1_check_digit(digits: str) -> bool:
    """GS1 General Specifications 7.9: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


# In this order: the first that fits names the text.
_TESTS: tuple[tuple[TextKind, Callable[[str], bool]], ...] = (
    (TextKind.OURS, lambda text: emvco.wrapped_code(text) is not None),
    (TextKind.MERCHANT_QR, _starts(_MERCHANT_LINK)),
    (TextKind.MERCHANT_QR, emvco.is_merchant_presented),
    (TextKind.GOODS, _is_all(_GS1_LINK)),
    (TextKind.WEB_LINK, _starts(_WEB_LINK)),
    *((kind, _is_all(pattern)) for kind, pattern in _WALLETS),
    (TextKind.OTHER_WALLET, emvco.is_consumer_presented),
    (TextKind.TRANSFER, _starts(_TRANSFER)),
    (TextKind.WIFI, _starts(_WIFI)),
    (TextKind.CONTACT, _starts(_CONTACT)),
    (TextKind.GOODS, _is_goods),
)
