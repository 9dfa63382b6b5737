"""New prices of a cart's lines, accepted by the buyer: what he saw is what holds today."""

from collections.abc import Collection

from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet


class CartPrices:
    """Accepts prices that moved since lines were added."""

    def __init__(self, sessions: CartSessions) -> None:
        self._sessions = sessions

    def accept(self, cart_id: str, line_ids: Collection[str] | None = None) -> ChangeSet:
        """Take today's prices of lines for seen, as one undo step; None = of all lines.

        Lines whose price did not move, or that have none today, are left as they are.

        Raises:
            Expected: `cart_not_found`, `cart_sealed`, `cart_frozen`.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            wanted = cart.order() if line_ids is None else dict.fromkeys(line_ids)
            swaps = []
            for line_id in wanted:
                line = cart.lines.get(line_id)
                seen = cart.seen_price(line) if line is not None else None
                if line is None or seen is None or line.price_at_add_e5 in (None, seen):
                    continue
                swaps.append(LineSwap(line, line._replace(price_at_add_e5=seen)))
            edit = Edit(cart_id, "accept_prices", {"n": len(swaps)}, tuple(swaps))
            return self._sessions.commit(cart, edit)
