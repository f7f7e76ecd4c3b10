"""The platform's desk in the till: nothing is made, published or paid twice, and nothing without being looked at."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
import pytest

from backend_stub.api.examples import BY_NAME
from backend_stub.contract import (
    BankDetails,
    Merchant,
    MerchantList,
    MerchantRequest,
    PayableList,
    Payout,
    PayoutRequest,
    PayoutRun,
    PayoutRunList,
    PayoutState,
    ProblemCode,
    ProgrammeDetail,
    ProgrammeSummaryList,
    TermsCheck,
    TermsRequest,
)
from pos_app.presenters import merchants_state, programmes_state
from pos_app.presenters.merchants import MerchantsPresenter
from pos_app.presenters.merchants_state import MerchantsState
from pos_app.presenters.payouts import PayoutsPresenter, PayoutsState
from pos_app.presenters.programmes import ProgrammesPresenter
from pos_app.presenters.programmes_state import ProgrammesState
from pos_app.presenters.sell_state import Say
from pos_app.presenters.staff import Part, Subject
from pos_app.results import Rejected
from tests.fake_asking import FakeAsking
from tests.fakes import a_problem

S = TypeVar("S")
MERCHANTS, PROGRAMMES = "/v1/platform/merchants", "/v1/platform/programmes"


def example(kind: type[S]) -> S:
    """What the platform answers, as its description shows it."""
    return msgspec.convert(BY_NAME[kind.__name__], kind)


class Desk:
    """A page's presenter, its view and the platform, in the test's hands."""

    def __init__(self) -> None:
        self.asking = FakeAsking()
        self.said: list[Say] = []
        self.saved: dict[str, bytes] = {}
        self.copied: list[str] = []
        self.state: Any = None
        self._count = 0

    def render(self, state: object) -> None:
        self.state = state

    def new_id(self) -> str:
        self._count += 1
        return f"id-{self._count}"

    def common(self) -> dict[str, Any]:
        return {"currency": "EUR", "time_zone": "Europe/Berlin", "say": self.said.append, "new_id": self.new_id}

    def save(self, name: str, content: bytes) -> str:
        self.saved[name] = content
        return name

    def posted(self, path: str) -> list[Any]:
        return [request for request in self.asking.asked(path) if request.method == "POST"]


# --- merchants --------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk() -> Desk:
    return Desk()


def merchants_page(desk: Desk) -> MerchantsPresenter:
    page = MerchantsPresenter(desk, desk.asking, draw_token=lambda: "k" * 43, copy=desk.copied.append, **desk.common())
    page.shown()
    desk.asking.answer(example(MerchantList), MERCHANTS)
    desk.asking.answer(example(ProgrammeSummaryList), PROGRAMMES)
    return page


def fill(page: MerchantsPresenter, **other: str) -> None:
    page.take_on()
    texts = {
        "name": "Anna’s",
        "public_service_id": "annas",
        "store": "Corner",
        "operator": "Anna",
        "pin": "1470",
    } | other
    for field, text in texts.items():
        page.write(field, text)


def test_a_merchant_is_taken_on_and_its_tills_key_told_once(desk: Desk) -> None:
    page = merchants_page(desk)
    fill(page)
    page.send()
    (request,) = desk.posted(MERCHANTS)
    assert isinstance(request.body, MerchantRequest)
    assert (request.body.store.day_cut_minutes, request.body.joins_programme_id) == (240, None)
    desk.asking.answer(example(Merchant), MERCHANTS)
    assert desk.state.key == "k" * 43
    page.copy_key()
    assert desk.copied == ["k" * 43]
    page.hidden()
    assert desk.state.key == ""


def test_without_an_answer_the_same_merchant_is_asked_for_again(desk: Desk) -> None:
    page = merchants_page(desk)
    fill(page)
    page.send()
    desk.asking.lose(MERCHANTS)
    page.send()
    first, again = desk.posted(MERCHANTS)
    assert (first.key, first.body) == (again.key, again.body)
    desk.asking.lose(MERCHANTS)
    page.write("name", "Another")
    page.send()
    assert desk.posted(MERCHANTS)[2].key != first.key


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "form.missing"),
        ("pin", "12", "form.pin"),
        ("public_service_id", "Anna's", "form.handle"),
        ("day_begins", "25:00", "form.clock"),
        ("store", "x" * 200, "form.unfit"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_not_sent(desk: Desk, field: str, text: str, said: str) -> None:
    page = merchants_page(desk)
    fill(page, **{field: text})
    page.send()
    assert desk.posted(MERCHANTS) == []
    faults = {one.id: one.fault.id for one in desk.state.form.fields if one.fault}
    assert faults == {field: said}


def test_what_the_platform_refuses_stands_at_the_field_it_means(desk: Desk) -> None:
    page = merchants_page(desk)
    fill(page)
    page.send()
    question = desk.asking.open[-1]
    desk.asking.reject(ProblemCode.CONFLICT, 409, "taken", MERCHANTS)
    del question
    assert isinstance(desk.state, MerchantsState)
    assert not desk.state.is_sending
    assert desk.state.doing is merchants_state.Doing.TAKING_ON


def test_a_merchants_account_is_kept(desk: Desk) -> None:
    page = merchants_page(desk)
    page.edit_bank()
    page.write("smallest_payout_minor", "12.50")
    page.send()
    merchant = desk.state.chosen
    path = f"{MERCHANTS}/{merchant.merchant_id}/bank-details"
    (request,) = desk.posted(path)
    assert request.body.smallest_payout_minor == 1_250
    desk.asking.answer(example(BankDetails), path)
    assert desk.state.chosen.bank_details == example(BankDetails)


# --- people, stores and tills -----------------------------------------------------------------------------------------

OF = f"{MERCHANTS}/{example(Merchant).merchant_id}"
ANNA, PLACE = example(Merchant).operators[0], example(Merchant).stores[0]


def shown_again(desk: Desk) -> None:
    """After each change the merchant is looked at anew."""
    desk.asking.answer(example(Merchant), OF)
    assert desk.state.doing is merchants_state.Doing.LOOKING


def test_a_person_gets_another_role_and_keeps_the_pin_that_is_not_keyed(desk: Desk) -> None:
    page = merchants_page(desk)
    path = f"{OF}/operators/{ANNA.operator_id}"
    page.edit(Subject(Part.PERSON, ANNA.operator_id))
    page.write("role", "manager")
    page.write("active", "no")
    page.send()
    (request,) = desk.posted(path)
    assert (request.body.role, request.body.is_disabled, request.body.pin) == ("manager", True, None)
    desk.asking.answer(ANNA, path)
    assert desk.said[-1].id == "merchants.part_kept"
    shown_again(desk)


def test_the_last_owner_is_said_at_the_role(desk: Desk) -> None:
    page = merchants_page(desk)
    page.edit(Subject(Part.PERSON, ANNA.operator_id))
    page.write("role", "cashier")
    page.send()
    path = f"{OF}/operators/{ANNA.operator_id}"
    problem = a_problem(ProblemCode.CONFLICT, 409, "Anna is the last owner here")
    (open_,) = [one for one in desk.asking.open if one.request.path == path]
    desk.asking.end(open_, Rejected(msgspec.structs.replace(problem, field="role")))
    fault = next(field.fault for field in desk.state.form.fields if field.id == "role")
    assert fault is not None
    assert fault.arguments == {"text": "Anna is the last owner here"}


def test_a_new_person_needs_a_pin_and_is_never_employed_twice(desk: Desk) -> None:
    page = merchants_page(desk)
    page.edit(Subject(Part.PERSON))
    page.write("name", "Bela")
    page.send()
    assert desk.posted(f"{OF}/operators") == []
    page.write("pin", "12")
    page.send()
    assert desk.posted(f"{OF}/operators") == [], "a PIN of two digits is none"
    page.write("pin", "2580")
    page.send()
    desk.asking.lose(f"{OF}/operators")
    page.send()
    first, again = desk.posted(f"{OF}/operators")
    assert (first.key, first.body) == (again.key, again.body)


def test_a_second_store_brings_its_tills_key_once(desk: Desk) -> None:
    page = merchants_page(desk)
    page.edit(Subject(Part.STORE))
    for field, text in {"name": "Corner", "zone": "Asia/Tokyo", "day_begins": "05:30"}.items():
        page.write(field, text)
    page.send()
    (request,) = desk.posted(f"{OF}/stores")
    assert (request.body.day_cut_minutes, request.body.time_zone, request.body.till_name) == (
        330,
        "Asia/Tokyo",
        "Till 1",
    )
    desk.asking.answer(PLACE, f"{OF}/stores")
    assert desk.state.key == request.body.till_token
    shown_again(desk)


def test_a_store_whose_days_were_cut_may_only_be_called_otherwise(desk: Desk) -> None:
    page = merchants_page(desk)
    fixed = msgspec.structs.replace(PLACE, has_fixed_clock=True)
    page.again()
    told = msgspec.structs.replace(example(Merchant), stores=[fixed])
    desk.asking.answer(MerchantList(items=[told]), MERCHANTS)
    page.edit(Subject(Part.STORE, fixed.store_id))
    assert list(desk.state.form.texts()) == ["name"]
    page.write("name", "Eck")
    page.send()
    (request,) = desk.posted(f"{OF}/stores/{fixed.store_id}")
    assert (request.body.name, request.body.time_zone) == ("Eck", fixed.time_zone)


def test_a_till_is_added_to_a_store_and_called_otherwise(desk: Desk) -> None:
    page = merchants_page(desk)
    page.edit(Subject(Part.TILL))
    page.write("name", "Door")
    page.send()
    (request,) = desk.posted(f"{OF}/stores/{PLACE.store_id}/tills")
    assert (request.body.name, len(request.body.till_token)) == ("Door", 43)
    desk.asking.answer(PLACE.tills[0], request.path)
    shown_again(desk)
    page.edit(Subject(Part.TILL, PLACE.tills[0].till_id))
    page.write("name", "Garden")
    page.send()
    assert desk.posted(f"{OF}/tills/{PLACE.tills[0].till_id}")[0].body.name == "Garden"


# --- programmes -------------------------------------------------------------------------------------------------------


def programmes_page(desk: Desk) -> ProgrammesPresenter:
    page = ProgrammesPresenter(desk, desk.asking, **desk.common())
    page.shown()
    desk.asking.answer(example(ProgrammeSummaryList), PROGRAMMES)
    desk.asking.answer(example(MerchantList), MERCHANTS)
    desk.asking.answer(example(ProgrammeDetail))
    return page


def path_of(desk: Desk, what: str) -> str:
    return f"/v1/programmes/{desk.state.detail.programme_id}/{what}"


def test_terms_are_published_only_after_what_they_do_was_seen_and_a_question(desk: Desk) -> None:
    page = programmes_page(desk)
    page.publish()
    page.confirm()
    assert not desk.state.is_asking, "nothing was changed"
    page.write("topup_min_minor", "2.00")
    page.publish()
    assert not desk.state.is_asking, "what it does is not known yet"
    desk.asking.answer(example(TermsCheck), path_of(desk, "terms-checks"))
    page.publish()
    assert desk.state.is_asking
    assert desk.posted(path_of(desk, "terms")) == []
    page.confirm()
    (request,) = desk.posted(path_of(desk, "terms"))
    assert isinstance(request.body, TermsRequest)
    assert (request.body.terms.topup_min_minor, request.body.version) == (200, 1)


def test_only_the_check_of_what_is_written_last_counts(desk: Desk) -> None:
    page = programmes_page(desk)
    page.write("topup_min_minor", "2")
    page.write("topup_min_minor", "20")
    assert [one.request.body.terms.topup_min_minor for one in desk.asking.open] == [2_000]
    page.write("topup_min_minor", "2.001")
    assert desk.asking.open == [], "what can't be read is not asked about"
    assert desk.state.form.fields[2].fault == Say("form.amount", {"example": "12.00"})
    page.undo()
    assert not desk.state.is_changed


def test_what_somebody_published_meanwhile_is_looked_at_first(desk: Desk) -> None:
    page = programmes_page(desk)
    page.write("fee_bps", "1.2")
    desk.asking.answer(example(TermsCheck), path_of(desk, "terms-checks"))
    page.publish()
    page.confirm()
    desk.asking.reject(ProblemCode.CONFLICT, 409, "version 2 was published meanwhile", path_of(desk, "terms"))
    assert [one.id for one in desk.said] == ["programmes.meanwhile"]
    newer = msgspec.structs.replace(example(ProgrammeDetail), version=2)
    desk.asking.answer(newer)
    (check,) = desk.asking.open
    assert check.request.body.version == 2
    assert check.request.body.terms.fee_bps == 120, "what was written stays"


def test_a_new_programme_without_an_answer_is_asked_for_with_the_same_id(desk: Desk) -> None:
    page = programmes_page(desk)
    page.issue()
    page.write("name", "Street card")
    page.publish()
    desk.asking.lose("/v1/programmes")
    page.publish()
    first, again = desk.posted("/v1/programmes")
    assert first.key == again.key
    assert first.body.issuer == "annas-bakery"


def test_a_merchant_joins_and_leaves(desk: Desk) -> None:
    page = programmes_page(desk)
    page.turn_to(programmes_state.Doing.MEMBERS)
    page.admit()
    assert desk.posted(path_of(desk, "merchants")) == [], "nobody was named"
    page.name_member("other-books")
    page.admit()
    desk.asking.answer(example(ProgrammeDetail), path_of(desk, "merchants"))
    page.release("other-books")
    assert [one.body.is_member for one in desk.posted(path_of(desk, "merchants"))] == [True, False]
    assert isinstance(desk.state, ProgrammesState)


# --- payouts ----------------------------------------------------------------------------------------------------------

WAITING, RUNS, RELEASE = "/v1/platform/payable", "/v1/platform/payout-runs", "/v1/payout-runs"


def payouts_page(desk: Desk) -> PayoutsPresenter:
    page = PayoutsPresenter(desk, desk.asking, save=desk.save, **desk.common())
    page.shown()
    desk.asking.answer(example(PayableList), WAITING)
    desk.asking.answer(example(PayoutRunList), RUNS)
    return page


def test_money_leaves_only_after_a_question_and_its_file_is_kept(desk: Desk) -> None:
    page = payouts_page(desk)
    page.confirm()
    assert desk.posted(RELEASE) == []
    page.release()
    page.confirm()
    (request,) = desk.posted(RELEASE)
    assert isinstance(request.body, PayoutRequest)
    assert request.body.batch_ids == [example(PayableList).items[0].batch_id]
    run = example(PayoutRun)
    desk.asking.answer(run, RELEASE)
    desk.asking.answer(b"<Document/>", f"/v1/payout-runs/{run.run_id}/pain.001")
    assert list(desk.saved.values()) == [b"<Document/>"]


def test_a_release_without_an_answer_is_sent_again_with_the_same_id(desk: Desk) -> None:
    page = payouts_page(desk)
    for _ in range(2):
        page.release()
        page.confirm()
        desk.asking.lose(RELEASE)
    first, again = desk.posted(RELEASE)
    assert (first.key, first.body) == (again.key, again.body)


def test_a_batch_that_is_left_out_does_not_go_and_nothing_goes_without_an_account(desk: Desk) -> None:
    page = payouts_page(desk)
    (batch,) = example(PayableList).items
    page.toggle(batch.batch_id)
    page.release()
    assert not desk.state.is_asking
    page.toggle(batch.batch_id)
    assert desk.state.total_minor == batch.net_minor
    page.shown()
    desk.asking.answer(msgspec.structs.replace(example(PayableList), payer=None), WAITING)
    page.release()
    assert not desk.state.is_asking


def test_what_the_bank_did_is_noted_on_the_payout(desk: Desk) -> None:
    page = payouts_page(desk)
    (payout,) = desk.state.runs[0].payouts
    page.fail(payout.payout_id)
    page.failed()
    assert desk.posted(f"/v1/payouts/{payout.payout_id}/failure") == [], "why comes first"
    page.write_reason(" account closed ")
    page.failed()
    path = f"/v1/payouts/{payout.payout_id}/failure"
    assert desk.posted(path)[0].body.reason == "account closed"
    sent_back: Payout = msgspec.structs.replace(payout, state=PayoutState.FAILED, failure="account closed")
    desk.asking.answer(sent_back, path)
    assert desk.state.runs[0].payouts == [sent_back]
    page.arrived(payout.payout_id)
    assert len(desk.posted(f"/v1/payouts/{payout.payout_id}/confirmation")) == 1


def test_the_paying_account_is_kept_in_the_currency_that_is_looked_at(desk: Desk) -> None:
    page = payouts_page(desk)
    page.turn_to("JPY")
    desk.asking.answer(msgspec.structs.replace(example(PayableList), currency="JPY", payer=None), WAITING)
    page.edit_payer()
    page.write("holder", "Platform")
    page.write("account", "0001-1234567")
    page.keep_payer()
    (request,) = desk.posted("/v1/platform/bank-details")
    assert (request.query, request.body.account) == ({"currency": "JPY"}, "0001-1234567")
    desk.asking.answer(example(BankDetails), "/v1/platform/bank-details")
    assert isinstance(desk.state, PayoutsState)
    assert desk.state.payer is not None
