"""Who one buys as: entities, contracts, the context in use, the supplier's side of it.

Everything comes from the stored account, so all of it works offline; changing the context only
picks other scopes of the cache (PROTOCOL §1).
"""

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.rows.account import (
    Context,
    CreditRow,
    EntityRow,
    ManagerRow,
    NewsRow,
    PartyRow,
)

_FOLLOWING = ("context", "catalogue", "prices", "stock", "settlements", "carts")


class Accounts:
    """Entities and contracts of the sign-in."""

    def __init__(self, book: AccountBook, news: News) -> None:
        self._book = book
        self._news = news

    def entities(self) -> tuple[EntityRow, ...]:
        """Return the legal entities with their contracts, in the portal's order."""
        account = self._book.load()
        return account.entities if account else ()

    def context(self) -> Context | None:
        """Return who one buys as right now, None before the first account."""
        active = self._book.active()
        return Context(*active) if active else None

    def use(self, entity_id: str, contract_id: str | None = None) -> ChangeSet:
        """Buy as another entity or by another contract from now on.

        Raises:
            Expected: `entity_unknown` when the account has no such entity or contract.
        """
        for entity in self.entities():
            if entity.id != entity_id or not entity.contracts:
                continue
            for contract in entity.contracts:
                if contract_id in (None, contract.id):
                    return self._use(entity.id, contract.id)
        raise Expected("entity_unknown", text=contract_id or entity_id)

    def seller(self) -> PartyRow | None:
        """Return the supplier's requisites."""
        account = self._book.load()
        return account.seller if account else None

    def manager(self) -> ManagerRow | None:
        """Return the supplier's person for this buyer."""
        account = self._book.load()
        return account.manager if account else None

    def news(self) -> tuple[NewsRow, ...]:
        """Return announcements of the supplier."""
        account = self._book.load()
        return account.news if account else ()

    def may(self, right: str) -> bool:
        """Say whether the portal gave this person a right."""
        account = self._book.load()
        return account is not None and right in account.rights

    def credit(self, contract_id: str) -> CreditRow | None:
        """Return limit, debt and free credit of a contract; None = nothing told."""
        return self._book.credit(contract_id)

    def _use(self, entity_id: str, contract_id: str) -> ChangeSet:
        active = self._book.active()
        if active and (active[0].id, active[1].id) == (entity_id, contract_id):
            return ChangeSet()
        self._book.use(entity_id, contract_id)
        changes = ChangeSet.of(*_FOLLOWING)
        self._news.publish(changes)
        return changes
