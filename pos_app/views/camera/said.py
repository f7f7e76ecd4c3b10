"""Words of the camera's page: cameras, sizes, steps of focus and exposure, figures of a look."""

from __future__ import annotations

import sys

from pos_app.presenters.camera_state import CameraPageState, Listed, Trial
from pos_app.scanner.choice import AUTO, DEMO, NONE
from pos_app.scanner.kept import Kept
from pos_app.views.words import words

_FAR, _NEAR = 0, 250


def camera(one: Listed, *, is_demo: bool) -> str:
    """A camera in the list."""
    if one.spec == AUTO:
        return words("camera.auto_demo" if is_demo else "camera.auto")
    if one.spec in {DEMO, NONE}:
        return words("camera.demo" if one.spec == DEMO else "camera.no_camera")
    if one.spec.isdecimal():
        return words("camera.number", number=one.spec)
    return one.name if one.is_there else words("camera.not_plugged_in", name=one.name)


def size(pixels: tuple[int, int]) -> str:
    """A resolution."""
    return words("camera.size_px", width=pixels[0], height=pixels[1])


def focus(step: int | None) -> str:
    """A step of the focus."""
    if step is None:
        return words("camera.by_itself")
    return words({_FAR: "camera.focus_far", _NEAR: "camera.focus_near"}[step]) if step in {_FAR, _NEAR} else str(step)


def exposure(step: int | None) -> str:
    """A step of the exposure, as photographers write it."""
    if step is None:
        return words("camera.by_itself")
    if sys.platform == "linux" and step > 0:
        return words("camera.shutter", part=round(10_000 / step))
    if step < 0:
        return words("camera.shutter", part=2**-step)
    return words("camera.units", value=step)


def trial(one: Trial | None) -> str:
    """The figures of a look; none before the first."""
    if one is None:
        return ""
    width, height = one.size
    return words("camera.seen", width=width, height=height, pictures_s=round(one.pictures_s), ms=f"{one.ms:.0f}")


def recorded(state: CameraPageState) -> str:
    """How far a recording is, or how far it came."""
    kept: Kept | None = state.recording
    if kept is None:
        return ""
    return words("camera.recorded", pictures=kept.pictures, megabytes=f"{kept.megabytes:.1f}", folder=kept.folder)
