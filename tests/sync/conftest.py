"""A fake portal with a few goods, and a client signed in to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.client import Client
from tests.support.fake_portal import FakePortal
from tests.support.goods import fill


@pytest.fixture
def portal() -> FakePortal:
    """Ten items with prices and stock."""
    made = FakePortal()
    fill(made)
    return made


@pytest.fixture
def client(tmp_path: Path, portal: FakePortal) -> Iterator[Client]:
    """A client that has not synchronised yet."""
    made = Client(tmp_path, portal)
    yield made
    made.close()
