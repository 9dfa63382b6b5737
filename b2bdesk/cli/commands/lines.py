"""Naming lines of a cart among the arguments: by article, by number in the cart, or by id."""

from b2bdesk.cli.console import Call
from b2bdesk.cli.parser import Parser
from b2bdesk.texts import tr, trc
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import LineRow


def add_line_option(parser: Parser) -> None:
    """Add `--line`, which may be given several times."""
    parser.add_argument(
        "--line",
        action="append",
        default=None,
        metavar=trc("cli", "LINE"),
        help=tr("only this line: article, number in the cart or id; may be repeated"),
    )


def chosen_lines(call: Call, cart_id: str) -> frozenset[str] | None:
    """Return ids of the lines named by `--line`; None = none was named, hence all are meant.

    Raises:
        Expected: `bad_arguments` for a line the cart does not have.
    """
    wanted: list[str] | None = call.options.line
    if not wanted:
        return None
    lines = call.services.carts.open(cart_id).lines
    found: set[str] = set()
    for text in wanted:
        fits = [line.line_id for line in lines if _is(line, text)]
        if not fits:
            raise Expected("bad_arguments", text=tr("no such line: {text}").format(text=text))
        found.update(fits)
    return frozenset(found)


def _is(line: LineRow, text: str) -> bool:
    wanted = text.strip().casefold()
    article = (line.article or line.typed).casefold()
    return wanted in (line.line_id, article, str(line.position))
