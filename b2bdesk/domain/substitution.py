"""Which other goods could stand in for a short or vanished line, best first, and why (PRODUCT O6).

Scores are points, so that the order can be explained: what the supplier names himself, what covers
the whole quantity, what was bought before, what costs no more. Nothing is replaced here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from b2bdesk.domain.cart import Facts
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.quantity import fit

REPLACEMENT, ANALOGUE = "replacement", "analogue"
_COVERS, _PARTLY, _REPLACES, _BOUGHT, _BRAND, _PACK = 40, 10, 30, 20, 5, 5
_RANKS = (15, 10, 5)
_CHEAPER, _DEAREST = 10, -40


class Because(NamedTuple):
    """One reason: a code and the values of its sentence."""

    code: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that could be taken instead.

    Attributes:
        item_id: opaque id.
        facts: what the cache says of it today.
        price_e5: its price for the wanted quantity.
        link: `replacement` (the supplier's successor) or `analogue`.
        rank: the supplier's order among analogues, from 0.
        bought: how many own orders held it.
    """

    item_id: str
    facts: Facts
    price_e5: int | None
    link: str
    rank: int = 0
    bought: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its points and reasons."""

    candidate: Candidate
    score: int
    reasons: tuple[Because, ...]


def ranked(
    wanted_e3: int, price_e5: int | None, like: Facts, candidates: Iterable[Candidate]
) -> list[Ranked]:
    """Order candidates for a wanted quantity (base units), the best first.

    What cannot be bought at all (no price, outside the assortment, deleted, nothing in stock) is
    left out. Equal points keep the supplier's order.
    """
    found = [_judged(wanted_e3, price_e5, like, each) for each in candidates if _sellable(each)]
    return sorted(found, key=lambda each: (-each.score, each.candidate.rank))


def _sellable(candidate: Candidate) -> bool:
    facts = candidate.facts
    empty = facts.stock_e3 is not None and facts.stock_e3 <= 0 and not facts.at_least
    return (
        facts.in_assortment
        and facts.status != "deleted"
        and candidate.price_e5 is not None
        and not empty
    )


def _judged(wanted_e3: int, price_e5: int | None, like: Facts, each: Candidate) -> Ranked:
    reasons: list[Because] = []
    score = 0
    if each.link == REPLACEMENT:
        score += _REPLACES
        reasons.append(Because("replacement", {}))
    elif each.rank < len(_RANKS):
        score += _RANKS[each.rank]
        reasons.append(Because("analogue", {}))
    stock = each.facts.stock_e3
    if stock is None or stock >= wanted_e3 or each.facts.at_least:
        score += _COVERS if stock is not None else _PARTLY
        if stock is not None:
            reasons.append(Because("covers", {"stock_e3": stock}))
    else:
        score += _PARTLY
        reasons.append(Because("partly", {"stock_e3": stock, "wanted_e3": wanted_e3}))
    if each.bought:
        score += _BOUGHT
        reasons.append(Because("bought", {"times": each.bought}))
    points, because = _price(price_e5, each.price_e5)
    score += points
    reasons += because
    if each.facts.brand and each.facts.brand == like.brand:
        score += _BRAND
        reasons.append(Because("same_brand", {}))
    if fit(wanted_e3, each.facts.minimum_e3, each.facts.multiple_e3).ok:
        score += _PACK
    else:
        params = {"multiple_e3": each.facts.multiple_e3, "minimum_e3": each.facts.minimum_e3}
        reasons.append(Because("other_pack", params))
    return Ranked(each, score, tuple(reasons))


def _price(old: int | None, new: int | None) -> tuple[int, list[Because]]:
    """Points for the price: up to +10 when cheaper, down to -40 when dearer, a point a percent."""
    if not old or new is None:
        return 0, []
    percent_e2 = half_up((new - old) * 10_000, old)
    if percent_e2 == 0:
        return _CHEAPER, [Because("same_price", {})]
    code = "dearer" if percent_e2 > 0 else "cheaper"
    points = _CHEAPER if percent_e2 < 0 else max(_DEAREST, -(percent_e2 // 100))
    return points, [Because(code, {"percent_e2": abs(percent_e2)})]


def split_rest(
    wanted_e3: int, stock_e3: int | None, minimum_e3: int, multiple_e3: int
) -> tuple[int, int]:
    """Divide a wanted quantity into what is there and the rest, in base units.

    What is there is cut down to what can be ordered; all of it may be the rest.
    """
    there = fit(min(max(stock_e3 or 0, 0), wanted_e3), minimum_e3, multiple_e3)
    kept = there.down_e3 if not there.ok else min(max(stock_e3 or 0, 0), wanted_e3)
    return kept, wanted_e3 - kept
