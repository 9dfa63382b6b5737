"""Moved prices on the stage: lines as if added at other prices, every kind of answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from b2bdesk.usecases.changes import ChangeSet

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre


def moved(theatre: Theatre) -> Iterator[None]:
    """A dozen moved prices, some kept, put off, the rest to be decided."""
    services = theatre.services
    with closing(sqlite3.connect(services.profile.home / "desk.db")) as raw, raw:
        raw.execute(
            "UPDATE cart_line SET price_at_add_e5 = (price_at_add_e5 * CASE rank / 65536 % 3"
            " WHEN 0 THEN 93 WHEN 1 THEN 104 ELSE 97 END / 100) / 1000 * 1000"
            " WHERE cart_id = ? AND rank / 65536 % 5 < 3",
            (theatre.cart,),
        )
    services.news.publish(ChangeSet.of("prices"))
    risen = [
        each.line.line_id
        for each in services.prices.review(theatre.cart).moves
        if each.now_e5 > each.typed_e5
    ]
    services.prices.answer(theatre.cart, "keep", risen[1:2])
    services.prices.answer(theatre.cart, "later", risen[3:4])
    theatre.window.navigate("prices", cart=theatre.cart)
    yield
