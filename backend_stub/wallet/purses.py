"""A customer's accounts as the pages show them: with the programme they belong to and where it is taken."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.domain.records import Account, Programme
from backend_stub.storage import movement_reads, reads
from backend_stub.wallet.browser import Visit

COLOURS = 4


@dataclass(frozen=True, slots=True)
class Purse:
    """An account, its programme, and the merchants that take it."""

    account: Account
    programme: Programme
    merchants: tuple[str, ...]

    @property
    def name(self) -> str:
        """Whose money it is: the merchant, or the group."""
        return self.merchants[0] if len(self.merchants) == 1 else self.programme.group_name or self.programme.name

    @property
    def is_open(self) -> bool:
        """Whether it can be paid from."""
        return self.account.status == "open"

    @property
    def is_closed(self) -> bool:
        """Whether it is over for good."""
        return self.account.status == "closed"

    @property
    def spendable_minor(self) -> int:
        """Paid money and bonus together."""
        return self.account.balance_minor + self.account.bonus_minor

    @property
    def colour(self) -> str:
        """One of a few, always the same for a programme."""
        return f"c{sum(self.programme.id.encode()) % COLOURS}"


async def of(visit: Visit) -> list[Purse]:
    """The accounts of whoever is signed in, oldest first."""
    return await visit.platform.read(_of, visit.owner.customer.id)


def _of(connection: sa.Connection, customer_id: str) -> list[Purse]:
    accounts = reads.accounts_of(connection, customer_id)
    wanted = {account.programme_id for account in accounts}
    programmes, named = movement_reads.programmes_of(connection, wanted), movement_reads.takers_of(connection, wanted)
    return [
        Purse(account, programmes[account.programme_id], tuple(named.get(account.programme_id, ())))
        for account in accounts
    ]


async def own(visit: Visit, account_id: str) -> Purse | None:
    """One of them by its id; None for one of somebody else, as for one that is not there."""
    return next((purse for purse in await of(visit) if purse.account.id == account_id), None)
