"""What a customer does: sign up, establish an account, ask to pay, read messages."""

from __future__ import annotations

import msgspec

from backend_stub.contract import AddDevice, CodeRequest, OpenAccount, ProblemCode, SignUp
from backend_stub.domain import accounts, codes
from backend_stub.domain.limits import SIGN_UPS
from backend_stub.domain.state import Broken
from backend_stub.services import limits, usecases
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_code
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


async def sign_up(platform: Platform, key: str, request: SignUp, address: str = "") -> Reply:
    """A1: a person with a social id and a first device, from this address."""
    token_hash = platform.keys.token_hash(request.token)
    command = accounts.Join(
        customer_id=key,
        device_id=new_id(),
        social_id=request.social_id,
        display_name=request.display_name,
        family_name=request.family_name,
        device_name=request.device_name,
        token_hash=token_hash,
        request_hash=platform.keys.request_hash("sign up", _ENCODER.encode(request)),
        counted=limits.from_network(platform.keys, SIGN_UPS, address),
    )
    return await platform.writer.submit(usecases.JOIN, command)


async def add_device(platform: Platform, caller: Caller, key: str, request: AddDevice) -> Reply:
    """A further device of the same customer."""
    token_hash = platform.keys.token_hash(request.token)
    command = accounts.AddDevice(key, caller.subject_id, request.device_name, token_hash)
    return await platform.writer.submit(usecases.ADD_DEVICE, command)


async def open_account(platform: Platform, caller: Caller, key: str, request: OpenAccount) -> Reply:
    """P1: a prepayment account in a programme."""
    request_hash = platform.keys.request_hash(f"open {caller.subject_id}", _ENCODER.encode(request))
    command = accounts.Establish(key, caller.subject_id, request.programme_id, request_hash)
    return await platform.writer.submit(usecases.ESTABLISH, command)


async def issue_code(platform: Platform, caller: Caller, key: str, request: CodeRequest) -> Reply:
    """P4: a code for this request to pay, drawn here and kept only hashed and sealed."""
    if caller.device_id is None:
        return Broken(ProblemCode.FORBIDDEN, "a payment code is given to a device")
    text = new_code()
    command = codes.IssueCode(
        code_id=key,
        device_id=caller.device_id,
        customer_id=caller.subject_id,
        account_id=request.account_id,
        limit_minor=request.limit_minor,
        code_hash=platform.keys.code_hash(text),
        sealed_text=platform.keys.seal(text, key),
        request_hash=platform.keys.request_hash(f"code {caller.device_id}", _ENCODER.encode(request)),
    )
    return await platform.writer.submit(usecases.ISSUE_CODE, command)
