"""Filters by attribute, warehouse, promotion and age as SQL conditions (see `filters`).

Attributes are tested by the marks of items (`attributes`); those that are not marked are read out
of the items.
"""

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from b2bdesk.models.prices import read_terms
from b2bdesk.models.queries import attributes
from b2bdesk.models.queries.view import View
from b2bdesk.trade import pricing_rules as rules
from b2bdesk.usecases.rows.offers import AttributeTerm, Query

T = TypeVar("T")
_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT g.id FROM grp g"
    " JOIN below ON g.parent = below.id WHERE g.sid = {sid}) SELECT id FROM below"
)


@dataclass(slots=True)
class Conditions:
    """Conditions to be joined by AND, and their parameters in order."""

    wheres: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


def by_marks(view: View, query: Query) -> tuple[list[attributes.Test], Query]:
    """Return the conditions on attributes that marks tell, and the query without them."""
    tests: list[attributes.Test] = []
    pairs: list[tuple[str, tuple[str, ...]]] = []
    ranges: list[tuple[str, str, str]] = []
    terms: list[AttributeTerm] = []
    for pair in query.attributes:
        _sort_out(attributes.says(view, [pair[0]], pair[1]), tests, pairs, pair)
    for each in query.ranges:
        bounds = [bound for bound in zip((">=", "<="), each[1:], strict=True) if bound[1]]
        if bounds:
            _sort_out(attributes.compares(view, each[:1], bounds), tests, ranges, each)
    for term in query.terms:
        if term.sign == ":":
            test = attributes.says(view, term.names, term.values)
        else:
            test = attributes.compares(view, term.names, [(term.sign, term.values[0])])
        _sort_out(test, tests, terms, term)
    if not (query.attributes or query.ranges or query.terms):
        return tests, query
    rest = replace(query, attributes=tuple(pairs), ranges=tuple(ranges), terms=tuple(terms))
    return tests, rest


def _sort_out(
    test: attributes.Test | None, tests: list[attributes.Test], rest: list[T], asked: T
) -> None:
    if test is None:
        rest.append(asked)
    else:
        tests.append(test)


def reads_item(query: Query) -> bool:
    """Say whether these filters need columns of the item."""
    told = (query.attributes, query.ranges, query.terms, query.promoted_on, query.added_from)
    return any(told)


def conditions(view: View, query: Query, item: str) -> Conditions:
    """Return what a query asks for besides what `filters` knows.

    Args:
        view: through which scopes.
        query: the question.
        item: alias under which columns of the item are read.
    """
    made = Conditions()
    for name, values in query.attributes:  # what marks do not tell
        marks = ", ".join("?" * len(values))
        made.wheres.append(f"CAST({item}.attributes ->> ? AS TEXT) IN ({marks})")
        made.values += [name, *values]
    for term in query.terms:
        _term(made, item, term)
    for name, low, high in query.ranges:
        _between(made, item, name, (low, high))
    if query.places:
        marks = ", ".join("?" * len(query.places))
        made.wheres.append(
            f"EXISTS (SELECT 1 FROM stock p WHERE p.sid = {view.stock} AND p.n = s.n"
            f" AND p.place IN ({marks}) AND p.qty > 0)"
        )
        made.values += query.places
    if query.use_by_from is not None or query.use_by_to is not None:
        _usable(view, query, made)
    if query.added_from is not None:
        made.wheres.append(f"{item}.added >= ?")
        made.values.append(query.added_from.isoformat())
    if query.promoted_on is not None:
        _promoted(view, query, item, made)
    return made


def _usable(view: View, query: Query, made: Conditions) -> None:
    """Keep what has a batch of such a day where something lies (see `batches`)."""
    test = (
        "EXISTS (SELECT 1 FROM batch q CROSS JOIN stock l"
        " ON l.sid = q.sid AND l.n = q.n AND l.place = q.place"
        f" WHERE q.sid = {view.stock} AND q.n = s.n AND coalesce(q.qty, 1) > 0 AND l.qty > 0"
    )
    for sign, day in ((">=", query.use_by_from), ("<=", query.use_by_to)):
        if day is not None:
            test += f" AND q.use_by {sign} ?"
            made.values.append(day.isoformat())
    made.wheres.append(f"{test})")


def _between(made: Conditions, item: str, name: str, bounds: tuple[str, str]) -> None:
    """Compare as numbers; these are lengths and powers, never money."""
    number = f"CAST(replace({item}.attributes ->> ?, ',', '.') AS REAL)"
    for sign, bound in zip((">=", "<="), bounds, strict=True):
        if bound:
            made.wheres.append(f"{number} {sign} CAST(? AS REAL)")
            made.values += [name, bound.replace(",", ".")]


def _term(made: Conditions, item: str, term: AttributeTerm) -> None:
    """Keep what one of the attributes says; words are no numbers."""
    told = f"{item}.attributes ->> ?"
    parts = []
    for name in term.names:
        if term.sign == ":":
            marks = ", ".join("?" * len(term.values))
            parts.append(f"CAST({told} AS TEXT) IN ({marks})")
            made.values += [name, *term.values]
        else:
            number = f"CAST(replace({told}, ',', '.') AS REAL)"
            parts.append(f"({told} GLOB '[-0-9]*' AND {number} {term.sign} CAST(? AS REAL))")
            made.values += [name, name, *term.values]
    made.wheres.append(f"({' OR '.join(parts)})")


def _promoted(view: View, query: Query, item: str, made: Conditions) -> None:
    """Keep what a promotion of the contract names on the day of the question."""
    parts: list[str] = []
    values: list[Any] = []
    for rule in _promotions(view, query):
        if rule.on == rules.ALL:
            return
        column, sql = _TARGETS[rule.on]
        parts.append(f"{item}.{column} {sql.format(sid=view.assortment)}")
        values.append(rule.target)
    made.wheres.append(f"({' OR '.join(parts)})" if parts else "0")
    made.values += values


_TARGETS = {
    rules.ITEM: ("id", "= ?"),
    rules.GROUP: ("grp", f"IN ({_BELOW})"),
    rules.BRAND: ("brand", "= ?"),
    rules.SEGMENT: ("segment", "= ?"),
}


def _promotions(view: View, query: Query) -> list[rules.Rule]:
    day = query.promoted_on
    if view.contract is None or day is None:
        return []
    return [
        rule
        for rule in read_terms(view.connection, view.contract).rules
        if rule.kind == rules.PROMOTION
        and (rule.since is None or rule.since <= day)
        and (rule.until is None or rule.until >= day)
    ]
