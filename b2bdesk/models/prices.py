"""Personal base prices (quantity 1) per contract, materialised so that sorting stays SQL.

The arithmetic is that of `trade.pricing`, written as integer SQL: one statement per price type in
the contract's order, with the rules looked up once per (group, brand, segment). Items with a rule
of their own, and what 64 bits would not hold, go through `Pricer` itself; a property test holds
both equal (ARCHITECTURE, Personal price).
"""

import datetime as dt
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.derive import parents_of, path_of
from b2bdesk.trade.pricing import (
    ASKED,
    Break,
    ItemFacts,
    Pricer,
    PriceType,
    RuleIndex,
    RuleValue,
    Terms,
)
from b2bdesk.usecases.rows.account import ContractRow

log = logging.getLogger(__name__)
_KINDS = ("fixed_price", "percent_off", "amount_off", "promotion")
_WHOLE_E4 = 1_000_000
_HALF = 10**5
_LARGEST = 2**61
_STAGED = (
    "CREATE TEMP TABLE IF NOT EXISTS priced (n INTEGER PRIMARY KEY, cid INTEGER, price INTEGER,"
    " asked INTEGER, kind INTEGER)"
)


def price_types(contract: ContractRow) -> dict[str, PriceType]:
    """Return the price types of a contract as the pricer wants them."""
    return {
        row.id: PriceType(row.id, row.name, row.currency, row.vat_included, row.step_e5)
        for row in contract.price_types
    }


