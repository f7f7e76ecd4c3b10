"""The messages on the wire, as msgspec structs: what is asked (`Wire`) and what is answered (`Reply`)."""

from backend_stub.contract.messages.base import *  # noqa: F403
from backend_stub.contract.messages.customers import *  # noqa: F403
from backend_stub.contract.messages.funding import *  # noqa: F403
from backend_stub.contract.messages.gifts import *  # noqa: F403
from backend_stub.contract.messages.lives import *  # noqa: F403
from backend_stub.contract.messages.members import *  # noqa: F403
from backend_stub.contract.messages.operators import *  # noqa: F403
from backend_stub.contract.messages.payments import *  # noqa: F403
from backend_stub.contract.messages.platform import *  # noqa: F403
from backend_stub.contract.messages.programmes import *  # noqa: F403
from backend_stub.contract.messages.rules import *  # noqa: F403
from backend_stub.contract.messages.sales import *  # noqa: F403
from backend_stub.contract.messages.settlement import *  # noqa: F403
from backend_stub.contract.messages.shifts import *  # noqa: F403
from backend_stub.contract.messages.shops import *  # noqa: F403
from backend_stub.contract.messages.webhooks import *  # noqa: F403
