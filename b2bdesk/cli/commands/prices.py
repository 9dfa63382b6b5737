"""`cart prices`: what moved since lines were added, three-way, and the buyer's answer to it."""

from collections.abc import Sequence
from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.commands.lines import add_line_option, chosen_lines
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.domain.cart import ACCEPT, KEEP, LATER
from b2bdesk.domain.repricing import OPEN
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.reasons import price_answer
from b2bdesk.usecases.rows.repricing import PriceMove, PriceReview

UP, DOWN = "up", "down"


def register(commands: Commands) -> None:
    """Add the command."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    parser = cart.add(
        "prices",
        tr("Prices that moved since lines were added: accept, keep your own, decide later"),
        _prices,
        examples=(
            "cart prices 1 --online",
            "cart prices 1 --keep --line 933-0830",
            "cart prices 1 --accept --only down --report prices.xlsx",
        ),
    )
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    parser.add_argument("--online", action="store_true", help=tr("ask the portal first"))
    answers = parser.add_mutually_exclusive_group()
    for name, words in (
        (ACCEPT, tr("the new prices hold")),
        (KEEP, tr("order at the price as typed or lower; only for prices that rose")),
        (LATER, tr("ask again when the price moves on")),
        ("ask", tr("take answers back")),
    ):
        value = OPEN if name == "ask" else name
        answers.add_argument(
            f"--{name}", dest="answer", action="store_const", const=value, default="", help=words
        )
    add_line_option(parser)
    parser.add_argument(
        "--only",
        choices=(UP, DOWN, OPEN, ACCEPT, KEEP, LATER),
        default="",
        help=tr("only prices that rose, fell, or have this answer"),
    )
    parser.add_argument(
        "--report",
        default="",
        metavar=trc("cli", "FILE"),
        help=tr("write them into a file: .xlsx, .csv or .pdf"),
    )


def _prices(call: Call) -> Result:
    options = call.options
    cart = find_cart(call, options.cart)
    prices = call.services.prices
    if options.online and not call.offline:
        result = call.services.submit.check(cart.id, True)
        if not result.asked_portal:
            reason = next((e for e in result.problems if e.code == "portal_not_asked"), None)
            call.note(tr("The portal was not asked; these are the data of this computer."))
            if reason is not None and reason.params.get("reason"):
                call.note(str(reason.params["reason"]))
    review = prices.review(cart.id)
    ids = chosen_lines(call, cart.id)
    kept = [each for each in review.moves if _wanted(each, options.only, ids)]
    document: dict[str, Any] = {}
    if options.answer:
        done = prices.answer(cart.id, options.answer, [each.line.line_id for each in kept])
        document = {"answered": done.answered, "left": done.left}
        named = {each.line.line_id for each in kept}
        review = prices.review(cart.id)
        kept = [each for each in review.moves if each.line.line_id in named]
    if options.report:
        written = prices.report(review, call.path(options.report), kept)
        document["file"] = str(written)
    code = exits.ATTENTION if any(each.answer == OPEN for each in kept) else exits.DONE
    return Result({**_document(review, kept), **document}, _text(review, kept, document), code)


def _wanted(each: PriceMove, only: str, ids: frozenset[str] | None) -> bool:
    if ids is not None and each.line.line_id not in ids:
        return False
    if only in (UP, DOWN):
        return (each.now_e5 > each.typed_e5) == (only == UP)
    return not only or each.answer == only


def _document(review: PriceReview, kept: Sequence[PriceMove]) -> dict[str, Any]:
    currency = review.currency
    return {
        "cart": {"id": review.cart_id, "name": review.name},
        "currency": currency,
        "asked_portal": review.asked_at is not None,
        "lines": [_line(each, currency) for each in kept],
        "totals": {
            "up": figures.money(review.up_minor, currency),
            "down": figures.money(review.down_minor, currency),
            "difference": figures.money(review.up_minor + review.down_minor, currency),
            "undecided": review.undecided,
        },
    }


def _line(each: PriceMove, currency: str) -> dict[str, Any]:
    line = each.line
    return {
        "line": line.line_id,
        "article": line.article,
        "name": line.name,
        "quantity": figures.quantity(line.quantity_e3),
        "unit": line.unit,
        "typed": figures.price(each.typed_e5, currency),
        "old": figures.price(each.old_e5, currency),
        "new": figures.price(each.now_e5, currency),
        "source": "portal" if each.portal else "local",
        "difference": figures.money(each.difference_minor, currency),
        "decision": each.answer,
    }


def _text(review: PriceReview, kept: Sequence[PriceMove], done: dict[str, Any]) -> str:
    if not review.moves:
        return tr("No price moved since the lines were added.")
    headings = (
        trc("cli", "Article"), trc("cli", "Quantity"), tr("Price as typed"), tr("Old price"),
        tr("New price"), trc("cli", "Difference"), tr("Decision"),
    )  # fmt: skip
    rows = [
        (
            each.line.article,
            formats.quantity(each.line.quantity_e3),
            formats.price(each.typed_e5),
            formats.price(each.old_e5) if each.old_e5 is not None else "—",
            formats.price(each.now_e5),
            formats.money(each.difference_minor, review.currency),
            price_answer(each.answer),
        )
        for each in kept
    ]
    lines = [table(headings, rows, "12345")] if rows else []
    whole = formats.money(review.up_minor + review.down_minor, review.currency)
    words = tr("Difference in all: {sum}; to be decided: {n}")
    lines.append(words.format(sum=whole, n=formats.number(review.undecided)))
    if done.get("left"):
        left = tr("A price that fell is not kept away: {n}")
        lines.append(left.format(n=formats.number(int(done["left"]))))
    if "file" in done:
        lines.append(str(done["file"]))
    return "\n".join(lines)
