"""`cart distribution` and `cart distribute`: lines dealt out to delivery addresses."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.commands.carts import find_cart
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.texts import formats, tr, trc
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.distributing import FILLS, Cell
from b2bdesk.usecases.rows.account import AddressRow
from b2bdesk.usecases.rows.distribution import Matrix, SharedLine


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    _named(cart.add("distribution", tr("How a cart is dealt out to addresses"), _show))
    dealing = _named(
        cart.add(
            "distribute",
            tr("Deal a cart out to addresses; then: cart split NAME --by address"),
            _distribute,
            examples=(
                "cart distribute 1 --fill evenly",
                "cart distribute 1 --file table.csv",
                "cart distribute 1 --set A-100 Himki 20",
            ),
        )
    )
    add = dealing.add_argument
    add("--file", default="", metavar=trc("cli", "FILE"),
        help=tr("csv: article in the first column, addresses in the heading"))  # fmt: skip
    add("--fill", choices=FILLS, default="", help=tr("deal out what is left this way"))
    add("--address", action="append", default=[], metavar="ID",
        help=tr("only to these addresses: id or name"))  # fmt: skip
    add("--set", nargs=3, action="append", default=[],
        metavar=(trc("cli", "ARTICLE"), "ID", trc("cli", "QUANTITY")),
        help=tr("so much of an article to an address"))  # fmt: skip


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def _show(call: Call) -> Result:
    return _told(call.services.distributing.open(find_cart(call, call.options.cart).id))


def _distribute(call: Call) -> Result:
    options = call.options
    cart = find_cart(call, options.cart)
    distributing = call.services.distributing
    matrix = distributing.open(cart.id)
    cells = [_cell(matrix, *each) for each in options.set]
    if options.file:
        cells += _of_file(matrix, call.path(options.file))
    if cells:
        distributing.put(cart.id, cells)
    if options.fill:
        addresses = [_address(matrix, each).id for each in options.address]
        wanted = addresses or [each.id for each in matrix.addresses]
        lines = [line.line_id for line in matrix.lines]
        distributing.fill(cart.id, options.fill, lines, wanted)
    if not cells and not options.fill:
        raise Expected("bad_arguments", text=tr("say what to deal out: --file, --fill or --set"))
    return _told(distributing.open(cart.id))


def _of_file(matrix: Matrix, path: Path) -> list[Cell]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1251")
    except OSError as error:
        raise Expected("file_not_found", file=str(path)) from error
    first = text.partition("\n")[0]
    separator = next((each for each in "\t;" if each in first), ",")
    rows = [row for row in csv.reader(text.splitlines(), delimiter=separator) if any(row)]
    if not rows:
        return []
    addresses = [_address(matrix, title.strip()) for title in rows[0][1:] if title.strip()]
    return [
        _cell(matrix, row[0].strip(), address.id, value)
        for row in rows[1:]
        for address, value in zip(addresses, row[1:], strict=False)
        if value.strip()
    ]


def _cell(matrix: Matrix, article: str, address: str, number: str) -> Cell:
    lines = [each for each in matrix.lines if each.article.casefold() == article.casefold()]
    if len(lines) != 1:
        text = tr("the cart has {n} lines of {article}").format(n=len(lines), article=article)
        raise Expected("bad_arguments", text=text)
    quantity = parse_quantity(number).e3
    if quantity is None:
        raise Expected("quantity_range", text=number)
    return (lines[0].line_id, _address(matrix, address).id, quantity)


def _address(matrix: Matrix, text: str) -> AddressRow:
    wanted = text.casefold()
    for each in matrix.addresses:
        if text == each.id or wanted in (each.name.casefold(), each.text.casefold()):
            return each
    raise Expected("address_unknown", text=text)


def _told(matrix: Matrix) -> Result:
    document = {
        "cart": {"id": matrix.cart.id, "name": matrix.cart.name},
        "addresses": [{"id": each.id, "name": each.name} for each in matrix.addresses],
        "open_lines": matrix.open_lines,
        "lines": [_line(each) for each in matrix.lines],
    }
    used = [each for each in matrix.addresses if any(each.id in row.cells for row in matrix.lines)]
    headings = (
        trc("cli", "Article"), trc("cli", "Quantity"), tr("Left"), *(each.name for each in used),
    )  # fmt: skip
    rows = [_shown(line, used) for line in matrix.lines]
    right = "".join(str(number) for number in range(1, min(len(headings), 10)))
    code = exits.ATTENTION if matrix.open_lines else exits.DONE
    return Result(document, table(headings, rows, right), code)


def _shown(line: SharedLine, used: Sequence[AddressRow]) -> tuple[str, ...]:
    return (
        line.article,
        formats.quantity(line.quantity_e3),
        formats.quantity(line.left_e3),
        *(formats.quantity(line.cells.get(each.id, 0)) for each in used),
    )


def _line(line: SharedLine) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "article": line.article,
        "unit": line.unit,
        "quantity": figures.quantity(line.quantity_e3),
        "left": figures.quantity(line.left_e3),
        "cells": {key: figures.quantity(value) for key, value in line.cells.items()},
    }
