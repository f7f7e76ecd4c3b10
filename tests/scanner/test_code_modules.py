from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_stub.contract.code_modules import QUICK_MASK, code128_modules, qr_modules
from backend_stub.contract.code_text import payment_code
from pos_app.scanner import readers
from tests.scanner.pictures import bars_picture, qr_picture

CODE = payment_code("123456789012345")
DIGITS = st.text("0123456789", min_size=4, max_size=24)
PRINTABLE = st.text([chr(point) for point in range(32, 127)], min_size=4, max_size=24)


def test_a_payment_code_is_134_modules_of_bars_and_21_a_side_of_qr() -> None:
    assert len(code128_modules(CODE)) == 134
    assert [len(row) for row in qr_modules(CODE)] == [21] * 21


@settings(max_examples=60, deadline=None)
@given(DIGITS | PRINTABLE)
def test_zxing_reads_any_text_that_is_encoded_in_bars(text: str) -> None:
    barcodes = zxingcpp.read_barcodes(bars_picture(text), text_mode=zxingcpp.TextMode.Plain)
    assert [(one.text, one.format) for one in barcodes] == [(text, zxingcpp.BarcodeFormat.Code128)]


@settings(max_examples=60, deadline=None)
@given(DIGITS)
def test_pyzbar_reads_any_digits_that_are_encoded_in_bars(text: str) -> None:
    if not readers.has_pyzbar():
        pytest.skip("libzbar is not installed")
    assert [one.text for one in readers.pyzbar(bars_picture(text))] == [text]


@settings(max_examples=30, deadline=None)
@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from([None, QUICK_MASK]))
def test_both_decoders_read_the_qr_code_of_any_payment_code(body: str, mask: int | None) -> None:
    picture = qr_picture(payment_code(body), mask=mask)
    assert [one.text for one in readers.zxing(picture)] == [payment_code(body)]
    if readers.has_pyzbar():
        assert [one.text for one in readers.pyzbar(picture)] == [payment_code(body)]


@pytest.mark.parametrize("text", ["", "é", "line\nfeed", "\uff11\uff12"])
def test_what_bars_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        code128_modules(text)
