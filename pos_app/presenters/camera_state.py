"""What the camera's part of the Settings page shows, as frozen values, and what a person can do on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pos_app.presenters.sell_state import Camera, Say, Tone
from pos_app.scanner.choice import CameraChoice
from pos_app.scanner.coach import Advice
from pos_app.scanner.kept import Kept


@dataclass(frozen=True, slots=True)
class Trial:
    """One frame that was looked at. `kind` names what was read in it; empty: nothing."""

    size: tuple[int, int]  # pixels, width first
    pictures_s: float
    ms: float  # spent on the frame
    kind: str = ""
    symbology: str = ""
    decoder: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A camera that can be chosen; one that was here before and is not now, too."""

    spec: str
    name: str
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class CameraPageState:
    """All of it. `is_fixed`: the settings file or the command line names the camera."""

    camera: Camera = Camera.STARTING
    choice: CameraChoice = field(default_factory=CameraChoice)
    cameras: tuple[Listed, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    focuses: tuple[int | None, ...] = (None,)
    exposures: tuple[int | None, ...] = (None,)
    is_demo: bool = False
    is_fixed: bool = False
    is_listing: bool = False
    hint: Say = field(default_factory=lambda: Say("hint.camera_starting"))
    hint_more: Say | None = None
    advice: Advice | None = None
    outline: Tone | None = None
    trial: Trial | None = None
    recording: Kept | None = None

    @property
    def is_recording(self) -> bool:
        """Pictures are being kept."""
        return self.recording is not None and self.recording.is_on


class CameraView(Protocol):
    """Whatever shows it."""

    def render(self, state: CameraPageState) -> None:
        """Show this state, and nothing else."""


class CameraIntents(Protocol):
    """What a person can do."""

    def choose(self, spec: str) -> None:
        """Use this camera."""

    def choose_size(self, size: tuple[int, int]) -> None:
        """Pictures of this size."""

    def choose_focus(self, focus: int | None) -> None:
        """None: the camera finds it."""

    def choose_exposure(self, exposure: int | None) -> None:
        """None: the camera finds it."""

    def mirror(self, *, is_mirrored: bool) -> None:
        """The preview."""

    def look_again(self) -> None:
        """Ask the system which cameras are plugged in now."""

    def record(self) -> None:
        """Begin a diagnostic recording, or end it."""


class CameraDesk(Protocol):
    """The till's camera. `listed` is called on the main thread."""

    @property
    def choice(self) -> CameraChoice:
        """How it is used now."""

    @property
    def remembered(self) -> tuple[str, ...]:
        """Names of cameras that were ever plugged in here."""

    @property
    def is_fixed(self) -> bool:
        """Whether the settings name the camera: then a choice lasts until the till is closed."""

    @property
    def is_demo(self) -> bool:
        """Whether the demo's phone can be seen."""

    def choose(self, choice: CameraChoice) -> bool:
        """Use it so from now on, after a restart too; False when the disk would not remember."""

    def list_cameras(self, listed: Callable[[tuple[str, ...]], None]) -> None:
        """Which are plugged in, by name."""

    def start_recording(self) -> str:
        """Begin; what went wrong, or nothing."""

    def stop_recording(self) -> None:
        """End it."""
