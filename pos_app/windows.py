"""The Qt side of starting: application, fonts, theme, language, windows; then the till, once its parts are open.

The window comes first. What opens files, databases and keyrings runs on a thread beside it, since a locked keyring may
wait for a person.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable

import click
import structlog
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication

from pos_app import memory, plain_qt  # noqa: F401 - the second works by being imported, first of all that is ours
from pos_app.bridge import Bridge
from pos_app.exits import EXIT_TROUBLE
from pos_app.parts import Parts, StartError
from pos_app.presenters.sell_state import Phase, SellState
from pos_app.settings import Settings
from pos_app.sounds import Sounds
from pos_app.till import Till
from pos_app.views import language
from pos_app.views.demo_phone import DemoPhone
from pos_app.views.look import fonts
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme
from pos_app.views.trouble import TroubleWindow
from pos_app.views.window import MainWindow

SOUNDS_AFTER_MS = 4_000  # loading them takes a tenth of a second: not while the window comes up, nor when money moves
STARTED_AFTER_MS = 10_000  # all that only starting needed has been freed
_log = structlog.get_logger(__name__)
_SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "auto": None}


def application(settings: Settings) -> QApplication:
    """The one QApplication, with our fonts, colours and words."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Prepaid POS")
    fonts.install()
    Theme(app).force(_SCHEMES[settings.theme])
    language.show(_language(settings))
    return app


def _language(settings: Settings) -> language.Language:
    is_chinese = QLocale.system().language() == QLocale.Language.Chinese
    wanted = settings.language or ("zh" if is_chinese else "en")
    return language.Language.CHINESE if wanted == "zh" else language.Language.ENGLISH


def show(
    settings: Settings,
    open_parts: Callable[[], Parts],
    seen: Callable[[SellState], None] = lambda _state: None,
) -> int:
    """Show the till until its window is closed; the exit code. `seen` is called with every state it shows."""
    memory.keep_small()
    app = application(settings)
    window = MainWindow()
    phone = DemoPhone()
    starting = Bridge()
    running: list[Till] = []
    troubles: list[TroubleWindow] = []

    silent = {Phase.PAID: not settings.sound_paid, Phase.REFUSED: not settings.sound_refused}
    sounds = Sounds(muted=frozenset(phase for phase, is_silent in silent.items() if is_silent))

    def noticed(state: SellState) -> None:
        sounds.show(state.phase)
        seen(state)

    def opened(parts: Parts) -> None:
        till = Till(settings, parts, window, phone if parts.owners else None, noticed)
        running.append(till)
        till.start(lambda error: starting.post(lambda: failed(why_not(error))))
        if till.phone:
            phone.set_intents(till.phone)
            phone.show()
            window.raise_()
            window.activateWindow()

    def failed(sentence: str) -> None:
        click.echo(sentence, err=True)
        trouble = TroubleWindow(sentence)
        troubles.append(trouble)
        window.hide()
        phone.hide()
        while running:
            running.pop().stop()  # no camera stays on behind it
        trouble.show()

    window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, True)
    phone.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
    window.show()
    QTimer.singleShot(SOUNDS_AFTER_MS, sounds.load)
    QTimer.singleShot(STARTED_AFTER_MS, lambda: threading.Thread(target=memory.give_back, name="give back").start())
    open_on_thread(open_parts, starting, opened, failed)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())  # heard at the next tick: Python's own handlers wait for Python
    app.exec()
    starting.close()
    phone.close()
    for till in running:
        till.stop()
    return EXIT_TROUBLE if troubles else 0


def open_on_thread(
    open_parts: Callable[[], Parts],
    bridge: Bridge,
    opened: Callable[[Parts], None],
    failed: Callable[[str], None],
) -> None:
    """Open the parts on a thread of their own; one of the two is called on the main thread with what came of it."""

    def work() -> None:
        try:
            parts = open_parts()
        except Exception as error:  # noqa: BLE001 - whatever it is, the cashier reads a sentence, the log the rest
            sentence = why_not(error)
            bridge.post(lambda: failed(sentence))
        else:
            bridge.post(lambda: opened(parts))

    threading.Thread(target=work, name="start", daemon=True).start()


def why_not(error: Exception) -> str:
    """Why the till can't start, as a sentence."""
    if isinstance(error, StartError):
        return str(error)
    _log.error("start_failed", exc_info=error)
    return f"The till could not start ({type(error).__name__}). Its log says more: till.log"
