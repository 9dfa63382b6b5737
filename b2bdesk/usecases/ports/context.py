"""Who one buys as right now; implemented over the cached account by models."""

from typing import Protocol

from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow


class AccountPort(Protocol):
    """Reads the cached `/account` and settlements."""

    def entities(self) -> tuple[EntityRow, ...]:
        """Return the legal entities with their contracts, in the portal's order."""
        ...

    def contract(self, contract_id: str) -> ContractRow | None:
        """Return one contract, None when it is not in the account any more."""
        ...

    def credit(self, contract_id: str) -> CreditRow | None:
        """Return limit, debt and free credit of a contract; None = nothing told."""
        ...
