"""The remembered answer about items is never older than the last news, and never too wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from b2bdesk.domain.cart import Facts
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.kept_facts import KeptFacts
from b2bdesk.usecases.ports.carts import PriceBook, Situation
from tests.support.desk import TODAY, DeskFixture

IDS = [f"item-{number}" for number in range(100)]


class Store:
    """Answers with a price that counts the questions."""

    def __init__(self) -> None:
        self.asked = 0

    def of_cart(self, cart_id: str, contract_id: str) -> Situation:
        return self.of_items([cart_id], contract_id)

    def of_items(
        self, item_ids: Sequence[str], contract_id: str, numbers: Sequence[int] = ()
    ) -> Situation:
        self.asked += 1
        fact = Facts(1, "", "", "", "", 0, 0, "", self.asked, None)
        return Situation(dict.fromkeys(item_ids, fact), cast(PriceBook, None))

    def elsewhere(self, known: Mapping[str, Facts], contracts: tuple[str, str]) -> Situation:
        return self.of_items(list(known), contracts[1])


def test_the_same_items_are_read_once_and_others_are_not_told() -> None:
    store, news = Store(), News()
    facts = KeptFacts(store, news, lambda: date(2026, 11, 21))
    facts.of_items(IDS, "contract")
    again = facts.of_items(IDS[:60], "contract")
    assert store.asked == 1
    assert list(again.facts) == IDS[:60]


def test_news_another_contract_and_another_day_are_read_anew() -> None:
    store, news, days = Store(), News(), [date(2026, 11, 21)]
    facts = KeptFacts(store, news, lambda: days[-1])
    facts.of_items(IDS, "contract")
    facts.of_items(IDS, "other")
    news.publish(ChangeSet.of("prices"))
    facts.of_items(IDS, "other")
    days.append(date(2026, 11, 22))
    facts.of_items(IDS, "other")
    assert store.asked == 4


def test_an_answer_overtaken_by_news_is_not_kept() -> None:
    store, news = Store(), News()

    class Overtaken(Store):
        def of_items(
            self, item_ids: Sequence[str], contract_id: str, numbers: Sequence[int] = ()
        ) -> Situation:
            news.publish(ChangeSet.of("stock"))
            return store.of_items(item_ids, contract_id)

    facts = KeptFacts(Overtaken(), news, lambda: date(2026, 11, 21))
    facts.of_items(IDS, "contract")
    facts.of_items(IDS, "contract")
    assert store.asked == 2


def test_items_are_read_by_number_and_never_others_than_asked_for(desk: DeskFixture) -> None:
    facts = CartFacts(desk.store, desk.account, lambda: TODAY)
    ids = ["bolt", "nut"]
    asked = facts.of_items(ids, "c1").facts
    numbers = [asked[each].n for each in ids]
    assert facts.of_items(ids, "c1", numbers).facts == asked
    assert facts.of_items(ids, "c1", [number + 1 for number in numbers]).facts == asked
