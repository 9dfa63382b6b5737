"""Money between the entity and the supplier, by contract. Called on the readers lane."""

from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.ports.queries import DocumentQueriesPort, MoneyQueriesPort
from b2bdesk.usecases.rows.orders import DocumentFilter, SettlementsRow


class Settlements:
    """Balances and movements, from the cache."""

    def __init__(
        self, book: AccountBook, money: MoneyQueriesPort, documents: DocumentQueriesPort
    ) -> None:
        self._book = book
        self._money = money
        self._documents = documents

    def overview(self, contract_id: str | None = None) -> SettlementsRow | None:
        """Return the settlements by a contract (None = the one in use); None before any account."""
        active = self._book.active()
        wanted = contract_id or (active[1].id if active else "")
        account = self._book.load()
        contracts = account.contracts() if account else ()
        contract = next((each for each in contracts if each.id == wanted), None)
        if contract is None:
            return None
        credit = self._book.credit(contract.id)
        unpaid = self._documents.list(
            DocumentFilter(kind="invoice", entity_id=contract.entity_id, unpaid=True)
        )
        return SettlementsRow(
            contract_id=contract.id,
            currency=credit.currency if credit else contract.currency,
            limit_minor=credit.limit_minor if credit else None,
            debt_minor=credit.debt_minor if credit else None,
            overdue_minor=credit.overdue_minor if credit else None,
            free_minor=credit.free_minor if credit else None,
            as_of=credit.as_of if credit else None,
            entries=self._money.entries(contract.id),
            to_pay=tuple(each for each in unpaid if each.contract_id == contract.id),
        )
