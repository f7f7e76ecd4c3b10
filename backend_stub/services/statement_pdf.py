"""The statement that a person reads: A4, one page of sums, then each cent. Money is right-aligned in figures of equal width.

The same batch gives the same file, byte for byte: its date is when the batch was closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, get_currency_symbol
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from backend_stub import contract
from backend_stub.contract import PayoutState, StatementLine
from backend_stub.domain import payouts as rules
from backend_stub.domain.records import aware
from backend_stub.money import exponent
from backend_stub.services import statement_words as words
from backend_stub.services.settlement_views import iso_day
from backend_stub.services.statements import E4_DIGITS, Statement
from resources import path

INK, SOFT, BRAND, LINE, TINT = (43, 33, 38), (92, 80, 85), (109, 46, 91), (227, 218, 208), (244, 232, 240)
MARGIN = 20
WIDTH = 210 - 2 * MARGIN
COLUMNS = (16, 34, 32, 24, 21, 21, 22)  # mm: time, receipt, customer, what, amount, fee, net
RIGHT_FROM = 4  # the first column of money
LOCALES = {"en": "en_IE", "zh": "zh_CN"}
TRUE_MINUS = "\N{MINUS SIGN}"


def as_pdf(statement: Statement, language: str = "en") -> bytes:
    """The statement as a file, in English or Chinese."""
    sheet = _Sheet(statement, language)
    try:
        sheet.sums()
        sheet.each_cent()
        return bytes(sheet.pdf.output())
    finally:
        sheet.close()


class _Paper(FPDF):
    """A page with its number at its foot."""

    def __init__(self, language: str, foot: str) -> None:
        super().__init__(format="A4")
        self._language, self._foot = language, foot
        for style, file, wide in (
            ("", "Inter-Regular.ttf", "NotoSansCJKsc-Regular.otf"),
            ("B", "Inter-SemiBold.ttf", "NotoSansCJKsc-Bold.otf"),
        ):
            self.add_font("inter", style, path("fonts", file))
            self.add_font("noto", style, path("fonts", wide))
        self.set_fallback_fonts(["noto"], exact_match=True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 5)
        self.alias_nb_pages("{nb}")

    def footer(self) -> None:
        """The batch on the left, the page on the right."""
        self.set_y(-MARGIN)
        self.set_font("inter", size=8)
        self.set_text_color(*SOFT)
        self.cell(WIDTH / 2, 5, self._foot)
        numbered = words.text(self._language, "page", page=self.page_no(), pages="{nb}")
        self.cell(WIDTH / 2, 5, numbered, align="R")


class _Sheet:
    def __init__(self, statement: Statement, language: str) -> None:
        self.statement, self.language, self.locale = statement, language, LOCALES[language]
        batch = statement.batch
        self.zone = ZoneInfo(statement.store.time_zone)
        self.pdf = _Paper(language, words.text(language, "batch", id=batch.id))
        self.pdf.set_creation_date(aware(batch.closed_at or batch.opened_at))
        self.pdf.set_title(f"{words.text(language, 'title')} {iso_day(batch.business_day)}")
        self.pdf.set_lang({"en": "en", "zh": "zh-CN"}[language])
        whole_hundredths = all(entry.fee_e4 % 100 == 0 for entry in statement.entries)
        self._fine = 2 if whole_hundredths else E4_DIGITS  # decimals beyond the currency's own: the same in every row
        self.pdf.add_page()

    def close(self) -> None:
        """Let go of the font files, which fpdf2 keeps open."""
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    # --- the first page -----------------------------------------------------------------------------------------------

    def sums(self) -> None:
        """Who, when, the lines, and what they come to."""
        self._head()
        for line, amount in self.statement.lines.items():
            if amount or line in (StatementLine.GROSS, StatementLine.FEES):
                self._line(line, amount)
        self._net()
        self._payout()

    def _head(self) -> None:
        statement, batch = self.statement, self.statement.batch
        self._text(words.text(self.language, "title"), size=10, colour=BRAND, height=6)
        named = " ".join(filter(None, (statement.merchant.name, statement.merchant.second_name)))
        self._text(named, size=20, bold=True, height=10)
        day = format_date(_date(batch.business_day), "full", locale=self.locale)
        self._text(f"{statement.store.name}, {day}", size=11, height=6)
        begins, ends = (self._clock(at) for at in (batch.begins_at, batch.ends_at))
        self._text(words.text(self.language, "day", begins=begins, ends=ends), size=9, colour=SOFT, height=5)
        self.pdf.ln(8)

    def _line(self, line: StatementLine, amount: int) -> None:
        with self._row(9):
            self.pdf.set_font("inter", size=11)
            self.pdf.set_text_color(*INK)
            label = words.line(self.language, line)
            self.pdf.cell(self.pdf.get_string_width(label) + 3, 9, label)
            self.pdf.set_font("inter", size=9)
            self.pdf.set_text_color(*SOFT)
            self.pdf.cell(0, 9, self._beside(line))
            self.pdf.set_x(MARGIN)
            self.pdf.set_font("inter", "B", 11)
            self.pdf.set_text_color(*INK)
            self.pdf.cell(WIDTH, 9, self._money(amount), align="R")

    def _beside(self, line: StatementLine) -> str:
        batch = self.statement.batch
        if line is StatementLine.GROSS:
            return words.text(self.language, "sales", count=batch.sales_count)
        if line is StatementLine.REFUNDS:
            return words.text(self.language, "acts", count=batch.refunds_count)
        if line is StatementLine.FEES:
            exact, rest = (self._exact(e4) for e4 in (batch.fee_exact_e4 + batch.fee_rest_before_e4, batch.fee_rest_e4))
            return words.text(self.language, "rest", exact=exact, rest=rest)
        if line is StatementLine.CARRY and self.statement.before:
            return words.text(self.language, "from", day=iso_day(self.statement.before.business_day))
        return ""

    def _net(self) -> None:
        pdf, batch = self.pdf, self.statement.batch
        pdf.ln(2)
        pdf.set_fill_color(*TINT)
        pdf.set_draw_color(*LINE)
        top = pdf.get_y()
        pdf.rect(MARGIN, top, WIDTH, 20, style="F", round_corners=True, corner_radius=3)
        pdf.set_xy(MARGIN + 5, top + 4)
        pdf.set_text_color(*BRAND)
        pdf.set_font("inter", "B", 12)
        pdf.cell(60, 7, words.text(self.language, "net"), new_x=XPos.LEFT, new_y=YPos.NEXT)
        pdf.set_font("inter", size=9)
        pdf.cell(60, 5, words.state(self.language, batch.state))
        symbol = get_currency_symbol(batch.currency, locale=self.locale)
        pdf.set_xy(MARGIN, top + 4)
        pdf.set_font("inter", "B", 22)
        sign = TRUE_MINUS if batch.net_minor < 0 else ""
        pdf.cell(WIDTH - 5, 12, f"{sign}{symbol}{self._money(abs(batch.net_minor))}", align="R")
        pdf.set_xy(MARGIN, top + 24)

    def _payout(self) -> None:
        paid = self.statement.payout
        if paid is None or paid.state == PayoutState.FAILED:
            return
        told = words.text(
            self.language,
            "paid",
            holder=paid.holder,
            account=paid.account,
            day=format_date(aware(paid.at).astimezone(self.zone), "medium", locale=self.locale),
            reference=rules.reference(paid.id),
        )
        self.pdf.set_font("inter", size=9)
        self.pdf.set_text_color(*SOFT)
        self.pdf.multi_cell(WIDTH, 5, told, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    # --- each cent ----------------------------------------------------------------------------------------------------

    def each_cent(self) -> None:
        """A row a transaction, with the exact fee."""
        if not self.statement.entries:
            return
        self.pdf.ln(6)
        self._text(words.text(self.language, "entries"), size=14, bold=True, height=9)
        self._columns()
        for entry in self.statement.entries:
            if self.pdf.will_page_break(7):
                self.pdf.add_page()
                self._columns()
            self._entry(entry)

    def _columns(self) -> None:
        titles = [
            words.text(self.language, key) for key in ("time", "receipt", "customer", "what", "amount", "fee", "exact")
        ]
        self.pdf.set_font("inter", size=8)
        self.pdf.set_text_color(*SOFT)
        self._cells(titles, 7)

    def _entry(self, entry: contract.SettlementEntry) -> None:
        self.pdf.set_font("inter", size=8.5)
        self.pdf.set_text_color(*INK)
        self._cells(
            (
                format_time(entry.at.astimezone(self.zone), "HH:mm", locale=self.locale),
                entry.receipt_number or "",
                entry.customer_name or "",
                words.kind(self.language, entry.kind),
                self._money(entry.amount_minor),
                self._exact(entry.fee_e4) if entry.fee_e4 else "",
                self._exact(entry.net_e4),
            ),
            7,
        )

    def _cells(self, texts: Sequence[str], height: float) -> None:
        with self._row(height):
            for place, (text, width) in enumerate(zip(texts, COLUMNS, strict=True)):
                self.pdf.cell(width, height, self._fitting(text, width), align="R" if place >= RIGHT_FROM else "L")

    def _fitting(self, text: str, width: float) -> str:
        """The text, or its beginning when it is too long for its column."""
        room = width - 1.5
        if self.pdf.get_string_width(text) <= room:
            return text
        while text and self.pdf.get_string_width(text + "…") > room:
            text = text[:-1]
        return text + "…"

    # --- in common ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _row(self, height: float) -> Iterator[None]:
        """A row with a fine line below it."""
        top = self.pdf.get_y()
        yield
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN, top + height, MARGIN + WIDTH, top + height)
        self.pdf.set_xy(MARGIN, top + height)

    def _text(
        self, text: str, *, size: int, height: float, bold: bool = False, colour: tuple[int, int, int] = INK
    ) -> None:
        self.pdf.set_font("inter", "B" if bold else "", size)
        self.pdf.set_text_color(*colour)
        self.pdf.cell(WIDTH, height, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _clock(self, at: int) -> str:
        pattern = {"en": "d MMM HH:mm", "zh": "M月d日 HH:mm"}[self.language]
        return format_datetime(aware(at).astimezone(self.zone), pattern, locale=self.locale)

    def _money(self, minor: int) -> str:
        digits = exponent(self.statement.batch.currency)
        return self._number(minor, digits, digits)

    def _exact(self, e4: int) -> str:
        digits = exponent(self.statement.batch.currency)
        return self._number(e4, digits + E4_DIGITS, digits + self._fine)

    def _number(self, units: int, digits: int, least: int) -> str:
        """So many units of 10^-digits, with at least so many decimals; those that say nothing are left out."""
        amount = Decimal(units).scaleb(-digits)
        pattern = "#,##0" + ("." + "0" * least + "#" * (digits - least) if digits else "")
        return format_decimal(amount, format=pattern, locale=self.locale).replace("-", TRUE_MINUS)


def _date(day: int) -> dt.date:
    return dt.date(day // 10000, day // 100 % 100, day % 100)
