"""A laid-out document in ESC/POS: commands in a row, each whole in itself.

Text goes as text where the printer has its characters, and as a picture of the row where it hasn't: a customer's name never
becomes a question mark. The commands themselves are python-escpos's; its own writing of text is not used, since it puts `?` for
what it does not know and turns to GB 18030 whatever the printer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from escpos import constants as escpos

from pos_app.printing.bitmap import Bitmap, no_commands
from pos_app.printing.charset import Charset
from pos_app.receipts.document import Cut, Document, Logo, Rule
from pos_app.receipts.layout import Laid, Paper, Row, laid_out, line_of

BAND_ROWS = 48  # of a picture in one command
_BEGIN: bytes = escpos.HW_INIT + b"\x1da\x00"  # GS a 0: it says nothing that it was not asked
_CHINESE_ON, _CHINESE_OFF = b"\x1c&", b"\x1c."
_CODE_PAGE: bytes = escpos.CODEPAGE_CHANGE
_PICTURE: bytes = escpos.S_RASTER_N
_FEED_AND_CUT = b"\x1dVB\x00"  # to the cutter, and through but for one point
_SIZE: bytes = escpos.TXT_SIZE
_NORMAL, _BIG = _SIZE + b"\x00", _SIZE + b"\x11"
_BOLD: bytes = escpos.TXT_STYLE["bold"][True]
_NOT_BOLD: bytes = escpos.TXT_STYLE["bold"][False]


def encoded(
    document: Document,
    paper: Paper,
    charset: Charset,
    drawn: Callable[[Laid, Paper], Bitmap],
    logo: Bitmap | None = None,
) -> tuple[bytes, ...]:
    """The commands. Between any two of them a real-time command may be sent. `drawn` makes a picture of a row."""
    commands = [_BEGIN + _letters(charset)]
    for row in laid_out(document, paper.columns):
        commands += _row(row, paper, charset, drawn, logo)
    return tuple(commands)


def picture_commands(bitmap: Bitmap) -> Iterator[bytes]:
    """GS v 0, in bands."""
    across = (bitmap.width + 7) // 8
    for band in bitmap.bands(BAND_ROWS):
        head = _PICTURE + across.to_bytes(2, "little") + len(band).to_bytes(2, "little")
        yield head + no_commands(b"".join(band))


def _letters(charset: Charset) -> bytes:
    if charset is Charset.GB18030:
        return _CHINESE_ON
    if charset.number is None:
        return _CHINESE_OFF
    return _CHINESE_OFF + _CODE_PAGE + bytes((charset.number,))


def _row(
    row: Laid, paper: Paper, charset: Charset, drawn: Callable[[Laid, Paper], Bitmap], logo: Bitmap | None
) -> Iterator[bytes]:
    if isinstance(row, Cut):
        yield _FEED_AND_CUT
    elif isinstance(row, Logo):
        if logo is not None:
            yield from picture_commands(_centred(logo, paper.dots))
    elif isinstance(row, Row):
        text = charset.encoded(line_of(row, paper.columns))
        if text is None:
            yield from picture_commands(drawn(row, paper))
        else:
            yield _styled(row, text)
    elif isinstance(row, Rule) and charset is not Charset.PICTURE:
        yield b"-" * paper.columns + b"\n"
    else:
        yield from picture_commands(drawn(row, paper))


def _styled(row: Row, text: bytes) -> bytes:
    made = text + b"\n"
    if row.is_big:
        made = _BIG + made + _NORMAL
    if row.is_bold:
        made = _BOLD + made + _NOT_BOLD
    return made


def _centred(bitmap: Bitmap, across: int) -> Bitmap:
    """In the middle of the paper, to the byte."""
    spare = max(0, (across // 8 - (bitmap.width + 7) // 8) // 2)
    return Bitmap(bitmap.width + 8 * spare, tuple(bytes(spare) + row for row in bitmap.rows))
