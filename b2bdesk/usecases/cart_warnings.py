"""Warnings of a cart's lines: looked up beside the typing, listed, answered «all is right»."""

from collections.abc import Collection

from b2bdesk.domain.cautions import CAUTIONS
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.cautions import Cautions
from b2bdesk.usecases.rows.carts import LineRow


class CartWarnings:
    """What is unusual in carts."""

    def __init__(self, sessions: CartSessions, cautions: Cautions) -> None:
        self._sessions = sessions
        self._cautions = cautions

    def notice(self, cart_id: str) -> tuple[str, ...]:
        """Learn how the goods of a cart were bought; returns lines that are marked by it now.

        May read for a while and belongs on a reader; edits do not wait for it.
        """
        with self._sessions.lock:
            items = list(self._sessions.open(cart_id).item_ids())
        learnt = self._cautions.learn(items)
        if not learnt:
            return ()
        with self._sessions.lock:
            return self._sessions.open(cart_id).look_again(learnt, CAUTIONS)

    def warned(self, cart_id: str) -> tuple[LineRow, ...]:
        """Return the lines with warnings that were not answered, in the buyer's order."""
        self.notice(cart_id)
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            return tuple(cart.row(each) for each in cart.order() if _told(cart.marks_of(each)))

    def approve(self, cart_id: str, line_ids: Collection[str]) -> None:
        """Answer the warnings of lines: all is right. Another quantity is looked at again."""
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            known = [each for each in line_ids if each in cart.lines]
            told = [
                (cart.lines[each], mark)
                for each in known
                for mark in cart.marks_of(each)
                if mark.code in CAUTIONS
            ]
            if told:
                self._cautions.approve(told)
                cart.look_again({line.item_id for line, _ in told}, CAUTIONS)


def _told(found: Collection[tuple[str, str, object]]) -> bool:
    return any(mark[0] in CAUTIONS for mark in found)
