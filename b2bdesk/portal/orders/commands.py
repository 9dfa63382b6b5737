"""What the buyer may do with an order after it was placed: cancel, reserve, extend, release, ship.

Each command has a key of its own, remembered like that of an order (R3); a refusal by a rule is
remembered too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from b2bdesk.portal import audit
from b2bdesk.portal.catalog.store import numbers_of
from b2bdesk.portal.http.call import Reply
from b2bdesk.portal.http.problems import Refused, problem
from b2bdesk.portal.orders import idempotency, moves, reserves, store
from b2bdesk.portal.orders.idempotency import Remembered
from b2bdesk.portal.orders.quantities import base_of, e3, text, whole_units
from b2bdesk.portal.orders.reserves import Held
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.codec import digest, encode
from b2bdesk.wire.orders import Order, OrderCommand, OrderLine

KIND = "command"
RESERVE_DAYS, LONGEST_DAYS = 5, 30
_Act = Callable[[Scope, Work, store.StoredOrder, OrderCommand], Order]


def run(
    storage: Storage, scope: Scope, order_id: str, command: str, call: tuple[OrderCommand, bytes]
) -> Reply:
    """Carry out a command once.

    Args:
        storage: the portal.
        scope: who commands.
        order_id: the order.
        command: name from the address.
        call: decoded body and its bytes as received.

    Raises:
        Expected: `not_found` (order or command), `order_in_progress`, `idempotency_conflict`.
    """
    act = _ACTS.get(command)
    if act is None:
        raise Expected("not_found")
    message, body = call
    with idempotency.running(storage, message.client_command_id):
        return storage.write(
            lambda work: _run(work, scope, (order_id, command, act), (message, digest(body)))
        )


def _run(
    work: Work, scope: Scope, what: tuple[str, str, _Act], asked: tuple[OrderCommand, str]
) -> Reply:
    order_id, command, act = what
    message, sha256 = asked
    work.lock("orders")
    row = store.find_order(scope, work.connection, order_id)
    if row is None:
        raise Expected("not_found")
    key = message.client_command_id
    known = idempotency.find(scope, work.connection, row.company_id, key)
    # the address is part of what was asked: one key cannot cancel one order and ship another
    sha256 = digest(f"{order_id}\x1f{command}\x1f{sha256}".encode())
    if known is not None:
        return idempotency.replay(known, sha256)
    try:
        if row.order.state in moves.ENDED:
            raise Refused("order_state", state=row.order.state)
        order = act(scope, work, row, message)
        answer = Remembered(KIND, sha256, 200, encode(order), order_id)
        result = "done"
    except Refused as refused:
        found = problem(refused, "")
        answer = Remembered(KIND, sha256, found.status, encode(found), order_id)
        result = refused.code
    idempotency.remember(scope, work, row.company_id, key, answer)
    audit.record(scope, work, command, order_id, result, company_id=row.company_id)
    return answer.reply(replayed=False)


def _cancel(scope: Scope, work: Work, row: store.StoredOrder, asked: OrderCommand) -> Order:
    """Cancel the order, or so much of the named lines; held goods become free."""
    order = row.order
    if order.shipment != "none" or order.payment != "none":
        raise Refused("order_not_cancellable")
    wish = _quantities(order, asked.lines)
    lines: list[OrderLine] = []
    for line in order.lines:
        left = e3(line.quantity) - e3(line.cancelled)
        lines.append(_cancelled(line, min(wish.get(line.line_id, 0), left) if wish else left))
    touched = [line.line_id for line, old in zip(lines, order.lines, strict=True) if line != old]
    reserves.let_go(scope, work, order.id, touched)
    whole = all(line.state in ("cancelled", "rejected") for line in lines)
    moved = replace(order, lines=lines, state="cancelled" if whole else order.state)
    return moves.save_move(scope, work, row, moved, "cancelled", asked.comment[:500])


def _cancelled(line: OrderLine, quantity_e3: int) -> OrderLine:
    if not quantity_e3:
        return line
    gone = e3(line.cancelled) + quantity_e3
    left = e3(line.quantity) - gone
    return replace(
        line,
        cancelled=text(gone),
        confirmed=text(min(e3(line.confirmed), left)),
        reserved="0",
        reserved_until="",
        state="cancelled" if left <= 0 else line.state,
    )


def _reserve(scope: Scope, work: Work, row: store.StoredOrder, asked: OrderCommand) -> Order:
    """Hold what is free of the order's lines, or of the named ones, in their places."""
    order = row.order
    wish = _quantities(order, asked.lines)
    until = _until(work, asked.until)
    work.lock("stock")
    numbers = numbers_of(scope, work.connection, [line.item_id for line in order.lines])
    free = reserves.free_places(scope, work.connection, sorted(set(numbers.values())))
    left = {(row.n, row.place): row.free_e3 for rows in free.values() for row in rows}
    wanted: list[Held] = []
    lines: list[OrderLine] = []
    for line in order.lines:
        need = _open_base(line)
        if wish:
            need = min(need, base_of(line, wish.get(line.line_id, 0)))
        n = numbers.get(line.item_id, 0)
        takes = _takes(line, n, need, left)
        wanted += [Held(order.id, line.line_id, place, n, qty) for place, qty in takes]
        got = whole_units(line, sum(qty for _, qty in takes))
        if got:
            reserved = text(e3(line.reserved) + got)
            line = replace(line, reserved=reserved, reserved_until=until)
        lines.append(line)
    reserves.hold_lines(scope, work, wanted)
    moved = replace(order, lines=lines, reserve="refused" if not wanted else order.reserve)
    return moves.save_move(scope, work, row, moved, "reserved" if wanted else "reserve_refused")


