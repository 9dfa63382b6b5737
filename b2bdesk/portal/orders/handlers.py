"""Handlers of `/orders` and `/quotes`."""

from __future__ import annotations

from b2bdesk.portal.http.call import Call, Handler, Reply
from b2bdesk.portal.orders import commands, store, submit
from b2bdesk.portal.orders.quotes import quote as make_quote
from b2bdesk.portal.storage.clock import supplier_now
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.orders import Order, Quote, VoidAnswer


def submit_order(call: Call) -> Reply:
    """Place an order exactly once."""
    key = call.headers["idempotency-key"].strip()
    return submit.submit(call.storage, call.scope, key, call.message, call.body)


def order(call: Call) -> Order:
    """One order of the caller's companies."""
    with call.storage.reading() as connection:
        found = store.find_order(call.scope, connection, call.path["order_id"])
    if found is None:
        raise Expected("not_found")
    return found.order


def order_by_client_id(call: Call) -> Order:
    """The order made from a client key."""
    with call.storage.reading() as connection:
        key = call.path["client_order_id"]
        found = store.find_by_client_id(call.scope, connection, key)
    if found is None:
        raise Expected("not_found")
    return found.order


def void_order(call: Call) -> VoidAnswer:
    """Make a client key unusable, or learn the order that it made."""
    return submit.void(call.storage, call.scope, call.path["client_order_id"])


def order_command(call: Call) -> Reply:
    """Cancel, reserve, extend, release or ship an order."""
    if call.message.client_command_id != call.headers["idempotency-key"].strip():
        raise Expected("bad_message", reason="client_command_id is not the Idempotency-Key")
    return commands.run(
        call.storage,
        call.scope,
        call.path["order_id"],
        call.path["command"],
        (call.message, call.body),
    )


def quote(call: Call) -> Quote:
    """Prices and availability without ordering."""
    storage = call.storage
    now = supplier_now(storage.clock(), storage.facts().timezone)
    with storage.reading() as connection:
        return make_quote(call.scope, connection, call.message, now)


HANDLERS: dict[str, Handler] = {
    "submit_order": submit_order,
    "order": order,
    "order_by_client_id": order_by_client_id,
    "void_order": void_order,
    "order_command": order_command,
    "quote": quote,
}
