"""What the Sell page shows, as frozen values, and what a person can do on it.

The presenter makes a new `SellState` for every change and calls `view.render(state)`; the view thinks nothing itself.
Words are message ids with arguments (`Say`); the view puts them in the cashier's language. Money is minor units of
`SellState.currency`. Times are aware UTC; the view shows them in the store's zone.

    READY -> SCANNING -> ASKING -> PAID | REFUSED | UNKNOWN | AWAITING_CUSTOMER -> PAID | REFUSED ...
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from pos_app.presenters.printer_news import PrinterNews
from pos_app.scanner.coach import Advice

NO_ARGUMENTS: Mapping[str, object] = MappingProxyType({})


class Phase(enum.Enum):
    """Where a sale stands."""

    READY = "ready"  # an amount is being keyed
    SCANNING = "scanning"  # amount taken (fixed), waiting for a code
    ASKING = "asking"  # a code was read, the platform is asked
    AWAITING_CUSTOMER = "awaiting_customer"  # the customer confirms on the phone
    PAID = "paid"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # no answer yet: it may have been paid
    PRICING = "pricing"  # a member's code was read: how many points are to be spent?
    VISITING = "visiting"  # somebody checks in, without a payment


class Tone(enum.Enum):
    """How a word or an outline is coloured; never the only carrier of a meaning."""

    PLAIN = "plain"
    GOOD = "good"
    CAREFUL = "careful"
    WRONG = "wrong"


class Line(enum.Enum):
    """The connection to the platform, as the pill at the top says it."""

    ONLINE = "online"
    SLOW = "slow"
    OFFLINE = "offline"


class Camera(enum.Enum):
    """What the preview shows."""

    LIVE = "live"
    STARTING = "starting"
    NONE = "none"  # no camera: a code can be typed or come from a hand scanner
    LOST = "lost"  # was there, is gone; the till looks for it
    BUSY = "busy"  # another program holds it
    DENIED = "denied"  # this user may not use it
    PAUSED = "paused"  # waits for an answer


@dataclass(frozen=True, slots=True)
class Say:
    """A message id with arguments. Arguments ending in `_minor` are money in the state's currency, `_at` are times."""

    id: str
    arguments: Mapping[str, object] = field(default_factory=lambda: NO_ARGUMENTS)
    tone: Tone = Tone.PLAIN


class RowMark(enum.Enum):
    """The disc before a sale in Today."""

    PAID = "paid"
    SPLIT = "split"  # the rest was cash
    GIVEN_BACK = "given_back"
    ASKING = "asking"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale in Today. `amount_minor` is negative for money given back."""

    attempt_id: str
    mark: RowMark
    at: dt.datetime
    name: str  # masked; empty while not known
    note: Say | None
    amount_minor: int
    refundable_minor: int = 0
    is_new: bool = False  # just arrived: tinted for two seconds


@dataclass(frozen=True, slots=True)
class Today:
    """The last sales at the side."""

    count: int = 0
    total_minor: int = 0
    rows: tuple[SaleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RefundQuestion:
    """A row of Today opened in place: how much, whose approval. Only one at a time."""

    attempt_id: str
    name: str
    amount_minor: int  # what will be given back
    highest_minor: int
    managers: tuple[tuple[str, str], ...]  # (operator id, name) of those who may approve
    manager_id: str
    wrong: Say | None = None  # a wrong PIN, an amount above the rest
    is_sending: bool = False


@dataclass(frozen=True, slots=True)
class PaidFacts:
    """The green panel. `cash_minor` is the rest to take in cash (0 mostly)."""

    amount_minor: int
    at: dt.datetime
    receipt_number: str
    customer_name: str
    balance_after_minor: int | None
    cash_minor: int = 0
    return_in_s: int | None = 8  # None: the countdown is stopped
    receipt_lines: tuple[str, ...] = ()  # the receipt, as it would be printed (shown on screen when asked for)
    is_receipt_shown: bool = False
    less: Say | None = None  # what a member did not pay in money: a discount, points
    points: Say | None = None  # earned, and how many there are now
    bonus: Say | None = None  # how much of the amount was bonus, and how much of what is left
    news: tuple[Say, Say] | None = None  # of a membership: a bold line, and one below it
    prints: bool = False  # P puts the receipt on paper; else on screen
    printed: Say | None = None  # how far the receipt is on its way to paper


@dataclass(frozen=True, slots=True)
class RefusedFacts:
    """Why not, and what to do: `headline` at most six words, `why` below it, `advice` what happens next.

    `available_minor` is set for a short account: a two-part bar is drawn, and `Take X, rest Y in cash` is offered.
    """

    headline: Say
    why: Say
    advice: Say
    available_minor: int | None = None
    offers_part: bool = False
    offers_another: bool = True  # False where no code can help: a suspended till, a sale that is over


@dataclass(frozen=True, slots=True)
class UnknownFacts:
    """The amber panel: how long, how often asked, when next."""

    waited_s: int
    asked_times: int
    next_in_s: int
    is_stopping: bool = False  # `Stop and give back` was pressed: a reversal is being sent


@dataclass(frozen=True, slots=True)
class AskingFacts:
    """The steps: code read, asking, money moved."""

    code_read_at: dt.datetime
    waited_s: float
    platform_name: str
    is_stopping: bool = False


@dataclass(frozen=True, slots=True)
class AwaitingFacts:
    """The customer is asked on their phone; ends by itself at 0."""

    left_s: int
    total_s: int = 45


@dataclass(frozen=True, slots=True)
class PricingFacts:
    """What a member is to pay, before anything is taken; `points` of `points_usable` are chosen to be spent."""

    amount_minor: int
    customer_name: str = ""
    tier_name: str = ""
    discount_minor: int = 0
    points: int = 0
    points_there: int = 0
    points_usable: int = 0
    points_step: int = 0  # what a press adds or takes away
    points_minor: int = 0
    to_pay_minor: int = 0
    is_asking: bool = False
    wrong: Say | None = None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A check-in: waited for, asked about, refused, or recorded. `may_repeat`: no answer came, the same one can be sent again."""

    is_asking: bool = False
    wrong: Say | None = None
    may_repeat: bool = False
    is_recorded: bool = False
    at: dt.datetime | None = None
    customer_name: str = ""
    tier_name: str = ""
    points: Say | None = None
    news: tuple[Say, Say] | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """One line at the bottom for four seconds, on any page; `serial` tells a new one from the one shown."""

    say: Say
    serial: int


