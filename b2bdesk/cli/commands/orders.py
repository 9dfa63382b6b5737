"""`order list`, `show`, `repeat`, `cancel`, `reserve`, `ship`: orders and their answers."""

from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.cart_texts import sheet_document, sheet_text
from b2bdesk.cli.checkout import parse_day
from b2bdesk.cli.commands.outbox import code_of, outbox_document
from b2bdesk.cli.console import Call, Result, pairs, table
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.cli.sending import push_command
from b2bdesk.texts import errors, formats, language, tr, trc, trn
from b2bdesk.texts.answers import line_reason
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.unit import short
from b2bdesk.usecases.rows.orders import OrderCard, OrderFilter, OrderLineRow, OrderRow


def register(commands: Commands) -> None:
    """Add the commands."""
    order = commands.group("order", tr("Orders and the supplier's answers"))
    listing = order.add(
        "list",
        tr("List orders, the latest first"),
        _list,
        examples=("order list --since 2026-11-01 --json",),
    )
    listing.add_argument(
        "--state", default="", metavar=trc("cli", "STATE"), help=tr("only in this state")
    )
    listing.add_argument("--since", default="", metavar=trc("cli", "DATE"), help=tr("placed since"))
    listing.add_argument("--limit", type=int, default=0, metavar="N", help=tr("at most so many"))
    _numbered(order.add("show", tr("Show the lines of an order and how far each is"), _show))
    repeat = _numbered(order.add("repeat", tr("Put the lines of an order into a cart"), _repeat))
    for name, about in (
        ("cancel", tr("Cancel an order that is neither paid nor shipped")),
        ("reserve", tr("Ask to hold the goods of an order")),
        ("ship", tr("Ask to ship what is ready")),
    ):
        command = _numbered(order.add(name, about, _command))
        command.add_argument(
            "--comment", default="", metavar=trc("cli", "TEXT"), help=tr("comment for the supplier")
        )
        command.set_defaults(command=name)
    repeat.add_argument(
        "--cart", default="", metavar=trc("cli", "CART"), help=tr("name; made when there is none")
    )


def order_document(row: OrderRow) -> dict[str, Any]:
    """An order in a list."""
    return {
        "id": row.id,
        "number": row.number,
        "number_1c": row.number_1c or None,
        "client_id": row.client_order_id or None,
        "created": figures.instant(row.created_at),
        "entity": row.entity_id,
        "contract": row.contract_id,
        "state": row.status,
        "axes": {
            "state": row.state,
            "reserve": row.reserve,
            "payment": row.payment,
            "shipment": row.shipment,
        },
        "total": figures.money(row.total_minor, row.currency),
        "currency": row.currency,
        "lines": row.lines,
        "changed_lines": row.changed_lines,
        "po_number": row.po_number or None,
    }


def card_document(card: OrderCard) -> dict[str, Any]:
    """An order with its lines, history and documents."""
    currency = card.order.currency
    return {
        **order_document(card.order),
        "lines": [_line_document(line, currency) for line in card.lines],
        "totals": {
            "net": figures.money(card.net_minor, currency),
            "vat": figures.money(card.vat_minor, currency),
            "gross": figures.money(card.order.total_minor, currency),
            "confirmed": figures.money(card.confirmed_minor, currency),
            "invoiced": figures.money(card.invoiced_minor, currency),
            "paid": figures.money(card.paid_minor, currency),
        },
        "history": [
            {"at": figures.instant(step.at), "code": step.code, "text": step.text}
            for step in card.history
        ],
        "documents": [
            {"id": each.id, "kind": each.kind, "number": each.number} for each in card.documents
        ],
        "comment": card.comment,
    }


def _numbered(parser: Parser) -> Parser:
    parser.add_argument("number", metavar=trc("cli", "NUMBER"), help=tr("number, 1C number or id"))
    return parser


def _card(call: Call) -> OrderCard:
    number = call.options.number
    card = call.services.orders.by_client_id(number)
    return card or call.services.orders.find(number)


def _list(call: Call) -> Result:
    options = call.options
    since = parse_day(options.since) if options.since else None
    rows = call.services.orders.list(OrderFilter(status=options.state, since=since))
    shown = rows[: options.limit] if options.limit > 0 else rows
    headings = (
        trc("cli", "Order"),
        trc("cli", "Placed"),
        trc("cli", "State"),
        trc("cli", "Lines"),
        trc("cli", "Sum"),
        trc("cli", "Your number"),
    )
    lines = [
        (
            row.number,
            formats.moment(row.created_at.astimezone()),
            status_text("order", row.status),
            formats.number(row.lines),
            formats.money(row.total_minor, row.currency),
            row.po_number,
        )
        for row in shown
    ]
    text = table(headings, lines, right="34") if lines else tr("There are no orders.")
    return Result([order_document(row) for row in shown], text)


