"""The use cases of webhooks: which rows each command needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from backend_stub.domain import webhooks
from backend_stub.domain.state import State
from backend_stub.storage.lookups import Lookup, UseCase


class _OfDelivery(Protocol):
    @property
    def delivery_id(self) -> str: ...


class _OfEndpoint(Protocol):
    @property
    def endpoint_id(self) -> str: ...


def _delivery(_state: State, command: _OfDelivery) -> Iterable[str | None]:
    return (command.delivery_id,)


def _endpoint(_state: State, command: _OfEndpoint) -> Iterable[str | None]:
    return (command.endpoint_id,)


REGISTER_WEBHOOK: UseCase[webhooks.Register] = UseCase(
    "register_webhook",
    webhooks.register,
    {
        Lookup.WEBHOOK_ENDPOINT: _endpoint,
        Lookup.WEBHOOK_ENDPOINT_BY_MERCHANT: lambda _, command: (command.merchant_id,),
    },
)
ROTATE_WEBHOOK: UseCase[webhooks.Rotate] = UseCase(
    "rotate_webhook", webhooks.rotate, {Lookup.WEBHOOK_ENDPOINT: _endpoint}
)
SWITCH_WEBHOOK: UseCase[webhooks.Switch] = UseCase(
    "switch_webhook", webhooks.switch, {Lookup.WEBHOOK_ENDPOINT: _endpoint}
)
CLAIM_WEBHOOK: UseCase[webhooks.Claim] = UseCase("claim_webhook", webhooks.claim, {Lookup.WEBHOOK_DELIVERY: _delivery})
WEBHOOK_ATTEMPTED: UseCase[webhooks.Attempted] = UseCase(
    "webhook_attempted",
    webhooks.attempted,
    {Lookup.WEBHOOK_DELIVERY: _delivery, Lookup.WEBHOOK_ENDPOINT: _endpoint},
)
REPLAY_WEBHOOK: UseCase[webhooks.Replay] = UseCase(
    "replay_webhook", webhooks.replay, {Lookup.WEBHOOK_DELIVERY: _delivery}
)
