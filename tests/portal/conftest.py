"""Fixtures of the portal's tests: an empty portal, one with the small world, a clock by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from tests.support import portal, postgres, world

SQLITE, POSTGRES = "sqlite", "postgresql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module that says `BOTH_STORES = True` on both kinds of database.

    Its `ONLY_SQLITE` names tests that handle the file itself.
    """
    both = getattr(metafunc.module, "BOTH_STORES", False)
    alone = metafunc.definition.name in getattr(metafunc.module, "ONLY_SQLITE", ())
    if "store" in metafunc.fixturenames and both and not alone:
        metafunc.parametrize("store", [SQLITE, POSTGRES], indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A throwaway PostgreSQL server; tests that need it are skipped where there is none."""
    postgres.need()
    with postgres.running() as made:
        yield made


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: SQLite unless the module asks for both kinds."""
    if getattr(request, "param", SQLITE) == SQLITE:
        return str(tmp_path / "portal.db")
    made: postgres.Server = request.getfixturevalue("server")
    return made.database()


@pytest.fixture
def clock() -> world.TestClock:
    """A clock that stands at noon in Moscow on 20 November 2026."""
    return world.TestClock()


@pytest.fixture
def storage(
    store: str, tmp_path: Path, clock: world.TestClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storage]:
    """An empty portal in a database of its own."""
    monkeypatch.setenv("B2BDESK_PORTAL_STATE", str(tmp_path))
    made = create_storage(store, clock)
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
