"""Naming lines of a cart among the arguments: by article, by number in the cart, or by id."""

from collections.abc import Sequence

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
    return frozenset(line.line_id for line in some_lines(call, cart_id, wanted))


def some_lines(call: Call, cart_id: str, names: Sequence[str]) -> tuple[LineRow, ...]:
    """Return the lines that were named, in the cart's order; an article may name several.

    Raises:
        Expected: `bad_arguments` for a line the cart does not have.
    """
    lines = call.services.carts.open(cart_id).lines
    found: set[str] = set()
    for text in names:
        fits = _fitting(lines, text)
        if not fits:
            raise Expected("bad_arguments", text=tr("no such line: {text}").format(text=text))
        found.update(line.line_id for line in fits)
    return tuple(line for line in lines if line.line_id in found)


def one_line(call: Call, cart_id: str, name: str) -> LineRow:
    """Return the line that was named.

    Raises:
        Expected: `bad_arguments` when none or several are meant.
    """
    found = some_lines(call, cart_id, [name])
    if len(found) > 1:
        words = tr("several lines are called {text}: name one by its number ({numbers})")
        numbers = ", ".join(str(line.position) for line in found)
        raise Expected("bad_arguments", text=words.format(text=name, numbers=numbers))
    return found[0]


def _fitting(lines: Sequence[LineRow], text: str) -> list[LineRow]:
    """An id or an article goes before a number: articles may be numbers, too."""
    wanted = text.strip().casefold()
    named = [
        line for line in lines if wanted in (line.line_id, (line.article or line.typed).casefold())
    ]
    return named or [line for line in lines if wanted == str(line.position)]
