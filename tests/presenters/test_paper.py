"""What becomes of a sale's receipt and its cash: by itself, when asked, stuck, as a copy; the drawer."""

from __future__ import annotations

from pos_app.presenters.printer_news import Drawn, PrinterNews, PrinterState
from pos_app.presenters.sell_state import PaidFacts, Phase, Say
from tests.fake_printing import FakePrinting
from tests.fakes import a_code, a_redemption
from tests.presenters.selling import Page


def paid(page: Page) -> PaidFacts:
    page.ask(code=a_code(len(page.platform.taken) + 1))
    page.answer(a_redemption(page.attempt_id))
    return facts(page)


def facts(page: Page) -> PaidFacts:
    assert page.state.paid is not None
    return page.state.paid


def test_a_receipt_is_printed_when_it_is_wanted_and_then_as_a_copy() -> None:
    page = Page(printing=FakePrinting())
    assert (paid(page).prints, facts(page).printed) == (True, None)
    page.press.show_receipt()
    page.press.show_receipt()
    assert page.printing.names == ["2026-1123-042", "2026-1123-042-copy"]
    assert [document.is_copy for _, document in page.printing.printed] == [False, True]
    assert len(page.receipts.kept) == 2
    assert facts(page).return_in_s is not None, "nobody waits for paper"
    page.press.primary()
    paid(page)
    page.press.show_receipt()
    assert not page.printing.printed[-1][1].is_copy


def test_a_receipt_that_is_printed_by_itself_was_made_before_it_is_asked_for() -> None:
    page = Page(printing=FakePrinting(by_itself=True))
    assert paid(page).printed == Say("paid.printing")
    page.press.show_receipt()
    assert page.printing.names == ["2026-1123-042", "2026-1123-042-copy"]


def test_how_far_the_receipt_is_follows_the_printer() -> None:
    page = Page(printing=FakePrinting(by_itself=True))
    paid(page)
    for news, said in (
        (PrinterNews(PrinterState.READY, 1), "paid.printing"),
        (PrinterNews(PrinterState.OUT, 1), "paid.print_waits_paper"),
        (PrinterNews(PrinterState.OPEN, 1), "paid.print_waits_cover"),
        (PrinterNews(PrinterState.OFFLINE, 1), "paid.print_waits"),
        (PrinterNews(PrinterState.READY, 0, "2026-1123-042"), "paid.printed"),
    ):
        page.press.printer_changed(news)
        told = facts(page).printed
        assert told is not None
        assert told.id == said
        assert page.state.printer == news


def test_without_a_printer_the_receipt_is_on_screen_as_ever() -> None:
    page = Page(printing=FakePrinting(when_asked=False))
    paid(page)
    page.press.show_receipt()
    assert facts(page).is_receipt_shown
    assert page.printing.printed == []


def test_a_full_disk_loses_the_paper_and_not_the_sale() -> None:
    page = Page(printing=FakePrinting(by_itself=True))
    page.printing.takes = False
    assert paid(page).printed is None
    assert page.phase is Phase.PAID
    assert page.state.toast is not None
    assert page.state.toast.say.id == "print.not_queued"
    page.printing.takes = True
    page.press.show_receipt()
    assert page.printing.names == ["2026-1123-042"], "the first that is printed is no copy"


def test_the_drawer_opens_for_cash_and_for_nothing_else() -> None:
    page = Page(printing=FakePrinting())
    paid(page)
    assert page.printing.drawers == []
    page.press.primary()
    page.press._checkout.pay("2" * 18, 1250, page.press.context, cash_minor=530)  # type: ignore[arg-type]
    page.answer(a_redemption(page.attempt_id, amount_minor=720))
    (told,) = page.printing.drawers
    told(Drawn.NOT_SENT)
    page.wait(0.1)
    assert page.state.toast is not None
    assert page.state.toast.say.id == "print.drawer_not"


def test_a_sale_that_is_paid_after_it_was_set_aside_prints_and_opens_no_drawer() -> None:
    page = Page(printing=FakePrinting(by_itself=True))
    page.press._checkout.pay("2" * 18, 1250, page.press.context, cash_minor=530)  # type: ignore[arg-type]
    aside = page.attempt_id
    page.wait(9)
    page.press.primary()
    assert page.phase is Phase.READY
    page.answer(a_redemption(aside, amount_minor=720))
    assert page.printing.names == ["2026-1123-042"]
    assert page.printing.drawers == []
    assert paid(page).printed == Say("paid.printing")
    assert [document.is_copy for _, document in page.printing.printed] == [False, False]