def read_terms(connection: Connection, contract: ContractRow) -> Terms:
    """Return the price terms of a contract from the cache; without any, its price types alone."""
    body = connection.exec_driver_sql(
        "SELECT t.body FROM terms t JOIN scope s ON s.sid = t.sid"
        " WHERE s.feed = 'terms' AND s.\"key\" = ? LIMIT 1",
        (contract.id,),
    ).scalar()
    types = tuple(row.id for row in contract.price_types)
    told: Any = json.loads(body) if body else {}
    data: dict[str, Any] = told if isinstance(told, dict) else {}
    data.setdefault("currency", contract.currency)
    if not data.get("price_types"):
        data["price_types"] = types
    try:
        return Terms.from_dict(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.info("terms of contract %s do not read: %s", contract.id, error)
        return Terms(contract.currency, types)


def scope_id(connection: Connection, feed: str, key: str) -> int | None:
    """Return the number of a scope in this file."""
    found: int | None = connection.exec_driver_sql(
        'SELECT sid FROM scope WHERE feed = ? AND "key" = ?', (feed, key)
    ).scalar()
    return found


def price_scopes(connection: Connection, contract: ContractRow) -> list[int]:
    """Return the numbers of the scopes that a contract's prices come from."""
    names = dict.fromkeys((*read_terms(connection, contract).price_types, *price_types(contract)))
    found = (scope_id(connection, "prices", name) for name in names)
    return [sid for sid in found if sid is not None]


def reprice(
    connection: Connection, contracts: Sequence[ContractRow], day: dt.date, ns: str = ""
) -> None:
    """Compute the base prices of contracts anew; the caller owns the transaction.

    Args:
        connection: of the cache file.
        contracts: in the order they are to be computed.
        day: on which rules are in force or not.
        ns: a SQL selection of item numbers; empty = all items.
    """
    for contract in contracts:
        cid = scope_id(connection, "terms", contract.id)
        if cid is None:
            continue
        if ns:
            stage_prices(connection, contract, day, ns)
            settle_prices(connection, cid, ns)
            continue
        connection.exec_driver_sql(f"DELETE FROM base_price WHERE cid = {cid}")
        _Materialised(connection, contract, cid, day).write("")


def stage_prices(
    connection: Connection, contract: ContractRow, day: dt.date, ns: str = ""
) -> int | None:
    """Compute the base prices of a contract into temp.priced; returns its number, if it has one.

    The arguments are those of `reprice`. What it says may then be compared with `base_price`.
    """
    cid = scope_id(connection, "terms", contract.id)
    if cid is None:
        return None
    connection.exec_driver_sql(_STAGED)
    connection.exec_driver_sql("DELETE FROM temp.priced")
    _Materialised(connection, contract, cid, day, "temp.priced").write(ns)
    return cid


def settle_prices(connection: Connection, cid: int, ns: str = "") -> None:
    """Bring `base_price` to temp.priced where they differ, for the same item numbers."""
    connection.exec_driver_sql(
        "INSERT INTO base_price (cid, n, price, asked, kind) SELECT cid, n, price, asked, kind"
        " FROM temp.priced WHERE true ON CONFLICT (cid, n) DO UPDATE"
        " SET price = excluded.price, asked = excluded.asked, kind = excluded.kind"
        " WHERE price IS NOT excluded.price OR asked <> excluded.asked OR kind <> excluded.kind"
    )
    only = f" AND n IN ({ns})" if ns else ""
    connection.exec_driver_sql(
        f"DELETE FROM base_price WHERE cid = {cid}{only} AND n NOT IN (SELECT n FROM temp.priced)"
    )


class _Materialised:
    """The base prices of one contract on one day."""

    def __init__(
        self,
        connection: Connection,
        contract: ContractRow,
        cid: int,
        day: dt.date,
        into: str = "base_price",
    ) -> None:
        self._connection = connection
        self._into = into
        self._contract = contract
        self._cid = cid
        self._terms = read_terms(connection, contract)
        self._types = price_types(contract)
        self._index = RuleIndex.build(self._terms.rules, day)
        self._pricer = Pricer(self._terms, self._types, day)
        sid = scope_id(connection, "catalog", contract.assortment)
        self._parents = parents_of(connection, sid)
        kept = (*self._index.best.values(), self._index.unknown)
        self._targets = frozenset(key for each in kept for key in each)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._said: dict[tuple[Any, ...], tuple[Any, ...] | None] = {}

    def write(self, ns: str) -> None:
        """Write the prices of all items or of some; there are none of the contract yet."""
        connection = self._connection
        only = f" AND n IN ({ns})" if ns else ""
        kinds = self._stage_combinations(ns)
        fresh = ""
        for place, name in enumerate(self._terms.price_types):
            kind = self._types.get(name)
            sid = scope_id(connection, "prices", name)
            if kind is None or sid is None:
                continue
            base = self._in_currency(kind, sid, only)
            if base:
                made = self._statement(kind, base, kinds, sid, only + fresh)
                connection.exec_driver_sql(made.replace("{place}", str(place)))
            else:
                self._write_in_python(
                    f"SELECT n FROM price WHERE sid = {sid}{only}", fresh_only=True
                )
            # a price that an earlier type has given is not computed to be ignored
            fresh = (
                f" AND NOT EXISTS (SELECT 1 FROM {self._into} b"
                f" WHERE b.cid = {self._cid} AND b.n = price.n)"
            )
        own = [target for by in self._index.best.values() for on, target in by if on == "item"]
        own += [target for on, target in self._index.unknown if on == "item"]
        if own:
            listed = ", ".join(_quoted(target) for target in own)
            self._write_in_python(
                f"SELECT n FROM item WHERE id IN ({listed}){only}", fresh_only=False
            )

    def facts(
        self, item_id: str, group: str | None, brand: str | None, segment: str | None
    ) -> ItemFacts:
        """Return what the rules look at."""
        path = tuple(reversed(path_of(group, self._parents)))
        return ItemFacts(item_id, path, brand or "", (segment,) if segment else ())

    def _stage_combinations(self, ns: str) -> list[str]:
        """Write what the rules say per (group, brand, segment) of the items in question.

        Returns:
            The kinds that occur.
        """
        connection = self._connection
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.combo")
        connection.exec_driver_sql(
            "CREATE TEMP TABLE combo (grp, brand, segment, asked, fixed_price, percent_off,"
            " amount_off, promo_mode, promotion, PRIMARY KEY (grp, brand, segment))"
        )
        if not self._index.best and not self._index.unknown:
            return []
        found = connection.exec_driver_sql(
            "SELECT DISTINCT coalesce(grp, ''), coalesce(brand, ''), coalesce(segment, '')"
            f" FROM item{f' WHERE n IN ({ns})' if ns else ''}"
        ).all()
        rows = [row for each in found if (row := self._combination(*each))]
        if rows:
            marks = ", ".join("?" * 9)
            connection.exec_driver_sql(f"INSERT INTO temp.combo VALUES ({marks})", rows)
        return [kind for kind in _KINDS if kind in self._index.best] if rows else []

    def _combination(self, group: str, brand: str, segment: str) -> tuple[Any, ...] | None:
        """Return what the rules say of such items; many places are alike to them."""
        place = (
            self._ruled_path(group),
            self._ruled("brand", brand),
            self._ruled("segment", segment),
        )
        if place not in self._said:
            self._said[place] = self._look_up(*place)
        said = self._said[place]
        return (group, brand, segment, *said) if said else None

    def _ruled(self, on: str, target: str) -> str:
        return target if (on, target) in self._targets else ""

    def _ruled_path(self, group: str) -> tuple[str, ...]:
        """Return those of a group and its ancestors that rules are on, the root first."""
        found = self._paths.get(group)
        if found is None:
            path = reversed(path_of(group, self._parents))
            found = tuple(each for each in path if ("group", each) in self._targets)
            self._paths[group] = found
        return found

    def _look_up(self, path: tuple[str, ...], brand: str, segment: str) -> tuple[Any, ...] | None:
        facts = ItemFacts("", path, brand, (segment,) if segment else ())
        values: dict[str, RuleValue] = {}
        for rule in self._index.line_rules(facts):
            if rule.value is not None:
                values[rule.kind] = rule.value
        asked = int(self._index.not_understood(facts))
        if not values and not asked:
            return None
        numbers = {kind: value.number for kind, value in values.items()}
        promo = values.get("promotion")
        return (
            asked,
            numbers.get("fixed_price"),
            numbers.get("percent_off"),
            numbers.get("amount_off"),
            promo.mode if promo else None,
            numbers.get("promotion"),
        )

    def _in_currency(self, kind: PriceType, sid: int, only: str) -> str:
        """Return steps 1 and 2 as SQL over `p.price`; empty = there is no rate or it is too big."""
        base = _rounded("p.price", "1", kind.step_e5)
        if kind.currency == self._terms.currency:
            return base
        rate = self._pricer.rate(kind.currency)
        query = f"SELECT max(price) FROM price WHERE sid = {sid}{only}"
        most = self._connection.exec_driver_sql(query).scalar() or 0
        if rate is None:
            return ""
        if (most + kind.step_e5) * max(rate.rate_e10 // _HALF + 1, _HALF) >= _LARGEST:
            return ""
        return _converted(base, rate.rate_e10, kind.step_e5)

    def _statement(
        self, kind: PriceType, value: str, kinds: Sequence[str], sid: int, only: str
    ) -> str:
        """Return the INSERT for one price type; items already priced keep the earlier type."""
        step = kind.step_e5
        join, asked = "", "0"
        if self._index.best or self._index.unknown:
            join = (
                " JOIN item i ON i.n = p.n LEFT JOIN temp.combo c ON c.grp = coalesce(i.grp, '')"
                " AND c.brand = coalesce(i.brand, '') AND c.segment = coalesce(i.segment, '')"
            )
            asked = "coalesce(c.asked, 0)"
        source = (
            f"SELECT p.n AS n, {value} AS v0, {asked} AS asked"
            + "".join(f", c.{name}" for name in _columns(kinds))
            + f" FROM (SELECT n, price, max(min) FROM price WHERE sid = {sid} AND min <= 1000"
            f" AND price > 0{only} GROUP BY n) p{join}"
        )
        for at, name in enumerate(kinds):
            source = f"SELECT *, {_applied(name, f'v{at}', step)} AS v{at + 1} FROM ({source})"
        last = f"v{len(kinds)}"
        return (
            f"INSERT OR IGNORE INTO {self._into} (cid, n, price, asked, kind)"
            f" SELECT {self._cid}, n, CASE WHEN asked THEN NULL ELSE {last} END, asked, {{place}}"
            f" FROM ({source})"
        )

    def _write_in_python(self, ns: str, fresh_only: bool) -> None:
        rows = []
        places = {name: place for place, name in enumerate(self._terms.price_types)}
        for facts, n, breaks in self._priced_items(ns):
            priced = self._pricer.base(facts, breaks)
            if priced.e5 is not None or priced.state == ASKED:
                place = places.get(priced.price_type, 0)
                rows.append((self._cid, n, priced.e5, int(priced.state == ASKED), place))
        verb = "INSERT OR IGNORE" if fresh_only else "INSERT OR REPLACE"
        if rows:
            self._connection.exec_driver_sql(
                f"{verb} INTO {self._into} (cid, n, price, asked, kind) VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def _priced_items(self, ns: str) -> Iterator[tuple[ItemFacts, int, Mapping[str, list[Break]]]]:
        sids = {scope_id(self._connection, "prices", name): name for name in self._types}
        listed = ", ".join(str(sid) for sid in sids if sid is not None) or "NULL"
        breaks: dict[int, dict[str, list[Break]]] = {}
        for n, sid, minimum, price in self._connection.exec_driver_sql(
            f"SELECT n, sid, min, price FROM price WHERE sid IN ({listed}) AND n IN ({ns})"
        ):
            breaks.setdefault(n, {}).setdefault(sids[sid], []).append(Break(minimum, price))
        for n, item_id, group, brand, segment in self._connection.exec_driver_sql(
            f"SELECT n, id, grp, brand, segment FROM item WHERE n IN ({ns})"
        ).all():
            if n in breaks:
                yield self.facts(item_id, group, brand, segment), n, breaks[n]


def _columns(kinds: Sequence[str]) -> list[str]:
    return [*kinds, "promo_mode"] if "promotion" in kinds else list(kinds)


def _rounded(num: str, den: str, step: int) -> str:
    """Half-up to the step, never below one step, as integer SQL."""
    return f"max((2 * ({num}) + {den} * {step}) / (2 * {den} * {step}), 1) * {step}"


def _converted(value: str, rate_e10: int, step: int) -> str:
    """`_rounded` of value * rate / 10^10 in 64 bits: the rate is taken in two halves."""
    high, low = divmod(rate_e10, _HALF)
    den = _HALF * step
    part = f"2 * ({value}) * {high} + 2 * ({value}) * {low} / {_HALF} + {den}"
    return f"max(({part}) / (2 * {den}), 1) * {step}"


def _applied(kind: str, value: str, step: int) -> str:
    percent = _rounded(f"{value} * ({_WHOLE_E4} - {kind})", str(_WHOLE_E4), step)
    fixed = _rounded(kind, "1", step)
    amount = _rounded(f"{value} - {kind}", "1", step)
    if kind == "promotion":
        return (
            f"CASE promo_mode WHEN 'percent' THEN {percent} WHEN 'amount' THEN {amount}"
            f" WHEN 'fixed' THEN {fixed} ELSE {value} END"
        )
    chosen = {"fixed_price": fixed, "percent_off": percent, "amount_off": amount}[kind]
    return f"CASE WHEN {kind} IS NULL THEN {value} ELSE {chosen} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
