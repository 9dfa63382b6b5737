"""Which attributes of a result are worth a facet, and how each is shown. Pure.

An attribute that few goods have, or that says the same of all, narrows nothing. Numbers stay
numbers: a few become tiles, many a range; everything else is words to tick.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.trade.fold import fold_name

CHOICE, TILES, RANGE = "choice", "tiles", "range"
SHOWN = 9
MOST_VALUES = 400
_TILES = 14
_TILE_LETTERS = 6
_RARE = 20  # an attribute that fewer than one good in so many has is left out
_TOLD_ELSEWHERE = frozenset(map(fold_name, ("Бренд", "Марка", "Производитель", "Brand", "Maker")))


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    """One attribute of the goods shown.

    Attributes:
        name: as the supplier writes it; filters go by it.
        title, unit: the name in two, «Длина» and «мм»; the unit may be empty.
        kind: CHOICE words to tick, TILES a few short numbers, RANGE many numbers.
        values: (value as written, goods that have it); numbers ascending, words by frequency.
    """

    name: str
    title: str
    unit: str
    kind: str
    values: tuple[tuple[str, int], ...]


def arrange(
    counts: Iterable[tuple[str, str, int]], total: int, chosen: Collection[str] = ()
) -> tuple[AttributeFacet, ...]:
    """Return the facets of a result, the attribute that most goods have first.

    Args:
        counts: (attribute, value, goods that have it).
        total: goods in the result.
        chosen: attributes that narrow it already; they stay whatever they say.
    """
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, value, count in counts:
        if value and fold_name(name) not in _TOLD_ELSEWHERE:
            found[name].append((value, count))
    kept = [
        (sum(count for _, count in values), len(found) - at, name, values)
        for at, (name, values) in enumerate(found.items())
        if name in chosen or _tells(values, total)
    ]
    kept.sort(key=_weight, reverse=True)
    shown = [each for at, each in enumerate(kept) if at < SHOWN or each[2] in chosen]
    return tuple(_facet(name, values) for _, _, name, values in shown)


def split_unit(name: str) -> tuple[str, str]:
    """Return «Длина, мм» as its title and its unit."""
    title, comma, unit = name.rpartition(", ")
    return (title, unit) if comma and len(unit) <= 8 and " " not in unit.strip() else (name, "")


def number_of(text: str) -> Decimal | None:
    """Return a value as a number: digits with a comma or a point, nothing else."""
    return parse_decimal(text) if text[:1].isdigit() or text[:1] == "-" else None


def _weight(kept: tuple[int, int, str, list[tuple[str, int]]]) -> tuple[int, int]:
    return kept[0], kept[1]


def _tells(values: list[tuple[str, int]], total: int) -> bool:
    covered = sum(count for _, count in values)
    return 1 < len(values) <= MOST_VALUES and covered * _RARE >= total


def _facet(name: str, values: list[tuple[str, int]]) -> AttributeFacet:
    title, unit = split_unit(name)
    numbers = {value: number_of(value) for value, _ in values}
    if all(number is not None for number in numbers.values()):
        ordered = sorted(values, key=lambda each: (numbers[each[0]] or Decimal(0), each[0]))
        few = len(ordered) <= _TILES and all(len(each) <= _TILE_LETTERS for each, _ in ordered)
        return AttributeFacet(name, title, unit, TILES if few else RANGE, tuple(ordered))
    ordered = sorted(values, key=lambda each: (-each[1], each[0]))
    return AttributeFacet(name, title, unit, CHOICE, tuple(ordered))
