"""Options of an order besides its lines: address, methods, date, numbers, comment."""

import argparse
from dataclasses import replace
from datetime import date

from b2bdesk.texts import tr, trc
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.checkout import default_checkout
from b2bdesk.usecases.rows.account import ContractRow, EntityRow
from b2bdesk.usecases.rows.carts import Checkout


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a checkout."""
    add = parser.add_argument
    add("--address", default="", metavar="ID", help=tr("delivery address: id or name"))
    add("--delivery", default="", metavar="ID", help=tr("delivery method: id or name"))
    add("--payment", default="", metavar="ID", help=tr("payment method: id or name"))
    add(
        "--ship-date",
        default="",
        metavar=trc("cli", "DATE"),
        help=tr("wished shipping date, 2026-11-25"),
    )
    add("--consignee", default="", metavar="INN", help=tr("consignee of the goods: INN or name"))
    add("--po", default="", metavar=trc("cli", "NUMBER"), help=tr("your own order number"))
    add("--comment", default="", metavar=trc("cli", "TEXT"), help=tr("comment for the supplier"))
    add("--whole", action="store_true", help=tr("ship only when everything is there"))


def chosen(options: argparse.Namespace, entity: EntityRow, contract: ContractRow) -> Checkout:
    """Return the checkout of an order.

    Raises:
        Expected: `address_unknown`, `combination_not_allowed`, `bad_date`.
    """
    return replace(
        default_checkout(entity, contract, options.address, options.delivery, options.payment),
        consignee_inn=_consignee(entity, options.consignee),
        ship_date=parse_day(options.ship_date) if options.ship_date else None,
        po_number=options.po,
        comment=options.comment,
        partial_delivery=not options.whole,
    )


def _consignee(entity: EntityRow, wanted: str) -> str:
    """The INN of a consignee; what nobody knows is left for the check to name."""
    for party in (entity.party, *entity.consignees):
        if wanted and wanted.casefold() in (party.inn, party.name.casefold()):
            return party.inn
    return wanted


def parse_day(text: str) -> date:
    """Read a date such as 2026-11-25 or 25.11.2026.

    Raises:
        Expected: `bad_date`.
    """
    plain = text.strip()
    parts = plain.split(".")
    if len(parts) == 3:
        plain = "-".join((parts[2], parts[1].zfill(2), parts[0].zfill(2)))
    try:
        return date.fromisoformat(plain)
    except ValueError as error:
        raise Expected("bad_date", text=text) from error
