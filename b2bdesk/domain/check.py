"""What is said about a cart before it is sent: lines that differ, rules that are met or broken.

Three-way (PRODUCT O9): as seen when added, as the local data say, as the portal says now. Codes
and values only; the words are in `texts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from b2bdesk.domain.cart import ACCEPT, BLOCKING, KEEP, LATER, Mark

WARNING_MARKS = ("short", "none_left", "off_multiple", "below_minimum")


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule of the cart: code, whether it stops the sending, values, lines concerned."""

    code: str
    blocking: bool
    params: dict[str, Any]
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """Sums a cart is measured against, in minor units; None = not told."""

    gross: int
    minimum: int | None = None
    free_credit: int | None = None
    limit: int | None = None
    overdue: int | None = None
    stop_overdue: bool = False


def line_problems(marked: Iterable[tuple[str, tuple[Mark, ...]]]) -> list[Problem]:
    """Gather marks of lines into one problem per code, blocking ones first."""
    by_code: dict[str, list[str]] = {}
    for line_id, found in marked:
        for mark in found:
            if mark.code in BLOCKING or mark.code in WARNING_MARKS:
                by_code.setdefault(mark.code, []).append(line_id)
    problems = [
        Problem(code, code in BLOCKING, {"count": len(ids)}, tuple(ids))
        for code, ids in by_code.items()
    ]
    return sorted(problems, key=lambda each: not each.blocking)


def money_problems(money: Money, currency: str) -> list[Problem]:
    """Compare a cart with the contract's minimum, the free credit and the overdue debt.

    The portal decides about the credit; the minimum stops here, and overdue debt where it says
    so, because these are terms of the contract.
    """
    problems: list[Problem] = []
    given = {"sum_minor": money.gross, "currency": currency}
    if money.minimum is not None and money.gross < money.minimum:
        lacking = money.minimum - money.gross
        params = {**given, "minimum_minor": money.minimum, "lacking_minor": lacking}
        problems.append(Problem("below_minimum_sum", True, params))
    if money.free_credit is not None and money.gross > money.free_credit:
        params = {
            **given,
            "what": "before",
            "free_minor": money.free_credit,
            "limit_minor": money.limit,
            "lacking_minor": money.gross - money.free_credit,
        }
        problems.append(Problem("credit_limit", False, params))
    if money.overdue:
        what = "stops" if money.stop_overdue else "before"
        params = {"what": what, "overdue_minor": money.overdue, "currency": currency}
        problems.append(Problem("overdue_debt", money.stop_overdue, params))
    return problems


_PORTAL_STOPS = {
    "below_delivery_minimum": True,
    "below_minimum_sum": True,
    "credit_limit": False,
    "overdue_debt": True,
}


def portal_problems(codes: Iterable[str], known: Iterable[str]) -> list[Problem]:
    """What the portal has against an order that the data here do not know of yet.

    Args:
        codes: of its quote; one nobody knows is shown as it is.
        known: codes of what is said already.
    """
    said = set(known)
    found: list[Problem] = []
    for code in dict.fromkeys(codes):
        if code in _PORTAL_STOPS and code not in said:
            found.append(Problem(code, _PORTAL_STOPS[code], {"what": "portal"}))
        elif code not in _PORTAL_STOPS:
            found.append(Problem("portal_objects", False, {"text": code}))
    return found


def judged(
    here: Iterable[Problem],
    refusals: Iterable[tuple[str, Mapping[str, Any]]],
    advised: Iterable[str] = (),
) -> list[Problem]:
    """What stands against an order once the portal has said all it would refuse it for.

    Its word goes before what the older data here say of the same rule, and stops the order. What
    stops it by these data is kept: they are what is sealed with. A mere doubt about the credit
    that the portal does not share is dropped.

    Args:
        here: problems by the data of this machine.
        refusals: codes and values as its answer to the order would have them.
        advised: codes of its other remarks.
    """
    told: dict[str, Mapping[str, Any]] = {}
    for code, params in refusals:
        told.setdefault(code, params)
    known = {*told, *advised}
    kept = [
        each
        for each in here
        if each.line_ids
        or (each.code not in told and (each.blocking or each.code not in _CREDIT - known))
    ]
    said = [
        Problem(code, True, {**params, "what": _BEFORE.get(code) or params.get("what")})
        for code, params in told.items()
    ]
    return [*kept, *said]


_CREDIT = frozenset({"credit_limit"})
_BEFORE = {"credit_limit": "before"}
"""Cases of a code whose own sentence is about an order that was refused."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Unit prices of a line: as added and now before the cart threshold, then the final ones."""

    at_add: int | None
    seen: int | None
    cached: int | None
    portal: int | None

    @property
    def moved(self) -> tuple[tuple[int, int], ...]:
        """What changed: (before, after) since the line was added, and at the portal."""
        found: list[tuple[int, int]] = []
        for before, after in ((self.at_add, self.seen), (self.cached, self.portal)):
            if before is not None and after is not None and before != after:
                found.append((before, after))
        return tuple(found)


def price_code(prices: Prices) -> str:
    """Name how the price of a line moved; empty when it did not. The portal's word counts."""
    if prices.cached is None and prices.portal is None:
        return "no_price" if prices.at_add is not None else ""
    if not prices.moved:
        return ""
    before, after = prices.moved[-1]
    return "price_up" if after > before else "price_down"


def answered_code(code: str, answer: str) -> str:
    """Name a price that moved by what the buyer said to it: an accepted one is no difference."""
    if code not in ("price_up", "price_down"):
        return code
    return {ACCEPT: "", KEEP: "price_kept", LATER: "price_later"}.get(answer, code)


def stock_code(wanted: int, cached: int | None, portal: int | None, at_least: bool) -> str:
    """Name what the stock says to a wanted quantity (base units); empty when it is enough."""
    stock = cached if portal is None else portal
    if stock is None or stock >= wanted or (portal is None and at_least):
        return ""
    return "short" if stock > 0 else "none_left"


def tone_of(code: str) -> str:
    """How loudly a difference is shown."""
    tones: Mapping[str, str] = {
        "price_up": "warn",
        "price_down": "info",
        "price_kept": "info",
        "price_later": "info",
        "no_price": "bad",
        "short": "warn",
        "none_left": "bad",
    }
    return tones.get(code, "bad")
