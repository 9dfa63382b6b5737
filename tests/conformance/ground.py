"""A served portal with objects of every kind, and the values that requests about them name.

`Ground.known` holds them by the name of the field or parameter, `places` those that belong
together; answers add what they tell (orders, cursors, tokens), so that a walk reaches further than
made-up values would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image
from sqlalchemy import delete

from b2bdesk.portal.accounts.store import find_user
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import FileRow
from b2bdesk.portal.feeds import snapshots
from b2bdesk.portal.feeds.snapshots import shelf_of
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions import rules
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.tables.sessions import guesses
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.feeds import COLUMNS, FEEDS
from b2bdesk.wire.session import SignIn
from tests.support import portal, world

KEPT = 12
FIXED: dict[str, tuple[Any, ...]] = {
    "feed": tuple(FEEDS),
    "scope": ("all", "opt", "exact", "alfa-1-c", "alfa", "beta", "retail"),
    "form": (COLUMNS, ""),
    "size": ("128", "800", "0"),
    "wait": ("0", "9" * 5_000, "-1"),
    "entity_id": ("alfa-1", "alfa-2", "beta-1"),
    "contract_id": ("alfa-1-c", "alfa-2-c", "beta-1-c"),
    "company_id": ("alfa", "beta"),
    "item_id": ("bolt", "nut", "lamp", "cable", "pen"),
    "unit": ("796", "778", ""),
    "factor": ("1", "100", "0", "-1", "1e3"),
    "price": ("12.63", "1.60", "79.20", "", "0", "-1", "1e999", "12.633333333"),
    "quantity": ("100", "1", "0", "-5", "0.001", "1e9", "NaN", "99999999999999999999"),
    "currency": ("RUB", "CNY"),
    "total": ("1540.86", "0", "", "-1"),
    "address_id": ("alfa-1-a", ""),
    "delivery_method": ("car", "self", ""),
    "payment_method": ("bank", ""),
    "ship_date": ("2026-11-25", "2026-02-30", ""),
    "latest_date": ("2026-12-25", "0000-00-00", ""),
    "until": ("2026-11-25", "2026-11-24T09:00:00Z", "9999-99-99", ""),
    "place": ("msk", "spb", ""),
    "codes": (["Б-840"], ["35809a", "00123", "nothing"]),
    "command": ("cancel", "reserve", "extend", "release", "ship", "dance"),
    "kind": ("picture", "certificate"),
    "ord": ("1", "2", "9" * 5_000),
    "login": ("door", "nobody"),
    "password": (portal.PASSWORD,),
    "old_password": (portal.PASSWORD, "wrong"),
    "new_password": (portal.PASSWORD,),
    "code": ("мой-1", "мой-2"),
    "okei": ("796", ""),
    "known_rev": (0, 1, 10**30),
    "beside": (["c-1"], []),
    "cart": ("c-1", ""),
    "lines": ({"l-bolt": "10"}, {}),
}
PLACES: dict[str, tuple[dict[str, str], ...]] = {
    "feed": tuple({"feed": feed, "scope": scope} for feed, scope in (
        ("catalog", "all"), ("prices", "opt"), ("stock", "exact"), ("terms", "alfa-1-c"),
        ("settlements", "alfa-1-c"), ("orders", "alfa"), ("documents", "alfa"),
        ("own_codes", "alfa"))),
    "item_picture": ({"item_id": "bolt", "size": "128"}, {"item_id": "bolt", "size": "800"}),
    "item_file": tuple({"item_id": "bolt", "kind": kind, "ord": "1"} for kind in (
        "picture", "certificate")),
}  # fmt: skip


class Ground:
    """The portal's address and storage, and what is known of it."""

    def __init__(self, storage: Storage, url: str) -> None:
        self.storage, self.url = storage, url
        self.known: defaultdict[str, list[Any]] = defaultdict(list)
        for name, values in FIXED.items():
            self.known[name] = list(values)
        self.places: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
        for name, places in PLACES.items():
            self.places[name] = list(places)
        with storage.writing() as work:
            user = find_user(SYSTEM, work.connection, login="alfa")
            assert user is not None
            self.token = rules.issue_api_token(SYSTEM, work, user, 30)

    def learn(self, name: str, value: Any) -> None:
        """Keep a value that an answer told; the oldest learnt one goes."""
        values = self.known[name]
        if value and value not in values:
            fixed = len(FIXED.get(name, ()))
            if len(values) >= fixed + KEPT:
                del values[fixed]
            values.append(value)

    def order(self, order_id: str, client_order_id: str) -> None:
        """Learn of an order; the first one is confirmed and invoiced, so that it has a document."""
        first = not self.known["order_id"]
        self.learn("order_id", order_id)
        self.learn("client_order_id", client_order_id)
        if first:
            with self.storage.writing() as work:
                moves.answer(SYSTEM, work, order_id, {"l-bolt": LineAnswer(50_000, "confirmed")})
                self.learn("document_id", moves.invoice(SYSTEM, work, order_id).id)

    def session(self) -> str:
        """The token of a new session of the user `door`, whose password is again the first."""
        with self.storage.writing() as work:
            work.connection.execute(delete(guesses))
        made = rules.sign_in(self.storage, SignIn(login="door", password=portal.PASSWORD), "")
        self.learn("refresh_token", made.refresh_token)
        return made.access_token


@contextmanager
def served(folder: Path) -> Iterator[Ground]:
    """A portal in a folder, served; the caller has set `B2BDESK_PORTAL_STATE`."""
    storage = create_storage(str(folder / "portal.db"), world.TestClock())
    numbers = world.build(storage)
    portal.add_user(storage, "alfa", companies=("alfa",))
    portal.add_user(storage, "door", companies=("alfa",))
    drawn = BytesIO()
    Image.new("RGB", (900, 900), "red").save(drawn, "PNG")
    picture = storage.blobs.put(drawn.getvalue())
    paper = storage.blobs.put(b"%PDF-1.4 passport")
    with storage.writing() as work:
        files = [
            FileRow(numbers["bolt"], "picture", 1, picture, len(drawn.getvalue()), "image/png"),
            FileRow(numbers["bolt"], "certificate", 1, paper, 17, "application/pdf"),
        ]
        catalog.put_parts(SYSTEM, work, "file", files)
    # snapshots also of scopes as small as these, and none of what has just changed
    with patch.object(snapshots, "SMALLEST", 1), portal.serving(storage) as url:
        ground = Ground(storage, url)
        for sha256 in (picture, paper):
            ground.learn("sha256", sha256)
        for place in PLACES["feed"][:3]:
            made = shelf_of(storage).make(place["feed"], place["scope"])
            ground.places["snapshot_file"].append({**place, "sha256": made.sha256})
            ground.places["snapshot"].append(place)
        yield ground
    storage.close()
