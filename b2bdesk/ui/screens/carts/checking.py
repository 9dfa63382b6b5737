"""One check of a cart with everything the checkout shows beside it; runs off the GUI thread."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from b2bdesk.usecases.checkout import default_checkout
from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow
from b2bdesk.usecases.rows.carts import Checkout, CheckResult, LineRow
from b2bdesk.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a check.

    `online`: the portal was to be asked; `now`: the supplier's; `offline`: known to be cut off;
    `checkout`: the conditions it was checked with.
    """

    cart_id: str
    online: bool
    result: CheckResult
    entity: EntityRow | None
    contract: ContractRow | None
    credit: CreditRow | None
    lines: tuple[LineRow, ...]
    now: dt.datetime
    entities: tuple[EntityRow, ...] = ()
    offline: bool = False
    checkout: Checkout = field(default_factory=Checkout)

    @property
    def waits(self) -> bool:
        """Whether an order sent now waits for the connection."""
        return self.online and self.offline and not self.result.asked_portal

    def holds_for(self, checkout: Checkout) -> bool:
        """Whether it was checked with these conditions."""
        return _conditions(self.checkout) == _conditions(checkout)

    def moved(self, older: Checked) -> bool:
        """Whether the cart itself is another one than at an older check."""
        return self.result.totals != older.result.totals


def check(services: Services, cart_id: str, online: bool, checkout: Checkout) -> Checked:
    """Check a cart and read its firm, contract and credit."""
    sheet = services.carts.open(cart_id)
    cart = sheet.cart
    entities = services.account.entities()
    entity = next((each for each in entities if each.id == cart.entity_id), None)
    contract = contract_of(entity, cart.contract_id)
    if entity is not None and contract is not None and not any(_conditions(checkout)):
        checkout = default_checkout(entity, contract)  # as the form begins
    result = services.submit.check(cart_id, online, checkout)
    now = services.submit.supplier_now()
    credit = services.account.credit(contract.id) if contract is not None else None
    return Checked(
        cart_id, online, result, entity, contract, credit, sheet.lines, now, entities,
        cut_off(services), checkout,
    )  # fmt: skip


def _conditions(checkout: Checkout) -> tuple[str, str, str]:
    return checkout.delivery_method, checkout.address_id, checkout.payment_method


def cut_off(services: Services) -> bool:
    """Whether the portal is known not to be reached; before the first try nobody knows."""
    return services.sync.state().online is False


def contract_of(entity: EntityRow | None, contract_id: str) -> ContractRow | None:
    """The contract of an id."""
    contracts = entity.contracts if entity is not None else ()
    return next((each for each in contracts if each.id == contract_id), None)
