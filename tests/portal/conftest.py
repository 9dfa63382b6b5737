"""Fixtures of the portal's tests: an empty portal, one with the small world, a clock by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from tests.support import world


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
