"""What the camera coach's advice is called, in two lines: what to do, and where or how. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.presenters.sell_state import Camera, Phase, Say, Tone
from pos_app.scanner.coach import Advice, Cause

_DO: Mapping[Cause, Say] = {
    Cause.TOO_DARK: Say("hint.coach.too_dark", tone=Tone.CAREFUL),
    Cause.GLARE: Say("hint.coach.glare", tone=Tone.CAREFUL),
    Cause.OUT_OF_FOCUS: Say("hint.coach.out_of_focus", tone=Tone.CAREFUL),
    Cause.TOO_SMALL: Say("hint.coach.too_small", tone=Tone.CAREFUL),
    Cause.MOVING: Say("hint.coach.moving", tone=Tone.CAREFUL),
    Cause.DIMMED: Say("hint.coach.dimmed", tone=Tone.CAREFUL),
    Cause.CUT_OFF: Say("hint.coach.cut_off", tone=Tone.CAREFUL),
}
_FAR_TIMES = 2  # nearer than so, "a hand's width" says it better than a figure


def needed(advice: Advice | None, phase: Phase, camera: Camera, *, is_keyed: bool) -> Advice | None:
    """The advice while somebody is about to pay; a phone that is only carried past needs none."""
    is_awaited = phase is Phase.SCANNING or (phase is Phase.READY and is_keyed)
    return advice if is_awaited and camera is Camera.LIVE else None


def what_to_do(advice: Advice) -> Say:
    """The first line."""
    return _DO[advice.cause]


def how(advice: Advice) -> Say:
    """The second line."""
    if advice.cause is Cause.CUT_OFF and advice.side is not None:
        return Say(f"hint.coach.cut_off.{advice.side.value}")
    if advice.cause is Cause.TOO_SMALL and advice.nearer is not None and round(advice.nearer) >= _FAR_TIMES:
        return Say("hint.coach.too_small.times", {"times": round(advice.nearer)})
    return Say(f"hint.coach.{advice.cause.value}.how")
