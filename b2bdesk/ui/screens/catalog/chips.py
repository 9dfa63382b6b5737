"""The chips of the filters in force, and the question without one of them. No Qt.

Two switches stand first and always; promotions and news come when there are any; everything that
narrows besides has a chip with «×».
"""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.domain.facets import split_unit
from b2bdesk.texts import formats, tr
from b2bdesk.ui.widgets.chip import ChipSpec
from b2bdesk.usecases.query_minus import left_out
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import Query

IN_STOCK, BOUGHT, PROMOTED, ADDED = "in_stock", "bought", "promoted", "added"
PRICE, WORDS = "price", "words"
BRAND, PLACE, VALUE, RANGE = "brand:", "place:", "value:", "range:"
LEFT_OUT = "left_out:"
_SEPARATOR = "\x1f"
NOTHING: dict[str, object] = {
    "text": "", "brands": (), "in_stock": False, "bought": False, "price_from_e5": None,
    "price_to_e5": None, "attributes": (), "ranges": (), "places": (), "promoted_on": None,
    "added_from": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chips:
    """Chips and which of them are on."""

    specs: tuple[ChipSpec, ...]
    on: tuple[str, ...]


def chips_of(query: Query, facets: FacetsRow) -> Chips:
    """Return the chips of a question.

    Args:
        query: the question.
        facets: of its result; they name places and count the switches.
    """
    promoted, added = query.promoted_on is not None, query.added_from is not None
    switches = [
        ChipSpec(IN_STOCK, tr("In stock"), keep=True),
        ChipSpec(BOUGHT, tr("Bought before"), short=tr("Bought"), keep=True),
    ]
    if facets.promoted or promoted:
        count = None if promoted else facets.promoted
        switches.append(ChipSpec(PROMOTED, tr("Promotions"), count, short=tr("Promo"), keep=True))
    if facets.added or added:
        count = None if added else facets.added
        switches.append(ChipSpec(ADDED, tr("New"), count, keep=True))
    more = _removable(query, {place.id: place.name for place in facets.places})
    on = ((IN_STOCK, query.in_stock), (BOUGHT, query.bought), (PROMOTED, promoted), (ADDED, added))
    return Chips((*switches, *more), tuple(key for key, is_on in on if is_on))


def without(query: Query, key: str) -> dict[str, object]:
    """Return what of the question changes when a chip is removed."""
    kind, _, rest = key.partition(":")
    if key == WORDS:
        return {"text": " ".join(_apart(query.text)[1])}
    if f"{kind}:" == LEFT_OUT:
        words, gone = _apart(query.text)
        del gone[int(rest)]
        return {"text": " ".join(filter(None, (words, *gone)))}
    if key == PRICE:
        return {"price_from_e5": None, "price_to_e5": None}
    if f"{kind}:" == BRAND:
        return {"brands": tuple(brand for brand in query.brands if brand != rest)}
    if f"{kind}:" == PLACE:
        return {"places": tuple(place for place in query.places if place != rest)}
    name, _, value = rest.partition(_SEPARATOR)
    if f"{kind}:" == RANGE:
        return {"ranges": tuple(each for each in query.ranges if each[0] != name)}
    left = []
    for each, values in query.attributes:
        kept = tuple(one for one in values if each != name or one != value)
        if kept:
            left.append((each, kept))
    return {"attributes": tuple(left)}


def _removable(query: Query, places: dict[str, str]) -> list[ChipSpec]:
    found: list[tuple[str, str]] = []
    words, gone = _apart(query.text)
    if words:
        found.append((WORDS, tr("“{words}”").format(words=words)))
    for at, typed in enumerate(gone):
        told = typed[1:].strip('"«»')
        found.append((f"{LEFT_OUT}{at}", tr("without “{words}”").format(words=told)))
    found += [(BRAND + brand, brand) for brand in query.brands]
    for name, values in query.attributes:
        unit = split_unit(name)[1]
        found += [
            (f"{VALUE}{name}{_SEPARATOR}{value}", f"{value} {unit}" if unit else value)
            for value in values
        ]
    found += [(RANGE + name, _range_words(name, low, high)) for name, low, high in query.ranges]
    found += [(PLACE + place, places.get(place, place)) for place in query.places]
    if query.price_from_e5 is not None or query.price_to_e5 is not None:
        found.append((PRICE, _price_words(query)))
    return [
        ChipSpec(key, words, removable=True, separated=not at)
        for at, (key, words) in enumerate(found)
    ]


def _apart(text: str) -> tuple[str, list[str]]:
    """Return the words that are looked for, and what is left out, as typed."""
    spans = left_out(text)
    gone = [text[first:beyond] for first, beyond, _ in spans]
    for first, beyond, _ in reversed(spans):
        text = text[:first] + text[beyond:]
    return " ".join(text.split()), gone


def _range_words(name: str, low: str, high: str) -> str:
    title, unit = split_unit(name)
    tail = f" {unit}" if unit else ""
    if low and high:
        words = f"{low}–{high}"
    elif low:
        words = tr("from {value}").format(value=low)
    else:
        words = tr("up to {value}").format(value=high)
    return f"{title} {words}{tail}"


def _price_words(query: Query) -> str:
    low = formats.price(query.price_from_e5) if query.price_from_e5 is not None else ""
    high = formats.price(query.price_to_e5) if query.price_to_e5 is not None else ""
    if low and high:
        return tr("{low}–{high} each").format(low=low, high=high)
    if low:
        return tr("from {price} each").format(price=low)
    return tr("up to {price} each").format(price=high)
