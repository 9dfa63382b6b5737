"""Sentences beside a row: why an import row got its status, why a cart line is marked, what undo
takes back.

The core gives codes and values (`domain.bulk_rows.Reason`, `domain.cart.Mark`, labels of the undo
journal); here they become short sentences. Values that are wire decimals are printed as numbers of
the reader's language. A code without a sentence of its own falls back to the text of the status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from b2bdesk.texts import formats
from b2bdesk.texts.door import tr
from b2bdesk.texts.errors import fill
from b2bdesk.texts.statuses import status_text

IMPORT = {
    "article_in_name": "the article was found inside the name",
    "bad_date": "a date stands where the quantity should be: {text}",
    "bad_error": "the cell holds an error of the spreadsheet: {text}",
    "bad_formula": "the formula cannot be computed: {text}",
    "bad_text": "not a number: {text}",
    "branches": "{sizes}",
    "branches_open": "branches that wait: {sizes}",
    "codes_differ": "the codes of this row lead to different goods",
    "date_article": "the spreadsheet had turned the article into a date: {article}",
    "fraction": "a fraction of what is not divided: {quantity}",
    "name_decided": "several goods have this article, the name decided",
    "off_multiple": "not a multiple of {multiple}: nearest is {to}",
    "one_assumed": "no quantity column, the smallest order was taken",
    "quantity_note": "the quantity was written with words",
    "repeated": "row {row} has the same goods",
    "replaced_by": "the goods were replaced by newer ones",
    "rounded_up": "rounded from {from} to {to} (multiple {multiple})",
    "scientific_article": "the spreadsheet had turned the article into a number: {article}",
    "several_codes": "several codes in one cell",
    "short": "in stock {stock}, {missing} missing",
    "sizes": "sizes in the cart: {sizes}",
    "sizes_open": "sizes that wait: {sizes}",
    "sum_of": "together with rows {rows}: {to}",
    "summed_into": "added to row {row}",
    "too_fine": "more than three decimals: {text}, the nearest is {to}",
    "too_large": "too large a number: {text}",
    "typed_over": "entered by hand: {text}",
    "unit_converted": "{from} {unit} = {to}",
    "unit_differs": "the list says “{unit}”, the catalogue sells it otherwise",
    "unit_unknown": "the goods are not sold in “{unit}”",
}
CART = {
    "below_minimum": "at least {minimum_e3}",
    "discontinued": "discontinued",
    "duplicate": "there are more lines of these goods: {others}",
    "ending": "the goods are being discontinued",
    "foreign_unit": "this pack is no longer sold",
    "key_slip": "{quantity_e3}: a digit too many; usually {usual_e3}; in stock {stock_e3}",
    "no_price": "no price under this contract",
    "no_quantity": "no quantity",
    "none_left": "out of stock",
    "not_found": "not found: {typed}",
    "off_multiple": "not a multiple of {multiple_e3}: {down_e3} or {up_e3}",
    "ordered_lately": "order {number} of {day} has {quantity_e3}; for {entity}",
    "out_of_assortment": "outside the assortment of the contract",
    "own_code": "found by your code {typed}",
    "price_asked": "price on request",
    "price_down": "price fell from {old_e5} to {new_e5}",
    "price_kept": "goes at your price {old_e5}, the present one is {new_e5}",
    "price_later": "price {old_e5} became {new_e5}, to be decided later",
    "price_up": "price rose from {old_e5} to {new_e5}",
    "rounded": "rounded from {typed_e3} to {quantity_e3}",
    "short": "in stock {stock_e3} of {wanted_e3}",
    "short_dated": "to be used until {day}",
    "unusual": "usually {usual_e3}, here {quantity_e3}",
}
UNDO = {
    "accept_prices": "accepting new prices of {n} lines",
    "add_line": "adding {article}",
    "add_lines": "adding {n} lines",
    "copy": "copying {n} lines",
    "freeze": "locking the cart",
    "distribute": "distributing {n} cells",
    "import": "importing {n} lines",
    "join": "joining {n} parts",
    "keep_prices": "keeping your price in {n} lines",
    "later_prices": "putting off the new prices of {n} lines",
    "keep_as_typed": "keeping the quantity of {article}",
    "make_template": "making a template",
    "merge": "merging {n} lines",
    "move_line": "moving {article}",
    "open_prices": "taking back answers to prices of {n} lines",
    "paste": "pasting {n} lines",
    "rebind": "moving the cart to the contract {contract}",
    "receive": "taking in {n} lines",
    "remove_lines": "removing {n} lines",
    "rename": "renaming to “{name}”",
    "repeat": "repeating an order of {n} lines",
    "replace_line": "replacing {article}",
    "set_comment": "the comment of {article}",
    "set_note": "the note of the cart",
    "set_quantities": "the quantity of {n} lines",
    "set_quantity": "the quantity of {article}",
    "split": "splitting into {n} carts",
    "substitute": "substitutes for {n} lines",
    "unfreeze": "unlocking the cart",
}
PRICE_ANSWERS = {
    "accept": "the new price holds",
    "keep": "not above your price",
    "later": "put off",
    "open": "to be decided",
}
SUBSTITUTES = {
    "analogue": "named by the supplier as a substitute",
    "bought": "in your orders: {times}",
    "cheaper": "cheaper by {percent}",
    "covers": "all of it is in stock: {stock_e3}",
    "dearer": "more expensive by {percent}",
    "other_pack": "sold otherwise: multiple {multiple_e3}, from {minimum_e3}",
    "partly": "in stock {stock_e3} of {wanted_e3}",
    "replacement": "the supplier's successor",
    "same_brand": "the same brand",
    "same_price": "the same price",
}
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_NUMBERS = frozenset(("from", "to", "multiple", "minimum", "stock", "missing", "quantity"))


def import_reason(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why an import row has its status: «кратность 50: 55 → 100»."""
    text = IMPORT.get(code)
    return status_text("import", code) if text is None else fill(tr(text), _shown(params))


def price_answer(code: str) -> str:
    """What the buyer said to a price that moved: «не выше вашей цены»."""
    text = PRICE_ANSWERS.get(code)
    return code if text is None else tr(text)


def cart_mark(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why a cart line is marked: «цена выросла с 12,34 до 13,00»."""
    text = CART.get(code)
    return status_text("cart line", code) if text is None else fill(tr(text), _shown(params))


def substitute_reason(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why goods are proposed instead of others: «дешевле на 3,5 %»; the code when not known."""
    text = SUBSTITUTES.get(code)
    values = _shown(params)
    percent = values.get("percent_e2")
    if isinstance(percent, int):
        values["percent"] = formats.percent(Decimal(percent) / 100)
    return code if text is None else fill(tr(text), values)


def undo_label(code: str, params: Mapping[str, object] | None = None) -> str:
    """What undo or redo is about, to stand after «Отменить:»; the code when it is not known."""
    text = UNDO.get(code)
    return code if text is None else fill(tr(text), _shown(params))


def _shown(params: Mapping[str, object] | None) -> dict[str, object]:
    """Wire decimals among the values as numbers of the reader's language."""
    return {
        name: formats.number(Decimal(value))
        if name in _NUMBERS and isinstance(value, str) and _DECIMAL.fullmatch(value)
        else value
        for name, value in (params or {}).items()
    }
