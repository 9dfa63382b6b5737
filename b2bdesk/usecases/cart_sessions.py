"""Carts that are open in this process, and the one way an edit reaches the disk.

Opening costs one set of queries; after that edits touch only their lines. When catalogue, prices,
stock or terms move, the sessions are dropped and built anew at the next look. All cart use cases
share one of these; its lock makes edits of one process follow each other.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import RLock

from b2bdesk.domain.edits import Edit
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.open_cart import OpenCart, Units
from b2bdesk.usecases.ports.carts import CartsPort, FactsPort
from b2bdesk.usecases.ports.machine import Now

KEPT = 8
_MOVING = ("catalogue", "prices", "stock", "account")


class CartSessions:
    """Open carts by id, at most `KEPT` of them."""

    def __init__(
        self, carts: CartsPort, facts: FactsPort, news: News, now: Now, units: Units
    ) -> None:
        self.lock = RLock()
        self.store = carts
        self.now = now
        self._facts = facts
        self._news = news
        self._units = units
        self._open: OrderedDict[str, tuple[int, OpenCart]] = OrderedDict()
        self._epoch = 0
        news.subscribe(self._on_news)

    def open(self, cart_id: str) -> OpenCart:
        """Return a cart with today's facts.

        Raises:
            Expected: `cart_not_found`.
        """
        with self.lock:
            epoch, found = self._open.get(cart_id, (-1, None))
            if found is None or epoch != self._epoch:
                found = self._load(cart_id)
            self._open.move_to_end(cart_id)
            return found

    def draft(self, cart_id: str) -> OpenCart:
        """Return a cart that may be edited.

        Raises:
            Expected: `cart_not_found`, `cart_sealed`, `cart_frozen`.
        """
        cart = self.open(cart_id)
        if cart.record.state != "draft":
            raise Expected("cart_sealed", name=cart.head.name, state=cart.record.state)
        if cart.head.frozen:
            raise Expected("cart_frozen", name=cart.head.name)
        return cart

    def know(self, cart: OpenCart, item_ids: Iterable[str]) -> None:
        """Learn facts of items the cart does not have yet, all in one set of queries."""
        missing = [each for each in dict.fromkeys(item_ids) if each and each not in cart.facts]
        if missing:
            cart.add_facts(self._facts.of_items(missing, cart.head.contract_id))

    def commit(self, cart: OpenCart, edit: Edit, initiator: str | None = None) -> ChangeSet:
        """Apply an edit and save it with its journal row; nothing stays when saving fails."""
        with self.lock:
            if edit.empty:
                return ChangeSet()
            cart.apply(edit)
            try:
                self.store.commit(edit, cart.summary(), self.now())
            except BaseException:
                self.forget(cart.id)
                raise
            return self.tell(cart, edit, initiator)

    def tell(self, cart: OpenCart, edit: Edit, initiator: str | None = None) -> ChangeSet:
        """Publish what a saved edit touched; a cart that was bound anew is built anew."""
        if edit.head is not None and edit.head[0].contract_id != edit.head[1].contract_id:
            self.forget(cart.id)
        ids = (swap.line_id for swap in edit.swaps) if len(edit.swaps) <= KEPT else ()
        return self.publish(ChangeSet.of("carts", f"cart:{cart.id}", ids=ids, initiator=initiator))

    def publish(self, changes: ChangeSet) -> ChangeSet:
        """Tell everybody and return the same change set."""
        self._news.publish(changes)
        return changes

    def forget(self, cart_id: str) -> None:
        """Build a cart anew at the next look (its row changed behind the session)."""
        with self.lock:
            self._open.pop(cart_id, None)

    def _load(self, cart_id: str) -> OpenCart:
        record = self.store.cart(cart_id)
        if record is None:
            raise Expected("cart_not_found", name=cart_id)
        epoch = self._epoch
        situation = self._facts.of_cart(cart_id, record.head.contract_id)
        cart = OpenCart(record, self.store.lines(cart_id), situation, self._units)
        self._open[cart_id] = (epoch, cart)
        while len(self._open) > KEPT:
            self._open.popitem(last=False)
        return cart

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.touches(*_MOVING):
            self._epoch += 1
        if changes.touches("outbox"):
            self._epoch += 1
