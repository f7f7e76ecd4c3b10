"""The Sales page's thinking: looking, paging, one sale explained, its copy, and money given back from here."""

from __future__ import annotations

from pathlib import Path

import msgspec

from backend_stub.contract import (
    Outcome,
    ProblemCode,
    RefundRequest,
    Right,
    Sale,
    SaleChoice,
    SaleDetail,
    SaleList,
    SaleRefund,
)
from pos_app.pages.sales import Copies
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printer_news import PrinterNews
from pos_app.presenters.sales import SALES, SalesPresenter
from pos_app.presenters.sales_lines import What, adds_up, happened, why_not
from pos_app.presenters.sales_state import EVERY, SalesState, Show, sold
from pos_app.presenters.sell_state import RowMark, Say
from pos_app.results import Reason
from pos_app.views import samples_sales
from tests.fake_asking import FakeAsking
from tests.fake_printing import FakePrinting
from tests.fakes import MANAGER_ID, NOON, a_context, a_problem, a_redemption, an_id
from tests.presenters.selling import Page as Till

SAMPLE = samples_sales.SALES
FIRST, SECOND = an_id(0xA1), an_id(0xA2)


def a_sale(attempt_id: str = FIRST, amount_minor: int = 1250, **changes: object) -> Sale:
    return Sale(
        redemption=a_redemption(attempt_id, amount_minor=amount_minor, **changes),
        till_name="Till 2",
        store_name="Harbour",
        time_zone="Europe/London",
        operator_name="Anna",
    )


class Page:
    """The presenter beside a till that sells, its questions, and what it showed, printed and said."""

    def __init__(self, *rights: Right) -> None:
        self.till, self.asking = Till(), FakeAsking()
        self.shown: list[SalesState] = []
        self.said: list[Say] = []
        self.printed: list[ReceiptFacts] = []
        self.cash: dict[str, int] = {}
        self.press = SalesPresenter(
            self,
            self.asking,
            self.till.press.after_sale,
            a_context(),
            frozenset(rights or Right),
            operator_id=MANAGER_ID,
            copies=self,
            say=self.said.append,
            cash_parts=lambda: self.cash,
        )

    def render(self, state: SalesState) -> None:
        self.shown.append(state)

    @property
    def state(self) -> SalesState:
        return self.shown[-1]

    def list(self, *sales: Sale, further: str | None = None) -> None:
        tills = [SaleChoice(id=an_id(1), name="Till 1"), SaleChoice(id=an_id(2), name="Till 2")]
        self.asking.answer(SaleList(items=[*sales], next_cursor=further, tills=tills), SALES)

    def open(self, sale: Sale, *refunds: SaleRefund) -> None:
        detail = SaleDetail(sale=sale, received_at=NOON, refunds=[*refunds])
        self.asking.answer(detail, f"{SALES}/{sale.redemption.attempt_id}")

    is_on_paper = True

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        return facts.context.store_name, facts.redemption.receipt_number or ""

    def make(self, facts: ReceiptFacts) -> Say:
        self.printed.append(facts)
        return Say("print.queued")


def opened(sale: Sale | None = None, *more: Sale) -> Page:
    page = Page()
    page.press.shown()
    first = sale or a_sale()
    page.list(first, *more)
    page.open(first)
    return page


def test_the_newest_sale_is_opened_and_its_receipt_is_that_of_where_it_was_taken() -> None:
    page = opened()
    assert (page.state.chosen_id, page.state.receipt_lines) == (FIRST, ("Harbour", "2026-1123-042"))
    page.press.print_copy()
    (facts,) = page.printed
    assert facts.is_copy
    assert (facts.context.till_name, facts.context.time_zone) == ("Till 2", "Europe/London")
    assert page.said == [Say("print.queued")]


def test_a_copy_goes_to_the_printer_or_is_a_page_in_the_tills_folder(tmp_path: Path) -> None:
    facts = ReceiptFacts(a_redemption(FIRST), a_context(), is_copy=True)
    printing = FakePrinting()
    copies = Copies(printing, tmp_path / "receipts")
    assert copies.make(facts).id == "print.queued"
    (printed,) = printing.printed
    assert (printed[0], printed[1].is_copy) == ("2026-1123-042", True)
    printing.takes = False
    assert copies.make(facts).id == "print.not_queued"
    printing.news = PrinterNews()
    said = copies.make(facts)
    assert Path(str(said.arguments["file"])).read_bytes() == b"%PDF"
    (tmp_path / "wall").write_text("")
    assert Copies(printing, tmp_path / "wall").make(facts).id == "sales.not_copied"


def test_only_the_newest_search_counts_and_asks_for_all_that_was_chosen() -> None:
    page = opened()
    page.press.search("12")
    page.press.search("12.50 ")
    page.press.filter(Show.PART_REFUNDED)
    page.press.at_till(an_id(2))
    page.press.by_operator(MANAGER_ID)
    (question,) = page.asking.open
    assert {key: value for key, value in question.request.query.items() if value} == {
        "q": "12.50",
        "sale_state": "part_refunded",
        "till_id": an_id(2),
        "operator_id": MANAGER_ID,
        "limit": 50,
    }
    page.press.plain()
    assert (page.state.text, page.state.show, page.state.till_id) == ("", Show.ALL, EVERY)


def test_further_pages_come_one_at_a_time_from_where_the_last_ended() -> None:
    page = Page()
    page.press.shown()
    page.list(a_sale(), further="5.a")
    page.press.more()
    page.press.more()
    asked = [one.query["cursor"] for one in page.asking.asked(SALES)]
    assert asked == [None, "5.a"]
    page.list(a_sale(SECOND))
    assert [one.id for one in page.state.rows] == [FIRST, SECOND]
    page.press.more()
    assert len(page.asking.asked(SALES)) == 2


