"""What the header bar shows, read from the use cases as ready texts (on a reader, no Qt)."""

from __future__ import annotations

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.frame.context import CartItem, EntityItem, HeaderModel
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow
from b2bdesk.usecases.rows.carts import CartRow
from b2bdesk.usecases.services import Services

SIGN_OUT, SETTINGS, SIGN_IN = "sign_out", "settings", "sign_in"
BY = "|"
_OWNERSHIP = ("ООО", "АО", "ПАО", "ЗАО", "ИП", "НКО")


def read_header(services: Services) -> HeaderModel:
    """Return entity, carts and person as texts."""
    context = services.account.context()
    entities = tuple(
        _entity(services, row, contract)
        for row in services.account.entities()
        for contract in row.contracts or (None,)
    )
    current = _key(context.entity, context.contract) if context else ""
    carts = tuple(_cart(row) for row in services.carts.list(every_entity=False)) if context else ()
    active = services.carts.active().id if context else ""
    status = services.session.status()
    actions = [(SETTINGS, tr("Settings"), "settings")]
    if status.signed_in:
        actions.append((SIGN_OUT, tr("Sign out"), "logout"))
    else:
        actions.append((SIGN_IN, tr("Sign in"), "user"))
    return HeaderModel(
        entity=next((entity for entity in entities if entity.key == current), None),
        entities=entities,
        cart=next((cart for cart in carts if cart.key == active), None),
        carts=carts,
        person=status.user_name or status.login,
        person_letters=letters(status.user_name or status.login),
        demo=services.session.status().demo,
        person_actions=tuple(actions),
    )


def letters(name: str) -> str:
    """Return one or two letters for an avatar; the form of ownership does not count."""
    words = [word.strip("«»\"'.,") for word in name.split()]
    words = [word for word in words if word and word not in _OWNERSHIP]
    return "".join(word[0] for word in words[:2]).upper()


def _key(row: EntityRow, contract: ContractRow | None) -> str:
    """The key of the switcher: a firm, or one of its contracts when it has several."""
    return f"{row.id}{BY}{contract.id}" if contract and len(row.contracts) > 1 else row.id


def _entity(services: Services, row: EntityRow, contract: ContractRow | None) -> EntityItem:
    credit = services.account.credit(contract.id) if contract else None
    words, tone = _credit(credit)
    number = tr("contract No. {number}").format(number=contract.number) if contract else ""
    several = len(row.contracts) > 1
    return EntityItem(
        key=_key(row, contract),
        name=row.name,
        letters=letters(row.name)[:1],
        colour=ENTITY_COLOURS[row.colour % len(ENTITY_COLOURS)],
        inn=row.party.inn,
        note=number,
        contract=number if several else "",
        credit=words,
        credit_tone=tone,
    )


def _credit(credit: CreditRow | None) -> tuple[str, str]:
    if credit is None or credit.free_minor is None:
        return "", "text3"
    return formats.money(credit.free_minor, credit.currency), (
        "bad" if credit.overdue_minor else "text"
    )


def _cart(row: CartRow) -> CartItem:
    return CartItem(
        key=row.id,
        name=tr("“{name}”").format(name=row.name),
        note=trn("{n} line", "{n} lines", row.lines).format(n=formats.number(row.lines)),
        total=formats.money(row.gross_minor, row.currency),
    )
