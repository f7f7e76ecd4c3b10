"""A hand scanner that types (keyboard wedge), told from a person before any widget sees its keys.

It listens where keys enter the program: at whichever of its windows has the keyboard, and at the widget that an input
method writes into. Keys are held back for at most 40 ms until it is certain who typed them: a scan goes to `on_scan`; a
person's keys are sent again to where they were meant for, in order. See `scanner.wedge` for how they are told apart.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from shiboken6 import isValid

from pos_app.scanner.key_places import by_place
from pos_app.scanner.wedge import Framing, Press, Scan, Typed, Wedge, payload

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock),
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier | Qt.KeyboardModifier.AltModifier
_SHOWN = (QEvent.Type.Expose, QEvent.Type.FocusIn)
_NO_TIME_S = 10.0  # between the keyboard's clock and ours: they have parted (sleep), so the difference is taken anew


@dataclass(frozen=True, slots=True)
class _Kept:
    """A key on its way: where it was going."""

    receiver: QObject
    event: QEvent


class WedgeFilter(QObject):
    """From `start` on. Lives on the main thread."""

    def __init__(
        self,
        on_scan: Callable[[str], None],
        framing: Framing | None = None,
        *,
        make_wedge: Callable[[Framing], Wedge] = Wedge,
    ) -> None:
        super().__init__()
        self._on_scan = on_scan
        self._framing = framing or Framing()
        self._wedge = make_wedge(self._framing)
        self._clock = _KeyClock()
        self._sending: QEvent | None = None
        self._window: QWindow | None = None
        self._writes_into: QObject | None = None
        self._platform = QGuiApplication.platformName()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._almost)

    def start(self) -> None:
        """Listens at the window that has the keyboard, now and whenever another gets it."""
        app = _application()
        app.focusWindowChanged.connect(self._listen_at)
        app.focusObjectChanged.connect(self._listen_into)
        self._listen_at(QGuiApplication.focusWindow())
        self._listen_into(QGuiApplication.focusObject())

    def stop(self) -> None:
        """Lets what is held go and listens no more."""
        self._out(self._wedge.flush())
        self._timer.stop()
        app = _application()
        app.focusWindowChanged.disconnect(self._listen_at)
        app.focusObjectChanged.disconnect(self._listen_into)
        self._listen_at(None)
        self._listen_into(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Holds characters back; everything else passes, after what is held."""
        if event is self._sending:
            return False
        if watched is self._window and event.type() in _SHOWN:
            watched.installEventFilter(self)  # the window's own keys may have begun to listen since
        elif isinstance(event, QKeyEvent) and isinstance(watched, QWindow):
            return self._key(watched, event)
        elif isinstance(event, QInputMethodEvent) and event.commitString() and not event.preeditString():
            return self._written(watched, event)
        return False

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            if self._character(event) and not _is_command(event):
                event.accept()  # it comes as a key press; a shortcut would take it from the middle of a scan
            return False
        if event.type() is not QEvent.Type.KeyPress or event.key() in _MODIFIERS:
            return False
        character = self._character(event)
        if not character or _is_command(event):
            self._out(self._wedge.flush())
            return False
        at = self._clock.at(event.timestamp())
        kept = _Kept(window, event.clone())
        place = self._place(event)
        self._out(self._wedge.key(character, at, by_place=place, is_repeat=event.isAutoRepeat(), token=kept))
        self._wait()
        return True

    def _written(self, receiver: QObject, event: QInputMethodEvent) -> bool:
        """What an input method wrote without asking: a Chinese one makes wide digits of a scanner's."""
        characters = unicodedata.normalize("NFKC", event.commitString())
        if len(characters) != 1 or not characters.isprintable():
            self._out(self._wedge.flush())
            return False
        self._out(self._wedge.key(characters, self._clock.now(), token=_Kept(receiver, event.clone())))
        self._wait()
        return True

    def _character(self, event: QKeyEvent) -> str:
        if event.key() in _ENTERS:
            return "\n"
        if event.key() == Qt.Key.Key_Tab:
            return "\t"
        text = event.text()
        if len(text) == 1 and text.isprintable():
            return text
        # the number block without Num Lock: no text, but a place
        return self._place(event) if event.modifiers() & Qt.KeyboardModifier.KeypadModifier else ""

    def _place(self, event: QKeyEvent) -> str:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return by_place(self._platform, event.nativeScanCode(), is_shifted=is_shifted)

    def _almost(self) -> None:
        """Keys that were pressed in time but are not heard of yet, since the program was busy, come first."""
        QTimer.singleShot(0, self._time_passed)

    def _time_passed(self) -> None:
        self._out(self._wedge.tick(self._clock.now()))
        self._wait()

    def _wait(self) -> None:
        deadline = self._wedge.deadline
        if deadline is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, round((deadline - self._clock.now()) * 1000) + 1))

    def _out(self, presses: list[Press]) -> None:
        for press in presses:
            if isinstance(press, Scan):
                self._on_scan(payload(press, self._framing))
            else:
                self._send(press)

    def _send(self, typed: Typed) -> None:
        """To where they were going. Only the event itself passes: a window that it opens is listened at as well."""
        for kept in typed.tokens:
            if isinstance(kept, _Kept) and isValid(kept.receiver):
                self._sending = kept.event
                QCoreApplication.sendEvent(kept.receiver, kept.event)
        self._sending = None

    def _listen_at(self, window: QWindow | None) -> None:
        """Filters are called newest first: this one before those of the window's own keys."""
        self._move(self._window, window)
        self._window = window

    def _listen_into(self, receiver: QObject | None) -> None:
        self._move(self._writes_into, receiver)
        self._writes_into = receiver

    def _move(self, before: QObject | None, after: QObject | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if after is not None:
            after.installEventFilter(self)


class _KeyClock:
    """Tells when keys were pressed, in seconds of one clock: the keyboard's own, where it says.

    A program that was busy hears a person's keys late and all at once; by its own clock they would look like a scan.
    """

    def __init__(self) -> None:
        self._ahead_s: float | None = None  # of our clock before the keyboard's; the least seen is without delay

    def at(self, timestamp_ms: int) -> float:
        """When a key with this time stamp was pressed (0: it has none)."""
        now = time.monotonic()
        if not timestamp_ms:
            return self._as_key_time(now)
        pressed_s = timestamp_ms / 1000
        ahead_s = now - pressed_s
        if self._ahead_s is None or ahead_s < self._ahead_s or ahead_s > self._ahead_s + _NO_TIME_S:
            self._ahead_s = ahead_s
        return pressed_s

    def now(self) -> float:
        """The moment of the call, on the same clock."""
        return self._as_key_time(time.monotonic())

    def _as_key_time(self, now: float) -> float:
        return now - (self._ahead_s or 0.0)


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        raise TypeError("keys are only heard by an application with windows")
    return app


def _is_command(event: QKeyEvent) -> bool:
    """Ctrl with Alt is AltGr on Windows: it writes."""
    pressed = event.modifiers() & _COMMANDS
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(pressed) and not (pressed == both and event.text().isprintable())
