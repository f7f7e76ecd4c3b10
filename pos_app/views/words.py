"""Message ids to words in the cashier's language, with their money and times formatted."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from pos_app.presenters.sell_state import Say
from pos_app.views import format as fmt
from pos_app.views.vocabulary import messages


@dataclass(frozen=True, slots=True)
class Place:
    """What formatting needs: which currency, which clock."""

    currency: str
    time_zone: str


class UnknownMessageError(KeyError):
    """A message id that no module of the vocabulary lists: someone forgot to give it words."""


def words(message_id: str, place: Place | None = None, **arguments: object) -> str:
    """The text of a message id. Money and times among the arguments need a `place`."""
    return _template(message_id).format_map(_formatted(arguments, place))


def say(message: Say, place: Place) -> str:
    """A presenter's message in words."""
    return words(message.id, place, **message.arguments)


def say_rich(message: Say, place: Place, *, ink: str) -> str:
    """The same as rich text, with its money in `ink` and semibold; names are escaped."""
    marked = {
        name: _strong(text, ink) if name.endswith("_minor") else html.escape(text)
        for name, text in _formatted(message.arguments, place).items()
    }
    return html.escape(_template(message.id), quote=False).format_map(marked)


def words_rich(message_id: str, ink: str, **strong: str) -> str:
    """A message as rich text with its arguments, already words, in `ink` and semibold."""
    marked = {name: _strong(text, ink) for name, text in strong.items()}
    return html.escape(_template(message_id), quote=False).format_map(marked)


def _strong(text: str, ink: str) -> str:
    return f'<span style="font-weight:600; color:{ink};">{html.escape(text)}</span>'


def _template(message_id: str) -> str:
    try:
        context, english = messages()[message_id]
    except KeyError:
        raise UnknownMessageError(f"{message_id!r} has no words in pos_app/views/vocabulary") from None
    return QCoreApplication.translate(context, english)


def _formatted(arguments: Mapping[str, object], place: Place | None) -> dict[str, str]:
    return {name: _text(name, value, place) for name, value in arguments.items()}


def _text(name: str, value: object, place: Place | None) -> str:
    if place is not None and name.endswith("_minor") and isinstance(value, int):
        return fmt.money(value, place.currency)
    if place is not None and name.endswith("_at") and isinstance(value, dt.datetime):
        return fmt.time(value, place.time_zone)
    return str(value)
