"""The running till: its parts put together, each on its own thread, all news brought to the main thread by the bridge.

camera and decoder threads --.
gateway thread --------------+--> bridge (queued) --> presenter --> window
demo phone's thread ---------'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
import uuid_utils
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from backend_stub.contract import TillContext
from pos_app.asking import PageAsking
from pos_app.bridge import Bridge
from pos_app.credentials import Where
from pos_app.demo_phone import DemoOwner, PhoneLink, PhoneNews
from pos_app.front import Front
from pos_app.gateway import Gateway
from pos_app.parts import Parts
from pos_app.presenters.camera_state import Trial
from pos_app.presenters.phone import PhonePresenter
from pos_app.presenters.phone_state import PhoneOwner, PhoneView
from pos_app.presenters.sell import SellOptions, SellPresenter
from pos_app.presenters.sell_state import Camera, Say, SellState, SellView, Tone
from pos_app.printing.desk import PrintDesk
from pos_app.receipts.files import ReceiptFolder
from pos_app.resolver import Resolver
from pos_app.scanner.coach import Advice
from pos_app.scanner.kept import Kept
from pos_app.scanner.loop import Outline
from pos_app.scanner.wedge import Framing
from pos_app.scanning import Scanning
from pos_app.serial_scanner import SerialScanner
from pos_app.settings import Settings
from pos_app.views.recording_mark import recording_mark
from pos_app.views.window import MainWindow
from pos_app.wedge_filter import WedgeFilter

if TYPE_CHECKING:  # brings OpenCV, which the scanner's own thread loads
    from pos_app.scanner.cameras import OpenCamera

TICK_MS = 100
SCANNER_AT_THE_LATEST_MS = 3_000  # the platform may be out of reach
STILL_SEEN_MS = 500
_log = structlog.get_logger(__name__)


def now() -> dt.datetime:
    """Aware UTC."""
    return dt.datetime.now(dt.UTC)


def new_id() -> str:
    """UUIDv7."""
    return str(uuid_utils.uuid7())


class _View:
    """The window, and whoever else wants to see each state (the played demo)."""

    def __init__(self, window: SellView, also: Callable[[SellState], None]) -> None:
        self._window = window
        self._also = also

    def render(self, state: SellState) -> None:
        self._window.render(state)
        self._also(state)


class Till(QObject):
    """From `start` to `stop`. `seen` is called with every state the window shows."""

    def __init__(
        self,
        settings: Settings,
        parts: Parts,
        window: MainWindow,
        phone_view: PhoneView | None = None,
        seen: Callable[[SellState], None] = lambda _state: None,
        open_camera: OpenCamera | None = None,
    ) -> None:
        """`open_camera` stands in for the camera that the settings name."""
        super().__init__()
        self._parts = parts
        self._window = window
        self.bridge = Bridge(self)
        self.gateway = Gateway(parts.platform, parts.token, ask_timeout_s=settings.ask_timeout_s, opened=parts.opened)
        self.printing = PrintDesk(settings.data_dir, parts.seal, self.bridge.post, now, settings.language)
        self.receipts = ReceiptFolder(settings.data_dir / "receipts", self.printing.receipt)
        self._resolver = Resolver(self.gateway, parts.outbox, self.bridge.post, now=now, new_id=new_id)
        sees = _SellSees(window)
        self.presenter = SellPresenter(
            _View(window, self._saw(seen)),
            self._resolver,
            parts.outbox,
            self.receipts,
            asking=PageAsking(self.gateway, self.bridge.post),
            printing=self.printing,
            now=now,
            new_id=new_id,
            options=SellOptions(
                quick_amounts_minor=settings.quick_amounts_minor,
                amount_max_minor=settings.amount_max_minor,
                is_demo=bool(parts.owners),
            ),
        )
        self.phone, self._phone_link = self._phone(phone_view)
        sees.presenter = self.presenter
        current_code = self._phone_link.current_code if self._phone_link else None
        self.scanning = Scanning(settings, sees, self.bridge.post, current_code, open_camera)
        self.front = Front(
            window,
            self.gateway,
            self.bridge,
            self.presenter,
            settings,
            self.scanning,
            demo_pin=parts.demo_pin,
            now=now,
            new_id=new_id,
            cash_parts=parts.outbox.cash_parts,
            printing=self.printing,
        )
        self._wedge = WedgeFilter(self.front.scanned, Framing(settings.wedge_prefix, settings.wedge_suffix))
        self.front.sell.changed = self._look_or_rest
        self._serial = (
            SerialScanner(settings.serial_port, settings.serial_baud, self.front.scanned)
            if settings.serial_port
            else None
        )
        self._has_scanner_started = False
        self._context: TillContext | None = None
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self._tick)

    def start(self, failed: Callable[[Exception], None]) -> None:
        """Everything begins; returns at once. `failed` is told, on any thread, when a platform that was to come does not."""
        self._window.set_intents(self.presenter)
        self._wedge.start()
        if self._serial:
            self._serial.start()
        self._window.looked_at.connect(self._look_or_rest)
        self.gateway.start()
        self._resolver.start(self.presenter)
        self.printing.start()
        self.printing.watch(self.presenter.printer_changed)
        if self._parts.shop.shop is not None:
            self.presenter.context_loaded(self._parts.shop.shop)
        self.presenter.begin()
        QTimer.singleShot(0, lambda: self._parts.begin(failed))  # loading it would keep the window from being drawn
        if self.phone and self._phone_link:
            self._phone_link.start()
            self.phone.begin()
        QTimer.singleShot(SCANNER_AT_THE_LATEST_MS, self._start_scanner)
        self._ticks.start(TICK_MS)
        if self._parts.where is Where.FILE and not self._parts.owners:
            self.presenter.announce(Say("toast.keyring_file", tone=Tone.CAREFUL))
        if self._parts.outbox.set_aside is not None:
            _log.error("outbox.torn", moved_to=self._parts.outbox.set_aside.name)
            self.presenter.announce(Say("toast.outbox_torn", tone=Tone.CAREFUL))

    def stop(self) -> None:
        """Everything ends; what is unresolved stays in the outbox for the next start."""
        self._ticks.stop()
        self._wedge.stop()
        if self._serial:
            self._serial.stop()
        self.bridge.close()
        self.scanning.scanner.stop()
        if self._phone_link:
            self._phone_link.stop()
        self.gateway.stop()
        self.printing.stop()
        self._parts.outbox.close()
        self._parts.close()

    def _saw(self, seen: Callable[[SellState], None]) -> Callable[[SellState], None]:
        def saw(state: SellState) -> None:
            context = self.presenter.context
            if context is not None and context is not self._context:
                self._context = context
                self._start_scanner()
                self._parts.shop.keep(context)
                self.front.shop_known(context)
            seen(state)

        return saw

    def _start_scanner(self) -> None:
        """Once the shop is on screen: loading OpenCV takes the half second in which the first figure can be keyed."""
        if not self._has_scanner_started and self._ticks.isActive():
            self._has_scanner_started = True
            self.scanning.scanner.start()

    # --- time ---------------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self.presenter.tick(now())
        self.scanning.tick()
        self.front.tick()
        if self.phone:
            self.phone.tick()

    # --- the demo's phone ---------------------------------------------------------------------------------------------

    def _phone(self, view: PhoneView | None) -> tuple[PhonePresenter | None, PhoneLink | None]:
        owners = self._parts.owners
        if not owners or view is None:
            return None, None
        link = PhoneLink(self._parts.platform, self._phone_told, lambda: now().timestamp(), new_id)
        shown = [PhoneOwner(owner.customer_id, owner.name) for owner in owners]
        return PhonePresenter(view, _PhoneLine(link, owners), shown, time_zone="Europe/Berlin", now=now), link

    def _phone_told(self, news: PhoneNews) -> None:
        phone = self.phone
        if phone is not None:
            accounts, messages = news.accounts.items, news.messages
            self.bridge.post(lambda: phone.news(news.owner_id, accounts, news.code, messages))

    def _look_or_rest(self) -> None:
        """The camera is let go while nobody sees its picture: another page, a minimised window."""
        self.scanning.sell_seen(is_seen=self.front.sell.is_seen and not self._window.isMinimized())


class _SellSees:
    """What the camera says, for the Sell page. Main thread."""

    def __init__(self, window: MainWindow) -> None:
        self._preview = window.preview
        self.presenter: SellPresenter | None = None
        self._in_view: str | None = None
        self._still_seen_at = 0.0

    def framed(self, image: QImage, outline: Outline | None) -> None:
        """A code that stays in view is told again, now and then: it may be waited for only now."""
        self._preview.set_frame(image)
        self._preview.set_outline(outline)
        seen_at = now().timestamp()
        is_due = (seen_at - self._still_seen_at) * 1000 >= STILL_SEEN_MS
        if outline is not None and self._in_view is not None and is_due and self.presenter is not None:
            self._still_seen_at = seen_at
            self.presenter.code_accepted(self._in_view, "camera")

    def camera_is(self, camera: Camera) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.camera_changed(camera)

    def accepted(self, text: str) -> None:
        """See Sees."""
        self._in_view, self._still_seen_at = text, now().timestamp()
        if self.presenter is not None:
            self.presenter.code_accepted(text, "camera")

    def foreign(self, kind: str) -> None:
        """See Sees."""
        self._in_view = None
        if self.presenter is not None:
            self.presenter.foreign_code(kind)

    def advised(self, advice: Advice | None) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.coached(advice)

    def tried(self, trial: Trial) -> None:
        """Figures are for the page that sets the camera."""

    def recorded(self, kept: Kept | None) -> None:
        """See Sees."""
        self._preview.show_mark(recording_mark(kept))


class _PhoneLine:
    """The phone's line, by customer id."""

    def __init__(self, link: PhoneLink, owners: tuple[DemoOwner, ...]) -> None:
        self._link = link
        self._owners = {owner.customer_id: owner for owner in owners}

    def choose(self, customer_id: str) -> None:
        self._link.choose(self._owners[customer_id])

    def renew(self) -> None:
        self._link.renew()

    def confirm(self, attempt_id: str, *, accept: bool) -> None:
        self._link.confirm(attempt_id, accept=accept)

    def top_up(self, account_id: str, amount_minor: int, currency: str) -> None:
        self._link.top_up(account_id, amount_minor, currency)
