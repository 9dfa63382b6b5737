"""The small query language of the search field: words beside conditions (PRODUCT C2).

`болт арт:КМ-933* бренд:ЕКФ остаток>10 цена<500 склад:Химки акция:да мощность>10 годен>90` —
conditions may stand anywhere, in Russian or in English; names and values with blanks go in quotes,
values apart by "|" are alternatives. A name that is none of ours is one of an attribute of the
catalogue, when there is such. What is no condition stays text. A condition that does not read is an
error with its place, so that the field can say which word it means. Used by `usecases.search`.

A minus leaves out: `болт -оцинкованный -"с фланцем" -бренд:Норд`. It stands before a word of three
letters, a quote or a condition, after a blank: «МК-15», «-40» and «ВВГ -нг» are what they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from b2bdesk.trade.decimals import to_scaled
from b2bdesk.trade.fold import fold_name
from b2bdesk.usecases.ports.queries import NamesPort
from b2bdesk.usecases.query_minus import MINUS, without_words
from b2bdesk.usecases.query_names import (
    among,
    attributes_called,
    choices,
    quoted,
    values_called,
)
from b2bdesk.usecases.query_values import between, days, number
from b2bdesk.usecases.rows.offers import AttributeTerm, Query

NEW_DAYS = 60
NAMES = {
    **dict.fromkeys(("арт", "артикул", "article", "art"), "article"),
    **dict.fromkeys(("бренд", "марка", "brand"), "brand"),
    **dict.fromkeys(("остаток", "наличие", "stock"), "stock"),
    **dict.fromkeys(("цена", "price"), "price"),
    **dict.fromkeys(("склад", "warehouse"), "place"),
    **dict.fromkeys(("категория", "группа", "category"), "group"),
    **dict.fromkeys(("акция", "акции", "promo"), "promo"),
    **dict.fromkeys(("новинка", "новинки", "new"), "new"),
    **dict.fromkeys(("заказывали", "покупали", "bought"), "bought"),
    **dict.fromkeys(("годен", "годность", "годен_до", "fresh"), "use_by"),
    **dict.fromkeys(("название", "наименование", "name", "код", "code", "штрихкод", "шк"), "text"),
}
_SIGN = r"(>=|<=|≥|≤|:|=|>|<)"
_GROUPED = r"(?:\d(?:[ \u00a0\u202f]\d{3})+|\d{2,3}(?:[ \u00a0\u202f]000)+)(?!\d)(?:[.,]\d+)?"
_VALUE = r"((?:\"[^\"]*\"|«[^»]*»|[^\s\"«])*)"
_COUNTED = rf"((?:{_GROUPED})?(?:\"[^\"]*\"|«[^»]*»|[^\s\"«])*(?:\s(?:₽|руб\.?|р\.?|шт\.?)(?!\S))?)"
_CONDITION = re.compile(
    rf"(?<!\S)[{MINUS}]?(?:({'|'.join(NAMES)})\s*{_SIGN}\s*{_COUNTED}"
    rf"|(?:\"([^\"]+)\"|«([^»]+)»|([^\W\d_][\w-]+)){_SIGN}{_VALUE})",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\"([^\"]*)\"|«([^»]*)»|([^|]+)")
_EXPONENTS = {"stock": 3, "price": 5}
_SIGNS = {"≥": ">=", "≤": "<=", "=": ":"}
_YES = frozenset(("да", "есть", "yes", "1", "+"))
_NO = frozenset(("нет", "no", "-"))


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as typed: what it is on, its sign and its values."""

    name: str
    sign: str
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The one value, "" when there is none or several."""
        return self.values[0] if len(self.values) == 1 else ""


class QueryReader:
    """Reads questions with the names of the catalogue in use."""

    def __init__(self, names: NamesPort | None, today: Callable[[], date]) -> None:
        """Keep where names come from.

        Args:
            names: of the catalogue; None = conditions on attributes, warehouses and categories
                are not known.
            today: the supplier's day; promotions and news are those of it.
        """
        self._names = names
        self._today = today

    def read(self, query: Query) -> Query:
        """Move the conditions of a query's text into its filters.

        Returns:
            The query with plain text; `error` holds the condition that does not read, as typed.
        """
        made, left, at = query, [], 0
        for found in _CONDITION.finditer(query.text):
            condition = _condition(found)
            if condition.name == "text" and condition.sign == ":" and condition.values:
                told = " ".join(condition.values)
                told = f'-"{told}"' if found[0][0] in MINUS else told
                left += [query.text[at : found.start()], told]
                at = found.end()
                continue
            names = () if found[1] else self._attributes(condition.name)
            if not found[1] and not names:
                continue
            left.append(query.text[at : found.start()])
            at = found.end()
            minus = found[0][0] in MINUS
            narrowed = self._with(Query() if minus else made, condition, names)
            if narrowed is None:
                known = self._choices(query.text, found, condition, names)
                return replace(query, error=found[0].strip(), choices=known)
            made = replace(made, unless=(*made.unless, narrowed)) if minus else narrowed
        return without_words(made, " ".join((*left, query.text[at:])))

    def _with(self, query: Query, condition: Condition, names: tuple[str, ...]) -> Query | None:
        if names:
            return _of_attribute(self._names, query, condition, names)
        return self._narrowed(query, condition)

    def _choices(
        self, text: str, found: re.Match[str], condition: Condition, names: tuple[str, ...]
    ) -> tuple[tuple[str, str], ...]:
        """Return what may stand instead of a value nobody has, each with the whole text."""
        named = names or condition.name in ("brand", "place", "group")
        if self._names is None or condition.sign != ":" or not named or not condition.values:
            return ()
        first = max(found.end(group) for group in (2, 7))
        return tuple(
            (each, text[:first] + quoted(each) + text[found.end() :])
            for each in choices(self._names, condition.name, names, condition.values)
        )

    def _attributes(self, name: str) -> tuple[str, ...]:
        return attributes_called(self._names, name) if self._names is not None else ()

    def _narrowed(self, query: Query, condition: Condition) -> Query | None:
        on = condition.sign == ":" and condition.value.casefold() in _YES
        switched = {
            "stock": {"in_stock": True}, "bought": {"bought": True},
            "promo": {"promoted_on": self._today()},
            "new": {"added_from": self._today() - timedelta(days=NEW_DAYS)},
        }.get(condition.name)  # fmt: skip
        if switched is not None and on and (condition.name != "stock" or condition.value != "1"):
            return replace(query, **switched)  # type: ignore[arg-type]  # names of Query
        if condition.name == "stock" and condition.value.casefold() in _NO:
            return replace(query, stock_to_e3=0) if condition.sign == ":" else None
        if condition.name in _EXPONENTS:
            return _bounded(query, condition)
        if condition.name == "use_by":
            return self._usable(query, condition)
        if condition.sign != ":" or not condition.values or switched is not None:
            return None
        if condition.name in ("place", "group"):
            return self._placed(query, condition)
        if condition.name == "article":
            return replace(query, article="|".join(condition.values))
        return self._branded(query, condition)

    def _branded(self, query: Query, condition: Condition) -> Query | None:
        called = tuple(filter(None, map(fold_name, condition.values)))
        if self._names is not None:
            called = tuple(dict.fromkeys(self._names.brands(called)))
        return (
            replace(query, brand_words=(*query.brand_words, "|".join(called))) if called else None
        )

    def _usable(self, query: Query, condition: Condition) -> Query | None:
        """Until when the stock may be used; «да» = until some known day."""
        if condition.sign == ":" and condition.value.casefold() in _YES:
            return replace(query, use_by_from=date.min)
        meant = days(condition.value, self._today())
        if meant is None:
            return None
        first, last = meant
        day = timedelta(days=1)
        low = {">": last + day, ">=": first, ":": first}.get(condition.sign)
        high = {"<": first - day, "<=": last, ":": last}.get(condition.sign)
        return replace(
            query,
            use_by_from=query.use_by_from if low is None else low,
            use_by_to=query.use_by_to if high is None else high,
        )

    def _placed(self, query: Query, condition: Condition) -> Query | None:
        if self._names is None:
            return None
        if condition.name == "place":
            places = among(self._names.places(), condition.values)
            return replace(query, places=(*query.places, *places)) if places else None
        groups = among(self._names.groups(), condition.values)
        return replace(query, group=groups[0]) if groups else None


def _condition(found: re.Match[str]) -> Condition:
    own, sign, value, quoted, angled, word, other_sign, other_value = found.groups()
    name = NAMES[own.lower()] if own else next(each for each in (quoted, angled, word) if each)
    sign = sign or other_sign
    parts = [
        next(filter(None, each), "").strip() for each in _PARTS.findall(value or other_value or "")
    ]
    return Condition(name, _SIGNS.get(sign, sign), tuple(filter(None, parts)))


def _of_attribute(
    known: NamesPort | None, query: Query, condition: Condition, names: tuple[str, ...]
) -> Query | None:
    if known is None or not names:
        return None
    values: tuple[str, ...] = ()
    if condition.sign == ":":
        values = values_called(known, names, condition.values)
    else:
        amount = number(condition.value)
        values = () if amount is None else (format(amount, "f"),)
    span = between(condition.value) if condition.sign == ":" and not values else None
    if span:
        low, high = (
            AttributeTerm(names, sign, (format(each, "f"),))
            for sign, each in zip((">=", "<="), span, strict=True)
        )
        return replace(query, terms=(*query.terms, low, high))
    if not values:
        return None
    return replace(query, terms=(*query.terms, AttributeTerm(names, condition.sign, values)))


def _bounded(query: Query, condition: Condition) -> Query | None:
    span = between(condition.value) if condition.sign == ":" else None
    amount = number(condition.value)
    first, last = span or (amount, amount)
    if first is None or last is None or first < 0:
        return None
    least, most = (to_scaled(each, _EXPONENTS[condition.name]) for each in (first, last))
    low = {">": least + 1, ">=": least, ":": least}.get(condition.sign)
    high = {"<": most - 1, "<=": most, ":": most}.get(condition.sign)
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
