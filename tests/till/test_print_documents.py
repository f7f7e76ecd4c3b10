"""A document on paper: the same rows as ESC/POS, as a picture and as PDF; no character is ever lost."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from escpos.capabilities import get_profile
from escpos.printer import Dummy
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from pos_app.presenters.ports import ReceiptFacts
from pos_app.printing.bitmap import Bitmap, from_grey, no_commands
from pos_app.printing.charset import Charset
from pos_app.printing.encoder import encoded, picture_commands
from pos_app.printing.picture import as_image, dithered, dots, grey_of, pdf, picture
from pos_app.receipts.columns import width
from pos_app.receipts.design import Design, Spoken, lines_in
from pos_app.receipts.document import (
    Align,
    Code,
    CodeKind,
    Cut,
    Document,
    Gap,
    Logo,
    Pair,
    Rule,
    Text,
    as_json,
    from_json,
)
from pos_app.receipts.layout import Laid, Paper, Row, laid_out, plain
from pos_app.receipts.lines import receipt_document
from pos_app.receipts.words import BOTH, spoken_words, words
from pos_app.views.look import fonts
from tests.fakes import a_context, a_redemption, an_id

REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
ANY_TEXT = st.text(max_size=60)


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    fonts.install()


def a_receipt(design: Design | None = None, **changes: object) -> Document:
    facts = ReceiptFacts(a_redemption(an_id(1), **changes), a_context(), cash_minor=530)
    chosen = design or Design()
    return receipt_document(facts, spoken_words(chosen.spoken), chosen)


def block(row: Laid, paper: Paper) -> Bitmap:
    """Stands in for Qt where only the commands count."""
    return Bitmap(8, (b"\xff",))


def text_of(commands: tuple[bytes, ...]) -> bytes:
    return b"".join(one for one in commands if b"\x1dv0" not in one)


def test_the_commands_are_those_that_python_escpos_sends() -> None:
    document = Document((Text("Tea", is_bold=True), Text("Big", is_big=True), Gap(), Cut()))
    sent = encoded(document, Paper.MM58, Charset.CP858, block)
    theirs = Dummy(profile="TM-T88III")
    theirs.hw("INIT")
    assert sent[0] == theirs.output + b"\x1da\x00" + b"\x1c." + b"\x1bt" + bytes((19,))
    assert sent[1:] == (b"\x1bE\x01Tea\n\x1bE\x00", b"\x1d!\x11Big\n\x1d!\x00", b"\n", b"\x1dVB\x00")


def test_code_pages_have_the_numbers_that_the_printer_database_knows() -> None:
    pages = {name.lower(): int(number) for name, number in get_profile("default").get_code_pages().items()}
    for charset in Charset:
        if charset.number is not None:
            assert pages[charset.value] == charset.number


def test_a_picture_is_sent_as_python_escpos_sends_it() -> None:
    grey = np.full((20, 64), 255, np.uint8)
    grey[3:9, 5:33] = 0
    theirs = Dummy()
    theirs.image(Image.fromarray(grey), impl="bitImageRaster")
    assert b"".join(picture_commands(from_grey(grey))) == theirs.output


@settings(max_examples=150)
@given(ANY_TEXT, st.sampled_from(list(Charset)), st.sampled_from(list(Paper)))
def test_what_a_printer_lacks_is_drawn_and_nothing_becomes_a_question_mark(
    name: str, charset: Charset, paper: Paper
) -> None:
    document = a_receipt(customer_name=name or None)
    drawn: list[Laid] = []

    def note(row: Laid, _paper: Paper) -> Bitmap:
        drawn.append(row)
        return block(row, paper)

    sent = encoded(document, paper, charset, note)
    missing = [row for row in drawn if isinstance(row, Row)]
    assert text_of(sent).count(b"?") == sum(
        row.left.count("?") + row.right.count("?")
        for row in laid_out(document, paper.columns)
        if isinstance(row, Row) and row not in missing
    )
    for row in laid_out(document, paper.columns):
        if isinstance(row, Row) and row not in missing:
            text = f"{row.left}{row.right}"
            codec = "ascii" if charset is Charset.PICTURE else charset.value
            assert text.encode(codec) is not None
            assert len(text.encode(codec)) == width(text)
    assert b"\x1b" not in b"".join(row.left.encode() + row.right.encode() for row in missing)


def test_chinese_goes_as_text_to_a_chinese_printer_and_as_pictures_to_others() -> None:
    document = a_receipt(Design(spoken=Spoken.CHINESE))
    assert "合计".encode("gb18030") in text_of(encoded(document, Paper.MM58, Charset.GB18030, block))
    assert sum(b"\x1dv0" in one for one in encoded(document, Paper.MM58, Charset.CP437, block)) == 8
    assert Charset.GB18030.encoded("Mara T••") is None, "a bullet is two columns wide there"


@given(st.binary(max_size=200))
def test_a_picture_never_holds_what_a_printer_obeys_at_once(data: bytes) -> None:
    safe = no_commands(data)
    assert not any(command in safe for command in REAL_TIME)
    assert all(after & before == before for before, after in zip(data, safe, strict=True)), "no dot is lost"


@pytest.mark.parametrize("paper", list(Paper), ids=lambda one: one.value)
@pytest.mark.parametrize("kind", list(CodeKind), ids=lambda one: one.value)
def test_the_receipts_number_is_read_by_a_scanner_from_the_paper(paper: Paper, kind: CodeKind) -> None:
    image = picture(a_receipt(Design(code=kind)), paper)
    read = zxingcpp.read_barcodes(grey_of(image, image.width()))
    assert [one.text for one in read] == ["2026-1123-042"]


def test_a_row_for_the_printer_is_the_same_row_of_the_picture() -> None:
    """Drawn alone for a printer, or in the whole for the eye: the same dots."""
    document = Document((Text("Käse 美茶", Align.CENTRE), Pair("By payment code", "12.50 EUR")))
    whole = from_grey(grey_of(picture(document, Paper.MM58), 9999))
    alone = [dots(row, Paper.MM58) for row in laid_out(document, Paper.MM58.columns)]
    inside = tuple(row[3:-3] for row in whole.rows[24:-24])
    assert inside == tuple(row for one in alone for row in one.rows)
    assert sum(byte.bit_count() for row in inside for byte in row) > 500


def test_the_picture_is_as_high_as_what_is_printed_and_the_pdf_is_a_page() -> None:
    document, logo = a_receipt(Design(has_logo=True)), Bitmap(16, (b"\xff\xff",) * 40)
    rows = laid_out(document, 32)
    assert (
        picture(document, Paper.MM58, logo).height() == 48 + 30 * sum(isinstance(row, Row | Rule) for row in rows) + 48
    )
    assert pdf(document, Paper.MM58, logo).startswith(b"%PDF")


def test_a_logo_is_dithered_to_as_much_black_as_it_was_dark() -> None:
    grey = QImage(64, 64, QImage.Format.Format_RGB32)
    grey.fill(QColor(64, 64, 64))
    made = dithered(grey, 384)
    black = sum(byte.bit_count() for row in made.rows for byte in row)
    assert abs(black / 64**2 - 0.75) < 0.02
    assert from_grey(grey_of(as_image(made), 64)) == made
    clear = QImage(800, 900, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    made = dithered(clear, 384)
    assert (made.width, made.height) == (213, 240)
    assert not any(byte for row in made.rows for byte in row), "what is transparent is paper"
    assert dithered(QImage(), 384).height == 0


def test_a_design_stands_above_and_below_and_in_both_languages() -> None:
    design = Design(("Main street 1", "Tax 123"), ("Come again",), Spoken.BOTH, None, has_logo=True)
    document = a_receipt(design)
    lines = [line.strip() for line in plain(document, 48)]
    assert lines[2:4] == ["Main street 1", "Tax 123"]
    assert lines[-1] == "Come again"
    assert any(line.startswith("Total 合计") for line in lines)
    assert Logo() in document.blocks
    assert BOTH.copy == "COPY 副本"
    assert words("en").copy == "COPY"


def test_a_copy_is_marked_once_and_a_document_survives_the_disk() -> None:
    document = a_receipt(Design(code=CodeKind.BARCODE)).as_copy()
    assert document.as_copy() is document
    assert plain(document, 32)[0].strip() == "*** COPY ***"
    assert from_json(as_json(document)) == document


def test_a_number_that_no_code_holds_is_left_out() -> None:
    for number in ("", "小票-1", "9" * 33):
        assert not any(
            isinstance(one, Code) for one in a_receipt(Design(code=CodeKind.BARCODE), receipt_number=number).blocks
        )


def test_what_is_written_into_a_field_becomes_a_few_short_lines() -> None:
    assert lines_in("  one \n\ntwo\n\n\n") == ("one", "", "two")
    assert len(lines_in("x\n" * 50)) == 6
    assert len(lines_in("y" * 500)[0]) == 120
