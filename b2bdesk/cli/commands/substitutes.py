"""`cart substitutes`: what could be taken for what is short or gone, and taking it."""

from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.reasons import substitute_reason
from b2bdesk.usecases.substitution import REPLACE, REST, Choice, Proposal, Shortage

_SHOWN = 3


def register(commands: Commands) -> None:
    """Add the command."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    parser = cart.add(
        "substitutes",
        tr("Show what could be taken for lines that are short or gone"),
        _substitutes,
        examples=("cart substitutes 1", "cart substitutes 1 --take rest --json"),
    )
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    parser.add_argument(
        "--take",
        choices=(REPLACE, REST),
        help=tr(
            "take the best for every line: replace it, or keep what is there and take the rest"
        ),
    )


def _substitutes(call: Call) -> Result:
    call.need_catalogue()
    cart = find_cart(call, call.options.cart)
    found = call.services.substitution.proposals(cart.id)
    without = sum(not each.proposals for each in found)
    document: dict[str, Any] = {
        "cart": {"id": cart.id, "name": cart.name},
        "shortages": [_shortage(each, cart.currency) for each in found],
        "without": without,
    }
    text = _text(found)
    if call.options.take:
        choices = [
            Choice(each.line.line_id, each.proposals[0].item_id, call.options.take)
            for each in found
            if each.proposals
        ]
        done = call.services.substitution.apply(cart.id, choices)
        document["replaced"], document["added"] = done.replaced, done.added
        words = tr("Lines replaced: {replaced}, added: {added}")
        text += "\n" + words.format(replaced=done.replaced, added=done.added)
    return Result(document, text, exits.ATTENTION if without else exits.DONE)


def _shortage(found: Shortage, currency: str) -> dict[str, Any]:
    line = found.line
    return {
        "line_id": line.line_id,
        "article": line.article,
        "wanted": figures.quantity(line.base_e3),
        "there": figures.quantity(found.there_e3),
        "state": line.states[0].code if line.states else "ok",
        "proposals": [_proposal(each, currency) for each in found.proposals],
    }


def _proposal(each: Proposal, currency: str) -> dict[str, Any]:
    return {
        "item_id": each.item_id,
        "article": each.article,
        "name": each.name,
        "price": figures.price(each.price_e5, currency),
        "stock": figures.quantity(each.stock_e3),
        "score": each.score,
        "reasons": [substitute_reason(reason.code, reason.params) for reason in each.reasons],
    }


def _text(found: tuple[Shortage, ...]) -> str:
    if not found:
        return tr("Nothing is short.")
    headings = (
        trc("cli", "Article"), trc("cli", "Quantity"), tr("Instead"), trc("cli", "Price"),
        tr("Why"),
    )  # fmt: skip
    rows: list[tuple[str, str, str, str, str]] = []
    for each in found:
        line = each.line
        first = (line.article, formats.quantity(line.base_e3))
        if not each.proposals:
            rows.append((*first, "—", "", ""))
        for proposal in each.proposals[:_SHOWN]:
            why = "; ".join(substitute_reason(one.code, one.params) for one in proposal.reasons)
            price = formats.price(proposal.price_e5) if proposal.price_e5 is not None else ""
            rows.append((*first, proposal.article, price, why))
            first = ("", "")
    return table(headings, rows, "13")
