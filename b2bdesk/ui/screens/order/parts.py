"""What the pieces of the order sheet's wiring share."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.screens.order.book import CartBook
from b2bdesk.ui.screens.order.view import OrderView
from b2bdesk.usecases.services import Services


@dataclass(frozen=True)
class Parts:
    """The frame, the use cases, the view and the open cart."""

    context: ScreenContext
    services: Services
    view: OrderView
    book: CartBook
