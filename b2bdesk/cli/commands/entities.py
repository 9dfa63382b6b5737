"""`entity list`, `entity use`: which legal entity and contract one buys for."""

from typing import Any

from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import tr, trc
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.account import Context, ContractRow, EntityRow


def register(commands: Commands) -> None:
    """Add the commands."""
    entity = commands.group("entity", tr("Legal entities one buys for"))
    entity.add("list", tr("List legal entities and their contracts"), _list)
    use = entity.add(
        "use",
        tr("Buy as this entity from now on"),
        _use,
        examples=("entity use 7707083893 --contract 15",),
    )
    use.add_argument("entity", metavar=trc("cli", "INN_OR_ID"), help=tr("INN, id or name"))
    use.add_argument("--contract", default="", metavar="ID", help=tr("contract: id or number"))


def entity_document(entity: EntityRow, context: Context | None) -> dict[str, Any]:
    """An entity with its contracts for `--json`."""
    return {
        "id": entity.id,
        "name": entity.name,
        "inn": entity.party.inn,
        "kpp": entity.party.kpp,
        "active": context is not None and context.entity.id == entity.id,
        "contracts": [_contract_document(each, context) for each in entity.contracts],
    }


def _contract_document(contract: ContractRow, context: Context | None) -> dict[str, Any]:
    return {
        "id": contract.id,
        "number": contract.number,
        "date": contract.date.isoformat() if contract.date else None,
        "currency": contract.currency,
        "active": context is not None and context.contract.id == contract.id,
    }


def _list(call: Call) -> Result:
    context = call.services.account.context()
    entities = call.services.account.entities()
    if not entities and not call.services.session.status().signed_in:
        raise Environment("sign_in_needed")
    rows = [
        (
            "*" if context and context.contract.id == contract.id else "",
            entity.name,
            entity.party.inn,
            contract.number,
            contract.currency,
            contract.id,
        )
        for entity in entities
        for contract in entity.contracts
    ]
    headings = (
        "",
        trc("cli", "Entity"),
        trc("cli", "INN"),
        trc("cli", "Contract"),
        trc("cli", "Currency"),
        "ID",
    )
    return Result([entity_document(each, context) for each in entities], table(headings, rows))


def _use(call: Call) -> Result:
    wanted = call.options.entity.strip()
    fits = [each for each in call.services.account.entities() if _is_meant(each, wanted)]
    if len(fits) != 1:
        raise Expected("entity_unknown", text=wanted)
    entity = fits[0]
    contract_id = None
    if call.options.contract:
        contract_id = _contract_of(entity, call.options.contract.strip()).id
    call.services.account.use(entity.id, contract_id)
    return _list(call)


def _is_meant(entity: EntityRow, wanted: str) -> bool:
    known = (entity.id, entity.party.inn, f"{entity.party.inn}/{entity.party.kpp}")
    return wanted in known or entity.name.casefold() == wanted.casefold()


def _contract_of(entity: EntityRow, wanted: str) -> ContractRow:
    for contract in entity.contracts:
        if wanted in (contract.id, contract.number):
            return contract
    raise Expected("entity_unknown", text=wanted)
