"""Asking the portal for prices and availability without ordering (`POST /quotes`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from b2bdesk.usecases.ports.orders_out import NO_CART, Descent
from b2bdesk.usecases.rows.carts import Checkout


@dataclass(frozen=True, slots=True)
class Asked:
    """One line to be quoted: quantity in its unit, factor = base units per unit."""

    item_id: str
    quantity_e3: int
    okei: str
    factor_e3: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The portal's word on one line; None = no price or unknown stock. `code` names a trouble.

    Price and stock are per and in base units.
    """

    item_id: str
    price_e5: int | None
    net_minor: int
    vat_minor: int
    gross_minor: int
    stock_e3: int | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """Lines in the order asked, totals as an order sent now would get them, problem codes.

    `refusals` are codes with values of all that such an order would be refused for; None = this
    portal does not tell before sending.
    """

    currency: str
    lines: tuple[Told, ...]
    net_minor: int
    vat_minor: int
    gross_minor: int
    problems: tuple[str, ...] = ()
    refusals: tuple[tuple[str, Mapping[str, Any]], ...] | None = None


class QuotesPort(Protocol):
    """Implemented by sync; raises `Environment` when the portal cannot be asked."""

    def quote(
        self,
        entity_id: str,
        contract_id: str,
        lines: Sequence[Asked],
        checkout: Checkout,
        descent: Descent = NO_CART,
    ) -> QuoteAnswer:
        """Ask for all lines at once; what the checkout leaves empty is left open."""
        ...
