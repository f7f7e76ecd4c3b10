"""Sample states of the camera's page, for looking at them."""

from __future__ import annotations

from dataclasses import replace

from pos_app.presenters import coached
from pos_app.presenters.camera import EXPOSURES, FOCUSES, SIZES, listed
from pos_app.presenters.camera_state import CameraPageState, Trial
from pos_app.presenters.hints import CAMERA_HINTS
from pos_app.presenters.sell_state import Camera, Say, Tone
from pos_app.scanner.choice import CameraChoice
from pos_app.scanner.coach import Advice, Cause
from pos_app.scanner.kept import Kept

_NAMES = ("HD Pro Webcam C920", "Integrated Camera: Integrated C")
_CHOICE = CameraChoice("HD Pro Webcam C920")
_LIVE = CameraPageState(
    camera=Camera.LIVE,
    choice=_CHOICE,
    cameras=listed(_NAMES, (*_NAMES, "Document Camera with a rather long name V2"), _CHOICE, is_demo=True),
    sizes=SIZES,
    focuses=FOCUSES,
    exposures=EXPOSURES,
    is_demo=True,
    hint=Say("camera.hold_code"),
    trial=Trial((1280, 720), 29.8, 14.2),
)
_GLARE = Advice(Cause.GLARE, where=(0.56, 0.4))
_FOLDER = "/home/anna/.local/share/prepaid-pos/recordings/20261124-143205"
STATES = {
    "live": _LIVE,
    "read": replace(
        _LIVE,
        outline=Tone.GOOD,
        hint=Say("camera.read_ours", tone=Tone.GOOD),
        hint_more=Say("camera.read_how", {"symbology": "QRCode", "ms": "4", "decoder": "zxing-cpp half"}),
        trial=Trial((1280, 720), 29.8, 4.1, "ours", "QRCode", "zxing-cpp half"),
    ),
    "glare": replace(_LIVE, advice=_GLARE, hint=coached.what_to_do(_GLARE), hint_more=coached.how(_GLARE)),
    "recording": replace(_LIVE, recording=Kept(_FOLDER, 61, 12.4, 47.6)),
    "recorded": replace(_LIVE, recording=Kept(_FOLDER, 300, 61.0, 0.0, is_on=False), is_fixed=True),
    **{
        camera.value: replace(
            _LIVE,
            camera=camera,
            choice=CameraChoice(_CHOICE.spec, (1920, 1080), 100, 156, is_mirrored=True),
            hint=CAMERA_HINTS[camera],
            trial=None,
            is_listing=camera is Camera.STARTING,
        )
        for camera in (Camera.STARTING, Camera.NONE, Camera.LOST, Camera.BUSY, Camera.DENIED)
    },
}
