"""The shop as this till last knew it, so that a till can be used before its platform has answered.

Kept in the till's folder, sealed as the outbox is and bound to the till's token: a folder without its keyring tells nothing,
and a till that got another token knows nothing. The day's figures are not known: they are the platform's. What is lost or
does not open is asked for as at the first start.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import structlog

from backend_stub.contract import TillContext
from pos_app.seal import Seal, SealBrokenError

FILE_NAME = "shop.sealed"
_log = structlog.get_logger(__name__)


def shop_of(context: TillContext) -> TillContext:
    """What of a context belongs to the shop and not to the day."""
    return msgspec.structs.replace(context, today_count=0, today_total_minor=0)


class KnownShop:
    """The one shop of a till's folder; never raises for what a disk may do."""

    def __init__(self, folder: Path, seal: Seal, token: str) -> None:
        self._file = folder / FILE_NAME
        self._seal = seal
        self._about = f"shop {hashlib.sha256(token.encode()).hexdigest()}"
        self.shop: TillContext | None = self._read()

    def keep(self, context: TillContext) -> None:
        """The platform has said it; written where it is news."""
        shop = shop_of(context)
        if shop == self.shop:
            return
        self.shop = shop
        beside = self._file.with_suffix(".part")
        try:
            beside.write_bytes(self._seal.close(msgspec.json.encode(shop), self._about))
            beside.replace(self._file)
        except OSError as error:
            _log.warning("shop.not_kept", error=type(error).__name__)

    def _read(self) -> TillContext | None:
        try:
            return msgspec.json.decode(self._seal.open(self._file.read_bytes(), self._about), type=TillContext)
        except FileNotFoundError:
            return None
        except (OSError, SealBrokenError, msgspec.DecodeError) as error:
            _log.info("shop.not_known", error=type(error).__name__)
            return None
