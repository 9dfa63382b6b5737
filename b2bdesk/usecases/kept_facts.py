"""The last answer about items, kept until prices, stock or the day move.

A list is judged, shown and then put into a cart: both ask for the same thousands of items. Carts
and lists share one of these; it is forgotten with the first news that moves facts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from b2bdesk.domain.cart import Facts
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.carts import FactsPort, Situation

MOVING = ("catalogue", "prices", "stock", "account")
_FEW = 50


@dataclass(frozen=True, slots=True)
class _Answer:
    contract_id: str
    day: date
    asked: frozenset[str]
    situation: Situation


class KeptFacts:
    """Facts of items with a memory of one big answer; implements `FactsPort`."""

    def __init__(self, facts: FactsPort, news: News, today: Callable[[], date]) -> None:
        self._facts = facts
        self._today = today
        self._last: _Answer | None = None
        self._moves = 0
        news.subscribe(self._on_news)

    def of_cart(self, cart_id: str, contract_id: str) -> Situation:
        """Return the facts of all items of a stored cart."""
        return self._facts.of_cart(cart_id, contract_id)

    def of_items(
        self, item_ids: Sequence[str], contract_id: str, numbers: Sequence[int] = ()
    ) -> Situation:
        """Return the facts of the named items; the book may know others too."""
        if len(item_ids) < _FEW:
            return self._facts.of_items(item_ids, contract_id)
        day, moves, last = self._today(), self._moves, self._last
        known = last is not None and (last.contract_id, last.day) == (contract_id, day)
        if last is not None and known and last.asked.issuperset(item_ids):
            if len(last.asked) == len(item_ids):
                return last.situation
            known_facts = last.situation.facts
            facts = {each: known_facts[each] for each in item_ids if each in known_facts}
            return Situation(facts, last.situation.book)
        found = self._facts.of_items(item_ids, contract_id, numbers)
        if moves == self._moves:
            self._last = _Answer(contract_id, day, frozenset(item_ids), found)
        return found

    def elsewhere(self, known: Mapping[str, Facts], contracts: tuple[str, str]) -> Situation:
        """Return items known under the first contract as the second one has them."""
        return self._facts.elsewhere(known, contracts)

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.touches(*MOVING):
            self._moves += 1
            self._last = None
