"""The camera's part of the Settings page: which one, how it is used, and whether it reads what is held before it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from pos_app.presenters import coached
from pos_app.presenters.camera_state import CameraDesk, CameraPageState, CameraView, Listed, Trial
from pos_app.presenters.hints import CAMERA_HINTS, foreign_hint
from pos_app.presenters.sell_state import Camera, Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.scanner import choice as choices
from pos_app.scanner.choice import CameraChoice
from pos_app.scanner.coach import Advice
from pos_app.scanner.kept import Kept
from pos_app.scanner.names import TextKind

SIZES = ((640, 480), (1280, 720), (1920, 1080))
FOCUSES = (None, *range(0, 251, 25))  # of most drivers: 0 is far, 250 is near
# The shutter's time in V4L2's units of 0.1 ms, 1/1000 s to 1/32 s; Windows and macOS take powers of two of a second.
EXPOSURES = (None, 10, 20, 39, 78, 156, 312) if sys.platform == "linux" else (None, -10, -9, -8, -7, -6, -5)
_HOLD = Say("camera.hold_code")


class CameraPresenter(PagePresenter):
    """Plain Python. `look` says whether the page sees the camera's picture."""

    def __init__(
        self, view: CameraView, desk: CameraDesk, *, look: Callable[[bool], None], say: Callable[[Say], None]
    ) -> None:
        self._view, self._desk, self._look, self._say = view, desk, look, say
        self._is_shown = False
        self._plugged: tuple[str, ...] = ()
        self._state = CameraPageState(
            choice=desk.choice, sizes=SIZES, is_demo=desk.is_demo, is_fixed=desk.is_fixed, hint=_HOLD
        )

    @property
    def state(self) -> CameraPageState:
        """What is shown."""
        return self._state

    def shown(self) -> None:
        """The page has the camera now."""
        self._is_shown = True
        self._look(True)
        self.look_again()

    def hidden(self) -> None:
        """And lets it go; a recording goes on at the Sell page, that is what it is for."""
        self._is_shown = False
        self._look(False)
        self._state = replace(self._state, trial=None, advice=None, outline=None)

    # what a person does

    def look_again(self) -> None:
        """See CameraIntents."""
        self._state = replace(self._state, is_listing=True)
        self._desk.list_cameras(self._listed)
        self._render()

    def choose(self, spec: str) -> None:
        """See CameraIntents."""
        self._use(replace(self._state.choice, spec=spec))

    def choose_size(self, size: tuple[int, int]) -> None:
        """See CameraIntents."""
        self._use(replace(self._state.choice, size=size))

    def choose_focus(self, focus: int | None) -> None:
        """See CameraIntents."""
        self._use(replace(self._state.choice, focus=focus))

    def choose_exposure(self, exposure: int | None) -> None:
        """See CameraIntents."""
        self._use(replace(self._state.choice, exposure=exposure))

    def mirror(self, *, is_mirrored: bool) -> None:
        """See CameraIntents."""
        self._use(replace(self._state.choice, is_mirrored=is_mirrored))

    def record(self) -> None:
        """See CameraIntents."""
        if self._state.is_recording:
            self._desk.stop_recording()
            return
        trouble = self._desk.start_recording()
        if trouble:
            self._say(Say("camera.recording_not", {"why": trouble}, tone=Tone.WRONG))

    # what the camera says

    def camera_is(self, camera: Camera) -> None:
        """Its state."""
        self._change(camera=camera, trial=None if camera is not Camera.LIVE else self._state.trial)

    def advised(self, advice: Advice | None) -> None:
        """Why nothing reads."""
        self._change(advice=advice)

    def tried(self, trial: Trial) -> None:
        """A frame was looked at."""
        tone = None if not trial.kind else Tone.GOOD if trial.kind == TextKind.OURS.value else Tone.CAREFUL
        self._change(trial=trial, outline=tone)

    def recorded(self, kept: Kept | None) -> None:
        """How far a recording is; None: there was none since the start."""
        ended = self._state.is_recording and kept is not None and not kept.is_on
        self._change(recording=kept)
        if ended and kept is not None and kept.trouble:
            self._say(Say("camera.recording_not", {"why": kept.trouble}, tone=Tone.WRONG))

    def _use(self, choice: CameraChoice) -> None:
        if choice == self._state.choice:
            return
        self._state = replace(self._state, choice=choice, trial=None, outline=None, advice=None)
        if not self._desk.choose(choice):
            self._say(Say("camera.not_remembered", tone=Tone.CAREFUL))
        self._render()

    def _listed(self, names: tuple[str, ...]) -> None:
        self._plugged = names
        self._change(is_listing=False)

    def _change(self, **parts: object) -> None:
        self._state = replace(self._state, **parts)  # type: ignore[arg-type]  # names and types are those of the state
        self._render()

    def _render(self) -> None:
        if not self._is_shown:
            return
        state = self._state
        hint, more = _hints(state)
        self._state = replace(
            state,
            cameras=listed(self._plugged, self._desk.remembered, state.choice, is_demo=state.is_demo),
            focuses=_with(FOCUSES, state.choice.focus),
            exposures=_with(EXPOSURES, state.choice.exposure),
            sizes=SIZES if state.choice.size in SIZES else (*SIZES, state.choice.size),
            hint=hint,
            hint_more=more,
        )
        self._view.render(self._state)


def listed(
    plugged: tuple[str, ...], remembered: tuple[str, ...], choice: CameraChoice, *, is_demo: bool
) -> tuple[Listed, ...]:
    """By itself, those that are there, those that were, none; and whatever else the settings named."""
    usual = [Listed(choices.AUTO, ""), *([Listed(choices.DEMO, "")] if is_demo else [])]
    there = [Listed(name, name) for name in plugged]
    gone = [Listed(name, name, is_there=False) for name in remembered if name not in plugged]
    known = [*usual, *there, *gone, Listed(choices.NONE, "")]
    if choice.spec not in {one.spec for one in known}:
        known.insert(-1, Listed(choice.spec, choice.spec, is_there=choice.spec.isdecimal() or not plugged))
    return tuple(known)


def _hints(state: CameraPageState) -> tuple[Say, Say | None]:
    """What happens before the camera, in two lines."""
    if state.camera in CAMERA_HINTS:
        return CAMERA_HINTS[state.camera], None
    trial = state.trial
    if trial is not None and trial.kind:
        is_ours = trial.kind == TextKind.OURS.value
        read = Say("camera.read_ours", tone=Tone.GOOD) if is_ours else _foreign(trial.kind)
        return read, Say(
            "camera.read_how",
            {"symbology": trial.symbology, "ms": f"{trial.ms:.0f}", "decoder": trial.decoder},
        )
    if state.advice is not None:
        return coached.what_to_do(state.advice), coached.how(state.advice)
    return _HOLD, None


def _foreign(kind: str) -> Say:
    return Say(f"hint.foreign.{foreign_hint(TextKind(kind))}", tone=Tone.CAREFUL)


def _with(steps: tuple[int | None, ...], chosen: int | None) -> tuple[int | None, ...]:
    """The steps, and a figure beside them that somebody wrote into the settings."""
    if chosen is None or chosen in steps:
        return steps
    return (None, *sorted([*(step for step in steps if step is not None), chosen]))
