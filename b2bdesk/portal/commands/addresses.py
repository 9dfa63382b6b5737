"""`address add` and `address list`: where a buyer's goods go."""

from __future__ import annotations

import argparse
from typing import Any

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import AddressRow, EntityRow
from b2bdesk.portal.options import DONE, db_option, say, say_json
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock.store import find_places
from b2bdesk.portal.storage.work import Work, open_storage
from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id


def register(subparsers: Any) -> None:
    """Add the noun."""
    noun = subparsers.add_parser("address", help=tr("Delivery addresses of buyers"))
    verbs = noun.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("list", parents=[db_option()], help=tr("Tell the addresses"))
    parser.add_argument("--inn", default="")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser("add", parents=[db_option()], help=tr("Add or change an address"))
    parser.add_argument("--inn", required=True, help=tr("Of the legal entity"))
    parser.add_argument("--id", default="", help=tr("Its id; a new one is made without"))
    parser.add_argument("--name", required=True)
    parser.add_argument("--text", required=True, help=tr("The address as documents print it"))
    parser.add_argument("--place", default="", help=tr("The warehouse that serves it"))
    parser.add_argument("--default", action="store_true", help=tr("Goods go here unless told"))
    parser.set_defaults(run=_add)


def _list(arguments: argparse.Namespace) -> int:
    storage = open_storage(arguments.db)
    try:
        with storage.reading() as connection:
            found = [
                {
                    "id": row.id,
                    "inn": entity.party.inn,
                    "name": row.name,
                    "text": row.text,
                    "place": row.place,
                    "default": row.default,
                }
                for entity in accounts.find_entities(SYSTEM, connection, inn=arguments.inn)
                for row in accounts.find_addresses(SYSTEM, connection, entity.id)
            ]
    finally:
        storage.close()
    say_json(found)
    return DONE


def _add(arguments: argparse.Namespace) -> int:
    def add(work: Work) -> str:
        entity = _entity(work, arguments.inn)
        places = {row.id for row in find_places(SYSTEM, work.connection)}
        if arguments.place and arguments.place not in places:
            words = tr("“{name}” is not in this portal. There are: {known}.")
            there = ", ".join(sorted(places)) or "–"
            raise Expected("bad_arguments", text=words.format(name=arguments.place, known=there))
        known = accounts.find_addresses(SYSTEM, work.connection, entity.id)
        row = AddressRow(
            arguments.id or new_id(), entity.id, arguments.name, arguments.text,
            arguments.default or not known, arguments.place, len(known) + 1,
        )  # fmt: skip
        accounts.put_addresses(SYSTEM, work, [row])
        audit.record(SYSTEM, work, "address_add", row.id, company_id=entity.company_id)
        return row.id

    storage = open_storage(arguments.db)
    try:
        say(storage.write(add))
    finally:
        storage.close()
    return DONE


def _entity(work: Work, inn: str) -> EntityRow:
    found = accounts.find_entities(SYSTEM, work.connection, inn=inn.strip())
    if not found:
        raise Expected("not_found")
    return found[0]
