"""The cached account: entities, contracts, the context in use, credit by contract.

The account is kept as JSON of its rows in the settings of desk.db, not in a cache file, so that
carts keep their firms while a cache is being rebuilt. Implements `AccountStore` and `AccountPort`.
"""

import logging
import threading
from typing import Any

import msgspec

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.moments import instant
from b2bdesk.usecases.ports.settings import SettingsPort
from b2bdesk.usecases.rows.account import AccountInfo, ContractRow, CreditRow, EntityRow

log = logging.getLogger(__name__)
ACCOUNT, CONTEXT = "account", "context"


class AccountCache:
    """The account as it was last told."""

    def __init__(self, settings: SettingsPort, desk: DeskStore) -> None:
        self._settings = settings
        self._desk = desk
        self._lock = threading.Lock()
        self._read = False
        self._account: AccountInfo | None = None

    def load(self) -> AccountInfo | None:
        """Return the account, None when it was never told."""
        with self._lock:
            if not self._read:
                self._account = _account(self._settings.get(ACCOUNT))
                self._read = True
            return self._account

    def save(self, account: AccountInfo) -> bool:
        """Store the account; says whether it differs from before."""
        if self.load() == account:
            return False
        self._settings.set(ACCOUNT, msgspec.to_builtins(account))
        with self._lock:
            self._account = account
        return True

    def forget(self) -> None:
        """Forget account and context (sign-out with wiping)."""
        self._settings.set(ACCOUNT, None)
        self._settings.set(CONTEXT, None)
        with self._lock:
            self._account = None

    def entities(self) -> tuple[EntityRow, ...]:
        """Return the legal entities with their contracts, in the portal's order."""
        account = self.load()
        return account.entities if account else ()

    def contract(self, contract_id: str) -> ContractRow | None:
        """Return one contract, None when it is not in the account any more."""
        account = self.load()
        found = (each for each in account.contracts() if each.id == contract_id) if account else ()
        return next(iter(found), None)

    def active(self) -> tuple[EntityRow, ContractRow] | None:
        """Return entity and contract in use: the chosen ones, else the first there are."""
        chosen = self._settings.get(CONTEXT)
        wanted = chosen if isinstance(chosen, dict) else {}
        pairs = [(one, contract) for one in self.entities() for contract in one.contracts]
        ranked = sorted(
            pairs,
            key=lambda pair: (
                pair[1].id != wanted.get("contract"),
                pair[0].id != wanted.get("entity"),
            ),
        )
        return ranked[0] if ranked else None

    def active_contract(self) -> str:
        """Return the id of the contract in use, empty when there is none."""
        active = self.active()
        return active[1].id if active else ""

    def use(self, entity_id: str, contract_id: str) -> None:
        """Remember the entity and contract in use."""
        self._settings.set(CONTEXT, {"entity": entity_id, "contract": contract_id})

    def credit(self, contract_id: str) -> CreditRow | None:
        """Return limit, debt and free credit of a contract; None = nothing told."""
        with self._desk.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT b.currency, b.credit_limit, b.debt, b.overdue, b.as_of FROM scope s"
                " JOIN balance b ON b.sid = s.sid WHERE s.feed = 'settlements' AND s.\"key\" = ?",
                (contract_id,),
            ).first()
        contract = self.contract(contract_id)
        if row is None:
            limit = contract.credit_limit_minor if contract else None
            if contract is None or limit is None:
                return None
            return CreditRow(contract.currency, limit, None, None, None, None)
        currency, limit, debt, overdue, as_of = row
        if limit is None and contract is not None:
            limit = contract.credit_limit_minor
        free = limit - (debt or 0) if limit is not None else None
        return CreditRow(currency, limit, debt, overdue, free, instant(as_of))


def _account(stored: Any) -> AccountInfo | None:
    if stored is None:
        return None
    try:
        return msgspec.convert(stored, AccountInfo)
    except msgspec.ValidationError as error:
        log.info("the stored account is of another version: %s", error)
        return None
