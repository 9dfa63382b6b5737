"""Ways to send one cart as several orders: by warehouse, branch, maker, address, availability.

Pure: lines and what lies or comes where go in, plans come out, and the pieces of a plan always add
up to the lines. A line is cut only where whole packs and the minimum allow it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import NamedTuple

from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.quantity import ONE_E3

ONE, STOCK, PLACE, EARLY, BRANCH, MAKER, ADDRESS = (
    "one", "availability", "warehouse", "warehouse-early", "branch", "brand", "address",
)  # fmt: skip
WAYS = (ONE, STOCK, PLACE, EARLY, BRANCH, MAKER, ADDRESS)
REST = ""


class Ware(NamedTuple):
    """A line to be sent; quantities in thousandths, `lot_e3` = base units that can be cut off."""

    line_id: str
    item_id: str
    quantity_e3: int
    factor_e3: int
    lot_e3: int = ONE_E3
    minimum_e3: int = 0
    brand: str = ""
    place: str = ""
    address_id: str = ""

    @property
    def base_e3(self) -> int:
        """The quantity in base units."""
        return half_up(self.quantity_e3 * self.factor_e3, ONE_E3)


class Held(NamedTuple):
    """What lies at a place; `at_least` = that much or more."""

    place: str
    base_e3: int
    at_least: bool = False


class Coming(NamedTuple):
    """What arrives at a place on a day."""

    place: str
    day: date
    base_e3: int


@dataclass(frozen=True, slots=True)
class Supply:
    """What lies and comes of one item, as the contract may see it."""

    held: tuple[Held, ...] = ()
    coming: tuple[Coming, ...] = ()


class Piece(NamedTuple):
    """A whole line or a part of it, in its own unit."""

    line_id: str
    quantity_e3: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One order of a plan.

    Attributes:
        key: the warehouse, city, brand or address it stands for; `later` parts end in "|later".
        pieces: what is in it, in the order of the cart.
        arrives: the last arrival it waits for, None = everything lies there.
        unknown: lines nobody has told a date for.
        later: it gathers what is not there yet.
    """

    key: str
    pieces: tuple[Piece, ...]
    arrives: date | None = None
    unknown: int = 0
    later: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to send a cart and the orders it comes to."""

    way: str
    parts: tuple[Part, ...]


class _Share(NamedTuple):
    """A piece with where and when it is there; no day and known = it lies there."""

    ware: Ware
    quantity_e3: int
    place: str
    day: date | None
    known: bool

    @property
    def later(self) -> bool:
        return self.day is not None or not self.known


def lot_of(multiple_e3: int, factor_e3: int) -> int:
    """Return what can be cut off a line: whole packs of its unit that keep the multiple."""
    return lcm(max(multiple_e3, 1), max(factor_e3, 1))


def plans(
    wares: Sequence[Ware], supplies: Mapping[str, Supply], cities: Mapping[str, str]
) -> tuple[Plan, ...]:
    """Return every way that makes a difference, one order first.

    Args:
        wares: the lines, in the order of the cart.
        supplies: by item; a missing one = nothing is known.
        cities: places one may order from, each with its branch, in the supplier's order.
    """
    order = _best_order(wares, supplies, tuple(cities))
    shares = _allocated(wares, supplies, order)
    found = [
        Plan(ONE, (_part("", shares),)),
        _plan(STOCK, shares, lambda share: "later" if share.later else "now"),
        _plan(PLACE, shares, lambda share: share.place),
        _plan(EARLY, shares, lambda share: share.place + ("|later" if share.later else "")),
        _plan(BRANCH, shares, lambda share: cities.get(share.place, "")),
        _plan(MAKER, shares, lambda share: share.ware.brand),
        _plan(ADDRESS, shares, lambda share: share.ware.address_id),
    ]
    kept, seen = [], set()
    for plan in found:
        cut = tuple(sorted(part.pieces for part in plan.parts))
        if plan.way == ONE or (len(plan.parts) > 1 and cut not in seen):
            kept.append(plan)
            seen.add(cut)
    return tuple(kept)


def distributed(wares: Sequence[Ware], cells: Mapping[str, Mapping[str, int]]) -> Plan:
    """Return the plan of a distribution: an order an address, what is left over as the rest.

    Args:
        wares: the lines, in the order of the cart.
        cells: by line, then by address: quantity in the line's unit.

    Raises:
        ValueError: more is distributed than a line has.
    """
    pieces: dict[str, list[Piece]] = {}
    for ware in wares:
        left = ware.quantity_e3
        for address, quantity in cells.get(ware.line_id, {}).items():
            if quantity > 0:
                pieces.setdefault(address, []).append(Piece(ware.line_id, quantity, ware.place))
                left -= quantity
        if left < 0:
            raise ValueError(ware.line_id)
        if left or not ware.quantity_e3:
            pieces.setdefault(REST, []).append(Piece(ware.line_id, left, ware.place))
    return Plan(ADDRESS, tuple(Part(key, tuple(rows)) for key, rows in pieces.items()))


def _plan(way: str, shares: Sequence[_Share], key: Callable[[_Share], str]) -> Plan:
    groups: dict[str, list[_Share]] = {}
    for share in shares:
        groups.setdefault(key(share), []).append(share)
    ranked = sorted(groups.items(), key=lambda pair: (_later(pair[0]), -len(pair[1])))
    keep = way in (PLACE, EARLY, BRANCH)
    return Plan(way, tuple(_part(name, rows, keep=keep) for name, rows in ranked))


def _later(key: str) -> bool:
    return key == "later" or key.endswith("|later")


def _part(key: str, shares: Sequence[_Share], *, keep: bool = False) -> Part:
    """Make an order; `keep` = its lines name the warehouse they were found at."""
    pieces: dict[tuple[str, str], int] = {}
    for share in shares:
        place = share.place if keep else share.ware.place
        at = (share.ware.line_id, place)
        pieces[at] = pieces.get(at, 0) + share.quantity_e3
    days = [share.day for share in shares if share.day is not None]
    return Part(
        key,
        tuple(Piece(line_id, quantity, place) for (line_id, place), quantity in pieces.items()),
        max(days, default=None),
        len({share.ware.line_id for share in shares if not share.known}),
        _later(key),
    )


def _best_order(
    wares: Iterable[Ware], supplies: Mapping[str, Supply], places: Sequence[str]
) -> tuple[str, ...]:
    """Rank places so that the first ones have as many whole lines as possible (set cover)."""
    covers: dict[str, set[str]] = {place: set() for place in places}
    for ware in wares:
        base = ware.base_e3
        for held in supplies.get(ware.item_id, Supply()).held:
            if held.place in covers and (held.at_least or held.base_e3 >= base):
                covers[held.place].add(ware.line_id)
    order: list[str] = []
    done: set[str] = set()
    left = list(places)
    while left:
        best = max(left, key=lambda place: len(covers[place] - done))
        left.remove(best)
        order.append(best)
        done |= covers[best]
    return tuple(order)


def _allocated(
    wares: Iterable[Ware], supplies: Mapping[str, Supply], order: Sequence[str]
) -> list[_Share]:
    """Say for each line where it lies or comes; lines of one item share what there is."""
    free: dict[str, dict[str, int | None]] = {}
    found: list[_Share] = []
    for ware in wares:
        supply = supplies.get(ware.item_id, Supply())
        if ware.item_id not in free:
            free[ware.item_id] = {
                held.place: None if held.at_least else held.base_e3 for held in supply.held
            }
        places = (ware.place,) if ware.place else order
        found += _of_ware(ware, supply, free[ware.item_id], places)
    return found


def _of_ware(
    ware: Ware, supply: Supply, free: dict[str, int | None], places: Sequence[str]
) -> list[_Share]:
    base = ware.base_e3
    for place in places:
        if place in free and ((there := free[place]) is None or there >= base):
            if there is not None:
                free[place] = there - base
            return [_Share(ware, ware.quantity_e3, place, None, True)]
    shares: list[_Share] = []
    left = base
    for place in places:
        taken = _cut(ware, free.get(place) or 0, left)
        if taken:
            free[place] = (free[place] or 0) - taken
            left -= taken
            quantity = taken * ONE_E3 // ware.factor_e3
            shares.append(_Share(ware, quantity, place, None, True))
    if left or not shares:
        rest = ware.quantity_e3 - sum(share.quantity_e3 for share in shares)
        shares.append(_awaited(ware, rest, left, supply, places, shares))
    return shares


def _cut(ware: Ware, there: int, left: int) -> int:
    """Return how much of what lies somewhere can be taken: whole lots, both pieces sellable."""
    taken = min(there, left) // ware.lot_e3 * ware.lot_e3
    rest = left - taken
    if taken <= 0 or taken < ware.minimum_e3 or 0 < rest < ware.minimum_e3:
        return 0
    return taken


def _awaited(
    ware: Ware, quantity_e3: int, left: int, supply: Supply,
    places: Sequence[str], shares: Sequence[_Share],
) -> _Share:  # fmt: skip
    """Say when and where the rest of a line comes; unknown ones stay with what lies there."""
    come: dict[str, int] = {}
    for each in sorted(supply.coming, key=lambda coming: coming.day):
        if each.place in places:
            come[each.place] = come.get(each.place, 0) + each.base_e3
            if come[each.place] >= left:
                return _Share(ware, quantity_e3, each.place, each.day, True)
    place = shares[0].place if shares else next(iter(places), "")
    return _Share(ware, quantity_e3, place, None, False)
