"""A draft as the JSON of an order form (`files.pdf.model.OrderFormDoc`), from cart and account."""

from datetime import date
from typing import Any

from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.money import exponent
from b2bdesk.usecases.rows.account import AccountInfo, ContractRow, PartyRow
from b2bdesk.usecases.rows.carts import CartSheet, LineRow


def order_form_body(sheet: CartSheet, account: AccountInfo, today: date) -> dict[str, Any]:
    """Return the order form of a cart; lines without a price stay without a sum."""
    cart, totals = sheet.cart, sheet.totals
    entity = next((each for each in account.entities if each.id == cart.entity_id), None)
    contract = next((each for each in account.contracts() if each.id == cart.contract_id), None)
    places = exponent(cart.currency)
    return {
        "title": cart.name,
        "date": today.isoformat(),
        "buyer": _party(entity.party) if entity else {"name": cart.entity_name},
        "seller": _party(account.seller),
        "lines": [_line(line, places) for line in sheet.lines],
        "net": scaled_text(totals.net_minor, places, places),
        "vat": scaled_text(totals.vat_minor, places, places),
        "gross": scaled_text(totals.gross_minor, places, places),
        "currency": cart.currency,
        "vat_included": contract.vat_included if contract else True,
        "contract": _contract(contract),
        "author": account.user_name,
        "comment": cart.note,
    }


def _line(line: LineRow, places: int) -> dict[str, Any]:
    known = line.price_e5 is not None
    made: dict[str, Any] = {
        "article": line.article or line.typed,
        "name": line.name or line.typed,
        "unit": line.unit,
        "quantity": scaled_text(line.quantity_e3, 3),
        "comment": line.comment,
        "place": line.place,
    }
    if line.multiple_e3 > 0:
        made["multiple"] = scaled_text(line.multiple_e3, 3)
    if known and line.price_e5 is not None:
        made["price"] = scaled_text(line.price_e5 * line.factor_e3 // 1000, 5, 2)
        made["amount"] = scaled_text(line.gross_minor, places, places)
    if line.weight_g:
        made["weight"] = scaled_text(line.weight_g, 3)
    if line.volume_cm3:
        made["volume"] = scaled_text(line.volume_cm3, 6)
    return made


def _contract(contract: ContractRow | None) -> str:
    if contract is None:
        return ""
    return contract.number


def _party(party: PartyRow) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: getattr(party, name)
        for name in (
            "name",
            "inn",
            "full_name",
            "kpp",
            "ogrn",
            "okpo",
            "address",
            "phone",
            "email",
            "director",
            "accountant",
        )
    }
    if party.bank:
        made["bank"] = {
            name: getattr(party.bank, name) for name in ("name", "bik", "account", "corr_account")
        }
    return made
