"""What the groups measure on: a demo portal of a size and a profile synchronised with it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from b2bdesk.bootstrap import open_services
from b2bdesk.host.embedded import LOGIN, PASSWORD, EmbeddedPortal
from b2bdesk.usecases.rows.offers import OfferRow, Query
from b2bdesk.usecases.rows.sync import Receipt
from b2bdesk.usecases.services import Services

TODAY = "2026-11-21"


@dataclass
class Stage:
    """The stage of one run; `receipt` is that of the first full synchronisation."""

    folder: Path
    size: int
    services: Services
    receipt: Receipt
    address: str = ""
    database: Path | None = None

    def cache(self) -> Path:
        """Return the active cache file."""
        files = sorted(self.services.profile.home.glob("cache-?.db"), key=_rows)
        return files[-1]

    @cached_property
    def offers(self) -> list[OfferRow]:
        """Up to 10,000 items with a price, in the catalogue's order."""
        found = self.services.search.find(Query(sort="article"))
        offers = self.services.search.offers(found.ns[:12_000])
        return [row for row in offers if row.price_e5 is not None][:10_000]


@contextmanager
def staged(folder: Path, size: int, kept: Path | None = None) -> Iterator[Stage]:
    """Fill a portal (or take the one in the folder `kept`), serve it, sign in and synchronise."""
    portal = EmbeddedPortal(kept or folder / "portal")
    address = portal.start(("--size", str(size), "--today", TODAY))
    services = open_services(folder / "home", "bench", dict(os.environ))
    try:
        services.session.sign_in(address, LOGIN, PASSWORD)
        receipt = services.sync.run()
        database = next((kept or folder / "portal").glob("*.db"), None)
        yield Stage(folder, size, services, receipt, address, database)
    finally:
        services.close()
        portal.stop()


def _rows(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM item").fetchone()[0])
