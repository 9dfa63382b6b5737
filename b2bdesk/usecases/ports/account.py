"""Keeping the account (PROTOCOL `/account`), so that every screen opens offline."""

from typing import Protocol

from b2bdesk.usecases.rows.account import AccountInfo


class AccountStore(Protocol):
    """Stores the account as it was last told."""

    def load(self) -> AccountInfo | None:
        """Return the account, None when it was never told."""
        ...

    def save(self, account: AccountInfo) -> bool:
        """Store the account; says whether it differs from before."""
        ...

    def active_contract(self) -> str:
        """Return the id of the contract in use, empty when none was chosen."""
        ...
