"""Chooses one column per role out of headings and content.

Headings come first, but content may overrule them: a «Код» full of running numbers is no article, a
column without heading whose texts are in the catalogue is one. Pure; called by `lists.layout`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.choose_amounts import (
    by_product,
    price_from_sum,
    quantity_from_total,
    volume_is_no_quantity,
)
from b2bdesk.trade.lists.choose_bare import Features, columns_by_content
from b2bdesk.trade.lists.choose_content import by_content, unheaded
from b2bdesk.trade.lists.features import ColumnFeatures
from b2bdesk.trade.lists.headings import Heading
from b2bdesk.trade.tablerows import RawRow

_ORDER = (
    "number", "barcode", "own_code", "article", "quantity", "unit", "price", "name",
    "sum", "stock", "pack", "comment", "address", "brand", "group",
)  # fmt: skip


def choose_columns(
    roles: Mapping[int, Heading],
    features: Features,
    rows: Sequence[RawRow],
    headed: Mapping[int, str] | None = None,
) -> tuple[dict[str, int], int]:
    """Decide the columns.

    Args:
        roles: what the headings say, by column; empty without headings.
        features: what the cells say.
        rows: sample rows, for products of columns.
        headed: heading texts by column, known or not.

    Returns:
        Roles with their columns, and the confidence in percent.
    """
    if not roles:
        return columns_by_content(features, rows)
    headed = headed or {}
    chosen: dict[str, int] = {}
    for role in _ORDER:
        found = _best(role, roles, features, chosen)
        if found is not None:
            chosen[role] = found
    _beside_empty(chosen, roles, features)
    volume_is_no_quantity(chosen, roles, features, headed)
    quantity_from_total(chosen, roles, features)
    price_from_sum(chosen, roles, rows)
    by_product(chosen, roles, rows)
    by_content(chosen, roles, features, headed)
    unheaded(chosen, headed, roles, features)
    return chosen, _confidence(chosen, roles, features)


def _best(
    role: str, roles: Mapping[int, Heading], features: Features, chosen: Mapping[str, int]
) -> int | None:
    points: list[tuple[int, int]] = []
    for column, heading in roles.items():
        if heading.role == role and column not in chosen.values():
            fit = _fit(role, heading.strength, features.get(column))
            if fit is not None:
                points.append((fit, -column))
    return -max(points)[1] if points else None


def _fit(role: str, strength: int, seen: ColumnFeatures | None) -> int | None:
    """Points of a column for its headed role; None when the content forbids it."""
    if seen is None:
        return strength * 10 - (0 if role == "quantity" else 60)
    points = strength * 10 + min(seen.filled, 40) // 4
    if role == "article":
        if seen.running and seen.hits < 30 and strength < 9:
            return None
        return points + 2 * seen.hits - (60 if seen.filled < 5 else 0)
    if role == "quantity":
        weak = strength <= 5 and seen.bare < 80  # «Объём: 50 мл» is a size
        bad = seen.filled >= 5 and (seen.numeric < 40 or weak)
        if weak and bad:
            return None
        return points - (80 if bad else 0) - (70 if seen.running and seen.filled > 80 else 0)
    if role in {"address", "unit"} and seen.numeric > 80:
        return None
    if role == "stock" and strength <= 5 and seen.numeric + seen.stocky < 10:
        return None  # «Склад» over names of warehouses
    return points + _likely(role, seen)


def _likely(role: str, seen: ColumnFeatures) -> int:
    """Points for content that is usual under a heading."""
    if role == "barcode":
        return seen.hits + seen.barcode // 2
    if role == "price":
        flags = seen.distinct <= 10 and seen.largest <= 1  # «Show price»: 1, 1, 1
        return -80 if seen.numeric < 30 or flags else 0
    if role == "name":
        again = (100 - seen.distinct) // 25 if seen.filled > 50 else 0  # the group in each row
        return seen.prose // 12 - (100 if seen.numeric > 80 else again)
    if role == "stock":
        return (seen.numeric + seen.stocky) // 10
    return 0


def _beside_empty(chosen: dict[str, int], roles: Mapping[int, Heading], features: Features) -> None:
    """A heading over an empty column (merged, shifted) means the filled one beside it."""
    for role in ("name", "article", "barcode", "price"):
        at = chosen.get(role)
        if at is None or (at in features and features[at].filled >= 5):
            continue
        for beside in (at - 1, at + 1, at - 2, at + 2):
            seen = features.get(beside)
            if seen is None or beside in roles or beside in chosen.values() or seen.filled < 30:
                continue
            if (at + beside) // 2 in roles and abs(at - beside) == 2:
                continue  # another headed column stands between
            if (seen.numeric >= 60) == (role == "price") or (role == "barcode" and seen.barcode):
                chosen[role] = beside
                break


def _confidence(chosen: Mapping[str, int], roles: Mapping[int, Heading], features: Features) -> int:
    """Percent: what identifies the goods, the quantity, and whether content agrees."""
    points = 25
    keys = [features[chosen[r]] for r in ("article", "barcode") if chosen.get(r) in features]
    if keys:
        points += 25 + max(f.hits for f in keys) // 4
    if "name" in chosen and chosen["name"] in features:
        points += 10 if keys else 20
    if "quantity" in chosen:
        strong = roles.get(chosen["quantity"])
        points += 25 if strong and strong.strength >= 8 else 15
    elif "price" in chosen and chosen["price"] in features:
        points += 10
    return min(points, 99)
