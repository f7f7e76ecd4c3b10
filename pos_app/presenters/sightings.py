"""What the camera saw lately: the code in the frame, foreign ones, and codes that were used and are still held up."""

from __future__ import annotations

import datetime as dt

from pos_app.presenters.sell_state import Say, Tone

IN_FRAME = dt.timedelta(seconds=3)  # a code counts as present this long after it was last seen
GONE_AFTER = dt.timedelta(seconds=2)  # a used code out of sight this long was taken away, and may be presented anew
FOREIGN_SHOWN = dt.timedelta(seconds=4)
FOREIGN_KINDS = frozenset(
    (
        "web_link",
        "shop_qr",
        "alipay",
        "wechat",
        "unionpay",
        "other_wallet",
        "transfer",
        "goods",
        "wifi",
        "contact",
        "other",
        "wrong_check_digit",
    )
)


class Sightings:
    """Remembers one code at a time. A code that was sent is not taken from the frame again until it left it."""

    def __init__(self) -> None:
        self._code = ""
        self._seen_at: dt.datetime | None = None
        self._used = ""
        self._used_seen_at: dt.datetime | None = None
        self._foreign: Say | None = None
        self._foreign_until: dt.datetime | None = None

    def see(self, code: str, now: dt.datetime) -> bool:
        """A payment code was seen. False when it is the used one, still held up."""
        if code == self._used and self._used_seen_at is not None:
            if now - self._used_seen_at <= GONE_AFTER:
                self._used_seen_at = now
                return False
            self._used = ""
        self._code, self._seen_at = code, now
        self._foreign = None
        return True

    def in_frame(self, now: dt.datetime) -> str:
        """The code that is held up now; empty for none."""
        if self._seen_at is None or now - self._seen_at > IN_FRAME:
            self._code, self._seen_at = "", None
        return self._code

    def use(self, code: str, now: dt.datetime) -> None:
        """The code was sent."""
        self._used, self._used_seen_at = code, now
        self._code, self._seen_at = "", None
        self._foreign = None

    def unuse(self) -> None:
        """It was not sent after all."""
        self._used, self._used_seen_at = "", None

    def look_again(self, now: dt.datetime) -> None:
        """The camera looks again after a pause: what was used may have been held up all the while."""
        if self._used:
            self._used_seen_at = now

    def see_foreign(self, kind: str, now: dt.datetime) -> None:
        """Something was read that is no payment code of ours; a kind without a word of its own asks to aim again."""
        hint = f"hint.foreign.{kind}" if kind in FOREIGN_KINDS else "hint.aim_again"
        self._foreign = Say(hint, tone=Tone.CAREFUL)
        self._foreign_until = now + FOREIGN_SHOWN

    def foreign(self, now: dt.datetime) -> Say | None:
        """What to say of a foreign code, for some seconds."""
        if self._foreign_until is None or now > self._foreign_until:
            self._foreign = None
        return self._foreign
