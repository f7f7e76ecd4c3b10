"""What a decoder found in one frame. Plain Python, so that acceptance can be tested without a camera."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]

QR_CODE = "QRCode"
CODE_128 = "Code128"
EAN = "EAN"  # EAN-13 and UPC-A: what is on a product


@dataclass(frozen=True, slots=True)
class Found:
    """A reading: decoded, not yet accepted.

    `corners` are pixels of the frame it was read from, going round the code; `ms` is the time from the start of the
    frame's decoding until this reading was there.
    """

    text: str
    symbology: str  # QR_CODE or CODE_128; EAN among goods
    decoder: str  # which one read it first, with the pass: "zxing-cpp", "zxing-cpp zoom", "pyzbar"
    corners: Corners
    ms: float

    @property
    def centre(self) -> Point:
        """The middle of the code, in pixels."""
        return (sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one frame gave, a hit or a miss: for acceptance, for the outline, and for telling a person why nothing reads."""

    found: tuple[Found, ...] = ()
    half_seen: tuple[Corners, ...] = ()  # where a code was located but not read, the likeliest first; on a miss only
    misses: int = 0  # frames in a row without a reading, this one included; 0 on a hit
    ms: float = 0.0  # spent on this frame
    goods: tuple[Found, ...] = ()  # product codes, on a miss only: they are no payment codes, and never end the search
