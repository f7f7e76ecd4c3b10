"""From "decoded" to "accepted": which reading is a payment code that the till may use, and when it is told.

Pure: the time comes in with each frame. A wrong read is a money matter: a blurred Code 128 was once read as another,
checksum-valid 18 digits. So a Code 128 counts only when two frames agree, ours or not; a QR code, with its own error
correction, at once.

What was sent is not this module's business: the presenter knows which code a sale used (`presenters/sightings.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pos_app.scanner.found import QR_CODE, Found
from pos_app.scanner.names import TextKind, name_text, payment_code_in

DEBOUNCE_S = 1.5  # unseen for so long, a code counts as taken away, and is told again when it comes back
AGREEMENT_S = 1.0  # within which a second frame must read the same Code 128
SEVERAL_HOLD_S = 0.7  # after two codes were in view together, neither is taken for so long


@dataclass(frozen=True, slots=True)
class Accepted:
    """A payment code of ours, to be used."""

    text: str
    symbology: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something was read that is no payment code of ours. `text`: for pages that know what to do with it, such as goods."""

    kind: TextKind
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SeveralCodes:
    """Two different payment codes of ours at once (two phones): neither is used, since it might be the wrong person's."""


Verdict = Accepted | Foreign | SeveralCodes


class Acceptor:
    """Judges the readings of one frame after another. `now` is monotonic seconds and never goes back."""

    def __init__(self, *, debounce_s: float = DEBOUNCE_S, agreement_s: float = AGREEMENT_S) -> None:
        self._debounce_s = debounce_s
        self._agreement_s = agreement_s
        self._bars_seen_at: dict[str, float] = {}
        self._told_seen_at: dict[frozenset[str], float] = {}  # what was told, and when it was last in view
        self._several_at: float | None = None

    def see(self, readings: Sequence[Found], now: float) -> Verdict | None:
        """What is new in this frame; None if nothing is, or nothing is certain yet."""
        ours, others = self._certain(readings, now)
        if len(ours) > 1:
            self._several_at = now
            return SeveralCodes() if self._is_news(ours, now) else None
        if ours:
            return self._judge(next(iter(ours)), readings, now)
        if others and not _may_become_ours(readings):
            return Foreign(name_text(others[0]), others[0]) if self._is_news(frozenset(others[:1]), now) else None
        return None

    def _judge(self, text: str, readings: Sequence[Found], now: float) -> Accepted | None:
        # one of two codes that were just here together: the other may only be hidden for a moment
        if self._several_at is not None and now - self._several_at <= SEVERAL_HOLD_S:
            return None
        if not self._is_news(frozenset({text}), now):
            return None
        return Accepted(text, _symbology_of(text, readings))

    def _is_news(self, key: frozenset[str], now: float) -> bool:
        told = {told: at for told, at in self._told_seen_at.items() if now - at <= self._debounce_s}
        self._told_seen_at = told | {key: now}
        return key not in told

    def _certain(self, readings: Sequence[Found], now: float) -> tuple[frozenset[str], list[str]]:
        """The texts to rely on: ours, and others. Where one of our QR codes is in view, bars are not asked."""
        qr_texts = [reading.text for reading in readings if reading.symbology == QR_CODE]
        bar_texts = self._agreed({reading.text for reading in readings if reading.symbology != QR_CODE}, now)
        ours = _ours(qr_texts) or _ours(bar_texts)
        return ours, [text for text in (*qr_texts, *bar_texts) if name_text(text) is not TextKind.OURS]

    def _agreed(self, texts: set[str], now: float) -> list[str]:
        recent = {text: at for text, at in self._bars_seen_at.items() if now - at <= self._agreement_s}
        self._bars_seen_at = recent | dict.fromkeys(texts, now)
        return sorted(texts & recent.keys())


def _ours(texts: Iterable[str]) -> frozenset[str]:
    """The payment codes of ours in these texts: as they are, or out of the EMVCo code that wraps one."""
    return frozenset(code for text in texts if (code := payment_code_in(text)) is not None)


def _may_become_ours(readings: Iterable[Found]) -> bool:
    """Whether bars of ours wait for a second frame: better wait, too, than name what lies beside them."""
    return any(name_text(one.text) is TextKind.OURS for one in readings)


def _symbology_of(text: str, readings: Iterable[Found]) -> str:
    symbologies = {reading.symbology for reading in readings if payment_code_in(reading.text) == text}
    return QR_CODE if QR_CODE in symbologies else min(symbologies)
