"""The one door to OpenCV: imported quietly, without leaving its Qt settings behind.

Importing it takes some 0.4 s, so whoever counts a cold start imports this module late.
"""

from __future__ import annotations

import os

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")

# Read once when OpenCV is loaded. An unplugged webcam would otherwise hold a read for 10 s.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # quiet: whoever opens a broken film is told by an error

_before = {name: os.environ.get(name) for name in _QT_VARIABLES}

import cv2  # noqa: E402

# opencv-python points Qt at the Qt 5 it carries; the till's own Qt must not look there.
for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
