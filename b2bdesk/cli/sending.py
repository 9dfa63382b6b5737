"""Sealing a cart, pushing it to the portal and waiting for the supplier's answer.

Once sealed the order is safe on this machine: whatever happens to the network, the answer is an
exit code and the outbox goes on (PROTOCOL R1–R5). A cart that is on its way already is not sealed
again; its command is pushed. Used by `cart send` and `watch --send`.
"""

import threading
import time
from collections.abc import Sequence
from typing import Any, cast

from b2bdesk.cli import exits, figures
from b2bdesk.cli.commands.outbox import FOR_PERSON, WAITING, code_of
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.progress import Teller
from b2bdesk.texts import errors, tr
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.carts import CartRow, Checkout
from b2bdesk.usecases.rows.orders import OrderCard, OutboxRow

PAUSE_SECONDS = 1
LEAST_PUSHES = 2  # the second one asks after an order whose answer was lost
ANSWER_FEEDS = ("orders", "documents", "settlements")
UNANSWERED = frozenset({"accepted", "awaiting_approval"})


def send(call: Call, cart: CartRow, wanted: Checkout, wait_seconds: int) -> Result:
    """Send a cart.

    Args:
        call: the command.
        cart: a draft, or a cart whose order is on its way.
        wanted: address, methods, dates.
        wait_seconds: how long to wait for the supplier's answer.

    Raises:
        Expected: what blocks the sending; nothing is sealed then.
    """
    if cart.state == "sealed" and cart.command_id:
        command_id = cart.command_id
    else:
        command_id = call.services.submit.seal(cart.id, wanted).command_id
    return follow(call, command_id, wait_seconds)


def follow(call: Call, command_id: str, wait_seconds: int) -> Result:
    """Push a sealed order and tell how far it came; the result's document has `orders`."""
    deadline = time.monotonic() + max(0, wait_seconds)
    trouble = _push(call, command_id)
    pushes = 1
    while _worth_waiting(call, command_id, trouble):
        left = deadline - time.monotonic()
        if left <= 0 and (trouble is None or pushes >= LEAST_PUSHES):
            break
        _pause(call, min(PAUSE_SECONDS, max(0.0, left)))
        trouble = _push(call, command_id)
        pushes += 1
    return _told(call, command_id, trouble)


def follow_all(call: Call, command_ids: Sequence[str], wait_seconds: int) -> Result:
    """Push several sealed orders; one document with all of them, the worst exit code."""
    results = [follow(call, each, wait_seconds) for each in command_ids]
    found = [cast("dict[str, Any]", result.document) for result in results]
    orders = [order for each in found for order in each["orders"]]
    text = "\n".join(result.text for result in results)
    return Result({"orders": orders}, text, max(result.code for result in results))


def push_command(call: Call, command_id: str) -> tuple[OutboxRow, Environment | None]:
    """Push a command on an order; returns where it came to and what keeps it waiting."""
    trouble = _push(call, command_id)
    if trouble is not None and exits.exit_code(trouble) == exits.OFFLINE and not call.offline:
        trouble = _push(call, command_id)
    return _row(call, command_id), trouble


def _push(call: Call, command_id: str) -> Environment | None:
    """Push the outbox and fetch answers; the trouble that keeps the order waiting, if any."""
    if call.offline:
        return Environment("offline")
    try:
        with Teller(call) as teller:
            teller.say(tr("Asking the portal"))
            call.services.sync.submit_now()
            if _row(call, command_id).state == "settled":
                call.services.sync.run(ANSWER_FEEDS)
    except Environment as error:
        return error
    except Expected as error:
        call.note(errors.describe(error.code, error.params).one_line())
    row = _row(call, command_id)
    if row.state in WAITING:
        return Environment(row.reason or "network_broken", **row.params)
    return None


def _worth_waiting(call: Call, command_id: str, trouble: Environment | None) -> bool:
    """Say whether another push may bring news: the supplier has not answered yet."""
    if call.offline or call.services.stopping.is_set():
        return False
    if trouble is not None and exits.exit_code(trouble) != exits.OFFLINE:
        return False
    if _row(call, command_id).state in FOR_PERSON:
        return False
    order = call.services.orders.by_client_id(command_id)
    return order is None or order.order.status in UNANSWERED


def _pause(call: Call, seconds: float) -> None:
    """Wait, but not when the program ends."""
    stopping: threading.Event = call.services.stopping
    stopping.wait(seconds)


def _row(call: Call, command_id: str) -> OutboxRow:
    for row in call.services.outbox.list():
        if row.id == command_id:
            return row
    raise Expected("command_unknown", command_id=command_id)


def _told(call: Call, command_id: str, trouble: Environment | None) -> Result:
    row = _row(call, command_id)
    order = call.services.orders.by_client_id(command_id)
    reason = errors.describe(row.reason, row.params).one_line() if row.reason else ""
    document = {"orders": [_document(row, order, reason)]}
    lines = [_line(row, order)]
    if reason:
        lines.append(reason)
    code = code_of(row.state)
    if row.state in WAITING:
        lines.append(tr("The order is kept and will be sent when the portal can be reached."))
        if trouble is not None:
            call.note(errors.describe(trouble.code, trouble.params).one_line())
            code = exits.exit_code(trouble)
    return Result(document, "\n".join(lines), code)


def _document(row: OutboxRow, order: OrderCard | None, reason: str) -> dict[str, Any]:
    return {
        "client_id": row.id,
        "number": order.order.number if order else row.order_number or None,
        "state": order.order.status if order else row.state,
        "outbox_state": row.state,
        "total": figures.money(row.gross_minor, row.currency),
        "portal_total": figures.money(order.order.total_minor, row.currency) if order else None,
        "currency": row.currency,
        "reason": row.reason or None,
        "message": reason or None,
    }


def _line(row: OutboxRow, order: OrderCard | None) -> str:
    if order is not None:
        state = status_text("order", order.order.status)
        return tr("Order {number}: {state}").format(number=order.order.number, state=state)
    state = status_text("outbox", row.state)
    if row.order_number:
        return tr("Order {number}: {state}").format(number=row.order_number, state=state)
    return f"{row.title}: {state}"
