"""What the till, the customer's device and the platform say to each other: ids, refusals, wire messages.

Everything here is shared by both sides of the HTTP seam. Amounts are integers of minor units (`amount_minor`), times are
RFC 3339 in UTC. Every write carries `Idempotency-Key: <UUID>`, made by whoever starts the act (UUIDv7 by preference); the key
*is* the id of what is made: the attempt's id, the refund's, the top-up's. Unknown fields are refused.
"""

from backend_stub.contract.association_words import *  # noqa: F403
from backend_stub.contract.cash import *  # noqa: F403
from backend_stub.contract.code_text import *  # noqa: F403
from backend_stub.contract.messages import *  # noqa: F403
from backend_stub.contract.rights import *  # noqa: F403
from backend_stub.contract.words import *  # noqa: F403
