"""EMVCo's QR codes: a shop's sign (merchant-presented) told by its CRC, a customer's code (consumer-presented) unwrapped.

Sources: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1 and Consumer-Presented Mode 1.1;
BER-TLV after ISO/IEC 8825-1 with the lengths that EMV uses. Whatever is malformed is simply none of both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from backend_stub.contract.code_text import CodeText, classify_code

_MERCHANT_BEGIN = "000201"  # payload format indicator (00), 2 characters, "01"
_MERCHANT_CRC_TAG = "6304"  # CRC (63), 4 characters; the last element
_MERCHANT_CRC_DIGITS = 4
_CRC_SEED = 0xFFFF

_FORMAT_TAG, _FORMAT = 0x85, b"CPV01"  # the first element of a consumer-presented payload
_PAN_TAG = 0x5A  # application PAN: decimal digits in nibbles, filled up with Fh
_TRACK_2_TAG = 0x57  # track 2 equivalent data: the PAN up to a nibble of Dh
_TEMPLATES = frozenset({0x61, 0x62, 0x63, 0x64})  # application, common data, and the transparent ones in them
_LONGEST_TEXT = 4096  # characters; no QR code holds more
_MOST_DEPTH = 4

Element = tuple[int, bytes]  # tag, value


def is_merchant_presented(text: str) -> bool:
    """Whether `text` is a shop's own sign: beginning, closing CRC element, and a CRC that is right."""
    head, tail = text[:-_MERCHANT_CRC_DIGITS], text[-_MERCHANT_CRC_DIGITS:]
    if not (head.startswith(_MERCHANT_BEGIN) and head.endswith(_MERCHANT_CRC_TAG)):
        return False
    # crc_hqx is CRC-16 with polynomial 1021h; from FFFFh it is CRC-16/CCITT-FALSE, over all up to the tag's own value
    checksum = binascii.crc_hqx(head.encode("utf-8", "surrogateescape"), _CRC_SEED)
    return tail.upper() == f"{checksum:04X}"


def is_consumer_presented(text: str) -> bool:
    """Whether `text` is some wallet's code for a till: base64 of BER-TLV that begins with `CPV01`."""
    return _payload(text) is not None


def wrapped_code(text: str) -> str | None:
    """Our payment code in a consumer-presented payload; None without one, or with two that differ.

    It is looked for where the specification puts what identifies the payer: the PAN, the PAN in track 2, or an element of
    the application's own data that holds the digits as text.
    """
    payload = _payload(text)
    if payload is None:
        return None
    codes = {code for tag, value in _leaves(payload) for code in _identifiers(tag, value)}
    ours = {code for code in codes if classify_code(code) is CodeText.OURS}
    return ours.pop() if len(ours) == 1 else None


def _payload(text: str) -> list[Element] | None:
    if len(text) > _LONGEST_TEXT or not text.isascii():
        return None
    try:
        elements = list(_elements(base64.b64decode(text, validate=True)))
    except ValueError:  # no base64, or an element that is cut off
        return None
    return elements if elements and elements[0] == (_FORMAT_TAG, _FORMAT) else None


def _leaves(elements: list[Element], depth: int = 0) -> Iterator[Element]:
    for tag, value in elements:
        if tag not in _TEMPLATES or depth >= _MOST_DEPTH:
            yield tag, value
            continue
        try:
            inner = list(_elements(value))
        except ValueError:  # a transparent template holds what its issuer likes
            yield tag, value
        else:
            yield from _leaves(inner, depth + 1)


def _identifiers(tag: int, value: bytes) -> Iterator[str]:
    if tag == _PAN_TAG:
        yield value.hex().rstrip("f")
    elif tag == _TRACK_2_TAG:
        yield value.hex().partition("d")[0]
    elif value.isascii():
        yield value.decode("ascii")


def _elements(data: bytes) -> Iterator[Element]:
    """The elements of one level. Raises ValueError where one is cut off."""
    place = 0
    while place < len(data):
        if data[place] == 0:  # padding between elements
            place += 1
            continue
        tag, place = _tag(data, place)
        length, place = _length(data, place)
        if place + length > len(data):
            raise ValueError("an element is longer than what is there")
        yield tag, data[place : place + length]
        place += length


def _tag(data: bytes, place: int) -> tuple[int, int]:
    tag = data[place]
    if tag & 0x1F != 0x1F:  # noqa: PLR2004  (all five bits set: the tag goes on)
        return tag, place + 1
    while True:
        place += 1
        octet = _octet(data, place)
        tag = tag << 8 | octet
        if not octet & 0x80:
            return tag, place + 1


def _length(data: bytes, place: int) -> tuple[int, int]:
    first = _octet(data, place)
    if not first & 0x80:
        return first, place + 1
    octets = first & 0x7F
    if not 1 <= octets <= 2:  # noqa: PLR2004  (indefinite, or longer than any QR code)
        raise ValueError("a length that EMV does not use")
    _octet(data, place + octets)
    return int.from_bytes(data[place + 1 : place + 1 + octets], "big"), place + 1 + octets


def _octet(data: bytes, place: int) -> int:
    if place >= len(data):
        raise ValueError("an element is cut off")
    return data[place]
