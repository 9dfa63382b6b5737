"""Carts of 10,000 lines: paste, open, edit; an edit must not depend on the size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from b2bdesk.usecases.changes import ChangeSet
from bench.measure import Row, one, p95
from bench.stage import Stage

EDITS = 200


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    carts, bulk = stage.services.carts, stage.services.bulk_entry
    text = "\n".join(f"{row.article}\t{max(1, row.multiple_e3 // 1000)}" for row in stage.offers)
    count = len(stage.offers)
    cart = carts.create("bench")

    def paste() -> None:
        bulk.add(bulk.paste(text), cart.id)

    yield Row("paste.10k", one(paste), "s", None, 0.5, f"{count} lines read, matched, saved")
    yield Row("cart.open", _opened(stage, cart.id), "ms", None, 150, "rows and prices read anew")
    rebinding = stage.services.rebinding
    yield Row(
        "cart.whatif", one(lambda: rebinding.what_if(cart.id)), "s", None, 0.5, "all contracts"
    )
    small = carts.create("small")
    bulk.add(bulk.paste("\n".join(text.splitlines()[:10])), small.id)
    edits = {key: _edits(stage, key) for key in (small.id, cart.id)}
    yield Row(
        "cart.edit", edits[cart.id] * 1e3, "ms", edits[small.id] * 1e3, 2.0,
        f"p95, {count} lines beside 10, with the durable save",
    )  # fmt: skip


def _opened(stage: Stage, cart_id: str) -> float:
    """Open a cart whose prices have moved, so that nothing of it is remembered."""
    stage.services.news.publish(ChangeSet.of("prices"))
    return one(lambda: stage.services.carts.open(cart_id)) * 1e3


def _edits(stage: Stage, cart_id: str) -> float:
    carts = stage.services.carts
    lines = carts.open(cart_id).lines
    times = []
    for number in range(EDITS):
        line = lines[number * 7 % len(lines)]
        quantity = line.quantity_e3 + line.multiple_e3 * (1 + number % 3)
        times.append(one(partial(carts.set_quantity, cart_id, line.line_id, quantity)))
    return p95(times)
