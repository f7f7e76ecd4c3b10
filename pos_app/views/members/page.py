"""The Members page: the list at the left, one member at the right."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.members_state import MembersIntents, MembersState, Show
from pos_app.views import format as fmt
from pos_app.views.look.paint import begin
from pos_app.views.look.tokens import size, space, till
from pos_app.views.members.history import HistoryCard
from pos_app.views.members.letter import LetterCard
from pos_app.views.members.rows import Clock, MemberRows
from pos_app.views.members.why import NextTile, WhyCard
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.empty import Empty
from pos_app.views.parts.field import Field
from pos_app.views.parts.person import paint_initials
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Line, Text
from pos_app.views.words import Place, say, words

_LIST, _LIST_NARROW = 352, 304
_WIDE_HEAD = 700
_NEXT, _HEAD = 168, 96


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class ListCard(Card):
    """Search, filters, rows, export."""

    def __init__(self, clock: Clock) -> None:
        super().__init__("memberList")
        self.search = Field("memberSearch", "body")
        self.chips = {show: Chip(f"filter{show.value.title()}") for show in Show}
        self.rows = MemberRows(clock)
        self.empty = Empty("membersEmpty", "users-three")
        self.export = Button("memberExport", Shape(Kind.QUIET, "body", "download-simple"))
        self.export.setFixedHeight(size("touchMin"))
        chips = QHBoxLayout()
        chips.setContentsMargins(space(3), 0, space(3), 0)
        chips.setSpacing(space(2))
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        top = QHBoxLayout()
        top.setContentsMargins(space(3), 0, space(3), 0)
        top.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, space(3), 1, space(1))
        column.setSpacing(space(3))
        column.addLayout(top)
        column.addLayout(chips)
        column.addWidget(self.rows, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.export)


class HeadCard(Card):
    """Who: initials, name, tier, since when, points, what was bought, and the message button."""

    def __init__(self) -> None:
        super().__init__("memberHead")
        self._name_text = ""
        self._name = Line("memberName", "heading", "semibold")
        self._tier = Pill("memberTier")
        self._since = Line("memberSince", "body", "regular", "text2")
        self._points_head = Text("pointsHead", "caption", "regular", "text2")
        self._points = Text("points", "heading", "semibold")
        self._spent_head = Text("spentHead", "caption", "regular", "text2")
        self._spent = Text("spent", "heading", "semibold")
        self.message = Button("memberMessage", Shape(Kind.PRIMARY, "strong", "paper-plane-tilt"))
        self.message.setFixedHeight(size("button"))
        name = QHBoxLayout()
        name.setSpacing(space(2))
        name.addWidget(self._name)
        name.addWidget(self._tier)
        name.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addLayout(name)
        who.addWidget(self._since)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4) + size("button") + space(3), space(2), space(4), space(2))
        row.setSpacing(space(4))
        row.addLayout(who, 1)
        for head, figure in ((self._points_head, self._points), (self._spent_head, self._spent)):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            for label in (head, figure):
                label.setAlignment(label.alignment() | figure.alignment())
                pair.addWidget(label)
            row.addLayout(pair)
        row.addWidget(self.message)

    def show_state(self, state: MembersState) -> None:
        """The member's row and figures."""
        profile = state.profile
        if profile is None:
            return
        member, place = profile.member, Place(state.currency, state.time_zone)
        self._name_text = member.name
        self._name.setText(member.name)
        self._tier.show_words(member.tier_name or words(f"standing.{member.standing.value}"), "news")
        joined = member.joined_at
        self._since.setText(
            words("members.since", day=fmt.day(joined, state.time_zone)) if joined else member.social_id
        )
        self._points_head.setText(words("members.points_head"))
        self._points.setText(f"{member.points:,}")
        self._spent_head.setText(words("members.in_days", count=profile.recent_days))
        self._spent.setText(fmt.money(profile.recent_minor, place.currency))
        self.message.set_words(words("members.message"))
        self.message.setVisible(state.may_message and state.draft is None)  # one filled button: the letter has its own
        self._place_spent()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow card the name needs the room."""
        super().resizeEvent(event)
        self._place_spent()

    def _place_spent(self) -> None:
        for label in (self._spent_head, self._spent):
            label.setVisible(self.width() >= _WIDE_HEAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the card, and the initials on it."""
        super().paintEvent(event)
        if self._name_text:
            painter = begin(self)
            side = min(size("button"), self.height() - space(3))
            middle = QPointF(space(4) + size("button") / 2, self.height() / 2)
            paint_initials(painter, middle, side, self._name_text, is_chosen=True)
            painter.end()


