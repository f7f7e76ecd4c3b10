"""The camera's part of the Settings page, and the mark of a recording on any page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH: Mapping[str, object] = {
    "camera.title": QT_TRANSLATE_NOOP("camera", "Camera"),
    "camera.look_again": QT_TRANSLATE_NOOP("camera", "Look again"),
    "camera.looking": QT_TRANSLATE_NOOP("camera", "Looking…"),
    "camera.which": QT_TRANSLATE_NOOP("camera", "Camera used"),
    "camera.size": QT_TRANSLATE_NOOP("camera", "Resolution"),
    "camera.focus": QT_TRANSLATE_NOOP("camera", "Focus"),
    "camera.exposure": QT_TRANSLATE_NOOP("camera", "Exposure"),
    "camera.picture": QT_TRANSLATE_NOOP("camera", "Picture"),
    "camera.as_it_is": QT_TRANSLATE_NOOP("camera", "As it is"),
    "camera.mirrored": QT_TRANSLATE_NOOP("camera", "Mirrored"),
    "camera.auto": QT_TRANSLATE_NOOP("camera", "The first one found"),
    "camera.auto_demo": QT_TRANSLATE_NOOP("camera", "The demo’s phone, by itself"),
    "camera.demo": QT_TRANSLATE_NOOP("camera", "The demo’s phone"),
    "camera.no_camera": QT_TRANSLATE_NOOP("camera", "No camera"),
    "camera.number": QT_TRANSLATE_NOOP("camera", "Camera number {number}"),
    "camera.not_plugged_in": QT_TRANSLATE_NOOP("camera", "{name} (not plugged in)"),
    "camera.by_itself": QT_TRANSLATE_NOOP("camera", "By itself"),
    "camera.size_px": QT_TRANSLATE_NOOP("camera", "{width} × {height}"),  # noqa: RUF001  (a multiplication sign)
    "camera.focus_far": QT_TRANSLATE_NOOP("camera", "0 (far)"),
    "camera.focus_near": QT_TRANSLATE_NOOP("camera", "250 (near)"),
    "camera.shutter": QT_TRANSLATE_NOOP("camera", "1/{part} s"),
    "camera.units": QT_TRANSLATE_NOOP("camera", "{value} (the driver’s units)"),
    "camera.fixed": QT_TRANSLATE_NOOP(
        "camera",
        "The settings file or the command line names the camera: a choice here lasts until the till is closed.",
    ),
    "camera.hold_code": QT_TRANSLATE_NOOP("camera", "Hold up any code to try it."),
    "camera.read_ours": QT_TRANSLATE_NOOP("camera", "A payment code. Nothing is paid here."),
    "camera.read_how": QT_TRANSLATE_NOOP("camera", "{symbology}, in {ms} ms, by {decoder}"),
    "camera.seen": QT_TRANSLATE_NOOP("camera", "{width} × {height} · {pictures_s} pictures/s · {ms} ms a look"),  # noqa: RUF001
    "camera.not_remembered": QT_TRANSLATE_NOOP("camera", "The disk is full: this holds until the till is closed."),
    "camera.record_title": QT_TRANSLATE_NOOP("camera", "Recording for a diagnosis"),
    "camera.record_how": QT_TRANSLATE_NOOP(
        "camera",
        "Pictures are kept only while this runs: for {seconds} s, at most {megabytes} MB, on this computer. "
        "It goes on at the Sell page. Customers’ codes can be seen in them.",
    ),
    "camera.record": QT_TRANSLATE_NOOP("camera", "Start recording"),
    "camera.record_stop": QT_TRANSLATE_NOOP("camera", "Stop recording"),
    "camera.recording": QT_TRANSLATE_NOOP("camera", "Recording, {seconds} s left"),
    "camera.recorded": QT_TRANSLATE_NOOP("camera", "{pictures} pictures, {megabytes} MB, in {folder}"),
    "camera.recording_not": QT_TRANSLATE_NOOP("camera", "The recording ended: {why}"),
}
