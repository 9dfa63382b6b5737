"""`cart warnings`: what is unusual about lines, answered «all is right» or by what was meant."""

from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.cart_texts import warnings_document, warnings_text
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.commands.lines import add_line_option, chosen_lines
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc
from b2bdesk.usecases.rows.carts import LineRow


def register(commands: Commands) -> None:
    """Add the command."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    parser = cart.add(
        "warnings",
        tr("Show what is unusual about lines, and answer it; warnings stop nothing"),
        _warnings,
        examples=("cart warnings 1", "cart warnings 1 --fine --line 933-0830"),
    )
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    answers = parser.add_mutually_exclusive_group()
    answers.add_argument("--fine", action="store_true", help=tr("all is right"))
    answers.add_argument(
        "--meant",
        action="store_true",
        help=tr("take the quantity that was meant, where a key was typed too many times"),
    )
    add_line_option(parser)


def _warnings(call: Call) -> Result:
    call.need_catalogue()
    cart = find_cart(call, call.options.cart)
    services, ids = call.services, chosen_lines(call, cart.id)
    told = [e for e in services.warnings.warned(cart.id) if ids is None or e.line_id in ids]
    answered = 0
    if call.options.fine:
        services.warnings.approve(cart.id, [each.line_id for each in told])
        answered = len(told)
    elif call.options.meant:
        for line in told:
            meant = _meant(line)
            if meant:
                services.carts.set_quantity(cart.id, line.line_id, meant)
                answered += 1
    left = services.warnings.warned(cart.id) if answered else told
    document: dict[str, Any] = {
        "cart": {"id": cart.id, "name": cart.name},
        "answered": answered,
        "warnings": [
            {**each, "meant": meants.get(each["line"])}
            for meants in ({e.line_id: figures.quantity(_meant(e)) for e in left},)
            for each in warnings_document(left)
        ],
    }
    lines = warnings_text(left) or [tr("Nothing unusual.")]
    if answered:
        lines.insert(0, tr("Warnings answered: {n}").format(n=formats.number(answered)))
    return Result(document, "\n".join(lines), exits.ATTENTION if left else exits.DONE)


def _meant(line: LineRow) -> int | None:
    """What was meant, in the line's unit; None = nobody can say."""
    found = (state.params.get("meant_e3") for state in line.states)
    base = next((each for each in found if isinstance(each, int)), None)
    return line.in_unit(base) if base is not None else None
