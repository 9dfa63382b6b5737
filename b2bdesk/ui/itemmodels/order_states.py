"""What the states of a cart line look like: chip, edge, icon, short words, action.

The core gives codes and values (`rows.carts.LineState`); one table here says for each code which
chip counts it and how it is drawn. Used by the order sheet, its explain bar and the checkout.
"""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.order_state_words import number_of, state_words
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
    words = state_words(state, line)
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
        left = formats.quantity(number_of(params, "stock_e3"))
        return tr("Only {quantity}").format(quantity=left), ONLY
    if code == "rounded":
        typed = formats.quantity(number_of(params, "typed_e3"))
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


def _rank(state: LineState) -> int:
    return _RANK.get(state.tone, 3)
