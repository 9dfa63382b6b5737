"""Moved prices on the stage: lines as if added at other prices, every kind of answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from b2bdesk.domain.edits import Edit, LineSwap

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre

_SHARES = (93, 104, 97)  # percent of today's price


def moved(theatre: Theatre) -> Iterator[None]:
    """A dozen moved prices, some kept, put off, the rest to be decided."""
    services = theatre.services
    sessions = services.carts._sessions  # noqa: SLF001  # no use case types at an old price
    cart = sessions.open(theatre.cart)
    swaps = tuple(
        LineSwap(line, line.seen_at(line.price_at_add_e5 * _SHARES[number % 5] // 100_000 * 1000))
        for number, line in enumerate(cart.in_order())
        if line.price_at_add_e5 and number % 5 < len(_SHARES)
    )
    sessions.commit(cart, Edit(theatre.cart, "add_lines", {"n": len(swaps)}, swaps))
    risen = [
        each.line.line_id
        for each in services.prices.review(theatre.cart).moves
        if each.now_e5 > each.typed_e5
    ]
    services.prices.answer(theatre.cart, "keep", risen[1:2])
    services.prices.answer(theatre.cart, "later", risen[3:4])
    theatre.window.navigate("prices", cart=theatre.cart)
    yield
