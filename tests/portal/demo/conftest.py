"""A small demo portal, filled once and copied for every test that changes it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.portal.demo.command import fill
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage, open_storage
from tests.support.world import TestClock

SIZE = 600
MORNING = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's database and its marks."""
    folder = tmp_path_factory.mktemp("demo")
    storage = create_storage(str(folder / "portal.db"), TestClock(MORNING))
    fill(storage, SIZE)
    storage.close()
    return folder


@pytest.fixture
def demo_clock() -> TestClock:
    """The clock of `demo`, at noon in Moscow of the day the demo ends."""
    return TestClock(MORNING)


@pytest.fixture
def demo(demo_folder: Path, demo_clock: TestClock, tmp_path: Path) -> Iterator[Storage]:
    """The demo portal in a copy of its own."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder, folder)
    storage = open_storage(str(folder / "portal.db"), demo_clock)
    yield storage
    storage.close()
