"""The short words of a cart line's states, one function for each code of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from b2bdesk.texts import formats, tr, trn
from b2bdesk.usecases.rows.carts import LineRow, LineState


def state_words(state: LineState, line: LineRow) -> str:
    """Return what a row says of its worst state."""
    return _WORDS.get(state.code, _unknown)(state, line)


def change(params: Mapping[str, object]) -> str:
    """«+5,8 %» of a price that moved."""
    tenths = round(number_of(params, "percent_e2") / 10)
    share = formats.percent(abs(Decimal(tenths)) / 10)
    return ("+" if tenths >= 0 else formats.MINUS) + share


def number_of(params: Mapping[str, object], name: str) -> int:
    """Return a number a state carries; 0 where it has none."""
    value = params.get(name)
    return value if isinstance(value, int) else 0


def _short(state: LineState, _line: LineRow) -> str:
    params = state.params
    stock = formats.quantity(number_of(params, "stock_e3"))
    day = params.get("incoming_date")
    coming = number_of(params, "incoming_e3")
    if day is None or not coming:
        return tr("In stock {stock}").format(stock=stock)
    lacking = number_of(params, "wanted_e3") - number_of(params, "stock_e3")
    return tr("In stock {stock}, {more} more — {day}").format(
        stock=stock, more=formats.quantity(min(coming, lacking)), day=short_day(day)
    )


def short_day(day: object) -> str:
    """«24.11»: a near day in a row."""
    text = formats.date(day) if hasattr(day, "year") else str(day)  # type: ignore[arg-type]  # a date
    return text[:5] if text[2:3] == "." else text.rsplit(formats.NBSP, 1)[0]


def _none_left(state: LineState, _line: LineRow) -> str:
    day = state.params.get("incoming_date")
    if day is None:
        return tr("Out of stock")
    return tr("Out of stock, expected {day}").format(day=short_day(day))


def _price(state: LineState, _line: LineRow) -> str:
    return tr("Price {old} → {new} ({change})").format(
        old=formats.price(number_of(state.params, "old_e5")),
        new=formats.price(number_of(state.params, "new_e5")),
        change=change(state.params),
    )


def _kept(state: LineState, _line: LineRow) -> str:
    return tr("Not above {old}, now {new}").format(
        old=formats.price(number_of(state.params, "old_e5")),
        new=formats.price(number_of(state.params, "new_e5")),
    )


def _later(state: LineState, line: LineRow) -> str:
    return tr("{price}, put off").format(price=_price(state, line))


def _rounded(state: LineState, _line: LineRow) -> str:
    return tr("Rounded to {to}, was {typed}").format(
        to=formats.quantity(number_of(state.params, "quantity_e3")),
        typed=formats.quantity(number_of(state.params, "typed_e3")),
    )


def _off_multiple(state: LineState, _line: LineRow) -> str:
    return tr("Sold by {multiple}: {down} or {up}").format(
        multiple=formats.quantity(number_of(state.params, "multiple_e3")),
        down=formats.quantity(number_of(state.params, "down_e3")),
        up=formats.quantity(number_of(state.params, "up_e3")),
    )


def _below(state: LineState, _line: LineRow) -> str:
    least = formats.quantity(number_of(state.params, "minimum_e3"))
    return tr("At least {quantity}").format(quantity=least)


def _duplicate(state: LineState, _line: LineRow) -> str:
    n = number_of(state.params, "others") or 1
    return trn("Repeated: {n} more line", "Repeated: {n} more lines", n).format(n=n)


def _own_code(state: LineState, _line: LineRow) -> str:
    return tr("By your code {code}").format(code=str(state.params.get("typed", "")))


def _gone(state: LineState, _line: LineRow) -> str:
    known = bool(state.params.get("replaced_by"))
    return tr("Discontinued, there is a substitute") if known else tr("Discontinued")


def _unknown(state: LineState, _line: LineRow) -> str:
    return state.code


def _no_price(_state: LineState, _line: LineRow) -> str:
    return tr("No price under this contract")


def _no_quantity(_state: LineState, _line: LineRow) -> str:
    return tr("No quantity")


def _outside(_state: LineState, _line: LineRow) -> str:
    return tr("Outside the assortment")


def _lost(_state: LineState, _line: LineRow) -> str:
    return tr("Not found")


def _pack(_state: LineState, _line: LineRow) -> str:
    return tr("This pack is no longer sold")


def _asked(_state: LineState, _line: LineRow) -> str:
    return tr("Price on request")


def _ending(_state: LineState, _line: LineRow) -> str:
    return tr("Selling out, no more will come")


def _unusual(state: LineState, _line: LineRow) -> str:
    return tr("Usually {usual}, here {quantity}").format(
        usual=formats.quantity(number_of(state.params, "usual_e3")),
        quantity=formats.quantity(number_of(state.params, "quantity_e3")),
    )


def _slip(state: LineState, _line: LineRow) -> str:
    usual = number_of(state.params, "usual_e3")
    if usual:
        return tr("Usually {usual}: a digit too many?").format(usual=formats.quantity(usual))
    stock = formats.quantity(number_of(state.params, "stock_e3"))
    return tr("In stock {stock}: a digit too many?").format(stock=stock)


def _dated(state: LineState, _line: LineRow) -> str:
    return tr("To be used until {day}").format(day=formats.date(state.params["day"]))


def _lately(state: LineState, _line: LineRow) -> str:
    params = state.params
    words = {"day": short_day(params.get("day")), "number": str(params.get("number", ""))}
    entity = str(params.get("entity") or "")
    if entity:
        return tr("Ordered {day} for {entity}, No. {number}").format(entity=entity, **words)
    return tr("Ordered {day}, No. {number}").format(**words)


_WORDS: dict[str, Callable[[LineState, LineRow], str]] = {
    "not_found": _lost, "none_left": _none_left, "discontinued": _gone, "no_price": _no_price,
    "price_asked": _asked, "out_of_assortment": _outside, "no_quantity": _no_quantity,
    "foreign_unit": _pack, "short": _short, "price_up": _price, "price_down": _price,
    "price_kept": _kept, "price_later": _later,
    "off_multiple": _off_multiple, "below_minimum": _below, "rounded": _rounded,
    "duplicate": _duplicate, "own_code": _own_code, "ending": _ending,
    "unusual": _unusual, "key_slip": _slip, "ordered_lately": _lately,
    "short_dated": _dated,
}  # fmt: skip
