"""`outbox list`, `withdraw`, `retry`, `resend`, `arrived`: what waits, the ways out (R4)."""

from collections.abc import Callable
from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import errors, formats, tr, trc
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.orders import OutboxRow

WAITING = frozenset({"ready", "sending", "unknown", "held"})
FOR_PERSON = frozenset({"needs_user", "rejected", "missing"})
DISMISSED = frozenset({"needs_user", "missing"})


def register(commands: Commands) -> None:
    """Add the commands."""
    outbox = commands.group("outbox", tr("Orders on their way to the portal"))
    outbox.add("list", tr("List what was sealed and how far it is"), _list)
    withdraw = outbox.add(
        "withdraw", tr("Take an order back before it is accepted; its cart is a draft again"), _back
    )
    withdraw.add_argument("id", metavar="ID")
    retry = outbox.add("retry", tr("Try to send now, with the same key"), _retry)
    retry.add_argument("id", metavar="ID")
    again = outbox.add(
        "resend",
        tr("Send an order that nobody answers about once more; it stays one order"),
        _resend,
    )
    again.add_argument("id", metavar="ID")
    arrived = outbox.add(
        "arrived",
        tr("Mark such an order as arrived, because the manager sees it"),
        _arrived,
        examples=("outbox arrived 01900000 --number 018773",),
    )
    arrived.add_argument("id", metavar="ID")
    arrived.add_argument(
        "--number", default="", metavar=trc("cli", "NUMBER"), help=tr("its number at the supplier")
    )


def outbox_document(row: OutboxRow) -> dict[str, Any]:
    """A command of the outbox for `--json`."""
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "since": figures.instant(row.since),
        "reason": row.reason or None,
        "message": errors.describe(row.reason, row.params).one_line() if row.reason else None,
        "cart": row.title,
        "total": figures.money(row.gross_minor, row.currency),
        "currency": row.currency,
        "attempts": row.attempts,
        "next_try": figures.instant(row.next_try),
        "order_number": row.order_number or None,
    }


def command_title(row: OutboxRow) -> str:
    """What a command is about: the cart of an order, or the command and its order."""
    words = {
        "cancel": tr("Cancel order {number}"),
        "reserve": tr("Reserve order {number}"),
        "ship": tr("Ship order {number}"),
    }
    text = words.get(row.kind)
    return text.format(number=row.order_number) if text else row.title


def command_row(call: Call, wanted: str) -> OutboxRow:
    """Return a command by its id, or by the beginning of it when that is one.

    Raises:
        Expected: `command_unknown`.
    """
    rows = call.services.outbox.list()
    fits = [row for row in rows if row.id == wanted] or [
        row for row in rows if len(wanted) >= 8 and row.id.startswith(wanted)
    ]
    if len(fits) != 1:
        raise Expected("command_unknown", command_id=wanted)
    return fits[0]


def _list(call: Call) -> Result:
    rows = call.services.outbox.list()
    headings = (
        "ID",
        trc("cli", "Cart"),
        trc("cli", "State"),
        trc("cli", "Since"),
        trc("cli", "Sum"),
        trc("cli", "Order"),
        trc("cli", "Reason"),
    )
    shown = [
        (
            row.id,
            command_title(row),
            status_text("outbox", row.state),
            formats.moment(row.since.astimezone()),
            formats.money(row.gross_minor, row.currency),
            row.order_number,
            errors.describe(row.reason, row.params).title if row.reason else "",
        )
        for row in rows
    ]
    text = table(headings, shown, right="4") if shown else tr("Nothing is on its way.")
    return Result([outbox_document(row) for row in rows], text)


def _back(call: Call) -> Result:
    row = command_row(call, call.options.id)
    if row.state in DISMISSED:
        call.services.outbox.dismiss(row.id)
    else:
        call.services.outbox.withdraw(row.id)
    return _told(command_row(call, row.id), exits.DONE)


def _retry(call: Call) -> Result:
    return _sent(call, call.services.outbox.retry)


def _resend(call: Call) -> Result:
    return _sent(call, call.services.outbox.resend)


def _sent(call: Call, act: Callable[[str], object]) -> Result:
    if call.offline:
        raise Environment("offline")
    row = command_row(call, call.options.id)
    act(row.id)
    after = command_row(call, row.id)
    return _told(after, code_of(after.state))


def _arrived(call: Call) -> Result:
    row = command_row(call, call.options.id)
    call.services.outbox.arrived(row.id, call.options.number)
    return _told(command_row(call, row.id), exits.DONE)


def code_of(state: str) -> int:
    """The exit code that the state of a sent command means."""
    if state in WAITING:
        return exits.OFFLINE
    return exits.REFUSED if state in FOR_PERSON else exits.DONE


def _told(row: OutboxRow, code: int) -> Result:
    text = f"{command_title(row)}: {status_text('outbox', row.state)}"
    if row.reason:
        text += "\n" + errors.describe(row.reason, row.params).one_line()
    return Result(outbox_document(row), text, code)
