"""The payment code's text: what can be told from the 18 digits alone, without asking the platform."""

from __future__ import annotations

import enum

PAYMENT_CODE_LENGTH = 18
# Clear of WeChat Pay (10-15), JD Pay (18), Alipay (25-30), BestPay (51), UnionPay (62), China Mobile (81-83) and QQ Wallet (91).
PAYMENT_CODE_PREFIX = "73"
PAYMENT_CODE_BODY_DIGITS = PAYMENT_CODE_LENGTH - len(PAYMENT_CODE_PREFIX) - 1


def check_digit(digits: str) -> str:
    """The check digit after ISO/IEC 7064 MOD 11,10: finds every single wrong digit and nearly all swapped neighbours."""
    check = 5
    for digit in digits:
        check = (((check or 10) * 2) % 11 + int(digit)) % 10
    return str((1 - ((check or 10) * 2) % 11) % 10)


def payment_code(body: str) -> str:
    """The code's 18 digits from its 15 random ones: prefix, body, check digit."""
    if len(body) != PAYMENT_CODE_BODY_DIGITS or not (body.isascii() and body.isdigit()):
        raise ValueError(f"the body of a payment code is {PAYMENT_CODE_BODY_DIGITS} digits")
    digits = PAYMENT_CODE_PREFIX + body
    return digits + check_digit(digits)


class CodeText(enum.Enum):
    """What a text is, as far as the text alone tells."""

    OURS = "ours"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NOT_OURS = "not_ours"


def classify_code(text: str) -> CodeText:
    """Whether `text` is shaped like a payment code of ours. Says nothing of whether it is live: only the platform knows."""
    if len(text) != PAYMENT_CODE_LENGTH or not (text.isascii() and text.isdigit()):
        return CodeText.NOT_OURS
    if not text.startswith(PAYMENT_CODE_PREFIX):
        return CodeText.NOT_OURS
    return CodeText.OURS if check_digit(text[:-1]) == text[-1] else CodeText.WRONG_CHECK_DIGIT
