"""A desktop per test over one demo portal per session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.desktop import Desktop, Supplier, desktop, supplier


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supplier]:
    """A small demo supplier, served."""
    with supplier(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.fixture
def desk(shop: Supplier, tmp_path: Path, qtbot: QtBot) -> Iterator[Desktop]:
    """A desktop that is signed in; the portal answers."""
    with desktop(shop.home, tmp_path / "home", qtbot, shop.url) as made:
        yield made
