"""`b2bdesk-portal load FILE`: a price list becomes the portal's catalogue."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.portal.options import BAD_ARGUMENTS, DONE, complain, db_option, say, say_json
from b2bdesk.portal.pricelist.goods import PriceList, letters, parse_columns, read_price_list
from b2bdesk.portal.pricelist.load import Loaded, load_goods
from b2bdesk.portal.pricelist.maps import read_map, save_map
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import Expected

SHOWN_PROBLEMS = 20
ATTENTION = 2


def register(subparsers: Any) -> None:
    """Add the `load` command."""
    parser = subparsers.add_parser(
        "load", parents=[db_option()], help=tr("Load the catalogue from a price list (csv, xlsx)")
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", dest="map_name", default="", help=tr("Name of a saved mapping"))
    parser.add_argument(
        "--columns", default="", help=tr("Columns, for example article=A,name=B,price=C")
    )
    parser.add_argument(
        "--price-type", default="", metavar="ID", help=tr("Whose prices these are; see price-type")
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the list; 2 when some rows need attention, 5 when the file cannot be used."""
    storage = create_storage(arguments.db)
    try:
        book = read_book(arguments.file)
        prices = read_price_list(book, _columns(storage, arguments))
        loaded = storage.write(lambda work: load_goods(work, prices.goods, arguments.price_type))
        if arguments.map_name:
            save_map(storage, arguments.map_name, letters(prices.layout.columns))
    except Expected as error:
        complain(describe(error.code, error.params).one_line())
        return BAD_ARGUMENTS
    finally:
        storage.close()
    _tell(prices, loaded, as_json=arguments.json)
    return ATTENTION if prices.problems else DONE


def _columns(storage: Storage, arguments: argparse.Namespace) -> dict[str, int] | None:
    text = arguments.columns or (
        read_map(storage, arguments.map_name) if arguments.map_name else ""
    )
    return parse_columns(text) if text else None


def _tell(prices: PriceList, loaded: Loaded, *, as_json: bool) -> None:
    if as_json:
        report = {
            "rows_read": prices.rows_read,
            "items": loaded.items,
            "prices": loaded.prices,
            "stock_rows": loaded.stock_rows,
            "groups": loaded.groups,
            "other_rows": prices.other_rows,
            "columns": letters(prices.layout.columns),
            "problems": [
                {"row": each.row, "code": each.code, "text": each.text} for each in prices.problems
            ],
        }
        say_json(report)
        return
    say(
        trn("{n} item loaded", "{n} items loaded", loaded.items).format(
            n=formats.number(loaded.items)
        )
    )
    say(tr("with a price: {n}").format(n=formats.number(loaded.prices)))
    say(tr("with known stock: {n}").format(n=formats.number(loaded.stock_rows)))
    say(tr("columns: {columns}").format(columns=letters(prices.layout.columns)))
    for each in prices.problems[:SHOWN_PROBLEMS]:
        reason = describe(each.code, {"text": each.text}).one_line()
        complain(tr("row {row}: {reason}").format(row=each.row, reason=reason))
    rest = len(prices.problems) - SHOWN_PROBLEMS
    if rest > 0:
        complain(trn("and {n} row more", "and {n} rows more", rest).format(n=rest))
