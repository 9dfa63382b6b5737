"""Keeping the account (PROTOCOL `/account`), so that every screen opens offline."""

from typing import Protocol

from b2bdesk.usecases.rows.account import AccountInfo, ContractRow, CreditRow, EntityRow


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


class AccountBook(AccountStore, Protocol):
    """The stored account with the context in use."""

    def active(self) -> tuple[EntityRow, ContractRow] | None:
        """Return entity and contract in use, None before the first account."""
        ...

    def use(self, entity_id: str, contract_id: str) -> None:
        """Remember the entity and contract in use."""
        ...

    def credit(self, contract_id: str) -> CreditRow | None:
        """Return limit, debt and free credit of a contract; None = nothing told."""
        ...

    def forget(self) -> None:
        """Forget account and context."""
        ...
