"""The Members page's presenter: searches while somebody types, opens one member, writes to them, exports all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend_stub.contract import (
    Member,
    MemberList,
    MemberMessage,
    MemberMessageRequest,
    MemberProfile,
    MessageAudience,
    Right,
    RuleStatus,
    RuleVersionList,
    TillContext,
    Timeline,
)
from pos_app.presenters.asking import Asking, Latest, get, post, trouble
from pos_app.presenters.members_csv import member_lines
from pos_app.presenters.members_state import Audience, Draft, MembersState, MembersView, Show, Whom
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, Result

MEMBERS = "/v1/members"
MESSAGES = "/v1/member-messages"
RULES = "/v1/association-rules"
PAGE = 50
HISTORY = 30
EXPORT_PAGE = 200


class MembersPresenter(PagePresenter):
    """Implements `MembersIntents`. `keep` writes a file and returns where it is; it raises OSError."""

    def __init__(
        self,
        view: MembersView,
        asking: Asking,
        context: TillContext,
        rights: frozenset[Right],
        *,
        say: Callable[[Say], None],
        keep: Callable[[str], Path],
        new_id: Callable[[], str],
    ) -> None:
        self._view, self._asking = view, asking
        self._say, self._keep, self._new_id = say, keep, new_id
        self._list, self._one, self._past = Latest(asking), Latest(asking), Latest(asking)
        self._count, self._tiers = Latest(asking), Latest(asking)
        self._cursor: str | None = None
        self._history_cursor: str | None = None
        self._is_fetching = False
        self._message_id = ""
        self._state = MembersState(context.currency, context.time_zone, may_message=Right.MESSAGE_MEMBERS in rights)

    def shown(self) -> None:
        """Every time the page is opened the list is as it is now."""
        self._load()

    def hidden(self) -> None:
        """What is under way is not wanted any more."""
        for latest in (self._list, self._one, self._past, self._count, self._tiers):
            latest.forget()
        self._is_fetching = False

    # --- the list -----------------------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """The words looked for so far."""
        if text != self._state.text:
            self._state = replace(self._state, text=text)
            self._load()

    def filter(self, show: Show) -> None:
        """Which members are listed."""
        if show is not self._state.show:
            self._state = replace(self._state, show=show)
            self._load()

    def again(self) -> None:
        """After trouble: ask once more."""
        self._load()

    def more(self) -> None:
        """The next page of the list."""
        if self._cursor is not None and not self._is_fetching:
            self._is_fetching = True
            self._ask_list(self._cursor)

    def _load(self) -> None:
        self._is_fetching = True
        self._show(replace(self._state, is_loading=True, trouble=None))
        self._ask_list(None)

    def _ask_list(self, cursor: str | None) -> None:
        state = self._state
        text = state.text.strip() or None
        request = get(MEMBERS, MemberList, search=text, show=state.show.value, limit=PAGE, cursor=cursor)
        self._list.ask(request, lambda result: self._listed(result, is_first=cursor is None))

    def _listed(self, result: Result[MemberList], *, is_first: bool) -> None:
        self._is_fetching = False
        if not isinstance(result, Answered):
            self._show(replace(self._state, is_loading=False, trouble=trouble(result)))
            return
        found = result.value
        self._cursor = found.next_cursor
        rows = tuple(found.items) if is_first else (*self._state.rows, *found.items)
        counts = found.counts or self._state.counts
        self._show(
            replace(
                self._state, rows=rows, counts=counts, is_loading=False, has_more=self._cursor is not None, trouble=None
            )
        )
        if is_first:
            self._keep_chosen(rows)

    def _keep_chosen(self, rows: tuple[Member, ...]) -> None:
        """The member who was open stays so while they are found; else the first one is opened."""
        ids = [row.customer_id for row in rows]
        if self._state.chosen_id in ids:
            self.choose(self._state.chosen_id)
        elif ids:
            self.choose(ids[0])
        else:
            self._one.forget()
            self._show(replace(self._state, chosen_id="", profile=None, history=(), draft=None))

    # --- one member ---------------------------------------------------------------------------------------------------

    def choose(self, customer_id: str) -> None:
        """Opens this member; what is known of another one goes."""
        if customer_id != self._state.chosen_id:
            self._state = replace(self._state, profile=None, history=(), has_more_history=False, draft=None)
        self._history_cursor = None
        self._show(replace(self._state, chosen_id=customer_id))
        self._one.ask(get(f"{MEMBERS}/{customer_id}", MemberProfile), self._opened)
        self._ask_history(None)

    def more_history(self) -> None:
        """What happened before."""
        if self._history_cursor is not None:
            self._ask_history(self._history_cursor)

    def _opened(self, result: Result[MemberProfile]) -> None:
        if isinstance(result, Answered):
            self._show(replace(self._state, profile=result.value, trouble=None))
        else:
            self._show(replace(self._state, trouble=trouble(result)))

    def _ask_history(self, cursor: str | None) -> None:
        path = f"{MEMBERS}/{self._state.chosen_id}/timeline"
        request = get(path, Timeline, limit=HISTORY, cursor=cursor)
        self._past.ask(request, lambda result: self._remembered(result, is_first=cursor is None))

    def _remembered(self, result: Result[Timeline], *, is_first: bool) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, trouble=trouble(result)))
            return
        self._history_cursor = result.value.next_cursor
        history = tuple(result.value.items) if is_first else (*self._state.history, *result.value.items)
        self._show(replace(self._state, history=history, has_more_history=self._history_cursor is not None))

    # --- a message ----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Opens a message to the member shown; the tiers it could be for are those of today's rule."""
        if self._state.may_message and self._state.profile is not None:
            self._show(replace(self._state, draft=Draft()))
            self._tiers.ask(get(RULES, RuleVersionList), self._ruled)

    def _ruled(self, result: Result[RuleVersionList]) -> None:
        if isinstance(result, Answered):  # who may not see rules writes to all, or to one
            rule = next((one.rule for one in result.value.items if one.status is RuleStatus.IN_FORCE), None)
            tiers = rule.tiers if rule else []
            offered = tuple(Audience(Whom.TIER, tier_key=tier.key, tier_name=tier.name) for tier in tiers)
            self._show(replace(self._state, tiers=offered))

    def write_text(self, text: str) -> None:
        """What was counted belongs to what was written before."""
        draft = self._state.draft
        if draft is not None and text != draft.text:
            self._count.forget()
            self._draft(replace(draft, text=text, counted=None, sent=None, is_asking=False, wrong=None))

    def write_to(self, audience_id: str) -> None:
        """Whom it is for; what was counted belongs to who was meant before."""
        draft = self._state.draft
        audience = next((one for one in self._state.audiences if one.id == audience_id), None)
        if draft is not None and audience is not None and audience != draft.audience:
            self._count.forget()
            self._draft(replace(draft, audience=audience, counted=None, sent=None, is_asking=False, wrong=None))

    def send(self) -> None:
        """The first press counts who would get it, the second sends."""
        draft = self._state.draft
        if draft is None or draft.is_asking or draft.sent is not None:
            return
        if not draft.text.strip():
            self._draft(replace(draft, wrong=Say("members.write_first", tone=Tone.WRONG)))
            return
        is_preview = draft.counted is None
        if is_preview:
            self._message_id = self._new_id()
        audience = self._audience(draft.audience)
        body = MemberMessageRequest(text=draft.text.strip(), audience=audience, is_preview=is_preview)
        key = self._new_id() if is_preview else self._message_id
        self._draft(replace(draft, is_asking=True, wrong=None))
        self._count.ask(post(MESSAGES, MemberMessage, body, key), self._told)

    def _audience(self, audience: Audience) -> MessageAudience:
        match audience.whom:
            case Whom.ONE:
                return MessageAudience(customer_id=self._state.chosen_id)
            case Whom.ALL:
                return MessageAudience()
            case Whom.TIER:
                return MessageAudience(tier_key=audience.tier_key)
            case Whom.UNSEEN:
                return MessageAudience(not_seen_for_days=audience.days)

    def put_away(self) -> None:
        """Closes the message."""
        self._count.forget()
        self._show(replace(self._state, draft=None))

    def _told(self, result: Result[MemberMessage]) -> None:
        draft = self._state.draft
        if draft is None:
            return
        if not isinstance(result, Answered):
            self._draft(replace(draft, is_asking=False, wrong=trouble(result)))
        elif result.value.is_preview:
            self._draft(replace(draft, is_asking=False, counted=result.value))
        else:
            self._draft(replace(draft, is_asking=False, sent=result.value))
            self._say(Say("members.sent", {"count": result.value.delivered}, Tone.GOOD))

    def _draft(self, draft: Draft) -> None:
        self._show(replace(self._state, draft=draft))

    # --- export -------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Walks the list by its pages, and writes one file when all are there."""
        self._say(Say("members.exporting"))
        self._ask_export([], None)

    def _ask_export(self, rows: list[Member], cursor: str | None) -> None:
        request = get(MEMBERS, MemberList, limit=EXPORT_PAGE, cursor=cursor)
        self._asking.ask(request, lambda result: self._exported(rows, result))

    def _exported(self, rows: list[Member], result: Result[MemberList]) -> None:
        if not isinstance(result, Answered):
            said = trouble(result)
            if said is not None:
                self._say(said)
            return
        rows.extend(result.value.items)
        if result.value.next_cursor is not None:
            self._ask_export(rows, result.value.next_cursor)
            return
        try:
            where = self._keep(member_lines(rows))
        except OSError as error:
            self._say(Say("members.not_exported", {"why": error.strerror or "?"}, Tone.CAREFUL))
        else:
            self._say(Say("members.exported", {"count": len(rows), "file": str(where)}, Tone.GOOD))

    def _show(self, state: MembersState) -> None:
        self._state = state
        self._view.render(state)
