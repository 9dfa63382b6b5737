"""`contract`, `price-type` and `stock-view`: list them, add or change them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.assortments import find as find_assortments
from b2bdesk.portal.commands.contract_rules import (
    add_rule_options,
    price_terms,
    rules_document,
    with_rules,
)
from b2bdesk.portal.commands.firms import new_contract
from b2bdesk.portal.options import DONE, db_option, say, say_json
from b2bdesk.portal.pricing.store import find_price_types, put_price_types
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import settle
from b2bdesk.portal.stock.store import StockView, find_places, find_views, put_view
from b2bdesk.portal.storage.work import Work, open_storage
from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.pricing import PriceType, Terms
from b2bdesk.trade.quantity import Quantity

T = TypeVar("T")


def register(subparsers: Any) -> None:
    """Add the three nouns."""
    _register_contract(subparsers)
    verbs = _verbs(subparsers, "price-type", tr("Price types"))
    verbs.add_parser("list", parents=[db_option()]).set_defaults(run=_price_type_list)
    parser = verbs.add_parser("add", parents=[db_option()], help=tr("Add or change a price type"))
    parser.add_argument("--id", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--currency", default="RUB")
    parser.add_argument("--net", action="store_true", help=tr("Prices are without VAT"))
    parser.add_argument("--step", default="0.01", help=tr("Rounding step of a unit price"))
    parser.set_defaults(run=_price_type_add)
    verbs = _verbs(subparsers, "stock-view", tr("What buyers see of the stock"))
    verbs.add_parser("list", parents=[db_option()]).set_defaults(run=_view_list)
    parser = verbs.add_parser("add", parents=[db_option()], help=tr("Add or change a stock view"))
    parser.add_argument("--id", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--place", action="append", default=[], help=tr("Only these places"))
    parser.add_argument(
        "--step", action="append", default=[], help=tr("Show as “at least” from this quantity on")
    )
    parser.add_argument("--hide-incoming", action="store_true")
    parser.set_defaults(run=_view_add)


def _register_contract(subparsers: Any) -> None:
    verbs = _verbs(subparsers, "contract", tr("Contracts"))
    parser = verbs.add_parser("list", parents=[db_option()])
    parser.add_argument("--inn", default="")
    parser.set_defaults(run=_contract_list)
    parser = verbs.add_parser("set", parents=[db_option()], help=tr("Change a contract"))
    parser.add_argument("id")
    parser.add_argument("--number")
    _contract_options(parser)
    parser.set_defaults(run=_contract_set)
    parser = verbs.add_parser(
        "add", parents=[db_option()], help=tr("Add a contract of a legal entity")
    )
    parser.add_argument("--inn", required=True, help=tr("Of the legal entity"))
    parser.add_argument("--number", required=True)
    parser.add_argument("--id", default="", help=tr("Its id; a new one is made without"))
    parser.add_argument("--currency", default="RUB")
    _contract_options(parser)
    parser.set_defaults(run=_contract_add)


def _contract_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deferral-days", type=int)
    parser.add_argument("--price-type", action="append", metavar="ID")
    parser.add_argument("--stock-view", metavar="ID")
    parser.add_argument("--assortment", metavar="ID")
    add_rule_options(parser)


def _verbs(subparsers: Any, noun: str, text: str) -> Any:
    return subparsers.add_parser(noun, help=text).add_subparsers(dest="verb", required=True)


def _contract_list(arguments: argparse.Namespace) -> int:
    def read(connection: Connection) -> list[dict[str, object]]:
        entities = accounts.find_entities(SYSTEM, connection, inn=arguments.inn)
        return [
            {
                "id": row.id,
                "entity": entity.party.name,
                "inn": entity.party.inn,
                "number": row.number,
                "date": row.date,
                "currency": row.currency,
                "price_types": list(row.price_types),
                "stock_view": row.stock_view,
                "assortment": row.assortment,
                **rules_document(row),
                "price_rules": accounts.terms_of(SYSTEM, connection, row.id).get("rules", []),
                "rates": accounts.terms_of(SYSTEM, connection, row.id).get("rates", []),
            }
            for entity in entities
            for row in accounts.find_contracts(SYSTEM, connection, entity_id=entity.id)
        ]

    say_json(_reading(arguments.db, read))
    return DONE


def _contract_set(arguments: argparse.Namespace) -> int:
    def change(work: Work) -> None:
        found = accounts.find_contracts(SYSTEM, work.connection, contract_id=arguments.id)
        if not found or not arguments.id:
            raise Expected("not_found")
        _store(work, _changed(work.connection, found[0], arguments), arguments, "contract_set")

    told = {name: value for name, value in vars(arguments).items() if name not in _FRAME}
    if all(value is None for value in told.values()):
        raise Expected("bad_arguments", text=tr("Nothing was named that is to change."))
    _writing(arguments.db, change)
    say(tr("Changed: {name}").format(name=arguments.id))
    return DONE


_FRAME = frozenset({"command", "db", "id", "run", "verb"})


def _contract_add(arguments: argparse.Namespace) -> int:
    def add(work: Work) -> str:
        row = new_contract(work, arguments.inn, arguments.number)
        known = accounts.find_contracts(SYSTEM, work.connection)
        if arguments.id in {each.id for each in known}:
            words = tr("There is a contract with the id “{name}” already.")
            raise Expected("bad_arguments", text=words.format(name=arguments.id))
        row = replace(row, id=arguments.id or row.id, currency=_currency(arguments.currency))
        _store(work, _changed(work.connection, row, arguments), arguments, "contract_add")
        return row.id

    say(_writing(arguments.db, add))
    return DONE


def _currency(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Expected("bad_arguments", text=tr("--currency takes a code such as RUB or CNY."))
    return code


def _store(work: Work, row: ContractRow, arguments: argparse.Namespace, what: str) -> None:
    """Store a contract, the price terms that follow from it, its balance, and who did it."""
    accounts.put_contracts(SYSTEM, work, [row])
    body = accounts.terms_of(SYSTEM, work.connection, row.id)
    terms = {**Terms.from_dict(body).as_dict(), **body}
    terms |= {"currency": row.currency, "price_types": list(row.price_types)}
    terms |= price_terms(arguments)
    if terms != body:
        accounts.put_terms(SYSTEM, work, row.id, terms)
    settle(SYSTEM, work, row.id)
    audit.record(SYSTEM, work, what, row.id, company_id=row.company_id)


def _changed(
    connection: Connection, row: ContractRow, arguments: argparse.Namespace
) -> ContractRow:
    if arguments.number is not None:
        row = replace(row, number=arguments.number)
    if arguments.deferral_days is not None:
        if arguments.deferral_days < 0:
            raise Expected("bad_arguments", text=tr("--deferral-days is a whole number from 0 on."))
        row = replace(row, deferral_days=arguments.deferral_days)
    if arguments.price_type is not None:
        _known(arguments.price_type, find_price_types(SYSTEM, connection))
        row = replace(row, price_types=tuple(arguments.price_type))
    if arguments.stock_view is not None:
        _known([arguments.stock_view], find_views(SYSTEM, connection))
        row = replace(row, stock_view=arguments.stock_view)
    if arguments.assortment is not None:
        _known([arguments.assortment], find_assortments(connection))
        row = replace(row, assortment=arguments.assortment)
    addresses = accounts.find_addresses(SYSTEM, connection, row.entity_id)
    return with_rules(row, arguments, addresses)


def _price_type_list(arguments: argparse.Namespace) -> int:
    found = _reading(arguments.db, lambda connection: find_price_types(SYSTEM, connection))
    say_json([row.as_dict() for row in found.values()])
    return DONE


def _price_type_add(arguments: argparse.Namespace) -> int:
    try:
        row = PriceType.from_dict(
            {
                "id": arguments.id,
                "name": arguments.name,
                "currency": arguments.currency,
                "vat_included": not arguments.net,
                "step": arguments.step,
            }
        )
    except ValueError as error:
        words = tr("--step or --currency of the price type is not readable.")
        raise Expected("bad_arguments", text=words) from error

    def add(work: Work) -> None:
        put_price_types(SYSTEM, work, [row])
        audit.record(SYSTEM, work, "price_type_add", row.id)

    _writing(arguments.db, add)
    say(tr("Added: {name}").format(name=row.name))
    return DONE


def _view_list(arguments: argparse.Namespace) -> int:
    found = _reading(arguments.db, lambda connection: find_views(SYSTEM, connection))
    say_json(
        [
            {
                "id": row.id,
                "name": row.name,
                "places": list(row.places),
                "steps": [Quantity(step).text() for step in row.steps_e3],
                "shows_incoming": row.shows_incoming,
            }
            for row in found.values()
        ]
    )
    return DONE


def _view_add(arguments: argparse.Namespace) -> int:
    try:
        steps = tuple(Quantity.parse(step).e3 for step in arguments.step)
    except ValueError as error:
        words = tr("--step takes quantities such as 10 or 2.5.")
        raise Expected("bad_arguments", text=words) from error

    def add(work: Work) -> None:
        _known(arguments.place, {row.id for row in find_places(SYSTEM, work.connection)})
        shows = not arguments.hide_incoming
        view = StockView(arguments.id, arguments.name, tuple(arguments.place), steps, shows)
        put_view(SYSTEM, work, view)
        audit.record(SYSTEM, work, "stock_view_add", view.id)

    _writing(arguments.db, add)
    say(tr("Added: {name}").format(name=arguments.name))
    return DONE


def _known(wanted: list[str], known: Any) -> None:
    for name in wanted:
        if name not in known:
            words = tr("“{name}” is not in this portal. There are: {known}.")
            raise Expected(
                "bad_arguments", text=words.format(name=name, known=", ".join(sorted(known)) or "–")
            )


def _reading(target: str, action: Callable[[Connection], T]) -> T:
    storage = open_storage(target)
    try:
        with storage.reading() as connection:
            return action(connection)
    finally:
        storage.close()


def _writing(target: str, action: Callable[[Work], T]) -> T:
    storage = open_storage(target)
    try:
        return storage.write(action)
    finally:
        storage.close()
