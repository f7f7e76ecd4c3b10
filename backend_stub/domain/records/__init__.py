"""The rows of the books, as frozen values: each class is a table, its fields are the table's columns in order.

Times are `Instant`: whole microseconds since 1970 in UTC, so there is no naive time to confuse them with. Amounts are
minor units of the `currency` beside them. Words of an enum are kept as their plain text.
"""

from backend_stub.domain.records.access import *  # noqa: F403
from backend_stub.domain.records.accounts import *  # noqa: F403
from backend_stub.domain.records.association import *  # noqa: F403
from backend_stub.domain.records.base import *  # noqa: F403
from backend_stub.domain.records.books import *  # noqa: F403
from backend_stub.domain.records.contacts import *  # noqa: F403
from backend_stub.domain.records.funding import *  # noqa: F403
from backend_stub.domain.records.gifts import *  # noqa: F403
from backend_stub.domain.records.lives import *  # noqa: F403
from backend_stub.domain.records.parties import *  # noqa: F403
from backend_stub.domain.records.payments import *  # noqa: F403
from backend_stub.domain.records.programmes import *  # noqa: F403
from backend_stub.domain.records.sessions import *  # noqa: F403
from backend_stub.domain.records.settlement import *  # noqa: F403
from backend_stub.domain.records.shifts import *  # noqa: F403
from backend_stub.domain.records.webhooks import *  # noqa: F403
