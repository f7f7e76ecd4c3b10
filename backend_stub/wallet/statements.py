"""An account's statement as CSV (UTF-8, RFC 4180) and as PDF: all movements, oldest first, and what is left after each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from backend_stub.domain.records import aware
from backend_stub.storage import movement_reads
from backend_stub.storage.movement_reads import Movement
from backend_stub.storage.reads import Place
from backend_stub.wallet.browser import Visit
from backend_stub.wallet.movement_words import N_, kind_words
from backend_stub.wallet.purses import Purse

PAGE = 500
MOVEMENTS_MAX = 20_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon instead of showing
_WIDTHS_MM = (34.0, 76.0, 26.0, 22.0, 26.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A movement, and what was in the account after it."""

    movement: Movement
    left_minor: int


async def _lines(visit: Visit, purse: Purse) -> list[Line]:
    found: list[Movement] = []
    place: Place | None = None
    while len(found) < MOVEMENTS_MAX:
        page = await visit.platform.read(movement_reads.movements, purse.account.id, place, PAGE)
        found += page
        if len(page) < PAGE:
            break
        place = Place(page[-1].at, page[-1].act_id)
    return list(_added(found, purse.spendable_minor))[::-1]


def _added(newest_first: list[Movement], left_minor: int) -> Iterator[Line]:
    """What was left after each: reckoned back from what there is now."""
    for movement in newest_first:
        yield Line(movement, left_minor)
        left_minor -= movement.minor


async def csv_of(visit: Visit, purse: Purse) -> bytes:
    """Amounts in major units with a point, times in UTC: a program reads this, in whatever country."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["time", "what", "where", "paid", "bonus", "left", "currency", "id"])
    amount, currency = visit.words.amount, purse.account.currency
    for line in await _lines(visit, purse):
        moved = line.movement
        writer.writerow(
            [
                aware(moved.at).isoformat(timespec="seconds"),
                moved.kind,
                _harmless(moved.where),
                amount(moved.paid_minor, currency),
                amount(moved.bonus_minor, currency),
                amount(line.left_minor, currency),
                currency,
                moved.act_id,
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(FORMULA) else text


async def pdf_of(visit: Visit, purse: Purse) -> bytes:
    """A4 pages in this person's language."""
    lines = await _lines(visit, purse)
    return await visit.platform.aside(_drawn, visit, purse, lines)


def _drawn(visit: Visit, purse: Purse, lines: list[Line]) -> bytes:
    from fpdf import FPDF

    import resources

    words, currency = visit.words, purse.account.currency
    paper = FPDF(format="A4")
    for name, style, file in (
        ("Inter", "", "Inter-Regular.ttf"),
        ("Inter", "B", "Inter-SemiBold.ttf"),
        ("Noto", "", "NotoSansCJKsc-Regular.otf"),
        ("Noto", "B", "NotoSansCJKsc-Bold.otf"),
    ):
        paper.add_font(name, style, resources.path("fonts", file))
    paper.set_fallback_fonts(["Noto"], exact_match=False)
    paper.set_title(words.text("Statement"))
    paper.set_auto_page_break(auto=True, margin=18)
    paper.add_page()
    paper.set_font("Inter", "B", 18)
    paper.cell(text=words.text("Statement"), new_x="LMARGIN", new_y="NEXT", h=10)
    paper.set_font("Inter", "", 10)
    for text in (
        f"{purse.name} · {purse.programme.name}",
        f"{visit.owner.customer.display_name} (@{visit.owner.customer.social_id})",
        words.text("As of %(time)s", time=words.exactly(visit.now)),
        words.text("In the account: %(money)s", money=words.money(purse.spendable_minor, currency)),
    ):
        paper.cell(text=text, new_x="LMARGIN", new_y="NEXT", h=6)
    paper.ln(4)
    heads = (N_("When"), N_("What"), N_("Paid money"), N_("Bonus"), N_("Left"))
    with paper.table(
        col_widths=_WIDTHS_MM, text_align=("LEFT", "LEFT", "RIGHT", "RIGHT", "RIGHT"), line_height=6, padding=0.5
    ) as table:
        paper.set_font("Inter", "B", 9)
        table.row([words.text(head) for head in heads])
        paper.set_font("Inter", "", 9)
        for line in lines:
            moved = line.movement
            table.row(
                [
                    words.exactly(moved.at),
                    " · ".join(part for part in (kind_words(words, moved.kind), moved.where) if part),
                    words.money(moved.paid_minor, currency, sign=True),
                    words.money(moved.bonus_minor, currency, sign=True) if moved.bonus_minor else "",
                    words.money(line.left_minor, currency),
                ]
            )
    return bytes(paper.output())
