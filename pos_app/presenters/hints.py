"""The words at the camera and in the amount card, by where the sale stands. Pure."""

from __future__ import annotations

from pos_app.presenters.amount import AmountEntry
from pos_app.presenters.sale import Sale
from pos_app.presenters.sell_state import Camera, Phase, Say, Tone
from pos_app.scanner.names import TextKind

CAMERA_HINTS = {
    Camera.STARTING: Say("hint.camera_starting"),
    Camera.NONE: Say("hint.no_camera"),
    Camera.LOST: Say("hint.camera_lost", tone=Tone.CAREFUL),
    Camera.BUSY: Say("hint.camera_busy", tone=Tone.CAREFUL),
    Camera.DENIED: Say("hint.camera_denied", tone=Tone.CAREFUL),
}
_WAITS = frozenset((Phase.UNKNOWN, Phase.AWAITING_CUSTOMER))
_LOOKS = frozenset((Phase.READY, Phase.SCANNING))


_FOREIGN = {TextKind.MERCHANT_QR: "shop_qr", TextKind.WECHAT_PAY: "wechat"}


def foreign_hint(kind: TextKind) -> str:
    """The last part of the message id that names a text which is no payment code of ours."""
    return _FOREIGN.get(kind, kind.value)


def camera_shown(camera: Camera, phase: Phase) -> Camera:
    """A live camera rests while an answer is waited for."""
    return Camera.PAUSED if camera is Camera.LIVE and phase in _WAITS else camera


def hint(sale: Sale, camera: Camera, foreign: Say | None, *, is_code_in_frame: bool, is_keyed: bool) -> Say:
    """One line below the preview."""
    if sale.phase is Phase.ASKING:
        return Say("hint.code_read", tone=Tone.GOOD)
    if sale.phase in _WAITS:
        return Say("hint.camera_waits")
    if sale.phase is Phase.REFUSED and sale.refused and sale.refused.available_minor is not None:
        return Say("hint.code_fine_short", tone=Tone.CAREFUL)
    if sale.phase in _LOOKS and foreign:
        return foreign
    if sale.phase in _LOOKS and is_code_in_frame:
        return Say("hint.code_seen" if is_keyed else "hint.code_seen_key")
    if camera in CAMERA_HINTS:
        return CAMERA_HINTS[camera]
    return Say("hint.hold_code" if sale.phase in _LOOKS else "hint.ready_next")


def outline(sale: Sale, foreign: Say | None, *, is_code_in_frame: bool) -> Tone | None:
    """The found code's outline."""
    if sale.phase is Phase.ASKING:
        return Tone.GOOD
    if sale.phase is Phase.REFUSED and sale.refused and sale.refused.available_minor is not None:
        return Tone.CAREFUL
    if sale.phase in _LOOKS and foreign:
        return Tone.CAREFUL
    return Tone.PLAIN if sale.phase in _LOOKS and is_code_in_frame else None


def amount_note(phase: Phase, entry: AmountEntry) -> Say:
    """Bottom left in the amount card."""
    if phase is Phase.READY:
        if entry.parts_minor:
            return Say("amount.adding", {"sum_minor": entry.sum_minor})
        return Say("amount.key_then_take")
    if phase is Phase.UNKNOWN:
        return Say("amount.not_twice")
    return Say("amount.for_this_sale" if phase in {Phase.PAID, Phase.REFUSED} else "amount.fixed")
