"""Variants of one product laid out by the attributes in which they differ. Pure.

Two attributes span a matrix, further ones are switches above it. Attributes that say nothing new
(they follow from others) are no axes; goods that the axes cannot tell apart share a place, the
first one has it and the rest is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.domain.facets import number_of, split_unit

MOST_AXES = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """An attribute in which the variants differ; values in order, numbers ascending."""

    name: str
    title: str
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where each variant stands.

    Attributes:
        axes: the longest first: rows, then columns, then switches.
        places: item number by its values on the axes.
        rest: items that share a place with another one.
    """

    axes: tuple[Axis, ...]
    places: Mapping[tuple[str, ...], int]
    rest: tuple[int, ...] = ()

    def place_of(self, n: int) -> tuple[str, ...]:
        """Return the values of an item on the axes; empty when it has no place."""
        return next((place for place, item in self.places.items() if item == n), ())

    def at(self, row: str, column: str, switched: Sequence[str]) -> int | None:
        """Return the item of a cell; `column` and `switched` are empty with fewer axes."""
        place = (row, column, *switched)[: len(self.axes)]
        return self.places.get(tuple(place))


def lay_out(goods: Sequence[tuple[int, Mapping[str, str]]]) -> Matrix | None:
    """Return the matrix of variants, None when nothing tells them apart.

    Args:
        goods: item numbers with their attributes, in the supplier's order.
    """
    if len(goods) < 2:
        return None
    axes = _axes(goods)
    if not axes:
        return None
    places: dict[tuple[str, ...], int] = {}
    rest: list[int] = []
    for n, attributes in goods:
        place = tuple(attributes[axis.name] for axis in axes)
        if place in places:
            rest.append(n)
        else:
            places[place] = n
    return Matrix(axes, places, tuple(rest))


def _axes(goods: Sequence[tuple[int, Mapping[str, str]]]) -> tuple[Axis, ...]:
    first = goods[0][1]
    names = [name for name in first if all(name in attributes for _, attributes in goods)]
    varied = [name for name in names if len({attributes[name] for _, attributes in goods}) > 1]
    varied.sort(key=lambda name: -len({attributes[name] for _, attributes in goods}))
    chosen: list[str] = []
    told = 1
    for name in varied:
        now = len({tuple(each[key] for key in (*chosen, name)) for _, each in goods})
        if now > told and len(chosen) < MOST_AXES:
            chosen.append(name)
            told = now
        if told == len(goods):
            break
    return tuple(_axis(name, goods) for name in chosen)


def _axis(name: str, goods: Sequence[tuple[int, Mapping[str, str]]]) -> Axis:
    values = list(dict.fromkeys(attributes[name] for _, attributes in goods))
    numbers = [number_of(value) for value in values]
    if all(number is not None for number in numbers):
        values.sort(key=lambda value: number_of(value) or Decimal(0))
    title, unit = split_unit(name)
    return Axis(name, title, unit, tuple(values))
