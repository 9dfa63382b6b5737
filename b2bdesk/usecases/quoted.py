"""What the portal quoted for the lines of a cart, as long as they stay as they were."""

from dataclasses import dataclass, field
from datetime import datetime

from b2bdesk.domain.cart import Line
from b2bdesk.domain.repricing import now_price
from b2bdesk.usecases.open_cart import OpenCart


@dataclass(slots=True)
class Quoted:
    """One answer: when, and per line (item, base quantity, final price; None = no price)."""

    at: datetime
    lines: dict[str, tuple[str, int, int | None]] = field(default_factory=dict)

    def price_of(self, line: Line) -> int | None:
        """Return the quoted unit price of a line; None when it was not asked as it is now."""
        known = self.lines.get(line.line_id)
        if known is None or known[:2] != (line.item_id, line.base_e3):
            return None
        return known[2]


def price_now(cart: OpenCart, line: Line, quoted: Quoted | None) -> int | None:
    """Return today's unit price of a line before cart thresholds, the portal's word counted in."""
    portal = quoted.price_of(line) if quoted is not None else None
    return now_price(cart.seen_price(line), cart.figures_of(line.line_id).price_e5, portal)
