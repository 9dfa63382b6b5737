"""Search quality over the demo catalogue: the wanted goods are among the first five (issue 4).

Each class of queries is measured apart over the same goods; names that occur twice count as the
same goods. The figures are floors: what people type differs, these classes must not get worse.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from b2bdesk.portal.demo.catalogue import items
from b2bdesk.trade.keyboard import swap_layout
from b2bdesk.usecases.rows.offers import OfferRow, Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

GOODS, ASKED = 4_000, 60
FIRST = 5
chance = random.Random(11)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client with the demo catalogue."""
    portal = FakePortal()
    portal.page_rows = 2_000
    rows: list[dict[str, Any]] = []
    for n, good in enumerate(items(GOODS), 1):
        rows.append(item(n, good.name, good.article, brand=good.brand))
    portal.put("catalog", "all", "item", *rows)
    made = Client(tmp_path_factory.mktemp("quality"), portal)
    made.sync(only=("catalog",))
    yield made
    made.close()


@pytest.fixture(scope="module")
def goods(client: Client) -> list[OfferRow]:
    """The goods that are looked for."""
    numbers = random.Random(5).sample(range(1, GOODS + 1), ASKED)
    return client.catalogue.offers(numbers)


def plain(name: str) -> str:
    return name.replace("×", "х").replace(",", ".").replace(". ", " ")


def typo(word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice("аоеинт") + word[at + 1 :]


def with_typo(name: str) -> str:
    words = name.split()
    longest = max((word for word in words if word.isalpha()), key=len, default="")
    return " ".join(typo(word) if word == longest and len(word) > 4 else word for word in words)


def other_layout(name: str) -> str:
    return " ".join(
        swap_layout(word) if re.search("[а-яё]", word) else word
        for word in plain(name).lower().split()
    )


def shuffled(name: str) -> str:
    words = plain(name).split()
    return " ".join(chance.sample(words, len(words)))


def cut(name: str) -> str:
    return " ".join(word[:5] if word.isalpha() and len(word) > 6 else word for word in name.split())


def other_endings(name: str) -> str:
    return re.sub(r"(?<=[а-яё]{4})(ый|ая|ое|ые)\b", "ого", name)


CLASSES: dict[str, tuple[float, Callable[[OfferRow], str]]] = {
    "article": (1.0, lambda good: good.article),
    "article without separators": (
        1.0, lambda good: re.sub(r"[-./ ]", "", good.article).lower(),
    ),
    "article with spaces": (1.0, lambda good: " ".join(re.split(r"[-./ ]", good.article))),
    "article without zeros": (1.0, lambda good: good.article.lstrip("0")),
    "article without its last sign": (0.5, lambda good: good.article[:-1]),
    "name": (0.97, lambda good: good.name),
    "sizes in other spelling": (0.97, lambda good: plain(good.name).lower()),
    "words in another order": (0.97, lambda good: shuffled(good.name)),
    "cut words": (0.97, lambda good: cut(good.name)),
    "other endings": (0.97, lambda good: other_endings(good.name)),
    "a typing error": (0.97, lambda good: with_typo(good.name)),
    "the other layout": (0.90, lambda good: other_layout(good.name)),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLASSES)
def test_the_wanted_goods_are_among_the_first(
    client: Client, goods: list[OfferRow], kind: str
) -> None:
    floor, ask = CLASSES[kind]
    chance.seed(kind)
    missed: list[str] = []
    for good in goods:
        text = ask(good)
        rows = client.catalogue.offers(client.search.find(Query(text, limit=50)).ns[:FIRST])
        if not any(row.n == good.n or row.name == good.name for row in rows):
            missed.append(f"{text!r} for {good.article} {good.name}")
    hit = 1 - len(missed) / len(goods)
    assert hit >= floor, f"{hit:.0%} of {kind}, floor {floor:.0%}:\n" + "\n".join(missed[:10])
