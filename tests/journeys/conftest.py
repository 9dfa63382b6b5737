"""One demo portal for all journeys, and a home that is synchronised already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.buyer import Buyer, Shop, served

SIZE = 400


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Shop]]:
    """A served demo portal, and its copy from before the first order used up stock."""
    with served(tmp_path_factory.mktemp("shop"), SIZE) as made:
        yield made, made.copy(tmp_path_factory.mktemp("untouched") / "portal.db")


@pytest.fixture(scope="session")
def shop(shops: tuple[Shop, Shop]) -> Shop:
    """A served demo portal."""
    return shops[0]


@pytest.fixture(scope="session")
def synchronised(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Buyer:
    """A home after its first synchronisation; copy it, do not use it."""
    buyer = Buyer(tmp_path_factory.mktemp("first") / "home", shop.url, shop.token)
    receipt = buyer.json("sync")
    assert all(receipt["checks"].values())
    assert receipt["feeds"]["catalog"]["rows"] > SIZE
    return buyer


@pytest.fixture
def buyer(synchronised: Buyer, tmp_path: Path) -> Buyer:
    """A buyer with a synchronised home of his own."""
    return synchronised.copy(tmp_path / "home")
