"""What carts are called and are: `cart create`, `rename`, `note`, `lock`, `template`, `bin`."""

from b2bdesk.cli.cart_texts import cart_document, carts_text
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.texts import tr, trc
from b2bdesk.usecases.cart_shelf import copy_cart
from b2bdesk.usecases.rows.carts import CartRow


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    creating = cart.add(
        "create",
        tr("Create a cart, empty or out of a template; it becomes the active one"),
        _create,
        examples=("cart create June", "cart create June --from Weekly"),
    )
    creating.add_argument("name", nargs="?", default="", metavar=trc("cli", "NAME"))
    creating.add_argument(
        "--from",
        dest="source",
        default="",
        metavar=trc("cli", "CART"),
        help=tr("template or cart whose lines it gets"),
    )
    renaming = _named(cart.add("rename", tr("Give a cart another name"), _rename))
    renaming.add_argument("name", metavar=trc("cli", "NAME"))
    noting = _named(cart.add("note", tr("Write the note of a cart; empty removes it"), _note))
    noting.add_argument("text", metavar=trc("cli", "TEXT"))
    _switch(_named(cart.add("lock", tr("Forbid edits of a cart"), _lock)))
    _switch(_named(cart.add("template", tr("Keep a cart as a template"), _template)))
    cart.add("bin", tr("List the carts in the recycle bin"), _bin)


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def _switch(parser: Parser) -> None:
    parser.add_argument("--off", action="store_true", help=tr("take it back"))


def _create(call: Call) -> Result:
    carts = call.services.carts
    if not call.options.source:
        return _told(call, carts.create(call.options.name))
    call.need_catalogue()
    source = find_cart(call, call.options.source)
    return _told(call, copy_cart(carts, source.id, call.options.name).cart)


def _rename(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    call.services.carts.rename(cart.id, call.options.name)
    return _told(call, cart)


def _note(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    call.services.carts.set_note(cart.id, call.options.text)
    return _told(call, cart)


def _lock(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    call.services.carts.freeze(cart.id, not call.options.off)
    return _told(call, cart)


def _template(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    call.services.carts.make_template(cart.id, not call.options.off)
    return _told(call, cart)


def _bin(call: Call) -> Result:
    rows = call.services.carts.recycled()
    return Result([cart_document(row) for row in rows], carts_text(rows))


def _told(call: Call, cart: CartRow) -> Result:
    """The cart as it is now."""
    row = call.services.carts.row(cart.id)
    return Result(cart_document(row), carts_text((row,)))
