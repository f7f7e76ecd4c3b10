"""Reading a request's body: JSON of the message that the route takes, and nothing that merely looks like it.

Litestar reads a body into plain values and converts them leniently: "100" and 100.0 would pass for 100. Money is not read
that way. Here the bytes become the message at once, strictly, and whatever can't is a 400 that names the field.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request

from backend_stub.api.problems import Stop, split
from backend_stub.contract import ProblemCode

JSON = "application/json"


@lru_cache(maxsize=64)
def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


class StrictRequest(Request[Any, Any, Any]):
    """A request whose body is JSON, or is refused."""

    async def body(self) -> bytes:
        """The body; one of another kind than JSON ends the request with 415, a missing one with 400."""
        raw = await super().body()
        if self.route_handler.parsed_data_field is None:
            return raw
        media_type = self.headers.get("content-type", JSON).partition(";")[0].strip().lower()
        if media_type != JSON:
            raise Stop(ProblemCode.UNSUPPORTED_MEDIA_TYPE, f"send the body as {JSON}")
        if not raw:
            raise Stop(ProblemCode.MALFORMED, "the body is missing: send a JSON object")
        return raw

    async def json(self) -> object:
        """The message that the route takes."""
        field = self.route_handler.parsed_data_field
        kind = field.annotation if field is not None else object
        try:
            return _decoder(kind).decode(await self.body())
        except msgspec.DecodeError as error:
            text, name = split(str(error))
            raise Stop(ProblemCode.MALFORMED, text, name) from None
        except UnicodeDecodeError:
            raise Stop(ProblemCode.MALFORMED, "the body is not UTF-8") from None
        except RecursionError:
            raise Stop(ProblemCode.MALFORMED, "the body is nested too deeply") from None