@dataclass(frozen=True, slots=True)
class SellState:
    """The whole page."""

    phase: Phase
    currency: str
    amount_minor: int
    merchant_name: str
    merchant_second_name: str
    till_name: str
    operator_name: str
    time_zone: str
    line: Line
    camera: Camera
    hint: Say  # below the preview, at most 40 letters
    outline: Tone | None  # colour of the found code's outline; None draws none
    amount_note: Say  # bottom left in the amount card
    can_take: bool
    amount_wrong: Say | None = None  # what is wrong with what was keyed
    quick_amounts: tuple[int, ...] = ()
    typed_code: str | None = None  # None: no field; text: the field for typing a code is open
    today: Today = field(default_factory=Today)
    question: RefundQuestion | None = None
    asking: AskingFacts | None = None
    awaiting: AwaitingFacts | None = None
    paid: PaidFacts | None = None
    refused: RefusedFacts | None = None
    unknown: UnknownFacts | None = None
    pricing: PricingFacts | None = None
    visit: VisitFacts | None = None
    wants_points: bool = False  # while a code is waited for: it is asked for its points first
    may_check_in: bool = False
    toast: Toast | None = None
    unresolved: int = 0  # sales set aside whose answer is still out
    is_demo: bool = False
    advice: Advice | None = None  # why nothing reads; `hint` says what to do, this shows it on the picture
    hint_more: Say | None = None  # a second line below the hint
    printer: PrinterNews = field(default_factory=PrinterNews)


class SellView(Protocol):
    """The page, a fake page in tests."""

    def render(self, state: SellState) -> None:
        """Show this state, and nothing else."""


class SellIntents(Protocol):
    """What a person can do on the page; the presenter is the one real implementation."""

    def digit(self, digit: str) -> None:
        """A digit key, or `00`."""

    def point(self) -> None:
        """The decimal sign."""

    def backspace(self) -> None:
        """Takes the last key back."""

    def clear(self) -> None:
        """Empties the amount."""

    def quick(self, index: int) -> None:
        """Adds a quick amount."""

    def add(self) -> None:
        """`+`: keeps what was keyed and begins the next amount, to be added to it."""

    def primary(self) -> None:
        """Enter: the one filled button of the phase (take, take a part, set aside, next sale)."""

    def escape(self) -> None:
        """Esc: one step back, or stop."""

    def another_code(self) -> None:
        """After a refusal: wait for another code for the same amount."""

    def open_code_field(self) -> None:
        """Type the code's digits by hand."""

    def code_text(self, text: str) -> None:
        """The typed code so far."""

    def code_entered(self, text: str, source: str) -> None:
        """A whole code, typed (`typed`) or from a hand scanner (`wedge`)."""

    def use_points(self) -> None:
        """P while a code is waited for: points are to be spent in this sale; once more: they are not."""

    def spend(self, points: int) -> None:
        """So many points, at most what helps."""

    def check_in(self) -> None:
        """V while nothing is keyed: the next code is a visit without a payment."""

    def show_receipt(self) -> None:
        """P on Paid: the receipt on paper; without a printer on screen, which stops the countdown."""

    def no_receipt(self) -> None:
        """N on Paid: closes it."""

    def ask_refund(self, attempt_id: str) -> None:
        """Opens a row of Today in place."""

    def refund_amount(self, amount_minor: int) -> None:
        """Changes how much is to be given back."""

    def refund_manager(self, operator_id: str) -> None:
        """Chooses whose PIN approves."""

    def refund_no(self) -> None:
        """Closes the question."""

    def refund_yes(self, pin: str) -> None:
        """Give back, with the manager's PIN."""

    def toast_gone(self) -> None:
        """The toast's time is over."""
