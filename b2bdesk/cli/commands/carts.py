"""`cart list`, `show`, `export`, `check`, `send`: carts without a window."""

from collections.abc import Sequence

from b2bdesk.cli import checkout, exits
from b2bdesk.cli.cart_texts import (
    cart_document,
    carts_text,
    check_document,
    check_text,
    problem_text,
    sheet_document,
    sheet_text,
    warnings_document,
    warnings_text,
)
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.cli.sending import follow_all, send
from b2bdesk.domain.splitting import WAYS
from b2bdesk.texts import language, tr, trc
from b2bdesk.texts.splitting import part_title
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.account import ContractRow, EntityRow
from b2bdesk.usecases.rows.carts import CartRow, Checkout, CheckResult
from b2bdesk.usecases.split_sending import send_parts

_SENT = ("accepted", "settled", "missing")


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    cart.add("list", tr("List carts"), _list)
    _named(cart.add("show", tr("Show the lines and sums of a cart"), _show))
    export = _named(
        cart.add(
            "export",
            tr("Write a cart into a file: .xlsx, .csv, .pdf (the order form) or .b2bcart"),
            _export,
            examples=("cart export 1 order.xlsx", "cart export 1 order.pdf"),
        )
    )
    export.add_argument("file", metavar=trc("cli", "FILE"))
    check = _named(
        cart.add("check", tr("Compare a cart with the portal's prices, stock and rules"), _check)
    )
    checkout.add_options(check)
    sending = _named(
        cart.add(
            "send",
            tr("Send a cart as an order"),
            _send,
            examples=("cart send 1 --yes --wait 30", "cart send 1 --yes --po 4711 --json"),
        )
    )
    checkout.add_options(sending)
    sending.add_argument(
        "--yes", action="store_true", help=tr("really send; without it nothing happens")
    )
    sending.add_argument(
        "--split",
        choices=WAYS[1:],
        default="",
        help=tr("send several orders: what makes an order of its own"),
    )
    sending.add_argument(
        "--wait",
        type=int,
        default=0,
        metavar=trc("cli", "SECONDS"),
        help=tr("wait so long for the supplier's answer"),
    )


def find_cart(call: Call, name: str) -> CartRow:
    """Return the cart of a name, an id, or a number such as 1 for the only «Cart 1».

    Raises:
        Expected: `cart_not_found`, `cart_in_bin`, `cart_was_sent` with the number of the order;
            `cart_ambiguous` when several have the name.
    """
    carts = call.services.carts
    rows = carts.list()
    found = only_cart(rows, name)
    if found is None:
        ends = [each for each in rows if each.name.split()[-1:] == [name]]
        found = ends[0] if len(ends) == 1 else None
    if found is None:
        binned = any(each.name.casefold() == name.strip().casefold() for each in carts.recycled())
        raise Expected("cart_in_bin", name=name) if binned else no_cart(call, name)
    return found


def no_cart(call: Call, name: str) -> Expected:
    """What to raise when no cart has this name: perhaps it went as an order, the newest counts."""
    wanted = name.strip().casefold()
    for row in call.services.outbox.list():
        title = row.title.casefold()
        fits = wanted in (row.cart_id, title) or title.split()[-1:] == [wanted]
        if fits and row.kind == "order" and row.order_number and row.state in _SENT:
            return Expected("cart_was_sent", name=row.title, number=row.order_number)
    return Expected("cart_not_found", name=name)


def only_cart(rows: Sequence[CartRow], name: str) -> CartRow | None:
    """Return the one cart among rows that has this id or name; None = none has it.

    Raises:
        Expected: `cart_ambiguous`, with the ids that tell them apart.
    """
    wanted = name.strip().casefold()
    fits = [each for each in rows if each.id == wanted]
    fits = fits or [each for each in rows if each.name.casefold() == wanted]
    if len(fits) > 1:
        ids = ", ".join(each.id for each in fits)
        raise Expected("cart_ambiguous", name=name, count=len(fits), ids=ids)
    return fits[0] if fits else None


def contract_of(call: Call, cart: CartRow) -> tuple[EntityRow, ContractRow]:
    """Return entity and contract of a cart.

    Raises:
        Expected: `contract_gone`.
    """
    for entity in call.services.account.entities():
        for contract in entity.contracts:
            if contract.id == cart.contract_id:
                return entity, contract
    raise Expected("contract_gone")


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def _list(call: Call) -> Result:
    rows = call.services.carts.list()
    return Result([cart_document(row) for row in rows], carts_text(rows))


def _show(call: Call) -> Result:
    sheet = call.services.carts.open(find_cart(call, call.options.cart).id)
    return Result(sheet_document(sheet), sheet_text(sheet))


def _export(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    target = call.path(call.options.file)
    kind = target.suffix.lower()
    if kind == ".pdf":
        written = call.services.documents.order_form(cart.id, target, language())
    elif kind in (".xlsx", ".csv"):
        written = call.services.exports.cart(cart.id, target)
    elif kind == ".b2bcart":
        written = call.services.exchange.give(cart.id, target)
    else:
        text = tr("the file must end in .xlsx, .csv, .pdf or .b2bcart")
        raise Expected("bad_arguments", text=text)
    return Result({"cart": cart.name, "file": str(written)}, str(written))


def _check(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    result = checked(call, cart, _checkout(call, cart))
    warned = call.services.warnings.warned(cart.id)
    document = {**check_document(result), "warnings": warnings_document(warned)}
    text = "\n".join((*warnings_text(warned), check_text(result)))
    return Result(document, text, check_code(call, result))


def checked(call: Call, cart: CartRow, wanted: Checkout) -> CheckResult:
    """Check a cart, with the portal unless the network must not be used."""
    return call.services.submit.check(cart.id, not call.offline, wanted)


def check_code(call: Call, result: CheckResult) -> int:
    """The exit code of a check: trouble with the portal first, then rows that need attention."""
    codes = {each.code for each in result.problems}
    if "portal_not_asked" in codes and not call.offline:
        return exits.OFFLINE
    return exits.ATTENTION if result.changed or result.problems else exits.DONE


def _send(call: Call) -> Result:
    if not call.options.yes:
        raise Expected("bad_arguments", text=tr("nothing was sent: say --yes to send"))
    cart = find_cart(call, call.options.cart)
    wanted = _checkout(call, cart)
    if cart.state == "draft":
        problems = checked(call, cart, wanted).problems
        for problem in problems:
            if not problem.blocking:
                call.note(problem_text(problem))
        stop = next((each for each in problems if each.blocking and not each.line_ids), None)
        if stop is not None:
            raise Expected(stop.code, **{**stop.params, "cart": cart.name})
    way = call.options.split
    if not way or cart.state != "draft":
        return send(call, cart, wanted, call.options.wait)
    services = call.services
    sealed = send_parts(
        services.splitting, services.submit, (cart.id, way, wanted),
        lambda way, part: part_title(way, part.key, part.name),
    )  # fmt: skip
    return follow_all(call, [each.command_id for each in sealed], call.options.wait)


def _checkout(call: Call, cart: CartRow) -> Checkout:
    entity, contract = contract_of(call, cart)
    return checkout.chosen(call.options, entity, contract)
