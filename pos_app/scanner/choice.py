"""Which camera a person chose, and how it is to be used. Pure; `camera_memory` keeps it over restarts."""

from __future__ import annotations

from dataclasses import dataclass

AUTO, NONE, DEMO = "auto", "none", "demo"
USUAL_SIZE = (1280, 720)


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """Focus and exposure are in the driver's own units; None: the camera finds them.

    `spec`: `auto` (the first, or the demo's phone), `none`, `demo`, a number, a name, or a film's path.
    """

    spec: str = AUTO
    size: tuple[int, int] = USUAL_SIZE  # pixels
    focus: int | None = None
    exposure: int | None = None
    is_mirrored: bool = False  # the preview only: codes are read as they are
