"""The Programmes page: terms of each, what other terms would do to accounts that exist, and who takes a programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    AcceptanceRequest,
    MerchantList,
    ProblemCode,
    ProgrammeDetail,
    ProgrammeRequest,
    ProgrammeSummaryList,
    ProgrammeTerms,
    TermsCheck,
    TermsRequest,
)
from pos_app.presenters.asking import Asking, Latest, get, post, trouble
from pos_app.presenters.forms import EMPTY, Form, FormField, Kind
from pos_app.presenters.programmes_state import Doing, ProgrammesState, ProgrammesView, terms_fields, usual_terms
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, NoAnswer, Rejected, Result

LIST, PATH = "/v1/platform/programmes", "/v1/programmes"


class ProgrammesPresenter(PagePresenter):
    """Terms are checked by the platform as they are written, and published only after a question."""

    def __init__(
        self,
        view: ProgrammesView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        say: Callable[[Say], None],
        new_id: Callable[[], str],
    ) -> None:
        self._view, self._asking, self._say, self._new_id = view, asking, say, new_id
        self._list, self._of_one = Latest(asking), Latest(asking)
        self._checking, self._merchants = Latest(asking), Latest(asking)
        self._issue_id: str | None = None
        self._state = ProgrammesState(currency, time_zone)

    def shown(self) -> None:
        """Look again; terms that are being written stay."""
        self._load()
        self._merchants.ask(get("/v1/platform/merchants", MerchantList, limit=200), self._known)

    def hidden(self) -> None:
        """Nobody waits for an answer, and no question stands unseen."""
        for asked in (self._list, self._of_one, self._checking, self._merchants):
            asked.forget()
        self._show(is_asking=False)

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def choose(self, programme_id: str) -> None:
        """Look at a programme; what was written of another is let go of."""
        doing = Doing.TERMS if self._state.doing is Doing.ISSUING else self._state.doing
        self._show(chosen_id=programme_id, detail=None, form=EMPTY, is_changed=False, check=None, doing=doing)
        self._open(programme_id)

    def turn_to(self, doing: Doing) -> None:
        """Terms, or who takes it."""
        self._show(doing=doing, is_asking=False)

    def issue(self) -> None:
        """A new programme; its form begins with usual bounds."""
        self._issue_id = None
        self._checking.forget()
        issuer = next(iter(self._state.merchants), ("", ""))[0]
        usual = terms_fields(usual_terms(), None, self._state.currency)
        choices = tuple(self._state.merchants)
        form = Form((FormField("issuer", Kind.CHOICE, issuer, choices=choices), *usual))
        self._show(doing=Doing.ISSUING, form=form, is_changed=False, check=None, is_asking=False)

    def write(self, field: str, text: str) -> None:
        """A term was written: what it does is asked at once."""
        if field not in self._state.form.texts() or text == self._state.form.text(field):
            return
        self._issue_id = None
        self._show(form=self._state.form.written(field, text), check=None, is_asking=False, is_changed=True)
        if self._state.doing is Doing.TERMS:
            self._look()

    def undo(self) -> None:
        """The terms as they are published."""
        self._checking.forget()
        if self._state.doing is Doing.ISSUING:
            self._show(doing=Doing.TERMS)
        self._fill()

    def publish(self) -> None:
        """Ask before terms change for customers."""
        if self._state.doing is Doing.ISSUING:
            self._send_issue()
        elif self._state.can_publish:
            self._show(is_asking=True)

    def keep(self) -> None:
        """No."""
        self._show(is_asking=False)

    def confirm(self) -> None:
        """Yes: the terms that were checked, against the version that was looked at."""
        detail = self._state.detail
        body = self._request()
        if not self._state.is_asking or detail is None or body is None:
            return
        self._show(is_asking=False, is_sending=True)
        path = f"{PATH}/{detail.programme_id}/terms"
        self._asking.ask(post(path, ProgrammeDetail, body, self._new_id()), self._published)

    def name_member(self, public_service_id: str) -> None:
        """Who is to take it too."""
        self._show(new_member=public_service_id)

    def admit(self) -> None:
        """The named merchant takes it from now on."""
        if self._state.new_member:
            self._send_member(self._state.new_member, is_member=True)

    def release(self, public_service_id: str) -> None:
        """A merchant takes accounts opened before, and no new ones."""
        self._send_member(public_service_id, is_member=False)

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._list.ask(get(LIST, ProgrammeSummaryList), self._listed)

    def _listed(self, result: Result[ProgrammeSummaryList]) -> None:
        if not isinstance(result, Answered):
            self._show(is_loading=False, trouble=trouble(result))
            return
        rows = tuple(result.value.items)
        ids = [one.programme_id for one in rows]
        chosen = self._state.chosen_id if self._state.chosen_id in ids else next(iter(ids), None)
        self._show(rows=rows, chosen_id=chosen, is_loading=False, trouble=None)
        if chosen is not None and not self._state.is_changed and self._state.doing is not Doing.ISSUING:
            self._open(chosen)

    def _known(self, result: Result[MerchantList]) -> None:
        if isinstance(result, Answered):
            named = sorted((one.name, one.public_service_id) for one in result.value.items)
            self._show(merchants=tuple((key, name) for name, key in named))

    def _open(self, programme_id: str) -> None:
        self._of_one.ask(get(f"{PATH}/{programme_id}", ProgrammeDetail), self._opened)

    def _opened(self, result: Result[ProgrammeDetail]) -> None:
        if isinstance(result, Answered):
            self._state = replace(self._state, detail=result.value)
            self._fill()
        else:
            self._tell(result)

    def _fill(self) -> None:
        detail = self._state.detail
        fields = (
            terms_fields(detail.versions[-1].published, detail.group_name, detail.currency)
            if detail is not None
            else ()
        )
        self._show(form=Form(fields), is_changed=False, check=None, is_asking=False)

    def _look(self) -> None:
        """Check what is written; what can't be read is said at its field without asking."""
        detail = self._state.detail
        body = self._request()
        if detail is None or body is None:
            self._checking.forget()
            return
        path = f"{PATH}/{detail.programme_id}/terms-checks"
        self._checking.ask(post(path, TermsCheck, body, self._new_id()), self._checked)

    def _checked(self, result: Result[TermsCheck]) -> None:
        if not isinstance(result, Answered):
            self._refused(result)
            return
        faults = {one.field: Say("form.refused", {"text": one.detail}) for one in result.value.faults}
        self._show(check=result.value, form=self._state.form.with_faults(faults), is_changed=bool(result.value.changed))

    def _request(self) -> TermsRequest | None:
        terms, group = self._terms()
        if terms is None or self._state.detail is None:
            return None
        return TermsRequest(version=self._state.detail.version, terms=terms, group_name=group)

    def _terms(self) -> tuple[ProgrammeTerms | None, str | None]:
        """What is written, or None with the faults shown."""
        currency = self._state.form_currency
        values, faults = self._state.form.values(currency)
        if faults:
            self._show(form=self._state.form.with_faults(faults))
            return None, None
        group = values.pop("group_name")
        values.pop("issuer", None)
        tiers = values["bonus_tiers"]
        assert isinstance(tiers, tuple)
        values["bonus_tiers"] = [{"from_minor": start, "bonus_minor": bonus} for start, bonus in tiers]
        try:
            return msgspec.convert(values, ProgrammeTerms), None if group is None else str(group)
        except msgspec.ValidationError as error:
            field = str(error).rpartition("`$.")[2].rstrip("`").partition("[")[0]
            self._show(form=self._state.form.with_faults({field: Say("form.unfit")}))
            return None, None

    def _published(self, result: Result[ProgrammeDetail]) -> None:
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("programmes.unknown", tone=Tone.CAREFUL))
            return  # what is written stays; published again, it is the same version
        if isinstance(result, Rejected) and result.problem.code is ProblemCode.CONFLICT:
            self._say(Say("programmes.meanwhile", tone=Tone.CAREFUL))
            self._fresh()
        elif isinstance(result, Answered):
            self._state = replace(self._state, detail=result.value)
            self._say(Say("programmes.published", {"version": result.value.version}))
            self._fill()
            self._load()
        else:
            self._refused(result)

    def _fresh(self) -> None:
        """Somebody published meanwhile: what is written is checked against that."""
        detail = self._state.detail
        if detail is not None:
            self._of_one.ask(get(f"{PATH}/{detail.programme_id}", ProgrammeDetail), self._met)

    def _met(self, result: Result[ProgrammeDetail]) -> None:
        if isinstance(result, Answered):
            self._show(detail=result.value)
            self._look()
        else:
            self._tell(result)

    def _send_issue(self) -> None:
        terms, group = self._terms()
        if terms is None or self._state.is_sending:
            return
        self._issue_id = self._issue_id or self._new_id()
        self._show(is_sending=True)
        body = ProgrammeRequest(terms=terms, issuer=self._state.form.text("issuer") or None, group_name=group)
        self._asking.ask(post(PATH, ProgrammeDetail, body, self._issue_id), self._issued)

    def _issued(self, result: Result[ProgrammeDetail]) -> None:
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("programmes.unknown", tone=Tone.CAREFUL))
            return  # the id is kept: never two programmes
        self._issue_id = None
        if not isinstance(result, Answered):
            self._refused(result)
            return
        self._state = replace(self._state, detail=result.value, chosen_id=result.value.programme_id, doing=Doing.TERMS)
        self._say(Say("programmes.issued", {"name": result.value.versions[-1].published.name}))
        self._fill()
        self._load()

    def _send_member(self, public_service_id: str, *, is_member: bool) -> None:
        detail = self._state.detail
        if detail is None or self._state.is_sending:
            return
        self._show(is_sending=True)
        body = AcceptanceRequest(public_service_id=public_service_id, is_member=is_member)
        path = f"{PATH}/{detail.programme_id}/merchants"
        self._asking.ask(post(path, ProgrammeDetail, body, self._new_id()), self._admitted)

    def _admitted(self, result: Result[ProgrammeDetail]) -> None:
        self._show(is_sending=False)
        if not isinstance(result, Answered):
            self._tell(result)
            return
        self._show(detail=result.value, new_member="")
        if not self._state.is_changed:
            self._fill()
        self._load()

    def _refused(self, result: Result[object]) -> None:
        field = result.problem.field if isinstance(result, Rejected) else None
        if isinstance(result, Rejected) and field in self._state.form.texts():
            fault = Say("form.refused", {"text": result.problem.detail})
            self._show(form=self._state.form.with_faults({field: fault}))
        else:
            self._tell(result)

    def _tell(self, result: Result[object]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)