def _show(call: Call) -> Result:
    card = _card(call)
    return Result(card_document(card), _card_text(card))


def _repeat(call: Call) -> Result:
    card = _card(call)
    wanted = call.options.cart
    cart = call.services.carts.find(wanted) if wanted else None
    if wanted and cart is None:
        cart = call.services.carts.create(wanted)
    added = call.services.orders.repeat(card.order.id, cart.id if cart else None)
    sheet = call.services.carts.open(added.cart_id)
    count = added.added + added.summed
    call.note(trn("{n} line added", "{n} lines added", count).format(n=count))
    return Result({**sheet_document(sheet), "added": count}, sheet_text(sheet))


def _command(call: Call) -> Result:
    """Seal a command, push it, tell what the portal said; what cannot be sent now waits."""
    options = call.options
    order = _card(call).order
    row, trouble = push_command(
        call, call.services.order_commands.seal(order.id, options.command, options.comment)
    )
    card = call.services.orders.card(order.id)
    document = {"command": outbox_document(row), "order": card_document(card)}
    state = status_text("order", card.order.status)
    lines = [tr("Order {number}: {state}").format(number=order.number, state=state)]
    if row.state != "settled":
        lines.append(status_text("outbox", row.state))
    if row.reason:
        lines.append(errors.describe(row.reason, row.params).one_line())
    code = exits.exit_code(trouble) if trouble else code_of(row.state)
    return Result(document, "\n".join(lines), code)


def _line_document(line: OrderLineRow, currency: str) -> dict[str, Any]:
    return {
        "line": line.line_id,
        "item_id": line.item_id,
        "article": line.article,
        "name": line.name,
        "unit": short(line.okei, language()),
        "okei": line.okei,
        "ordered": figures.quantity(line.ordered_e3),
        "confirmed": figures.quantity(line.confirmed_e3),
        "reserved": figures.quantity(line.reserved_e3),
        "shipped": figures.quantity(line.shipped_e3),
        "invoiced": figures.quantity(line.invoiced_e3),
        "cancelled": figures.quantity(line.cancelled_e3),
        "price": figures.price(line.price_e5, currency),
        "confirmed_price": figures.price(line.confirmed_price_e5, currency),
        "vat_rate": line.vat_code,
        "sum": figures.money(line.gross_minor, currency),
        "state": line.state,
        "reason_code": line.reason_code or None,
        "reason": line.reason or None,
        "expected": figures.day(line.expected),
    }


def _card_text(card: OrderCard) -> str:
    row = card.order
    head = pairs(
        [
            (trc("cli", "Order"), row.number),
            (trc("cli", "Placed"), formats.moment(row.created_at.astimezone())),
            (trc("cli", "State"), status_text("order", row.status)),
            (trc("cli", "Sum"), formats.money(row.total_minor, row.currency)),
            (trc("cli", "Confirmed"), formats.money(card.confirmed_minor, row.currency)),
            (trc("cli", "Invoiced"), formats.money(card.invoiced_minor, row.currency)),
            (trc("cli", "Comment"), card.comment),
        ]
    )
    headings = (
        trc("cli", "Article"),
        trc("cli", "Name"),
        trc("cli", "Unit"),
        trc("cli", "Ordered"),
        trc("cli", "Confirmed"),
        trc("cli", "Reserved"),
        trc("cli", "Shipped"),
        trc("cli", "Sum"),
        trc("cli", "State"),
    )
    lines = [
        (
            line.article,
            line.name,
            short(line.okei, language()),
            formats.quantity(line.ordered_e3),
            formats.quantity(line.confirmed_e3),
            formats.quantity(line.reserved_e3),
            formats.quantity(line.shipped_e3),
            formats.money(line.gross_minor, row.currency),
            line_reason(line.reason_code, line.reason) or status_text("line", line.state),
        )
        for line in card.lines
    ]
    documents = [
        f"{status_text('document', each.kind)} {each.number}  {each.id}" for each in card.documents
    ]
    return "\n".join([head, "", table(headings, lines, right="34567"), *documents])
