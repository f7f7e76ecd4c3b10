"""The Merchants page: who is on the platform, taking one on, and where their money goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    BankDetails,
    BankDetailsChange,
    Merchant,
    MerchantList,
    MerchantRequest,
    ProgrammeSummaryList,
)
from pos_app.presenters.asking import Asking, Latest, Request, get, post, trouble
from pos_app.presenters.forms import Form, FormField, Kind, clock_text, money_text
from pos_app.presenters.merchants_state import Doing, MerchantsState, MerchantsView
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.presenters.staff import Ready, Subject, form_of, ready
from pos_app.presenters.staff import Reply as Kept
from pos_app.results import Answered, NoAnswer, Rejected, Result

PATH = "/v1/platform/merchants"
OWN = "own"  # a card of its own, in place of a programme that is there
USUAL_DAY = 240
# where the platform's names of fields stand in the form
_FIELDS = {
    "store.time_zone": "zone",
    "time_zone": "zone",
    "day_cut_minutes": "day_begins",
    "operator.role": "role",
    "joins_programme_id": "joins",
    "till_token": "till",
}


class MerchantsPresenter(PagePresenter):
    """`draw_token` makes a till's key; `copy` puts a text where it can be pasted from."""

    def __init__(
        self,
        view: MerchantsView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        say: Callable[[Say], None],
        new_id: Callable[[], str],
        draw_token: Callable[[], str],
        copy: Callable[[str], None],
    ) -> None:
        self._view, self._asking, self._say = view, asking, say
        self._new_id, self._draw_token, self._copy = new_id, draw_token, copy
        self._list, self._programmes = Latest(asking), Latest(asking)
        self._next: str | None = None
        self._choices: tuple[tuple[str, str], ...] = ()
        self._sent: tuple[str, MerchantRequest] | None = None  # its id, kept until there is an answer
        self._ready: Ready | None = None  # likewise, of a person, a store or a till
        self._state = MerchantsState(currency, time_zone)

    def shown(self) -> None:
        """Look again; what was there stays on screen meanwhile."""
        self._load()
        self._programmes.ask(get("/v1/platform/programmes", ProgrammeSummaryList), self._known)

    def hidden(self) -> None:
        """Nobody waits for an answer; a till's key is not left lying on the screen."""
        self._list.forget()
        self._programmes.forget()
        self._show(key="")

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def search(self, text: str) -> None:
        """Only merchants with this in a name."""
        self._state = replace(self._state, search=text)
        self._load()

    def more(self) -> None:
        """Older ones too."""
        if self._next:
            self._list.ask(self._request(self._next), self._older)

    def choose(self, merchant_id: str) -> None:
        """Look at a merchant."""
        self._show(chosen_id=merchant_id, doing=Doing.LOOKING, form=Form(), key="")

    def take_on(self) -> None:
        """An empty form for a new merchant."""
        self._sent = None
        self._show(doing=Doing.TAKING_ON, form=self._empty(), key="")

    def edit_bank(self) -> None:
        """Where the chosen merchant's payouts go."""
        chosen = self._state.chosen
        if chosen is not None:
            self._show(doing=Doing.BANK, form=bank_form(chosen.bank_details, chosen.name, chosen.currency), key="")

    def edit(self, subject: Subject) -> None:
        """A person, a store or a till of the chosen merchant; or a new one."""
        chosen = self._state.chosen
        if chosen is not None:
            self._ready = None
            form = form_of(chosen, subject, self._state.time_zone)
            self._show(doing=Doing.PART, subject=subject, form=form, key="")

    def write(self, field: str, text: str) -> None:
        """A field was written in; another text is another request."""
        if field in self._state.form.texts() and text != self._state.form.text(field):
            self._sent = self._ready = None
            self._show(form=self._state.form.written(field, text))

    def leave(self) -> None:
        """Back to looking; what was keyed is let go of."""
        self._show(doing=Doing.LOOKING, form=Form(), key="")

    def copy_key(self) -> None:
        """The new till's key, to be pasted at `pos token`."""
        self._copy(self._state.key)
        self._say(Say("merchants.copied"))

    def send(self) -> None:
        """What the form is for."""
        if self._state.is_sending:
            return
        if self._state.doing is Doing.TAKING_ON:
            self._send_merchant()
        elif self._state.doing is Doing.BANK:
            self._send_bank()
        elif self._state.doing is Doing.PART:
            self._send_part()

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._list.ask(self._request(None), self._listed)

    def _request(self, cursor: str | None) -> Request[MerchantList]:
        return get(PATH, MerchantList, search=self._state.search or None, limit=50, cursor=cursor)

    def _listed(self, result: Result[MerchantList]) -> None:
        if not isinstance(result, Answered):
            self._show(is_loading=False, trouble=trouble(result))
            return
        self._next = result.value.next_cursor
        rows = tuple(result.value.items)
        ids = [one.merchant_id for one in rows]
        chosen = self._state.chosen_id if self._state.chosen_id in ids else next(iter(ids), None)
        self._show(rows=rows, chosen_id=chosen, is_loading=False, trouble=None, has_more=self._next is not None)

    def _older(self, result: Result[MerchantList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(rows=(*self._state.rows, *result.value.items), has_more=self._next is not None)
        else:
            self._tell(result)

    def _known(self, result: Result[ProgrammeSummaryList]) -> None:
        if isinstance(result, Answered):
            self._choices = tuple((one.programme_id, f"{one.name} ({one.currency})") for one in result.value.items)

    def _send_merchant(self) -> None:
        values, faults = self._state.form.values(self._state.currency)
        if faults:
            self._show(form=self._state.form.with_faults(faults))
            return
        if self._sent is None:
            try:
                self._sent = self._new_id(), self._merchant(values)
            except msgspec.ValidationError as error:
                self._show(form=self._state.form.with_faults(_misread(str(error), self._state.form)))
                return
        self._show(is_sending=True)
        key, body = self._sent
        self._asking.ask(post(PATH, Merchant, body, key), self._taken_on)

    def _merchant(self, values: Mapping[str, object]) -> MerchantRequest:
        joins = values["joins"]
        return msgspec.convert(
            {
                "public_service_id": values["public_service_id"],
                "name": values["name"],
                "second_name": values["second_name"] or "",
                "currency": str(values["currency"]).upper(),
                "store": {
                    "name": values["store"],
                    "time_zone": values["zone"],
                    "day_cut_minutes": values["day_begins"],
                },
                "till_name": values["till"],
                "till_token": self._draw_token(),
                "operator": {"name": values["operator"], "role": values["role"], "pin": values["pin"]},
                "joins_programme_id": None if joins == OWN else joins,
            },
            MerchantRequest,
        )

    def _taken_on(self, result: Result[Merchant]) -> None:
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("merchants.unknown", tone=Tone.CAREFUL))
            return  # the same request goes with the same id once more: never two merchants
        sent, self._sent = self._sent, None
        if not isinstance(result, Answered):
            self._refused(result)
            return
        assert sent is not None, "what was answered was sent"
        made = result.value
        self._show(
            rows=(made, *self._state.rows),
            chosen_id=made.merchant_id,
            doing=Doing.LOOKING,
            form=Form(),
            key=sent[1].till_token,
        )
        self._say(Say("merchants.taken_on", {"name": made.name}))

    def _send_bank(self) -> None:
        chosen = self._state.chosen
        if chosen is None:
            return
        body, form = bank_body(self._state.form, chosen.currency)
        if body is None:
            self._show(form=form)
            return
        self._show(is_sending=True)
        path = f"{PATH}/{chosen.merchant_id}/bank-details"
        self._asking.ask(post(path, BankDetails, body, self._new_id()), self._bank_kept)

    def _bank_kept(self, result: Result[BankDetails]) -> None:
        self._show(is_sending=False)
        if not isinstance(result, Answered):
            self._refused(result)
            return
        rows = tuple(
            msgspec.structs.replace(one, bank_details=result.value) if one.merchant_id == self._state.chosen_id else one
            for one in self._state.rows
        )
        self._show(rows=rows, doing=Doing.LOOKING, form=Form())
        self._say(Say("merchants.bank_kept"))

    def _send_part(self) -> None:
        chosen, subject, form = self._state.chosen, self._state.subject, self._state.form
        if chosen is None or subject is None:
            return
        values, faults = form.values(chosen.currency)
        if faults:
            self._show(form=form.with_faults(faults))
            return
        path = f"{PATH}/{chosen.merchant_id}"
        if self._ready is None:
            try:
                self._ready = ready(path, chosen, subject, values, self._new_id(), self._draw_token())
            except msgspec.ValidationError as error:
                self._show(form=form.with_faults(_misread(str(error), form)))
                return
        self._show(is_sending=True)
        self._asking.ask(self._ready.request, self._part_kept)

    def _part_kept(self, result: Result[Kept]) -> None:
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("merchants.unknown", tone=Tone.CAREFUL))
            return  # with the same id once more: nobody and nothing is made twice
        sent, self._ready = self._ready, None
        if not isinstance(result, Answered):
            self._refused(result)
            return
        self._show(doing=Doing.LOOKING, form=Form(), subject=None, key=sent.token if sent else "")
        self._say(Say("merchants.part_kept", {"name": result.value.name}))
        chosen = self._state.chosen
        if chosen is not None:
            self._asking.ask(get(f"{PATH}/{chosen.merchant_id}", Merchant), self._seen_again)

    def _seen_again(self, result: Result[Merchant]) -> None:
        if isinstance(result, Answered):
            new = result.value
            self._show(rows=tuple(new if one.merchant_id == new.merchant_id else one for one in self._state.rows))

    def _refused(self, result: Result[object]) -> None:
        """At the field that is meant, else as a line at the bottom."""
        field = result.problem.field if isinstance(result, Rejected) else None
        place = _FIELDS.get(field or "", field)
        if isinstance(result, Rejected) and place in self._state.form.texts():
            fault = Say("form.refused", {"text": result.problem.detail})
            self._show(form=self._state.form.with_faults({place: fault}))
        else:
            self._tell(result)

    def _tell(self, result: Result[object]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _empty(self) -> Form:
        return Form(
            (
                FormField("name", Kind.TEXT),
                FormField("second_name", Kind.TEXT, may_be_empty=True),
                FormField("public_service_id", Kind.TEXT),
                FormField("currency", Kind.TEXT, self._state.currency),
                FormField("store", Kind.TEXT),
                FormField("till", Kind.TEXT, "Till 1"),
                FormField("zone", Kind.TEXT, self._state.time_zone),
                FormField("day_begins", Kind.CLOCK, clock_text(USUAL_DAY)),
                FormField("operator", Kind.TEXT),
                FormField("pin", Kind.SECRET),
                FormField("role", Kind.CHOICE, "owner", choices=(("owner", "role.owner"), ("manager", "role.manager"))),
                FormField("joins", Kind.CHOICE, OWN, choices=((OWN, "merchants.own_card"), *self._choices)),
            )
        )

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)


