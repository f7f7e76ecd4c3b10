from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.accept import Accepted, Acceptor, Foreign
from pos_app.scanner.emvco import is_consumer_presented, is_merchant_presented, wrapped_code
from pos_app.scanner.found import QR_CODE, Found
from pos_app.scanner.names import TextKind, name_text, payment_code_in

OURS = payment_code("123456789012345")
OTHER = payment_code("543210987654321")
FORMAT = bytes.fromhex("8505") + b"CPV01"
# the first example of EMVCo's consumer-presented specification: a card of somebody else
PUBLISHED = (
    "hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MWETTwegAAAAZmZmUAhQcm9kdWN0MmJJWggSNFZ4kBI0WF8gDkNBUk"
    "RIT0xERVIvRU1WXy0IcnVlc2RlZW5kIZ8QBwYBCgMAAACfJghYT9OF+iNLzJ82AgABnzcEbVjvEw=="
)


def element(tag: str, value: bytes) -> bytes:
    length = bytes([len(value)]) if len(value) < 128 else bytes([0x81, len(value)])
    return bytes.fromhex(tag) + length + value


def pan(code: str) -> bytes:
    return element("5A", bytes.fromhex(code + "F" * (len(code) % 2)))


def presented(*elements: bytes) -> str:
    return base64.b64encode(FORMAT + b"".join(elements)).decode()


AID = element("4F", bytes.fromhex("A0000005555501"))
TRACK_2 = element("57", bytes.fromhex((OURS + "D2512201000000000F").ljust(38, "F")))


@pytest.mark.parametrize(
    "text",
    [
        presented(element("61", AID + pan(OURS))),
        presented(element("61", AID), element("62", pan(OURS))),
        presented(element("61", AID + TRACK_2)),
        presented(element("61", AID + element("63", element("9F1F", OURS.encode())))),
        presented(element("61", AID + pan(OURS)), element("62", element("9F24", OURS.encode()))),
        presented(element("61", AID + pan(OURS) + element("9F60", bytes(130)))),
        presented(element("61", AID + pan(OURS)), b"\0\0"),
    ],
    ids=["PAN", "common data", "track 2", "transparent", "twice the same", "long length", "padding"],
)
def test_our_code_in_a_consumer_presented_payload_is_unwrapped(text: str) -> None:
    assert wrapped_code(text) == OURS
    assert payment_code_in(text) == OURS
    assert name_text(text) is TextKind.OURS


@pytest.mark.parametrize(
    "text",
    [
        PUBLISHED,
        presented(element("61", AID + pan("6212345678901234"))),
        presented(element("61", pan(OURS) + pan(OTHER))),
        presented(element("61", pan(OURS[:-1] + str((int(OURS[-1]) + 1) % 10)))),
    ],
    ids=["published", "another card", "two codes", "wrong check digit"],
)
def test_another_consumer_presented_payload_is_another_wallets_code(text: str) -> None:
    assert is_consumer_presented(text)
    assert wrapped_code(text) is None
    assert name_text(text) is TextKind.OTHER_WALLET


def test_a_payload_that_is_cut_off_is_none() -> None:
    whole = FORMAT + element("61", AID + pan(OURS))
    for end in range(len(whole)):
        text = base64.b64encode(whole[:end]).decode()
        assert wrapped_code(text) is None, end


def test_a_wrapped_code_is_accepted_as_the_code_itself() -> None:
    text = presented(element("61", AID + pan(OURS)))
    seen = Found(text, QR_CODE, "test", ((0, 0), (1, 0), (1, 1), (0, 1)), 1.0)
    assert Acceptor().see([seen], 1.0) == Accepted(OURS, QR_CODE)
    stranger = Found(PUBLISHED, QR_CODE, "test", ((0, 0), (1, 0), (1, 1), (0, 1)), 1.0)
    assert Acceptor().see([stranger], 1.0) == Foreign(TextKind.OTHER_WALLET)


@given(st.one_of(st.text(), st.binary().map(lambda data: base64.b64encode(FORMAT + data).decode())))
def test_whatever_is_read_only_a_code_of_ours_comes_out(text: str) -> None:
    code = wrapped_code(text)
    assert code is None or name_text(code) is TextKind.OURS
    assert not (is_merchant_presented(text) and is_consumer_presented(text))


@given(st.binary(max_size=80), st.integers(1, 4))
def test_nested_templates_never_trip_the_parser(data: bytes, depth: int) -> None:
    for _ in range(depth):
        data = element("61", data)
    assert isinstance(name_text(presented(data)), TextKind)
