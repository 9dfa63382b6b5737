"""Favourites and the watch list: goods at hand, conditions on them, what has come true.

Rules are checked after every sync (`check`), each in the contract it was set in; a condition that
became true is written down as an event and told once. Changes are told as kind `favourites`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from b2bdesk.domain.watching import (
    BATCH,
    FELL,
    FRESH,
    KINDS,
    LISTED,
    PRICE,
    STOCK,
    batch_holds,
    fresh_holds,
    holds,
)
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.favourites import FavouriteFacts, FavouriteStore
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.rows.account import Context, ContractRow
from b2bdesk.usecases.rows.favourites import (
    HOLDS,
    WAITS,
    Checked,
    Favourite,
    FavouriteRow,
    ItemFacts,
    WatchEvent,
    WatchRule,
)
from b2bdesk.usecases.rows.offers import OfferRow

EVENTS_SHOWN = 200
_NAME_LETTERS = 60


@dataclass(frozen=True, slots=True)
class FavouritePorts:
    """What favourites stand on; `offers` reads goods by id for the contract in use."""

    store: FavouriteStore
    facts: FavouriteFacts
    offers: Callable[[Sequence[str]], Mapping[str, OfferRow]]
    context: Callable[[], Context | None]
    contract: Callable[[str], ContractRow | None]
    now: Now


class Favourites:
    """Keeps favourites and watches what the buyer waits for."""

    def __init__(self, ports: FavouritePorts, news: News) -> None:
        self._ports = ports
        self._news = news

    def ids(self) -> frozenset[str]:
        """Return the ids of all favourites."""
        return self._ports.store.ids()

    def rows(self) -> tuple[FavouriteRow, ...]:
        """Return all favourites as the contract in use sees them."""
        store = self._ports.store
        kept = store.favourites()
        offers = self._ports.offers([each.item_id for each in kept]) if kept else {}
        rules: dict[str, dict[str, WatchRule]] = {}
        for rule in store.rules():
            rules.setdefault(rule.item_id, {})[rule.kind] = rule
        latest: dict[str, WatchEvent] = {}
        for event in reversed(store.events(EVENTS_SHOWN)):
            latest[event.item_id] = event
        facts = self._facts_here([each.item_id for each in kept])
        return tuple(
            FavouriteRow(
                each,
                offers.get(each.item_id),
                rules.get(each.item_id, {}),
                facts[each.item_id].next_batch if each.item_id in facts else None,
                latest.get(each.item_id),
                self._elsewhere(rules.get(each.item_id, {})),
                facts[each.item_id].freshest if each.item_id in facts else None,
            )
            for each in kept
        )

    def add(self, item_ids: Sequence[str], list_name: str = "") -> ChangeSet:
        """Put goods into favourites. What is out of stock now is watched for its return.

        Raises:
            Expected: `item_not_found` when the cache knows none of them.
        """
        offers = self._ports.offers(item_ids)
        known = [offers[item_id] for item_id in item_ids if item_id in offers]
        if not known:
            raise Expected("item_not_found", text=", ".join(item_ids))
        at = self._ports.now()
        there = self.ids()
        self._ports.store.keep(
            [Favourite(o.id, o.article, o.name, _list_name(list_name), at) for o in known]
        )
        for offer in known:
            if offer.id not in there and offer.stock_e3 is not None and offer.stock_e3 <= 0:
                self._set(offer.id, STOCK, "")
        return self._tell(offer.id for offer in known)

    def remove(self, item_ids: Collection[str]) -> ChangeSet:
        """Take goods out of favourites; their conditions go, the history stays."""
        self._ports.store.forget(item_ids)
        return self._tell(item_ids)

    def toggle(self, item_id: str) -> bool:
        """The star: in when it was out, out when it was in. Returns whether it is in now."""
        if item_id in self.ids():
            self.remove([item_id])
            return False
        self.add([item_id])
        return True

    def restore(self, rows: Sequence[FavouriteRow]) -> ChangeSet:
        """Put back what `remove` took, conditions included."""
        self._ports.store.keep([row.kept for row in rows])
        self._ports.store.put_rules([rule for row in rows for rule in row.rules.values()])
        return self._tell(row.kept.item_id for row in rows)

    def set_list(self, item_ids: Collection[str], name: str) -> ChangeSet:
        """Put favourites into a list of this name; an empty name takes them out of any."""
        self._ports.store.set_list(item_ids, _list_name(name))
        return self._tell(item_ids)

    def set_rule(self, item_id: str, kind: str, value: str = "") -> WatchRule:
        """Wait for something; the condition holds in the contract in use.

        Args:
            item_id: a favourite; it becomes one when it is none.
            kind: of `domain.watching.KINDS`.
            value: as `domain.watching.typed_value` returns it.

        Raises:
            Expected: `no_contract`; `item_not_found`; `watch_value_missing` when the kind needs a
                value; `watch_price_unknown` when there is no price to fall from.
        """
        if kind not in KINDS:
            raise ValueError(f"no watch rule {kind!r}")
        if kind in (PRICE, FELL, FRESH) and not value:
            raise Expected("watch_value_missing")
        if item_id not in self.ids():
            self.add([item_id])
        rule = self._set(item_id, kind, value)
        self._tell([item_id])
        return rule

    def drop_rule(self, item_id: str, kind: str) -> ChangeSet:
        """Wait for it no more."""
        self._ports.store.drop_rule(item_id, kind)
        return self._tell([item_id])

    def check(self) -> Checked:
        """Look at every rule; called after each sync. Events are new truths only."""
        rules = self._ports.store.rules()
        self._ports.facts.keep_own_prices()
        by_contract: dict[str, list[WatchRule]] = {}
        for rule in rules:
            by_contract.setdefault(rule.contract_id, []).append(rule)
        changed: list[WatchRule] = []
        events: list[WatchEvent] = []
        for contract_id, some in by_contract.items():
            facts = self._ports.facts.of_items(contract_id, {rule.item_id for rule in some})
            for rule in some:
                self._judge(rule, facts.get(rule.item_id), changed, events)
        if not changed:
            return Checked(len(rules))
        self._ports.store.settle(changed, events)
        changes = ChangeSet.of("favourites", *(["watch_fired"] if events else []))
        self._news.publish(changes)
        return Checked(len(rules), tuple(events), changes)

    def events(self, limit: int = EVENTS_SHOWN) -> tuple[WatchEvent, ...]:
        """Return what came true, the latest first."""
        return self._ports.store.events(limit)

    def unseen(self) -> int:
        """Count what came true and nobody has looked at."""
        return self._ports.store.unseen()

    def see(self) -> None:
        """The person has looked at what came true."""
        if self._ports.store.see(self._ports.now()):
            self._news.publish(ChangeSet.of("favourites"))

    def _judge(
        self,
        rule: WatchRule,
        facts: ItemFacts | None,
        changed: list[WatchRule],
        events: list[WatchEvent],
    ) -> None:
        true = _holds(rule, facts)
        if true == (rule.state == HOLDS):
            return
        at = self._ports.now()
        state = HOLDS if true else WAITS
        changed.append(replace(rule, state=state, held_at=at if true else None))
        if true and facts is not None:
            events.append(
                WatchEvent(
                    0, at, rule.item_id, facts.article, facts.name, rule.kind, rule.contract_id,
                    rule.value, _found(rule.kind, facts), seen=False,
                )
            )  # fmt: skip

    def _set(self, item_id: str, kind: str, value: str) -> WatchRule:
        context = self._ports.context()
        if context is None:
            raise Expected("no_contract")
        facts = self._facts_here([item_id]).get(item_id)
        base = facts.price_e5 if facts is not None else None
        if kind == FELL and not base:
            raise Expected("watch_price_unknown")
        at = self._ports.now()
        rule = WatchRule(item_id, kind, context.contract.id, value, base, WAITS, at)
        if _holds(rule, facts):
            rule = replace(rule, state=HOLDS, held_at=at)
        self._ports.store.put_rules([rule])
        return rule

    def _elsewhere(self, rules: Mapping[str, WatchRule]) -> dict[str, str]:
        """Numbers of the contracts of rules that are not of the contract in use."""
        context = self._ports.context()
        here = context.contract.id if context else ""
        found = {}
        for kind, rule in rules.items():
            if rule.contract_id != here:
                contract = self._ports.contract(rule.contract_id)
                found[kind] = contract.number if contract else rule.contract_id
        return found

    def _facts_here(self, item_ids: Sequence[str]) -> Mapping[str, ItemFacts]:
        context = self._ports.context()
        if context is None or not item_ids:
            return {}
        return self._ports.facts.of_items(context.contract.id, item_ids)

    def _tell(self, item_ids: Iterable[str]) -> ChangeSet:
        changes = ChangeSet.of("favourites", ids=item_ids)
        self._news.publish(changes)
        return changes


def _holds(rule: WatchRule, facts: ItemFacts | None) -> bool:
    if facts is None or not facts.listed:
        return False
    if rule.kind == LISTED:
        return True
    if rule.kind == BATCH:
        return batch_holds(rule.value, facts.next_batch)
    if rule.kind == FRESH:
        return fresh_holds(rule.value, facts.freshest)
    return holds(rule.kind, rule.value, rule.base_e5, facts.price_e5, facts.stock_e3)


def _found(kind: str, facts: ItemFacts) -> str:
    """What made the condition true, in the unit of the rule's value."""
    if kind == STOCK:
        return str(facts.stock_e3 or 0)
    if kind == BATCH:
        return facts.next_batch.isoformat() if facts.next_batch else ""
    if kind == FRESH:
        return facts.freshest.isoformat() if facts.freshest else ""
    return "" if facts.price_e5 is None else str(facts.price_e5)


def _list_name(name: str) -> str:
    return " ".join(name.split())[:_NAME_LETTERS]
