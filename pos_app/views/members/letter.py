"""A message to members: written, counted, sent. It stands in the page, not before it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from pos_app.presenters.members_state import Audience, MembersState, Whom
from pos_app.views.look.fonts import font
from pos_app.views.look.tokens import radius, size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.words import Place, say, words


class LetterField(QPlainTextEdit):
    """Some lines to write in."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("letterText")
        self.setFont(font("body", "regular"))
        self.setTabChangesFocus(True)  # Qt's setter

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")


class LetterCard(Card):
    """To whom, the words, who would get it, and the one button that counts and then sends."""

    def __init__(self) -> None:
        super().__init__("letterCard")
        self._title = Fitting("letterTitle", "title", "semibold")
        self.whom = Chooser("letterWhom")
        self.field = LetterField()
        self._told = Paragraph("letterTold", "body")
        self._wrong = Fitting("letterWrong", "body", "medium", "danger")
        self.close_button = Button("letterClose", Shape(font_size="body"))
        self.send = Button("letterSend", Shape(Kind.PRIMARY, "strong", "paper-plane-tilt"))
        feet = QHBoxLayout()
        feet.setSpacing(space(2))
        feet.addWidget(self.close_button)
        feet.addWidget(self.send, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(4))
        column.setSpacing(space(2))
        column.addWidget(self._title)
        column.addWidget(self.whom)
        column.addWidget(self.field, 1)
        column.addWidget(self._told)
        column.addWidget(self._wrong)
        column.addLayout(feet)
        for button in (self.close_button, self.send):
            button.setFixedHeight(size("button"))

    def show_state(self, state: MembersState) -> None:
        """The message as far as it is."""
        draft = state.draft
        if draft is None:
            return
        place = Place(state.currency, state.time_zone)
        name = state.profile.member.name if state.profile else ""
        to_one = draft.audience.whom is Whom.ONE
        self._title.setText(words("members.write", name=name) if to_one else words("members.write_many"))
        choices = tuple((one.id, _named(one)) for one in state.audiences)
        self.whom.show_choices(choices, draft.audience.id, words("members.whom"))
        self.field.setPlaceholderText(words("members.text"))
        self.field.setAccessibleName(words("members.text"))
        if self.field.toPlainText() != draft.text:
            self.field.setPlainText(draft.text)
        counted = draft.sent or draft.counted
        self._told.set_plain(
            words(
                "members.counted",
                delivered=counted.delivered,
                muted=counted.muted,
                soon=counted.too_soon,
                gone=counted.gone,
            )
            if counted
            else ""
        )
        self._wrong.setText(say(draft.wrong, place) if draft.wrong else "")
        self.close_button.set_words(words("members.close"))
        self.send.set_words(self._verb(state))
        self.send.setEnabled(not draft.is_asking and draft.sent is None and not (counted and counted.delivered == 0))

    def _verb(self, state: MembersState) -> str:
        draft = state.draft
        if draft is None or (draft.counted is None and draft.sent is None):
            return words("members.count")
        if draft.sent is not None:
            return words("members.done", count=draft.sent.delivered)
        return words("members.send", count=draft.counted.delivered if draft.counted else 0)


def _named(audience: Audience) -> str:
    match audience.whom:
        case Whom.ONE:
            return words("members.to_one")
        case Whom.ALL:
            return words("members.to_all")
        case Whom.TIER:
            return words("members.to_tier", tier=audience.tier_name)
        case Whom.UNSEEN:
            return words("members.to_unseen", count=audience.days)
