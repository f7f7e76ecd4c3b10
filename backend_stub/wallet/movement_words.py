"""Why money moved, in a person's words."""

from __future__ import annotations

from backend_stub.domain.ledger import Kind
from backend_stub.wallet.words import Words


def N_(message: str) -> str:  # noqa: N802 - the mark that extraction of texts looks for
    """A text that is translated where it is shown."""
    return message


_WORDS = {
    Kind.TOP_UP: N_("Put in"),
    Kind.BONUS: N_("Bonus"),
    Kind.REDEMPTION: N_("Paid"),
    Kind.REFUND: N_("Given back"),
    Kind.REVERSAL: N_("Taken back by the shop's till"),
    Kind.TOP_UP_REFUND: N_("Top-up taken back"),
    Kind.TOP_UP_KEPT: N_("Top-up kept"),
    Kind.BONUS_RETURNED: N_("Bonus returned"),
    Kind.GIFT_OFFERED: N_("Gift given"),
    Kind.GIFT_ACCEPTED: N_("Gift received"),
    Kind.GIFT_RETURNED: N_("Gift came back"),
    Kind.GIFT_TAKEN_BACK: N_("Gift taken back"),
    Kind.EXPIRY: N_("Expired"),
    Kind.PAY_BACK: N_("Paid out at closing"),
}


def kind_words(words: Words, kind: str) -> str:
    """A movement's kind; a kind that is not known here is told as it is called."""
    found = _WORDS.get(Kind(kind)) if kind in set(Kind) else None
    return words.text(found) if found else kind
