"""Edits of a cart's lines as pure functions: what a wish becomes, and the swaps it takes.

They know quantities, packs and merge keys, not stores. The use cases hand them the present lines
and facts and commit what comes back as one undo step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.domain.cart import Facts, Line, rounded_up
from b2bdesk.domain.edits import RANK_STEP, LineSwap, rank_between
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.trade.unit import from_base


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be ordered: an item (or a text nobody knows), a quantity in a unit."""

    item_id: str
    quantity_e3: int
    okei: str = ""
    comment: str = ""
    typed: str = ""
    source: str = ""
    kept: bool = False
    place: str = ""
    address_id: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """The swaps of a bulk add, how many lines are new and how many wishes were summed."""

    swaps: tuple[LineSwap, ...]
    added: int
    summed: int


def with_quantity(
    line: Line, quantity_e3: int, facts: Facts | None, *, rounding: bool = True
) -> Line:
    """Return a line with another quantity, raised to the multiple when `rounding`.

    What was typed stays in `wish_e3` when rounding changed it, so that the buyer can keep it.
    """
    fitted = rounded_up(quantity_e3, facts, line.factor_e3) if rounding and facts else quantity_e3
    wish = quantity_e3 if fitted != quantity_e3 else None
    if (line.quantity_e3, line.wish_e3, line.kept) == (fitted, wish, 0):
        return line
    return line._replace(quantity_e3=fitted, wish_e3=wish, kept=0)


def in_unit(line: Line, okei: str, facts: Facts) -> Line:
    """Return a line in another unit of its item, the number as it stands; unknown units too.

    A unit the item is not sold in keeps factor 1 and is marked (`foreign_unit`), never guessed.
    """
    factor = facts.factor(okei)
    return line._replace(okei=okei or facts.okei, factor_e3=ONE_E3 if factor is None else factor)


def as_typed(line: Line) -> Line:
    """Return a line with the quantity that was typed before it was rounded."""
    if line.wish_e3 is None:
        return line
    return line._replace(quantity_e3=line.wish_e3, wish_e3=None, kept=1)


def new_line(line_id: str, rank: int, wish: Wish, facts: Facts | None) -> Line:
    """Return a line for a wish, with price and stock as seen now; quantity not yet fitted."""
    if facts is None:
        return Line(
            line_id,
            rank,
            wish.item_id,
            "",
            wish.typed,
            wish.okei,
            ONE_E3,
            wish.quantity_e3,
            typed=wish.typed,
            comment=wish.comment,
            place=wish.place,
            address_id=wish.address_id,
            source=wish.source,
        )
    factor = facts.factor(wish.okei)
    return Line(
        line_id,
        rank,
        wish.item_id,
        facts.article,
        facts.name,
        wish.okei or facts.okei,
        ONE_E3 if factor is None else factor,
        wish.quantity_e3,
        None,
        int(wish.kept),
        facts.price_e5,
        facts.stock_e3,
        wish.typed,
        wish.comment,
        wish.place,
        wish.address_id,
        wish.source,
    )


def on_item(line: Line, item_id: str, facts: Facts, source: str) -> Line:
    """Return a line turned to another item, the amount kept as near as units allow."""
    factor = facts.factor(line.okei)
    if factor is not None:
        quantity, okei = line.wish_e3 or line.quantity_e3, line.okei or facts.okei
    else:
        okei, factor = facts.okei, ONE_E3
        quantity = from_base(line.base_e3, ONE_E3) or line.base_e3
    turned = line._replace(
        item_id=item_id,
        article=facts.article,
        name=facts.name,
        okei=okei,
        factor_e3=factor,
        price_at_add_e5=facts.price_e5,
        stock_at_add_e3=facts.stock_e3,
        source=source,
        answer="",
        answered_e5=None,
    )
    return with_quantity(turned, quantity, facts)


def add(
    wishes: Iterable[Wish],
    facts: Mapping[str, Facts],
    find: Callable[[tuple[str, ...]], Line | None],
    new_ids: Callable[[], tuple[str, int]],
    *,
    summing: bool = True,
    rounding: bool = True,
) -> Added:
    """Turn wishes into swaps; equal merge keys are summed when `summing`.

    Args:
        wishes: in the order of the list.
        facts: of every item named.
        find: the present line of a merge key.
        new_ids: the id and rank of the next new line.
        summing: add to an existing line of the same key instead of making a second one.
        rounding: raise to minimum and multiple.
    """
    before: dict[str, Line | None] = {}
    after: dict[str, Line] = {}
    by_key: dict[tuple[str, ...], str] = {}
    summed = 0
    for wish in wishes:
        known = facts.get(wish.item_id)
        key = _key(wish, known)
        target = by_key.get(key) if summing and wish.item_id else None
        if target is None and summing and wish.item_id:
            present = find(key)
            if present is not None:
                target = present.line_id
                before[target], after[target] = present, present
                by_key[key] = target
        fit = rounding and not wish.kept
        if target is not None:
            after[target] = _summed(after[target], wish, known, fit)
            summed += 1
            continue
        line_id, rank = new_ids()
        line = new_line(line_id, rank, wish, known)
        fitted = with_quantity(line, wish.quantity_e3, known, rounding=fit)
        if fitted.kept != line.kept:
            fitted = fitted._replace(kept=line.kept)
        before[line_id], after[line_id] = None, fitted
        if wish.item_id:
            by_key.setdefault(fitted.key, line_id)
    swaps = tuple(LineSwap(before[line_id], line) for line_id, line in after.items())
    return Added(swaps, sum(swap.before is None for swap in swaps), summed)


def _key(wish: Wish, facts: Facts | None) -> tuple[str, ...]:
    """The merge key of the line that a wish would make (`Line.key`)."""
    okei = wish.okei or (facts.okei if facts is not None else "")
    return (wish.item_id, okei, wish.address_id, wish.place)


def _summed(line: Line, wish: Wish, facts: Facts | None, fit: bool) -> Line:
    asked = line.quantity_e3 if line.wish_e3 is None else line.wish_e3
    more = with_quantity(line, asked + wish.quantity_e3, facts, rounding=fit)
    if wish.comment and wish.comment not in line.comment:
        more = more._replace(comment="; ".join(filter(None, (line.comment, wish.comment))))
    kept = int(line.kept or wish.kept)
    return more if more.kept == kept else more._replace(kept=kept)


def moved(lines: Sequence[Line], line_id: str, position: int) -> tuple[LineSwap, ...]:
    """Return the swaps that put a line at a position (1 = first) among lines in order.

    One swap as long as there is a gap between the neighbours, else all are numbered anew; none
    for a line that stands there already.
    """
    rest = [line for line in lines if line.line_id != line_id]
    line = next(each for each in lines if each.line_id == line_id)
    at = min(max(position - 1, 0), len(rest))
    if lines[at] is line:
        return ()
    low = rest[at - 1].rank if at > 0 else None
    high = rest[at].rank if at < len(rest) else None
    rank = rank_between(low, high)
    if rank is not None:
        return (LineSwap(line, line._replace(rank=rank)),) if rank != line.rank else ()
    rest.insert(at, line)
    return tuple(
        LineSwap(each, each._replace(rank=place * RANK_STEP))
        for place, each in enumerate(rest, 1)
        if each.rank != place * RANK_STEP
    )
