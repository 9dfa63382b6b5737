"""Names of the catalogue as people write them in conditions, and questions written as conditions.

`write_query` is the way back of `query_language`: the filters chosen on the screen as one text, so
that a kept search holds all of them and can be run anywhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from b2bdesk.domain.facets import number_of, split_unit
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.fold import fold_name
from b2bdesk.usecases.ports.queries import NamesPort
from b2bdesk.usecases.rows.offers import Query

_LEAST_LETTERS = 3
_E5 = 5
_CHOICES = 5


def attributes_called(known: NamesPort, typed: str) -> tuple[str, ...]:
    """Return the attributes of a name: whole or without the unit, else by its first letters."""
    wanted = fold_name(typed.replace("_", " "))
    if not wanted:
        return ()
    names = {name: (fold_name(name), fold_name(split_unit(name)[0])) for name in known.attributes()}
    found = tuple(name for name, folds in names.items() if wanted in folds)
    if found:
        return found
    if len(wanted) < _LEAST_LETTERS:
        return ()
    return tuple(name for name, folds in names.items() if folds[1].startswith(wanted))


def values_called(known: NamesPort, names: Iterable[str], typed: Sequence[str]) -> tuple[str, ...]:
    """Return the values of attributes that are meant: the same number or word, else beginnings."""
    values = list(dict.fromkeys(value for name in names for value in known.values(name)))
    found: dict[str, None] = {}
    for each in typed:
        wanted, number = fold_name(each), number_of(each)
        same = [
            value
            for value in values
            if fold_name(value) == wanted or (number is not None and number_of(value) == number)
        ]
        if not same and number is None and wanted:
            same = [value for value in values if fold_name(value).startswith(wanted)]
        found |= dict.fromkeys(same)
    return tuple(found)


def among(rows: Iterable[tuple[str, ...]], typed: Sequence[str]) -> tuple[str, ...]:
    """Return ids of rows (id, name, …) that are called so: by id, by name, by its beginning."""
    known = [(row[0], tuple(map(fold_name, row[1:]))) for row in rows]
    found: dict[str, None] = {}
    for each in typed:
        wanted = fold_name(each)
        same = [key for key, names in known if key == each or wanted in names]
        found |= dict.fromkeys(same or [
            key for key, names in known if any(name.startswith(wanted) for name in names)
        ])  # fmt: skip
    return tuple(found)


def choices(
    known: NamesPort, name: str, attributes: Iterable[str], typed: Sequence[str]
) -> list[str]:
    """Return what there is for a condition that names nothing, the nearest to the typed first.

    Args:
        known: names of the catalogue.
        name: of the condition: brand, place or group; anything else is about `attributes`.
        attributes: names of attributes.
        typed: the values; the last one is looked at.
    """
    wanted = typed[-1] if typed else ""
    if name == "brand":
        return list(known.closest(wanted, None, _CHOICES))
    if name == "place":
        names = [each for _, *more in known.places() for each in more if each]
    elif name == "group":
        names = [each[1] for each in known.groups()]
    else:
        names = [value for each in attributes for value in known.values(each)]
    return list(known.closest(wanted, names, _CHOICES))


def quoted(text: str) -> str:
    """Return a value as it is written in a condition: in quotes when it needs them."""
    if text and not set(text) & set(' \t"«»|:=<>≥≤,'):
        return text
    return f"«{text}»" if '"' in text else f'"{text}"'


def write_query(
    query: Query, places: Mapping[str, str], groups: Mapping[str, str], *, russian: bool
) -> str:
    """Return a question as text: its words, then its filters as conditions.

    Args:
        query: as asked on the screen.
        places: names of warehouses by id.
        groups: names of categories by id.
        russian: write the names of conditions in Russian.
    """
    parts = [query.text] if query.text else []
    if query.group:
        parts.append(f"{_say('group', russian)}:{_one(query.group, groups)}")
    if query.brands:
        parts.append(f"{_say('brand', russian)}:{'|'.join(map(quoted, query.brands))}")
    parts += [f"{quoted(name)}:{'|'.join(map(quoted, each))}" for name, each in query.attributes]
    for name, low, high in query.ranges:
        parts += [f"{quoted(name)}>={low}"] if low else []
        parts += [f"{quoted(name)}<={high}"] if high else []
    if query.places:
        told = "|".join(_one(place, places) for place in query.places)
        parts.append(f"{_say('place', russian)}:{told}")
    for sign, bound in ((">=", query.price_from_e5), ("<=", query.price_to_e5)):
        if bound is not None:
            parts.append(f"{_say('price', russian)}{sign}{scaled_text(bound, _E5)}")
    yes = "да" if russian else "yes"
    switches = {
        "stock": query.in_stock, "bought": query.bought,
        "promo": query.promoted_on is not None, "new": query.added_from is not None,
    }  # fmt: skip
    parts += [f"{_say(name, russian)}:{yes}" for name, on in switches.items() if on]
    return " ".join(parts)


_RUSSIAN = {
    "group": "категория", "brand": "бренд", "place": "склад", "price": "цена",
    "stock": "наличие", "bought": "заказывали", "promo": "акция", "new": "новинка",
}  # fmt: skip


def _say(name: str, russian: bool) -> str:
    english = {"group": "category", "place": "warehouse"}
    return _RUSSIAN[name] if russian else english.get(name, name)


def _one(key: str, names: Mapping[str, str]) -> str:
    """A name that means this one alone, otherwise the id."""
    name = names.get(key, "")
    alone = Counter(map(fold_name, names.values()))[fold_name(name)] == 1
    return quoted(name if name and alone else key)
