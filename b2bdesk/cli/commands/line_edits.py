"""Single lines of a cart: `cart add`, `set`, `remove`, `comment`, `move`."""

from collections.abc import Sequence
from typing import Any

from b2bdesk.cli import exits
from b2bdesk.cli.cart_texts import line_document, lines_table, totals_document
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.commands.lines import one_line, some_lines
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.texts import formats, tr, trc
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.unit import find_unit
from b2bdesk.usecases.rows.carts import CartRow, LineRow, NewLine

QUIET = frozenset({"rounded"})
"""States of a line that need nobody's attention."""


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    adding = _named(
        cart.add(
            "add",
            tr("Add goods to a cart; what is there already grows"),
            _add,
            examples=("cart add 1 A-100 24", "cart add 1 4601234567893 2 --unit box"),
        )
    )
    adding.add_argument(
        "code", metavar=trc("cli", "ARTICLE"), help=tr("article, barcode, your own code or id")
    )
    _quantity(adding)
    adding.add_argument(
        "--comment", default="", metavar=trc("cli", "TEXT"), help=tr("comment of the line")
    )
    adding.add_argument(
        "--no-round", action="store_true", help=tr("keep quantities that are no multiple")
    )
    setting = _line(_named(cart.add("set", tr("Set the quantity of a line"), _set)))
    _quantity(setting)
    removing = _named(cart.add("remove", tr("Take lines out of a cart"), _remove))
    removing.add_argument("lines", nargs="+", metavar=trc("cli", "LINE"), help=_line_words())
    commenting = _line(
        _named(cart.add("comment", tr("Write the comment of a line; empty removes it"), _comment))
    )
    commenting.add_argument("text", metavar=trc("cli", "TEXT"))
    moving = _line(_named(cart.add("move", tr("Put a line at another place of the cart"), _move)))
    moving.add_argument(
        "position", type=int, metavar=trc("cli", "NUMBER"), help=tr("its number then; 1 = first")
    )


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def _line(parser: Parser) -> Parser:
    parser.add_argument("line", metavar=trc("cli", "LINE"), help=_line_words())
    return parser


def _line_words() -> str:
    return tr("line: article, number in the cart or id")


def _quantity(parser: Parser) -> None:
    parser.add_argument(
        "quantity", nargs="?", default="1", metavar=trc("cli", "QUANTITY"), help=tr("quantity")
    )
    parser.add_argument(
        "--unit", default="", metavar=trc("cli", "UNIT"), help=tr("unit, such as pcs, box or 796")
    )


def _add(call: Call) -> Result:
    call.need_catalogue()
    options = call.options
    cart = find_cart(call, options.cart)
    item_id, okei = _goods(call, options.code)
    quantity_e3 = _number(options.quantity)
    if not quantity_e3:
        raise Expected("bad_quantity", text=options.quantity)
    unit = _unit(options.unit) or okei
    line = NewLine(item_id, quantity_e3, unit, options.comment, options.code)
    added = call.services.carts.add_lines(
        cart.id, [line], "add_line", rounding=not options.no_round
    )
    return _told(call, cart, added.line_ids)


def _goods(call: Call, code: str) -> tuple[str, str]:
    """The only item of a code, with the pack whose barcode it was."""
    if code in call.services.resolve.offers_by_ids([code]):
        return code, ""
    hits = call.services.resolve.resolve([code]).get(code, ())
    if not hits:
        raise Expected("item_not_found", text=code)
    if len(hits) > 1:
        articles = ", ".join(f"{hit.offer.article} ({hit.offer.id})" for hit in hits)
        raise Expected("item_ambiguous", text=code, count=len(hits), articles=articles)
    return hits[0].offer.id, hits[0].okei


def _set(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    line = one_line(call, cart.id, call.options.line)
    quantity_e3, unit = _number(call.options.quantity), _unit(call.options.unit)
    call.services.carts.set_quantity(cart.id, line.line_id, quantity_e3, unit or None)
    return _told(call, cart, (line.line_id,))


def _remove(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    gone = some_lines(call, cart.id, call.options.lines)
    call.services.carts.remove(cart.id, [line.line_id for line in gone])
    totals = call.services.carts.totals(cart.id)
    document: dict[str, Any] = {
        "cart": {"id": cart.id, "name": cart.name},
        "removed": [line_document(line, cart.currency) for line in gone],
        "totals": totals_document(totals),
    }
    text = tr("Lines removed: {n}. Left in the cart: {left}, {sum}").format(
        n=formats.number(len(gone)),
        left=formats.number(totals.lines),
        sum=formats.money(totals.gross_minor, totals.currency),
    )
    return Result(document, text)


def _comment(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    line = one_line(call, cart.id, call.options.line)
    call.services.carts.set_comment(cart.id, line.line_id, call.options.text)
    return _told(call, cart, (line.line_id,))


def _move(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    line = one_line(call, cart.id, call.options.line)
    if not 1 <= call.options.position <= cart.lines:
        raise Expected("bad_quantity", text=str(call.options.position))
    call.services.carts.move(cart.id, line.line_id, call.options.position)
    return _told(call, cart, (line.line_id,))


def _number(text: str) -> int:
    """A quantity in thousandths.

    Raises:
        Expected: `bad_quantity`.
    """
    found = parse_quantity(text).e3
    if found is None or found < 0:
        raise Expected("bad_quantity", text=text)
    return found


def _unit(text: str) -> str:
    if not text:
        return ""
    found = find_unit(text)
    if found is None:
        raise Expected("bad_arguments", text=tr("no such unit: {text}").format(text=text))
    return found


def _told(call: Call, cart: CartRow, line_ids: Sequence[str]) -> Result:
    """The lines as they are now, and what the cart comes to; 2 when one needs attention."""
    lines = call.services.carts.lines(cart.id, line_ids)
    totals = call.services.carts.totals(cart.id)
    document: dict[str, Any] = {
        "cart": {"id": cart.id, "name": cart.name},
        "lines": [line_document(line, cart.currency) for line in lines],
        "totals": totals_document(totals),
    }
    sums = tr("In the cart: {lines} lines, {sum}").format(
        lines=formats.number(totals.lines), sum=formats.money(totals.gross_minor, totals.currency)
    )
    text = f"{lines_table(lines, cart.currency)}\n{sums}"
    return Result(document, text, exits.ATTENTION if any(map(_open, lines)) else exits.DONE)


def _open(line: LineRow) -> bool:
    return any(state.code not in QUIET for state in line.states)
