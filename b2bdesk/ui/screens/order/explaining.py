"""The current row of the order sheet in one sentence, its trust line, its actions."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels import order_states as states
from b2bdesk.usecases.rows.carts import LineRow, LineState

_ONE = 1000
Action = tuple[str, str, str] | tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Explained:
    """What the explain bar shows."""

    lead: str
    sentence: str
    trust: str
    tone: str
    icon: str
    actions: tuple[Action, ...]


def explain(line: LineRow, number: int, age: str) -> Explained | None:
    """Explain a line; None when nothing is to be said.

    Args:
        line: the current line.
        number: its number in the sheet.
        age: how old stock and prices are, in words.
    """
    state = states.worst(line)
    if state is None:
        return None
    lead = tr("Line {n}.").format(n=number)
    return Explained(
        lead, _sentence(state, line), _trust(line, age), state.tone,
        states.icon_of(state.code), _actions(state, line),
    )  # fmt: skip


def _sentence(state: LineState, line: LineRow) -> str:
    params = state.params
    if state.code == "short":
        stock = _amount(params.get("stock_e3"), line)
        wanted = formats.quantity(line.base_e3)
        words = tr("In stock {stock} of {wanted}").format(stock=stock, wanted=wanted)
        day, coming = params.get("incoming_date"), params.get("incoming_e3")
        if day is not None and isinstance(coming, int) and coming:
            more = tr("{more} more will come on {day}").format(
                more=_amount(coming, line), day=formats.date(day)
            )
            return f"{words}, {more}."
        return f"{words}."
    if state.code == "rounded":
        return tr("Sold by {multiple}: {typed} became {to}.").format(
            multiple=formats.quantity(line.multiple_e3),
            typed=_number(params.get("typed_e3")), to=_number(params.get("quantity_e3")),
        )  # fmt: skip
    if state.code == "not_found":
        return tr("“{text}” is neither an article, nor a barcode, nor your code.").format(
            text=line.typed or line.article
        )
    if state.code in states.UNUSUAL:
        return _looked_again(state, line)
    row = states.row_state(line)
    return f"{row.text}." if row is not None else ""


def _looked_again(state: LineState, line: LineRow) -> str:
    params = state.params
    if state.code == "ordered_lately":
        words = {
            "number": params.get("number", ""), "day": formats.date(params["day"]),
            "quantity": _amount(params.get("quantity_e3"), line), "entity": params.get("entity"),
        }  # fmt: skip
        if params.get("entity"):
            told = tr("Order No. {number} of {day} for {entity} already has {quantity}.")
        else:
            told = tr("Order No. {number} of {day} already has {quantity}.")
        return told.format(**words)
    if state.code == "short_dated":
        return _dated(state)
    here = _amount(params.get("quantity_e3"), line)
    if "usual_e3" not in params:
        stock = _amount(params.get("stock_e3"), line)
        return tr("Here are {here}, in stock {stock}: is there a digit too many?").format(
            here=here, stock=stock
        )
    usual, times = _amount(params.get("usual_e3"), line), params.get("times", "")
    told = tr("You usually order {usual}, here are {here}: {times} times as much.")
    return told.format(usual=usual, here=here, times=times)


def _dated(state: LineState) -> str:
    until, days = formats.date(state.params["day"]), state.params.get("days")
    if not isinstance(days, int) or days < 0:
        return tr("What is in stock was to be used until {day}.").format(day=until)
    words = trn(
        "What is in stock is to be used until {day}: {n} day left.",
        "What is in stock is to be used until {day}: {n} days left.",
        days,
    )
    return words.format(day=until, n=formats.number(days))


def _trust(line: LineRow, age: str) -> str:
    parts = []
    if line.item_id and line.stock_e3 is not None and age:
        parts.append(tr("stock {age}").format(age=age))
    if line.multiple_e3 > _ONE:
        parts.append(tr("sold by {n}").format(n=formats.quantity(line.multiple_e3)))
    if line.item_id and line.typed and line.typed != line.article:
        parts.append(tr("in your list “{text}”").format(text=line.typed))
    return " · ".join(parts)


def _actions(state: LineState, line: LineRow) -> tuple[Action, ...]:
    made = _first_actions(state, line)
    unusual = next((each for each in line.states if each.code in states.UNUSUAL), None)
    if unusual is None:
        return made
    if state is not unusual:
        return (*made, (states.FINE, tr("The rest is right"), ""))
    meant = unusual.params.get("meant_e3")
    if isinstance(meant, int) and line.factor_e3 == _ONE:
        words = tr("Order {quantity}").format(quantity=formats.quantity(meant))
        return (*made, (states.MEANT, words, ""))
    return made


def _first_actions(state: LineState, line: LineRow) -> tuple[Action, ...]:
    code = state.code
    wanted = formats.quantity(line.quantity_e3)
    like: Action = ("replace", tr("Substitutes"), "F4", "arrows-exchange")
    if code == "short":
        action, key = states.action_of(state, line)
        keep: Action = ("accept", tr("Order {quantity}").format(quantity=wanted), "")
        return (keep, (key, action, ""), like) if key else (keep, like)
    if code == "rounded":
        accept: Action = ("accept", tr("Leave {quantity}").format(quantity=wanted), "")
        action, key = states.action_of(state, line)
        return (accept, (key, action, ""))
    if code in ("none_left", "discontinued", "out_of_assortment", "no_price"):
        remove: Action = ("remove", tr("Remove the line"), "Ctrl+Del")
        return (("replace", tr("Replace"), "F4"), remove)
    if code == "not_found":
        return (("pick", tr("Choose"), "F4"), ("remove", tr("Remove the line"), "Ctrl+Del"))
    if code in states.PRICES:
        return _price_actions(code)
    action, key = states.action_of(state, line)
    return ((key, action, ""),) if key else ()


def _price_actions(code: str) -> tuple[Action, ...]:
    made: list[Action] = [(states.PRICE, tr("Accept the price"), "")]
    if code == "price_up":
        made.append((states.KEEP_PRICE, tr("Keep my price"), ""))
    if code in ("price_up", "price_down"):
        made.append((states.LATER_PRICE, tr("Decide later"), ""))
    return (*made, (states.REVIEW, tr("All prices"), "Alt+P"))


def _amount(value: object, line: LineRow) -> str:
    number = formats.quantity(value) if isinstance(value, int) else "0"
    return f"{number}{formats.NBSP}{line.unit}" if line.factor_e3 == _ONE else number


def _number(value: object) -> str:
    return formats.quantity(value) if isinstance(value, int) else ""
