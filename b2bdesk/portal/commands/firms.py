"""What a supplier enters by hand of a buyer: more legal entities, consignees, contracts.

`entity list`, `entity add` (another legal entity of a company that is there), `entity consignee`,
and `contract add`; a company comes with its first entity and contract by `company add`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.defaults import ground
from b2bdesk.portal.accounts.enrol import first_contract
from b2bdesk.portal.accounts.rows import ContractRow, EntityRow
from b2bdesk.portal.options import DONE, db_option, say, say_json
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Work, open_storage
from b2bdesk.texts import tr
from b2bdesk.trade import requisites
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.wire.account import Party


def register(subparsers: Any) -> None:
    """Add the noun."""
    noun = subparsers.add_parser("entity", help=tr("Legal entities of buyers"))
    verbs = noun.add_subparsers(dest="verb", required=True)
    parser = verbs.add_parser("list", parents=[db_option()], help=tr("Tell the legal entities"))
    parser.add_argument("--inn", default="")
    parser.set_defaults(run=_list)
    parser = verbs.add_parser(
        "add", parents=[db_option()], help=tr("Add a legal entity to a company that is there")
    )
    parser.add_argument(
        "--company", required=True, metavar="INN", help=tr("INN of an entity of the company")
    )
    _party_options(parser)
    parser.set_defaults(run=_add)
    parser = verbs.add_parser(
        "consignee", parents=[db_option()], help=tr("Add a consignee of a legal entity")
    )
    parser.add_argument("--of", required=True, metavar="INN", help=tr("Of the legal entity"))
    _party_options(parser)
    parser.set_defaults(run=_consignee)


def _party_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True)
    parser.add_argument("--inn", required=True)
    parser.add_argument("--kpp", default="")
    parser.add_argument("--address", default="")


def new_contract(work: Work, inn: str, number: str) -> ContractRow:
    """Return a contract of an entity on the portal's defaults; it is not stored yet.

    Raises:
        Expected: `not_found` (no such entity), `bad_arguments` when the number is taken.
    """
    entity = _entity(work, inn)
    known = accounts.find_contracts(SYSTEM, work.connection, entity_id=entity.id)
    if any(row.number == number for row in known):
        words = tr("“{name}” has a contract {number} already.")
        text = words.format(name=entity.party.name, number=number)
        raise Expected("bad_arguments", text=text)
    row = first_contract(ground(SYSTEM, work), entity, work.today)
    return replace(row, number=number, ord=len(known) + 1)


def _list(arguments: argparse.Namespace) -> int:
    storage = open_storage(arguments.db)
    try:
        with storage.reading() as connection:
            names = {row.id: row.name for row in accounts.find_companies(SYSTEM, connection)}
            found = [
                {
                    "id": row.id,
                    "company": names.get(row.company_id, row.company_id),
                    "name": row.party.name,
                    "inn": row.party.inn,
                    "kpp": row.party.kpp,
                    "consignees": [{"name": each.name, "inn": each.inn} for each in row.consignees],
                }
                for row in accounts.find_entities(SYSTEM, connection, inn=arguments.inn)
            ]
    finally:
        storage.close()
    say_json(found)
    return DONE


def _add(arguments: argparse.Namespace) -> int:
    party = _party(arguments)

    def add(work: Work) -> None:
        first = _entity(work, arguments.company)
        known = accounts.find_entities(SYSTEM, work.connection, inn=party.inn)
        if any(row.party.kpp == party.kpp for row in known):
            raise Expected("company_known", text=party.inn)
        of_company = [
            row
            for row in accounts.find_entities(SYSTEM, work.connection)
            if row.company_id == first.company_id
        ]
        row = EntityRow(new_id(), first.company_id, party, ord=len(of_company) + 1)
        accounts.put_entities(SYSTEM, work, [row])
        audit.record(SYSTEM, work, "entity_add", row.id, company_id=row.company_id)

    _writing(arguments.db, add)
    say(tr("Added: {name}, INN {inn}").format(name=party.name, inn=party.inn))
    return DONE


def _consignee(arguments: argparse.Namespace) -> int:
    party = _party(arguments)

    def add(work: Work) -> None:
        entity = _entity(work, arguments.of)
        others = tuple(each for each in entity.consignees if each.inn != party.inn)
        accounts.put_entities(SYSTEM, work, [replace(entity, consignees=(*others, party))])
        audit.record(SYSTEM, work, "consignee_add", entity.id, company_id=entity.company_id)

    _writing(arguments.db, add)
    say(tr("Added: {name}, INN {inn}").format(name=party.name, inn=party.inn))
    return DONE


def _party(arguments: argparse.Namespace) -> Party:
    inn, kpp = arguments.inn.strip(), arguments.kpp.strip()
    for check in (requisites.check_inn(inn), requisites.check_kpp(kpp, inn)):
        if check.blocking and check.code:
            raise Expected(check.code, text=inn)
    return Party(name=arguments.name, inn=inn, kpp=kpp, address=arguments.address)


def _entity(work: Work, inn: str) -> EntityRow:
    found = accounts.find_entities(SYSTEM, work.connection, inn=inn.strip())
    if not found:
        raise Expected("company_unknown", text=inn.strip())
    return found[0]


def _writing(target: str, action: Any) -> None:
    storage = open_storage(target)
    try:
        storage.write(action)
    finally:
        storage.close()
