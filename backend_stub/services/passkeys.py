"""Passkeys (WebAuthn, W3C Recommendation level 2): what a browser is asked for, and whether what it answers is right.

The challenge is a one-time secret of ours; the library checks origin, signature and flags, the decision that the
challenge is used for the first time and that the authenticator's counter grows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from backend_stub.contract import ProblemCode
from backend_stub.domain import access
from backend_stub.domain.access import CHALLENGE_LIFE_S, SecretPurpose
from backend_stub.domain.records import Passkey
from backend_stub.domain.state import Broken
from backend_stub.services.access import (
    ADD_PASSKEY,
    DROP_PASSKEY,
    ONE_TIME,
    USE_PASSKEY,
    Opened,
    Session,
    drawn_session,
    give_secret,
)
from backend_stub.services.platform import Platform
from backend_stub.storage import access_reads, reads
from backend_stub.storage.writer import Reply

NOT_RIGHT = Broken(ProblemCode.FORBIDDEN, "this passkey can't be used here", "passkey")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey is good: the host, and the origin of its pages."""

    host: str
    origin: str


async def registration(platform: Platform, session: Session, site: Site) -> dict[str, Any]:
    """What a browser needs to make a passkey."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    customer = session.customer
    challenge = await give_secret(platform, SecretPurpose.ADD_PASSKEY, customer.id, CHALLENGE_LIFE_S)
    known = await platform.read(access_reads.passkeys, customer.id)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Wallet",
        user_name=customer.social_id,
        user_id=customer.id.encode(),
        user_display_name=customer.display_name,
        challenge=webauthn.base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one.id)) for one in known],
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


async def add(
    platform: Platform, session: Session, site: Site, challenge: str, credential: dict[str, Any], name: str
) -> Reply:
    """Keep the passkey that the browser made."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return NOT_RIGHT
    now = platform.clock()
    passkey = Passkey(
        bytes_to_base64url(made.credential_id),
        session.customer.id,
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
        name,
        now,
        None,
    )
    command = access.AddPasskey(platform.keys.access_hash(ONE_TIME, challenge), session.customer.id, passkey)
    return await platform.writer.submit(ADD_PASSKEY, command)


async def challenge(platform: Platform, site: Site) -> dict[str, Any]:
    """What a browser needs to sign in with whatever passkey it has for this site: no handle is asked for."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    text = await give_secret(platform, SecretPurpose.SIGN_IN, None, CHALLENGE_LIFE_S)
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=webauthn.base64url_to_bytes(text),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


async def sign_in(
    platform: Platform, site: Site, challenge: str, credential: dict[str, Any], device_name: str
) -> Opened | Broken:
    """A session for whoever signed the challenge."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    passkey = await platform.read(reads.one, Passkey, str(credential.get("id", "")))
    if passkey is None or not passkey.public_key:
        return NOT_RIGHT
    try:
        signed = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=webauthn.base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=0,  # the decision compares the counters, over the locked row
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return NOT_RIGHT
    text, session = drawn_session(platform, device_name)
    command = access.UsePasskey(
        platform.keys.access_hash(ONE_TIME, challenge), passkey.id, signed.new_sign_count, session
    )
    reply = await platform.writer.submit(USE_PASSKEY, command)
    return reply if isinstance(reply, Broken) else Opened(text)


async def drop(platform: Platform, session: Session, passkey_id: str) -> Reply:
    """Take a passkey away."""
    return await platform.writer.submit(DROP_PASSKEY, access.DropPasskey(passkey_id, session.customer.id))