class MembersPage(PageWidget[MembersState]):
    """Puts the cards where the grid says."""

    def __init__(self, clock: Clock = _now) -> None:
        super().__init__("membersPage")
        self._intents: MembersIntents | None = None
        self.list = ListCard(clock)
        self.head, self.history, self.why, self.next = HeadCard(), HistoryCard(), WhyCard(), NextTile()
        self.letter = LetterCard()
        self._trouble = Fitting("membersTrouble", "body", "medium", "warning")
        for part in (self.list, self.head, self.history, self.why, self.next, self.letter, self._trouble):
            part.setParent(self)

    def set_intents(self, intents: MembersIntents) -> None:
        """From now on what a person does reaches the presenter."""
        self._intents = intents
        self.list.search.textChanged.connect(intents.search)
        for show, chip in self.list.chips.items():
            chip.clicked.connect(lambda _=False, show=show: self._filter(show))
        self.list.rows.chosen.connect(intents.choose)
        self.list.rows.near_end.connect(intents.more)
        self.list.export.clicked.connect(intents.export)
        self.history.more.clicked.connect(intents.more_history)
        self.head.message.clicked.connect(self._write)
        self.letter.field.textChanged.connect(lambda: intents.write_text(self.letter.field.toPlainText()))
        self.letter.whom.activated.connect(lambda _: intents.write_to(str(self.letter.whom.currentData())))
        self.letter.close_button.clicked.connect(intents.put_away)
        self.letter.send.clicked.connect(intents.send)

    def render_state(self, state: MembersState) -> None:
        """List, member, trouble."""
        counts = state.counts
        self.list.search.set_label(words("members.search"))
        for show, chip in self.list.chips.items():
            count = getattr(counts, show.value) if counts else 0
            chip.show_words(words(f"members.{show.value}", count=count), is_chosen=show is state.show)
        self.list.rows.show_state(state)
        is_bare = not state.rows and not state.is_loading
        self.list.rows.setVisible(not is_bare)
        self.list.empty.setVisible(is_bare)
        what = ("members.empty", "members.empty_why") if state.is_empty else ("members.nobody", "members.nobody_why")
        self.list.empty.show_words(words(what[0]), words(what[1]))
        self.list.export.set_words(words("members.export"))
        for card in (self.head, self.history, self.why, self.next, self.letter):
            card.show_state(state)
        said = say(state.trouble, Place(state.currency, state.time_zone)) if state.trouble else ""
        self._trouble.setText(said)
        self._place()

    def filled_button(self) -> Button | None:
        """Message, or what the open message does next."""
        is_writing = self._shown_state is not None and self._shown_state.draft is not None
        button = self.letter.send if is_writing else self.head.message
        return button if button.isVisible() else None

    def search_field(self) -> QWidget:
        """Where names are typed."""
        return self.list.search

    def escape(self) -> bool:
        """Closes the message, then empties the search."""
        state = self._shown_state
        if state is None or self._intents is None:
            return False
        if state.draft is not None:
            self._intents.put_away()
            self.list.search.setFocus()
        else:
            self.list.search.clear()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._place()

    def _filter(self, show: Show) -> None:
        if self._intents is not None:
            self._intents.filter(show)
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _write(self) -> None:
        if self._intents is not None:
            self._intents.write()
            self.letter.field.setFocus()

    def _place(self) -> None:
        state = self._shown_state
        if state is None:
            return
        is_narrow = self.window().width() < till("narrowBelow")
        listed = _LIST_NARROW if is_narrow else _LIST
        gap = space(3) if is_narrow else space(4)
        self.list.setGeometry(0, 0, listed, self.height())
        left = listed + gap
        width = self.width() - left
        self.head.setGeometry(left, 0, width, _HEAD)
        half = (width - gap) // 2
        below = _HEAD + space(3)
        self.history.setGeometry(left, below, half, self.height() - below)
        right = QRect(left + half + gap, below, width - half - gap, self.height() - below)
        self.letter.setGeometry(right)
        why_height = right.height() - _NEXT - space(3)
        self.why.setGeometry(right.left(), right.top(), right.width(), why_height)
        self.next.setGeometry(right.left(), right.top() + why_height + space(3), right.width(), _NEXT)
        has_member, is_writing = state.profile is not None, state.draft is not None
        for card in (self.head, self.history):
            card.setVisible(has_member)
        self.why.setVisible(has_member and not is_writing)
        self.next.setVisible(has_member and not is_writing)
        self.letter.setVisible(has_member and is_writing)
        self._trouble.setGeometry(left, 0, width, _HEAD)
        self._trouble.setVisible(state.trouble is not None and not has_member)
