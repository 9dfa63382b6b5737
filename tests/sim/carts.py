"""Carts of the model desk: which are drafts, what a split makes, the command that orders one.

A cart holds goods named by letters; parts of a split cart hold some of them each, and are named as
`trade.lineage` has it, so that copies of a folder that split one cart alike make the same carts.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from b2bdesk.domain import outbox_states
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.lineage import part_of, root_of, same_goods, split_mark
from b2bdesk.usecases.ports.orders_out import Descent, OrderedLine, OrderToSend
from b2bdesk.usecases.ports.outbox import Command
from b2bdesk.usecases.rows.carts import Checkout
from tests.sim.stores import Cart

if TYPE_CHECKING:
    from tests.sim.stores import Disk


def draft(disk: Disk, at: int) -> str:
    """Return the name of a draft; empty when there is none at that place."""
    names = list(disk.carts)
    name = names[at % len(names)]
    return name if disk.carts[name].state == "draft" else ""


def split(disk: Disk, event: dict[str, Any]) -> dict[str, Cart]:
    """Return the parts of a cart and the cart itself as it is then; nothing when it cannot be."""
    name = draft(disk, event["i"])
    if not name or len(disk.carts[name].goods) < 2:
        return {}
    old = disk.carts[name]
    at = 1 + event["v"] % (len(old.goods) - 1)
    pieces = (old.goods[:at], old.goods[at:])
    mark = split_mark(name, "by hand", 0, pieces)
    made = {
        part_of(name, mark, number): Cart(old.lines, goods=goods)
        for number, goods in enumerate(pieces, 1)
    }
    return {**made, name: replace(old, state="split")}


def key_of(disk: Disk, name: str) -> str:
    """Return the key of a cart's next order: it follows from the cart (decision 0025)."""
    return f"k{name}/{sum(each.cart_id == name for each in disk.commands.values())}"


def command_of(disk: Disk, name: str) -> Command:
    """Return the command that orders a cart."""
    cart, key = disk.carts[name], key_of(disk, name)
    entity = f"e{1 + int(root_of(name)) % 2}"
    price = cart.lines * 100_000
    lines = tuple(
        OrderedLine(f"l{good}", f"i{cart.lines}", 1000, "796", 1000, price) for good in cart.goods
    )
    total = cart.lines * 100 * len(lines)
    note = Checkout(po_number=f"{name}/{cart.goods}/{cart.seals}")
    order = OrderToSend(key, entity, "c1", "RUB", total, lines, note, descent(disk, name))
    return command(key, "order", entity, name, Encoder().encode_order(order), total)


def descent(disk: Disk, name: str) -> Descent:
    """Name the cart, and carts of the same goods whose orders this desk knows of."""
    states = {*outbox_states.WAITING, *outbox_states.ARCHIVES_CART}
    known = {
        each.cart_id
        for each in disk.commands.values()
        if each.state in states and each.cart_id
        if disk.carts[each.cart_id].command == each.id
    }
    return Descent(name, tuple(sorted(each for each in known if same_goods(name, each))))


def command(key: str, kind: str, entity: str, cart: str, body: bytes, total: int) -> Command:
    """Return a command that is ready to go."""
    digest = hashlib.sha256(body).hexdigest()
    head = (key, kind, "co", entity, "c1", cart, "RUB", total, body, digest)
    return Command(*head, "ready", 0, None, "", "")
