"""The small query language of the search field: words beside conditions (PRODUCT C2).

`болт арт:КМ-933* бренд:ЕКФ остаток>10 цена<500` — conditions may stand anywhere, in Russian or in
English; values with blanks go in quotes. What is no condition stays text. A condition that does not
read is an error with its place, so that the field can say which word it means. Pure; used by
`usecases.search`.
"""

import re
from dataclasses import dataclass, replace

from b2bdesk.trade.decimals import parse_decimal, to_scaled
from b2bdesk.trade.fold import fold_name
from b2bdesk.usecases.rows.offers import Query

_NAMES = {
    **dict.fromkeys(("арт", "артикул", "article", "art"), "article"),
    **dict.fromkeys(("бренд", "марка", "brand"), "brand"),
    **dict.fromkeys(("остаток", "наличие", "stock"), "stock"),
    **dict.fromkeys(("цена", "price"), "price"),
}
_CONDITION = re.compile(
    rf"(?<!\S)({'|'.join(_NAMES)})\s*(>=|<=|≥|≤|:|=|>|<)\s*(?:\"([^\"]*)\"|«([^»]*)»|(\S*))",
    re.IGNORECASE,
)
_EXPONENTS = {"stock": 3, "price": 5}
_SIGNS = {"≥": ">=", "≤": "<=", "=": ":"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as typed: what it is on, its sign and its value."""

    name: str
    sign: str
    value: str


def read_query(query: Query) -> Query:
    """Move the conditions of a query's text into its filters.

    Returns:
        The query with plain text; `error` holds the condition that does not read, as typed.
    """
    made = query
    for found in _CONDITION.finditer(query.text):
        value = next(part for part in (*found.groups()[2:], "") if part is not None)
        condition = Condition(
            _NAMES[found[1].lower()], _SIGNS.get(found[2], found[2]), value.strip()
        )
        narrowed = _narrowed(made, condition)
        if narrowed is None:
            return replace(query, error=found[0].strip())
        made = narrowed
    return replace(made, text=" ".join(_CONDITION.sub(" ", query.text).split()))


def _narrowed(query: Query, condition: Condition) -> Query | None:
    if not condition.value:
        return None
    if condition.name in _EXPONENTS:
        return _bounded(query, condition)
    if condition.sign != ":":
        return None
    if condition.name == "article":
        return replace(query, article=condition.value.rstrip("*"))
    return replace(query, brand_words=(*query.brand_words, fold_name(condition.value)))


def _bounded(query: Query, condition: Condition) -> Query | None:
    number = parse_decimal(condition.value)
    if number is None or number < 0:
        return None
    scaled = to_scaled(number, _EXPONENTS[condition.name])
    low = {">": scaled + 1, ">=": scaled, ":": scaled}.get(condition.sign)
    high = {"<": scaled - 1, "<=": scaled, ":": scaled}.get(condition.sign)
    if condition.name == "price":
        return replace(
            query,
            price_from_e5=query.price_from_e5 if low is None else low,
            price_to_e5=query.price_to_e5 if high is None else high,
        )
    return replace(
        query,
        stock_from_e3=query.stock_from_e3 if low is None else low,
        stock_to_e3=query.stock_to_e3 if high is None else high,
    )
