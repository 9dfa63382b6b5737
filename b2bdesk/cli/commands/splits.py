"""One cart as several orders: `cart plans`, `split`, `join`, `unsplit`."""

from typing import Any

from b2bdesk.cli import checkout, exits, figures
from b2bdesk.cli.cart_texts import cart_document, problem_text, totals_document
from b2bdesk.cli.commands.carts import contract_of, find_cart
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.domain.splitting import WAYS
from b2bdesk.texts import errors, formats, tr, trc
from b2bdesk.texts.splitting import badge_text, part_title, way_text
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import CartRow, Checkout
from b2bdesk.usecases.rows.splitting import Joined, PartRow, PlanRow, SplitView


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    plans = _named(cart.add("plans", tr("Ways to send a cart, side by side"), _plans))
    checkout.add_options(plans)
    splitting = _named(
        cart.add(
            "split",
            tr("Make several carts out of one; nothing is lost, it can be taken back"),
            _split,
            examples=("cart split 1 --by warehouse", "cart split 1 --by brand --dry-run --json"),
        )
    )
    splitting.add_argument(
        "--by", choices=WAYS[1:], default="warehouse", help=tr("what makes an order of its own")
    )
    splitting.add_argument("--dry-run", action="store_true", help=tr("only show what would be"))
    checkout.add_options(splitting)
    _named(cart.add("join", tr("Put the parts of a split cart together again"), _join))
    _named(cart.add("unsplit", tr("Bring a split cart back as it was"), _unsplit))


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def conditions(call: Call, cart: CartRow) -> Checkout:
    """Return the conditions that the options name, with the usual ones for the rest."""
    entity, contract = contract_of(call, cart)
    return checkout.chosen(call.options, entity, contract)


def part_words(way: str, part: PartRow) -> str:
    """What an order of a way is called."""
    return part_title(way, part.key, part.name)


def plan_document(plan: PlanRow) -> dict[str, Any]:
    """A way with its orders."""
    currency = plan.currency
    return {
        "by": plan.way,
        "orders": len(plan.parts),
        "first": plan.first.isoformat() if plan.first else None,
        "last": plan.last.isoformat() if plan.last else None,
        "unknown_lines": plan.unknown,
        "goods": figures.money(plan.goods_minor, currency),
        "delivery": figures.money(plan.delivery_minor, currency),
        "total": figures.money(plan.total_minor, currency),
        "dearer": figures.money(plan.dearer_minor, currency),
        "best": list(plan.badges),
        "parts": [part_document(plan.way, part) for part in plan.parts],
    }


def part_document(way: str, part: PartRow) -> dict[str, Any]:
    """One order of a way."""
    currency = part.totals.currency
    return {
        "key": part.key,
        "title": part_words(way, part),
        "later": part.part.later,
        "ships": part.ships.isoformat() if part.ships else None,
        "arrives": part.part.arrives.isoformat() if part.part.arrives else None,
        "unknown_lines": part.part.unknown,
        "totals": totals_document(part.totals),
        "delivery": figures.money(part.delivery_minor, currency),
        "delivery_method": part.checkout.delivery_method,
        "payment_method": part.checkout.payment_method,
        "address_id": part.checkout.address_id,
        "problems": [
            {"code": each.code, "blocking": each.blocking, "message": problem_text(each)}
            for each in part.problems
        ],
        "lines": [
            {
                "line_id": piece.line_id,
                "quantity": figures.quantity(piece.quantity_e3),
                "place": piece.place,
            }
            for piece in part.part.pieces
        ],
    }


def _view(call: Call, cart: CartRow) -> SplitView:
    return call.services.splitting.plans(cart.id, conditions(call, cart))


def _plans(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    view = _view(call, cart)
    document = {
        "cart": {"id": cart.id, "name": cart.name},
        "plans": [plan_document(plan) for plan in view.plans],
        "not_distributed": view.left,
    }
    headings = (
        tr("Way"), trc("cli", "Orders"), tr("All ships"), trc("cli", "Goods"),
        trc("cli", "Delivery"), trc("cli", "Sum"), "",
    )  # fmt: skip
    rows = [
        (
            way_text(plan.way),
            formats.number(len(plan.parts)),
            formats.date(plan.last) if plan.last else "—",
            formats.money(plan.goods_minor, plan.currency),
            formats.money(plan.delivery_minor, plan.currency),
            formats.money(plan.total_minor, plan.currency),
            ", ".join(badge_text(each) for each in plan.badges),
        )
        for plan in view.plans
    ]
    return Result(document, table(headings, rows, "1345"))


def _split(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    way = call.options.by
    plan = _view(call, cart).plan(way)
    if plan is None:
        raise Expected("split_nothing", name=cart.name, way=way)
    document = {"cart": {"id": cart.id, "name": cart.name}, **plan_document(plan)}
    carts: tuple[CartRow, ...] = ()
    if not call.options.dry_run:
        done = call.services.splitting.split(cart.id, way, part_words, conditions(call, cart))
        carts = done.carts
    document["carts"] = [
        {**cart_document(row), "title": part_words(way, part)}
        for row, part in zip(carts, plan.parts, strict=False)
    ]
    rows = [
        (
            part_words(way, part),
            formats.number(part.totals.lines),
            formats.money(part.totals.gross_minor, plan.currency),
            formats.date(part.ships) if part.ships else "—",
            "; ".join(errors.describe(each.code, each.params).title for each in part.problems),
        )
        for part in plan.parts
    ]
    headings = (
        trc("cli", "Cart"), trc("cli", "Lines"), trc("cli", "Sum"), tr("Ships"), "",
    )  # fmt: skip
    attention = any(part.problems for part in plan.parts)
    code = exits.ATTENTION if attention else exits.DONE
    return Result(document, table(headings, rows, "12"), code)


def _join(call: Call) -> Result:
    return _joined(call.services.splitting.join(_part_of(call)))


def _unsplit(call: Call) -> Result:
    return _joined(call.services.splitting.take_back(_part_of(call)))


def _part_of(call: Call) -> str:
    """A cart by name; the split one itself lies in the recycle bin."""
    wanted = call.options.cart
    binned = call.services.carts.recycled()
    found = next((row for row in binned if wanted in (row.id, row.name)), None)
    if found is not None and call.services.splitting.kin(found.id) is not None:
        return found.id
    return find_cart(call, wanted).id


def _joined(done: Joined) -> Result:
    document = {
        "cart": cart_document(done.cart),
        "changed": done.changed,
        "sent": list(done.sent),
    }
    text = tr("“{name}” is one cart again: {sum}").format(
        name=done.cart.name, sum=formats.money(done.cart.gross_minor, done.cart.currency)
    )
    return Result(document, text, exits.ATTENTION if done.sent else exits.DONE)
