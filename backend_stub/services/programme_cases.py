"""The use cases of programmes: which rows they need."""

from __future__ import annotations

from backend_stub.domain import programmes
from backend_stub.storage.lookups import Lookup, UseCase

CREATE: UseCase[programmes.Create] = UseCase(
    "create_programme", programmes.create, {Lookup.PROGRAMME: lambda _, command: (command.draft.id,)}
)
PUBLISH: UseCase[programmes.Publish] = UseCase(
    "publish_terms",
    programmes.publish,
    {
        Lookup.PROGRAMME_HELD: lambda _, command: (command.programme_id,),
        Lookup.TERMS_BY_PROGRAMME: lambda _, command: (command.programme_id,),
    },
)
ADMIT: UseCase[programmes.Admit] = UseCase(
    "admit_merchant",
    programmes.admit,
    {
        Lookup.PROGRAMME_HELD: lambda _, command: (command.programme_id,),
        Lookup.ACCEPTANCE_BY_PROGRAMME: lambda _, command: (command.programme_id,),
        Lookup.MERCHANT_BY_NAME: lambda _, command: (command.public_service_id,),
    },
)