def bank_form(details: BankDetails | None, holder: str, currency: str) -> Form:
    """Where money goes, to be written."""
    smallest = money_text(details.smallest_payout_minor, currency) if details else ""
    return Form(
        (
            FormField("holder", Kind.TEXT, details.holder if details else holder),
            FormField("account", Kind.TEXT, details.account if details else ""),
            FormField("bic", Kind.TEXT, details.bic if details else "", may_be_empty=True),
            FormField("smallest_payout_minor", Kind.MONEY, smallest, may_be_empty=True),
        )
    )


def bank_body(form: Form, currency: str) -> tuple[BankDetailsChange | None, Form]:
    """What is sent; or none, and the form with what is wrong."""
    values, faults = form.values(currency)
    if faults:
        return None, form.with_faults(faults)
    try:
        return msgspec.convert(values, BankDetailsChange), form
    except msgspec.ValidationError as error:
        return None, form.with_faults(_misread(str(error), form))


def _misread(text: str, form: Form) -> dict[str, Say]:
    """The field that the contract does not take as it is: `... - at `$.operator.pin``."""
    path = text.rpartition("`$.")[2].rstrip("`")
    name = {
        "operator.name": "operator",
        "store.name": "store",
        "store.day_cut_minutes": "day_begins",
        "till_name": "till",
    }
    place = name.get(path) or _FIELDS.get(path) or path.rpartition(".")[2]
    fault = Say("form.pin" if place == "pin" else "form.handle" if place == "public_service_id" else "form.unfit")
    return {place: fault} if place in form.texts() else {form.fields[0].id: fault}
