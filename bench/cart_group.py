"""Carts of 10,000 lines: paste, first sight, big steps; an edit must not depend on the size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from b2bdesk.usecases.cart_shelf import copy_cart, merge_carts
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
    _close(stage, cart.id)
    seen = one(partial(carts.glance, cart.id)) * 1e3
    yield Row("cart.seen", seen, "ms", None, 150, "what the window paints before it is counted")
    yield Row("cart.open", one(partial(carts.open, cart.id)) * 1e3, "ms", None, None, "all counted")
    yield Row("cart.synced", _opened(stage, cart.id), "ms", None, None, "facts read and compared")
    rebinding = stage.services.rebinding
    yield Row(
        "cart.whatif", one(lambda: rebinding.what_if(cart.id)), "s", None, 0.5, "all contracts"
    )
    yield from _steps(stage, cart.id)
    small = carts.create("small")
    bulk.add(bulk.paste("\n".join(text.splitlines()[:10])), small.id)
    edits = {key: _edits(stage, key) for key in (small.id, cart.id)}
    yield Row(
        "cart.edit", edits[cart.id] * 1e3, "ms", edits[small.id] * 1e3, 2.0,
        f"p95, {count} lines beside 10, with the durable save",
    )  # fmt: skip


def _steps(stage: Stage, cart_id: str) -> Iterator[Row]:
    """The biggest steps of a cart, done and taken back."""
    carts = stage.services.carts
    twin = copy_cart(carts, cart_id).cart.id
    merged = one(partial(merge_carts, carts, twin, cart_id))
    yield Row("cart.merge", merged, "s", None, 0.3, "as many lines poured into the cart")
    yield Row("cart.merge.undo", one(partial(carts.undo, cart_id)), "s", None, None, "taken back")
    ids = [line.line_id for line in carts.open(cart_id).lines]
    yield Row("cart.remove", one(partial(carts.remove, cart_id, ids)), "s", None, None, "all lines")
    yield Row("cart.remove.undo", one(partial(carts.undo, cart_id)), "s", None, None, "taken back")


def _close(stage: Stage, cart_id: str) -> None:
    """Let nothing of a cart be remembered: it went through the recycle bin."""
    stage.services.carts.delete(cart_id)
    stage.services.carts.restore(cart_id)


def _opened(stage: Stage, cart_id: str) -> float:
    """Open a cart whose prices may have moved."""
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