def _takes(
    line: OrderLine, n: int, need: int, left: dict[tuple[int, str], int]
) -> list[tuple[str, int]]:
    """Whole units of a line out of what is left per (item, place); packs are not broken."""
    takes: list[tuple[str, int]] = []
    places = [line.place] if line.place else [place for number, place in left if number == n]
    for place in places:
        free = min(left.get((n, place), 0), need)
        got = base_of(line, whole_units(line, free))
        if got > 0:
            takes.append((place, got))
            left[n, place] -= got
            need -= got
    return takes


def _extend(scope: Scope, work: Work, row: store.StoredOrder, asked: OrderCommand) -> Order:
    """Keep what is held for longer."""
    until = _until(work, asked.until)
    if not any(e3(line.reserved) for line in row.order.lines):
        raise Refused("order_state", state=row.order.reserve)
    lines = [
        replace(line, reserved_until=until) if e3(line.reserved) else line
        for line in row.order.lines
    ]
    return moves.save_move(scope, work, row, replace(row.order, lines=lines), "extended", until)


def _release(scope: Scope, work: Work, row: store.StoredOrder, asked: OrderCommand) -> Order:
    """Give held goods back."""
    chosen = list(_quantities(row.order, asked.lines)) or None
    gone = {held.line_id for held in reserves.let_go(scope, work, row.order.id, chosen)}
    if not gone:
        raise Refused("order_state", state=row.order.reserve)
    lines = [
        replace(line, reserved="0", reserved_until="") if line.line_id in gone else line
        for line in row.order.lines
    ]
    moved = replace(row.order, lines=lines, reserve="none")
    return moves.save_move(scope, work, row, moved, "released")


def _ship(scope: Scope, work: Work, row: store.StoredOrder, asked: OrderCommand) -> Order:
    """Ask for the goods that are held; the supplier assembles and ships them."""
    order = row.order
    if order.shipment != "none" or not any(e3(line.reserved) for line in order.lines):
        raise Refused("order_state", state=order.shipment)
    moved = replace(order, shipment="assembling")
    return moves.save_move(scope, work, row, moved, "assembling", asked.comment[:500])


def _open_base(line: OrderLine) -> int:
    if line.state in ("rejected", "cancelled", "shipped"):
        return 0
    wanted = e3(line.confirmed) or e3(line.quantity)
    open_e3 = wanted - e3(line.cancelled) - e3(line.shipped) - e3(line.reserved)
    return max(base_of(line, open_e3), 0)


def _quantities(order: Order, lines: Mapping[str, str]) -> dict[str, int]:
    known = {line.line_id for line in order.lines}
    wish: dict[str, int] = {}
    for line_id, quantity in lines.items():
        try:
            wish[line_id] = e3(quantity)
        except ValueError:
            wish[line_id] = 0
        if line_id not in known or wish[line_id] <= 0:
            raise Refused("quantity_range", text=quantity[:40])
    return wish


def _until(work: Work, until: str) -> str:
    if not until:
        return (work.today + dt.timedelta(days=RESERVE_DAYS)).isoformat()
    try:
        day = dt.date.fromisoformat(until)
    except ValueError as error:
        raise Expected("bad_message", reason="/until is not a date") from error
    if not work.today <= day <= work.today + dt.timedelta(days=LONGEST_DAYS):
        raise Refused("date_not_available", date=until)
    return until


_ACTS: dict[str, _Act] = {
    "cancel": _cancel,
    "reserve": _reserve,
    "extend": _extend,
    "release": _release,
    "ship": _ship,
}
