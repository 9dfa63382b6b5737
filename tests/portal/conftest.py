"""Fixtures of the portal's tests: an empty portal, one with the small world, a clock by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from tests.support import portal, world


@pytest.fixture
def clock() -> world.TestClock:
    """A clock that stands at noon in Moscow on 20 November 2026."""
    return world.TestClock()


@pytest.fixture
def storage(tmp_path: Path, clock: world.TestClock) -> Iterator[Storage]:
    """An empty portal in a file of its own."""
    made = create_storage(str(tmp_path / "portal.db"), clock)
    yield made
    made.close()


@pytest.fixture
def numbers(storage: Storage) -> dict[str, int]:
    """The small world in `storage`; item numbers by id."""
    return world.build(storage)


@pytest.fixture
def url(storage: Storage, numbers: dict[str, int]) -> Iterator[str]:
    """A served small world with users: alfa, beta (buyers), viewer (of alfa), admin, manager."""
    portal.add_user(storage, "alfa", companies=("alfa",))
    portal.add_user(storage, "beta", companies=("beta",))
    portal.add_user(storage, "viewer", "viewer", ("alfa",))
    portal.add_user(storage, "both", "administrator", ("alfa", "beta"))
    portal.add_user(storage, "admin", "portal-admin")
    with portal.serving(storage) as address:
        yield address


@pytest.fixture
def alfa(url: str) -> Iterator[httpx.Client]:
    """The API as a buyer of company alfa."""
    with closing(portal.sign_in(url, "alfa")) as client:
        yield client


@pytest.fixture
def beta(url: str) -> Iterator[httpx.Client]:
    """The API as a buyer of company beta."""
    with closing(portal.sign_in(url, "beta")) as client:
        yield client