def test_trouble_is_said_and_asking_again_helps() -> None:
    page = Page()
    page.press.shown()
    page.asking.lose(SALES, Reason.NO_CONNECTION)
    assert page.state.trouble is not None
    assert page.state.trouble.id == "ask.no_connection"
    page.press.again()
    assert page.state.trouble is None
    page.list()
    assert (page.state.rows, page.state.is_narrowed) == ((), False)


def test_a_sale_without_an_answer_stands_on_top_until_it_is_known() -> None:
    page = opened()
    attempt_id = page.till.ask("4.50")
    page.till.press.attempt_unanswered(attempt_id, never_sent=False)
    assert [one.row.mark for one in page.state.rows] == [RowMark.ASKING, RowMark.PAID]
    page.press.filter(Show.NOT_PAID)
    page.list()
    assert [one.id for one in page.state.rows] == [attempt_id], "whatever is looked for"
    page.press.choose(attempt_id)
    assert page.state.receipt_lines == ()
    page.press.give_back()
    assert page.state.after.question is None, "nobody gives back what may not have been paid"
    page.till.answer(a_redemption(attempt_id, amount_minor=450))
    assert page.state.is_loading, "its answer is looked up"
    page.list(a_sale(attempt_id, 450))
    assert [one.row.mark for one in page.state.rows] == [RowMark.PAID]


def test_a_part_is_given_back_by_the_tills_one_book_of_refunds() -> None:
    page = opened()
    page.press.give_back()
    question = page.state.after.question
    assert question is not None
    assert (question.amount_minor, question.name, question.manager_id) == (1250, "Mara T••", MANAGER_ID)
    page.press.refund_amount(450)
    page.press.refund_yes("2468")
    (refund_id,) = page.till.platform.refunded
    request = msgspec.json.decode(page.till.outbox.bodies[refund_id], type=RefundRequest)
    assert (request.attempt_id, request.amount_minor) == (FIRST, 450)
    assert page.state.after.refunding == {FIRST}
    page.press.refund_no()
    page.press.give_back()
    assert page.state.after.question is not None
    assert page.state.after.question.is_sending, "the same sale gets no second refund meanwhile"
    page.till.press.refund_answered(refund_id, 450, 450)
    assert page.state.after.question is None
    toast = page.till.state.toast
    assert toast is not None
    assert toast.say.arguments == {"amount_minor": 450, "name": "Mara T••"}
    page.open(a_sale(refunded_minor=450))
    assert page.state.rows[0].row.refundable_minor == 800


def test_a_wrong_pin_reopens_the_question_and_leaving_the_page_closes_it() -> None:
    page = opened()
    page.press.give_back()
    page.press.refund_yes("2468")
    (refund_id,) = page.till.platform.refunded
    page.till.press.refund_rejected(refund_id, a_problem(ProblemCode.FORBIDDEN, 403), None)
    question = page.state.after.question
    assert question is not None
    assert question.wrong is not None
    assert (question.wrong.id, question.is_sending) == ("refund.wrong_pin", False)
    page.press.hidden()
    assert page.till.state.question is None


def test_another_sale_closes_the_question_of_the_one_before() -> None:
    page = opened(a_sale(), a_sale(SECOND))
    page.press.give_back()
    page.press.choose(SECOND)
    assert page.state.after.question is None


def test_what_was_taken_in_cash_is_known_from_this_tills_own_plan() -> None:
    page = Page()
    page.cash = {FIRST: 530}
    page.press.shown()
    page.list(a_sale(amount_minor=720))
    assert (page.state.rows[0].row.mark, page.state.rows[0].cash_minor) == (RowMark.SPLIT, 530)


def test_a_sales_reckoning_adds_up_to_the_minor_unit() -> None:
    for one in SAMPLE.found:
        lines = adds_up(one)
        asked, results = lines[0].amount_minor, [line for line in lines if line.is_result]
        before = lines[: lines.index(results[0])] if results else ()
        assert not results or sum(line.amount_minor for line in before) == results[0].amount_minor
        assert asked >= (results[0].amount_minor if results else 0)
    sofia = adds_up(next(one for one in SAMPLE.found if one.id == "a1"))
    assert [(line.label.id, line.amount_minor) for line in sofia] == [
        ("sales.asked", 2640),
        ("sales.discount", -132),
        ("sales.by_code", 2508),
        ("sales.of_it_bonus", 500),
        ("sales.given_back", -450),
        ("sales.left", 2058),
    ]


def test_what_happened_names_who_took_it_who_gave_back_and_what_became_of_the_member() -> None:
    events = happened(SAMPLE.found[1], SAMPLE.detail)
    assert [(one.what, one.plain.arguments.get("who"), one.amount_minor) for one in events] == [
        (What.TAKEN, "Anna", 2508),
        (What.NEWS, None, None),
        (What.GIVEN_BACK, "Mei", -450),
    ]


def test_a_sale_that_was_not_paid_says_why_and_has_no_receipt() -> None:
    short = samples_sales.STATES["sales-not-paid"].found[0]
    facts = why_not(short)
    assert facts is not None
    assert facts.headline.id == "refused.insufficient_funds.headline"
    assert not short.is_printable
    ended = sold(a_sale(outcome=Outcome.CLOSED, receipt_number=None), 0)
    assert why_not(ended) is not None
    assert why_not(sold(a_sale(), 0)) is None
