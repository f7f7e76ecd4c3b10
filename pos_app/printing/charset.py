"""Which characters a printer has, and in which bytes: its code page, GB 18030, or none (every row is a picture). Pure."""

from __future__ import annotations

import enum

from pos_app.receipts.columns import width

_LAST_ASCII = 0x7F
_TWO_BYTES = 2


class Charset(enum.Enum):
    """What a printer's firmware knows. The value is what is kept; code pages by Python's names."""

    CP437 = "cp437"
    CP850 = "cp850"
    CP858 = "cp858"
    CP1252 = "cp1252"
    CP852 = "cp852"
    CP866 = "cp866"
    GB18030 = "gb18030"  # printers made for China
    PICTURE = "picture"  # every row is drawn: any printer, any language, slower

    @property
    def number(self) -> int | None:
        """Its number in ESC t, as Epson counts; None where there is none to choose."""
        return _NUMBERS.get(self)

    def encoded(self, text: str) -> bytes | None:
        """The bytes of `text`; None where the printer lacks a character, or would give it another width than we do."""
        if self is Charset.PICTURE:
            return None
        if self is Charset.GB18030:
            return _gb18030(text)
        try:
            made = text.encode(self.value)
        except UnicodeEncodeError:
            return None
        return made if width(text) == len(made) == len(text) else None


_NUMBERS = {
    Charset.CP437: 0,
    Charset.CP850: 2,
    Charset.CP1252: 16,
    Charset.CP866: 17,
    Charset.CP852: 18,
    Charset.CP858: 19,
}


def _gb18030(text: str) -> bytes | None:
    """Of two-byte characters those that are two columns wide here too; four-byte ones few printers have."""
    made = bytearray()
    for letter in text:
        one = letter.encode("gb18030", "surrogatepass")
        is_plain = len(one) == 1 and one[0] <= _LAST_ASCII
        if not is_plain and not (len(one) == _TWO_BYTES == width(letter)):
            return None
        made += one
    return bytes(made)
