"""What the states of a cart line look like: chip, edge, icon, short words, action.

The core gives codes and values (`rows.carts.LineState`); one table here says for each code which
chip counts it and how it is drawn. Used by the order sheet, its explain bar and the checkout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.rows import RowState
from b2bdesk.usecases.rows.carts import LineRow, LineState

ALL, CLEAN = "all", "clean"
BAD, WARN, INFO = "bad", "warn", "info"
PICK, REPLACE, ONLY, KEEP, ROUND, JOIN, ACCEPT, FINE, MEANT, PRICE = (
    "pick", "replace", "only", "keep", "round", "join", "accept", "fine", "meant", "price",
)  # fmt: skip
KEEP_PRICE, LATER_PRICE, REVIEW = "keep_price", "later_price", "review"
PRICES = frozenset({"price_up", "price_down", "price_kept", "price_later"})
UNUSUAL = frozenset({"unusual", "key_slip", "ordered_lately", "short_dated"})
"""Warnings that are answered «all is right»."""
_RANK = {BAD: 0, WARN: 1, INFO: 2}


@dataclass(frozen=True, slots=True)
class StateChip:
    """A filter chip: which codes it counts."""

    key: str
    tone: str
    icon: str
    codes: frozenset[str]


CHIPS = (
    StateChip("lost", BAD, "help-circle", frozenset({"not_found"})),
    StateChip("none", BAD, "circle-x", frozenset({"none_left"})),
    StateChip("gone", BAD, "circle-x", frozenset({"discontinued"})),
    StateChip("outside", BAD, "lock", frozenset({"out_of_assortment"})),
    StateChip("unpriced", BAD, "circle-x", frozenset({"no_price", "price_asked"})),
    StateChip("amount", BAD, "alert-circle", frozenset({"no_quantity", "foreign_unit"})),
    StateChip("low", WARN, "clock", frozenset({"short"})),
    StateChip("price", WARN, "trending-up", PRICES),
    StateChip("pack", WARN, "packages", frozenset({"off_multiple", "below_minimum"})),
    StateChip("unusual", WARN, "alert-circle", frozenset({"unusual", "key_slip"})),
    StateChip("dated", WARN, "hourglass", frozenset({"short_dated"})),
    StateChip("lately", INFO, "history", frozenset({"ordered_lately"})),
    StateChip("round", INFO, "circle-arrow-up", frozenset({"rounded"})),
    StateChip("twice", INFO, "copy", frozenset({"duplicate"})),
    StateChip("own", INFO, "book-2", frozenset({"own_code"})),
    StateChip("ending", INFO, "hourglass", frozenset({"ending"})),
)
_CHIP_OF = {code: chip.key for chip in CHIPS for code in chip.codes}
_ICON_OF = {code: chip.icon for chip in CHIPS for code in chip.codes} | {
    "price_down": "trending-down", "price_kept": "lock", "price_later": "hourglass",
}  # fmt: skip


def chip_words() -> dict[str, tuple[str, str]]:
    """Words of the chips, and the short ones of a narrow window."""
    return {
        "lost": (tr("Not found"), tr("Not found")),
        "none": (tr("Out of stock"), tr("None")),
        "gone": (tr("Discontinued"), tr("Gone")),
        "outside": (tr("Outside the assortment"), tr("Outside")),
        "unpriced": (tr("No price"), tr("No price")),
        "amount": (tr("Quantity"), tr("Quantity")),
        "low": (tr("Low stock"), tr("Low")),
        "price": (tr("Price changed"), tr("Price")),
        "pack": (tr("Not a multiple"), tr("Pack")),
        "unusual": (tr("Unusual quantity"), tr("Unusual")),
        "dated": (tr("Short-dated"), tr("Dated")),
        "lately": (tr("Ordered lately"), tr("Lately")),
        "round": (tr("Rounded"), tr("Rounded")),
        "twice": (tr("Repeated"), tr("Repeated")),
        "own": (tr("Your code"), tr("Your code")),
        "ending": (tr("Selling out"), tr("Selling out")),
    }


def chips_of(line: LineRow) -> frozenset[str]:
    """Keys of the chips that count a line; clean when nothing is said of it."""
    if not line.states:
        return frozenset((ALL, CLEAN))
    return frozenset((ALL, *(_CHIP_OF.get(each.code, ALL) for each in line.states)))


def worst(line: LineRow) -> LineState | None:
    """The state a row is drawn with."""
    return min(line.states, key=_rank, default=None)


def is_problem(line: LineRow) -> bool:
    """Whether F8 stops at a line: anything that wants a decision."""
    return any(each.tone in (BAD, WARN) for each in line.states)


def row_state(line: LineRow) -> RowState | None:
    """Edge, icon, words and action of a row; None when all is right."""
    state = worst(line)
    if state is None:
        return None
    words = _WORDS.get(state.code, _unknown)(state, line)
    rest = len(line.states) - 1
    if rest > 0:
        words += " · " + trn("{n} more issue", "{n} more issues", rest).format(n=rest)
    action, key = action_of(state, line)
    return RowState(state.tone, icon_of(state.code), words, action, key)


def icon_of(code: str) -> str:
    """Icon of a state."""
    return _ICON_OF.get(code, "info-circle")


def action_of(state: LineState, line: LineRow) -> tuple[str, str]:
    """Words and key of the one text action of a row."""
    code, params = state.code, state.params
    if code == "not_found":
        return tr("Choose"), PICK
    if code in ("none_left", "discontinued", "out_of_assortment", "no_price"):
        return tr("Replace"), REPLACE
    if code == "short" and line.factor_e3 == 1000:
        left = formats.quantity(_int(params, "stock_e3"))
        return tr("Only {quantity}").format(quantity=left), ONLY
    if code == "rounded":
        typed = formats.quantity(_int(params, "typed_e3"))
        return tr("Order {quantity}").format(quantity=typed), KEEP
    if code in ("off_multiple", "below_minimum"):
        return tr("Round up"), ROUND
    if code == "duplicate":
        return tr("Add up"), JOIN
    if code in PRICES:
        return tr("Accept the price"), PRICE
    if code in UNUSUAL:
        return tr("All is right"), FINE
    return "", ""


def change(params: Mapping[str, object]) -> str:
    """«+5,8 %» of a price that moved."""
    tenths = round(_int(params, "percent_e2") / 10)
    share = formats.percent(abs(Decimal(tenths)) / 10)
    return ("+" if tenths >= 0 else formats.MINUS) + share


def _rank(state: LineState) -> int:
    return _RANK.get(state.tone, 3)


def _int(params: Mapping[str, object], name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0


def _short(state: LineState, _line: LineRow) -> str:
    params = state.params
    stock = formats.quantity(_int(params, "stock_e3"))
    day = params.get("incoming_date")
    coming = _int(params, "incoming_e3")
    if day is None or not coming:
        return tr("In stock {stock}").format(stock=stock)
    lacking = _int(params, "wanted_e3") - _int(params, "stock_e3")
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
        old=formats.price(_int(state.params, "old_e5")),
        new=formats.price(_int(state.params, "new_e5")),
        change=change(state.params),
    )


def _kept(state: LineState, _line: LineRow) -> str:
    return tr("Not above {old}, now {new}").format(
        old=formats.price(_int(state.params, "old_e5")),
        new=formats.price(_int(state.params, "new_e5")),
    )


def _later(state: LineState, line: LineRow) -> str:
    return tr("{price}, put off").format(price=_price(state, line))


def _rounded(state: LineState, _line: LineRow) -> str:
    return tr("Rounded to {to}, was {typed}").format(
        to=formats.quantity(_int(state.params, "quantity_e3")),
        typed=formats.quantity(_int(state.params, "typed_e3")),
    )


def _off_multiple(state: LineState, _line: LineRow) -> str:
    return tr("Sold by {multiple}: {down} or {up}").format(
        multiple=formats.quantity(_int(state.params, "multiple_e3")),
        down=formats.quantity(_int(state.params, "down_e3")),
        up=formats.quantity(_int(state.params, "up_e3")),
    )


def _below(state: LineState, _line: LineRow) -> str:
    least = formats.quantity(_int(state.params, "minimum_e3"))
    return tr("At least {quantity}").format(quantity=least)


def _duplicate(state: LineState, _line: LineRow) -> str:
    n = _int(state.params, "others") or 1
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
        usual=formats.quantity(_int(state.params, "usual_e3")),
        quantity=formats.quantity(_int(state.params, "quantity_e3")),
    )


def _slip(state: LineState, _line: LineRow) -> str:
    usual = _int(state.params, "usual_e3")
    if usual:
        return tr("Usually {usual}: a digit too many?").format(usual=formats.quantity(usual))
    stock = formats.quantity(_int(state.params, "stock_e3"))
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
