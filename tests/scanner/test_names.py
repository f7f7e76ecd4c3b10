from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.names import TextKind, name_text, tidy_typed

# the example of EMVCo's merchant-presented specification (a published string with its published CRC)
MERCHANT_QR = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112"
    "233449988770708123456786304A13A"
)
OURS = payment_code("123456789012345")
FULL_WIDTH = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in OURS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (OURS, TextKind.OURS),
        (OURS[:-1] + str((int(OURS[-1]) + 1) % 10), TextKind.WRONG_CHECK_DIGIT),
        ("https://example.com/menu", TextKind.WEB_LINK),
        ("HTTP://EXAMPLE.COM", TextKind.WEB_LINK),
        ("https://", TextKind.OTHER),
        (MERCHANT_QR, TextKind.MERCHANT_QR),
        (MERCHANT_QR[:-1] + "B", TextKind.OTHER),
        ("0002016304", TextKind.OTHER),
        ("281904756320918457", TextKind.ALIPAY),
        ("2519047563209184", TextKind.ALIPAY),
        ("301904756320918457012345", TextKind.ALIPAY),
        ("3019047563209184570123456", TextKind.OTHER),
        ("134567890123456789", TextKind.WECHAT_PAY),
        ("164567890123456789", TextKind.OTHER),
        ("13456789012345678", TextKind.OTHER),
        ("١٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩", TextKind.OTHER),
        ("6212345678901234567", TextKind.UNIONPAY),
        ("621234567890123456", TextKind.OTHER),
        ("181234567890123456", TextKind.OTHER_WALLET),
        ("911234567890123456", TextKind.OTHER_WALLET),
        ("wxp://f2f0AbCdEf", TextKind.MERCHANT_QR),
        ("https://qr.alipay.com/fkx01234", TextKind.MERCHANT_QR),
        ("HTTPS://QR.ALIPAY.COM/FKX01234", TextKind.MERCHANT_QR),
        ("https://qr.95516.com/00010000/621234", TextKind.MERCHANT_QR),
        ("https://evil.example/qr.alipay.com/", TextKind.WEB_LINK),
        ("4006381333931", TextKind.GOODS),
        ("4006381333932", TextKind.OTHER),
        ("96385074", TextKind.GOODS),
        ("036000291452", TextKind.GOODS),
        ("0104006381333931172512311012345", TextKind.GOODS),
        ("(01)04006381333931(10)ABC", TextKind.GOODS),
        ("0104006381333932172512311012345", TextKind.OTHER),
        ("(00)340123450000000000", TextKind.GOODS),
        ("https://id.gs1.org/01/09506000134352", TextKind.GOODS),
        ("BCD\n002\n1\nSCT\n\nShop\nDE71110220330123456789", TextKind.TRANSFER),
        ("SPC\r\n0200\r\n1\r\nCH44", TextKind.TRANSFER),
        ("bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT", TextKind.TRANSFER),
        ("WIFI:T:WPA;S:shop;P:secret;;", TextKind.WIFI),
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Mara\nEND:VCARD", TextKind.CONTACT),
        ("tel:+4930123456", TextKind.CONTACT),
        ("TELEPHONE", TextKind.OTHER),
        ("", TextKind.OTHER),
        ("\udcff\x00", TextKind.OTHER),
        (OURS + " ", TextKind.OTHER),
    ],
)
def test_a_text_is_named_for_what_it_is(text: str, kind: TextKind) -> None:
    assert name_text(text) is kind


@given(st.text())
def test_any_text_has_a_name(text: str) -> None:
    assert isinstance(name_text(text), TextKind)


@given(st.text(alphabet="0123456789", min_size=15, max_size=15), st.integers(2, 17), st.integers(1, 9))
def test_one_wrong_digit_in_a_payment_code_is_always_noticed(body: str, place: int, step: int) -> None:
    code = payment_code(body)
    wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
    assert name_text(wrong) is TextKind.WRONG_CHECK_DIGIT


@pytest.mark.parametrize("typed", ["731 234 567 890 123 453", " 731-234-567-890-123-453\n", FULL_WIDTH])
def test_a_code_typed_in_groups_or_full_width_is_the_same_code(typed: str) -> None:
    assert tidy_typed(typed) == OURS
