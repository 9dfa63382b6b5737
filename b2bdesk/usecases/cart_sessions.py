"""Carts that are open in this process, and the one way an edit reaches the disk.

Opening costs one set of queries; after that edits touch only their lines. When catalogue, prices,
stock or terms move, the next look reads the facts again and counts the lines whose goods moved. All
cart use cases share one of these; its lock makes edits of one process follow each other.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import RLock

from b2bdesk.domain.cart import Facts, Line, Mark
from b2bdesk.domain.edits import CartHead, Edit
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cautions import Cautions
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.kept_facts import MOVING
from b2bdesk.usecases.open_cart import OpenCart, Units
from b2bdesk.usecases.ports.carts import (
    CartRecord,
    CartsPort,
    FactsPort,
    JournalStep,
    Situation,
    Summary,
)
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.quoted import Quoted

KEPT = 8
_MANY = 1_000
_PIECE = "796"  # its short sign tells whether rows were made in the language in force


class CartSessions:
    """Open carts by id, at most `KEPT` of them; `quoted` has what the portal told of carts.

    `time_is_sure`: whether `now` is the portal's time; a clock that is years ahead deletes nothing.
    """

    def __init__(
        self, carts: CartsPort, facts: FactsPort, news: News, now: Now, units: Units
    ) -> None:
        self.lock = RLock()
        self.store = carts
        self.now = now
        self.time_is_sure: Callable[[], bool] = lambda: True
        self._facts = facts
        self._news = news
        self._units = units
        self._open: OrderedDict[str, tuple[int, OpenCart]] = OrderedDict()
        self._epoch = 0
        self._moves = 0
        self._seen: dict[str, int] = {}
        self._spoken = units(_PIECE)
        self._day = now().date()
        self._cautions: Cautions | None = None
        self.quoted: dict[str, Quoted] = {}
        news.subscribe(self._on_news)

    def watch(self, cautions: Cautions) -> None:
        """Let lines be marked with what is unusual about them."""
        self._cautions = cautions

    def open(self, cart_id: str) -> OpenCart:
        """Return a cart with today's facts.

        Raises:
            Expected: `cart_not_found`.
        """
        with self.lock:
            self._look_around()
            epoch, found = self._open.get(cart_id, (-1, None))
            if found is None or self._moved(found):
                found = self._load(cart_id)
            elif epoch != self._epoch:
                found = self._renewed(found)
            self._open.move_to_end(cart_id)
            return found

    def ready(self, cart_id: str) -> bool:
        """Say whether a cart is open as it stands now, so that opening it costs nothing."""
        epoch, found = self._open.get(cart_id, (-1, None))
        return found is not None and epoch == self._epoch

    def part(self, record: CartRecord, line_ids: Sequence[str]) -> OpenCart | None:
        """Return a cart with some of its lines, counted as lines of the whole; for looking only.

        None when it is not sure which threshold the whole reaches.
        """
        lines = self.store.lines_of(record.id, line_ids)
        items = list(dict.fromkeys(line.item_id for line in lines if line.item_id))
        situation = self._facts.of_items(items, record.head.contract_id)
        about = record.gross_minor
        bands = {
            bisect_right(situation.book.thresholds, each) for each in (about * 2 // 3, about * 2)
        }
        if len(bands) > 1:
            return None
        return OpenCart(record, lines, situation, self._units, self._unusual, about)

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
        if edit.empty:
            return ChangeSet()
        return self._save(cart, edit, partial(self.store.commit, edit), initiator)

    def commit_step(self, cart: OpenCart, step: JournalStep, edit: Edit, undone: bool) -> ChangeSet:
        """Apply a step turned round (`undone`) or forward again and mark it so."""
        return self._save(cart, edit, partial(self.store.commit_step, step, edit, undone), None)

    def situation(self, cart: OpenCart, contract_id: str) -> Situation:
        """Return what the cache says of a cart's items under another contract."""
        return self._facts.of_items(list(cart.item_ids()), contract_id)

    def elsewhere(self, cart: OpenCart, contract_id: str) -> Situation:
        """Return a cart's items as another contract has them, enough to count with."""
        if contract_id == cart.head.contract_id:
            return Situation(cart.facts, cart.book)
        return self._facts.elsewhere(cart.facts, (cart.head.contract_id, contract_id))

    def under(self, cart: OpenCart, head: CartHead) -> OpenCart:
        """Return the same lines counted under another contract; nothing is changed."""
        return self._counted(cart, head, cart.in_order())

    def _counted(self, cart: OpenCart, head: CartHead, lines: Iterable[Line]) -> OpenCart:
        found = list(lines)
        items = list(dict.fromkeys(line.item_id for line in found if line.item_id))
        situation = self._facts.of_items(items, head.contract_id)
        record = replace(cart.record, head=head)
        with collector_paused():
            return OpenCart(record, found, situation, self._units, self._unusual)

    def _save(
        self,
        cart: OpenCart,
        edit: Edit,
        write: Callable[[Summary, datetime], None],
        initiator: str | None,
    ) -> ChangeSet:
        with self.lock:
            epoch, _ = self._open.get(cart.id, (self._epoch, cart))
            at = self.now()
            try:
                with collector_paused() if len(edit.swaps) > _MANY else nullcontext():
                    after = self._after(cart, edit)
                    write(after.summary(), at)
            except BaseException:
                self.forget(cart.id)
                raise
            after.record = replace(after.record, head=after.head, changed_at=at)
            self._open[cart.id] = (epoch, after)
            ids = (swap.line_id for swap in edit.swaps) if len(edit.swaps) <= KEPT else ()
            kinds = ("carts", f"cart:{cart.id}")
            return self.publish(ChangeSet.of(*kinds, ids=ids, initiator=initiator))

    def _after(self, cart: OpenCart, edit: Edit) -> OpenCart:
        """The cart after an edit: the same one, or one counted anew under another contract."""
        if edit.head is None or edit.head[0].contract_id == edit.head[1].contract_id:
            cart.apply(edit)
            return cart
        lines = dict(cart.lines)
        for swap in edit.swaps:
            if swap.after is None:
                lines.pop(swap.line_id)
            else:
                lines[swap.line_id] = swap.after
        return self._counted(cart, edit.head[1], lines.values())

    def publish(self, changes: ChangeSet) -> ChangeSet:
        """Tell everybody and return the same change set."""
        self._news.publish(changes)
        return changes

    def forget(self, cart_id: str) -> None:
        """Build a cart anew at the next look (its row changed behind the session)."""
        with self.lock:
            self._open.pop(cart_id, None)

    def _moved(self, cart: OpenCart) -> bool:
        """Say whether a command took the cart along since it was opened (sealed, draft again)."""
        moves = self._moves
        if self._seen.get(cart.id) == moves:
            return False
        self._seen[cart.id] = moves
        record = self.store.cart(cart.id)
        return record is None or record.state != cart.record.state

    def _look_around(self) -> None:
        """A new day moves prices, another language the words of rows."""
        spoken, day = self._units(_PIECE), self.now().date()
        if spoken != self._spoken:
            self._spoken = spoken
            self._open.clear()
        if day != self._day:
            self._day = day
            self._epoch += 1

    def _renewed(self, cart: OpenCart) -> OpenCart:
        """The same cart by what the catalogue says now: only lines whose goods moved are counted.

        With other rules everything is counted anew.
        """
        epoch = self._epoch
        situation = self._facts.of_cart(cart.id, cart.head.contract_id)
        if situation.book.counts_like(cart.book):
            cart.renew(situation)
        else:
            lines = tuple(cart.in_order())
            cart = OpenCart(
                replace(cart.record, head=cart.head), lines, situation, self._units, self._unusual
            )
        self._open[cart.id] = (epoch, cart)
        return cart

    def _load(self, cart_id: str) -> OpenCart:
        epoch, self._seen[cart_id] = self._epoch, self._moves
        record = self.store.cart(cart_id)
        if record is None:
            raise Expected("cart_not_found", name=cart_id)
        with collector_paused():
            situation = self._facts.of_cart(cart_id, record.head.contract_id)
            lines = self.store.lines(cart_id)
            cart = OpenCart(record, lines, situation, self._units, self._unusual)
        self._open[cart_id] = (epoch, cart)
        while len(self._open) > KEPT:
            gone, _ = self._open.popitem(last=False)
            self._seen.pop(gone, None)
        return cart

    def _unusual(self, line: Line, facts: Facts, entity_id: str) -> tuple[Mark, ...]:
        known = self._cautions
        return known.of(line, facts, entity_id, self.now().date()) if known is not None else ()

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.touches(*MOVING):
            self._epoch += 1
        if changes.touches("outbox"):
            self._moves += 1
