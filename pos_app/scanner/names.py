"""What a read, typed or hand-scanned text is: a payment code of ours, or which other thing a customer may hold up.

Told from the text alone; only the platform knows whether a code is live.
"""

from __future__ import annotations

import binascii
import enum
import re
import unicodedata

from backend_stub.contract.code_text import CodeText, classify_code

_WEB_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WECHAT_PAY = re.compile(r"1[0-5][0-9]{16}")  # WeChat Pay, "payment code payment": 18 digits, beginning with 10 to 15
_ALIPAY = re.compile(r"(2[5-9]|30)[0-9]{14,22}")  # Alipay, "pay by barcode": 16 to 24 digits, beginning with 25 to 30
_EMVCO_BEGIN = "000201"  # EMVCo merchant-presented mode 4.2: payload format indicator (00), 2 characters, "01"
_EMVCO_CRC_TAG = "6304"  # CRC (63), 4 characters; the last element
_EMVCO_CRC_DIGITS = 4
_CRC_SEED = 0xFFFF


class TextKind(enum.Enum):
    """What a text is. All but OURS are no payment code that this till can take."""

    OURS = "ours"
    WRONG_CHECK_DIGIT = "wrong_check_digit"  # shaped like ours, but mistyped or misread
    WEB_LINK = "web_link"
    MERCHANT_QR = "merchant_qr"  # EMVCo: a shop's own sign that customers scan, not a customer's code
    ALIPAY = "alipay"
    WECHAT_PAY = "wechat_pay"
    OTHER = "other"


def name_text(text: str) -> TextKind:
    """What `text` is, exactly as it was read. Typed text goes through `tidy_typed` first."""
    match classify_code(text):
        case CodeText.OURS:
            return TextKind.OURS
        case CodeText.WRONG_CHECK_DIGIT:
            return TextKind.WRONG_CHECK_DIGIT
        case CodeText.NOT_OURS:
            return _name_other(text)


def tidy_typed(text: str) -> str:
    """The text as the phone shows it in groups, or as a Chinese keyboard types it (full-width digits), made plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if not character.isspace() and character != "-")


def _name_other(text: str) -> TextKind:
    if _WEB_LINK.match(text):
        return TextKind.WEB_LINK
    if _is_merchant_qr(text):
        return TextKind.MERCHANT_QR
    if _WECHAT_PAY.fullmatch(text):
        return TextKind.WECHAT_PAY
    if _ALIPAY.fullmatch(text):
        return TextKind.ALIPAY
    return TextKind.OTHER


def _is_merchant_qr(text: str) -> bool:
    head, tail = text[:-_EMVCO_CRC_DIGITS], text[-_EMVCO_CRC_DIGITS:]
    if not (head.startswith(_EMVCO_BEGIN) and head.endswith(_EMVCO_CRC_TAG)):
        return False
    # crc_hqx is CRC-16 with polynomial 1021h; from FFFFh it is CRC-16/CCITT-FALSE, over all up to the tag's own value
    checksum = binascii.crc_hqx(head.encode("utf-8", "surrogateescape"), _CRC_SEED)
    return tail.upper() == f"{checksum:04X}"
